#include "engine/core/pending_queue.hpp"

#include <cstdlib>

namespace muster::core {

void PendingQueue::push(std::uint32_t handle, std::uint16_t lane, std::size_t urgency,
                        TimePoint since, std::uint64_t id) {
    if (urgency >= classes) std::abort();
    entries_.insert(list_of(lane, urgency), handle, {since.value, id});
}

bool PendingQueue::erase(std::uint32_t handle) {
    if (!contains(handle)) return false;
    entries_.erase(handle);
    return true;
}

bool PendingQueue::reclass(std::uint32_t handle, std::size_t urgency) {
    if (!contains(handle)) return false;
    const auto lane = static_cast<std::uint16_t>(entries_.list_of(handle) / classes);
    const OrderedLists::Key key = entries_.key_of(handle);
    if (!erase(handle)) std::abort();
    push(handle, lane, urgency, TimePoint{key.time}, key.id);
    return true;
}

void PendingQueue::clear() {
    entries_.clear();
}

std::size_t PendingQueue::size(std::uint16_t lane, std::size_t urgency) const {
    const std::uint32_t list = list_of(lane, urgency);
    return list < entries_.lists() ? entries_.size(list) : 0;
}

std::optional<std::uint32_t> PendingQueue::front(std::uint16_t lane, std::size_t urgency) const {
    if (size(lane, urgency) == 0) return std::nullopt;
    return entries_.front(list_of(lane, urgency));
}

}  // namespace muster::core
