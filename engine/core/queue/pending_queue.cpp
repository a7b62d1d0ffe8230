#include "engine/core/queue/pending_queue.hpp"

#include <cstdlib>

namespace muster::core {

void PendingQueue::push(std::uint32_t handle, std::uint16_t lane, std::size_t urgency,
                        TimePoint since, std::uint64_t id) {
    if (urgency >= classes) std::abort();
    entries_.insert(list_of(lane, urgency), handle, {since.value, id});
}

bool PendingQueue::erase(std::uint32_t handle) {
    if (!contains(handle)) return false;
    settle();
    entries_.erase(handle);
    return true;
}

bool PendingQueue::reclass(std::uint32_t handle, std::size_t urgency) {
    if (urgency >= classes) std::abort();
    if (!contains(handle)) return false;
    if (taken_ - made_ == changes_max) make_change();
    change(taken_++) = {handle, static_cast<std::uint32_t>(urgency)};
    entries_.fetch_where(handle);
    const std::uint32_t waiting = taken_ - made_;
    if (waiting > fetch_ahead) entries_.fetch_entry(change(taken_ - 1 - fetch_ahead).handle);
    if (waiting > 2 * fetch_ahead) {
        const Change& next = change(taken_ - 1 - 2 * fetch_ahead);
        entries_.fetch_place(next.handle, list_after(next));
    }
    return true;
}

std::uint32_t PendingQueue::list_after(const Change& change) const {
    const std::uint32_t list = entries_.list_of(change.handle);
    return list - list % static_cast<std::uint32_t>(classes) + change.urgency;
}

void PendingQueue::make_change() const {
    const Change& next = change(made_++);
    const OrderedLists::Key key = entries_.key_of(next.handle);
    const std::uint32_t list = list_after(next);
    entries_.erase(next.handle);
    entries_.insert(list, next.handle, key);
}

void PendingQueue::clear() {
    made_ = taken_;
    entries_.clear();
}

std::optional<std::uint32_t> PendingQueue::front(std::uint16_t lane, std::size_t urgency) const {
    if (size(lane, urgency) == 0) return std::nullopt;
    return entries_.front(list_of(lane, urgency));
}

}  // namespace muster::core
