#include "engine/core/pending_queue.hpp"

#include <algorithm>
#include <bit>
#include <cstdlib>

namespace muster::core {

namespace {

// 64-bit weight times 65-bit wait.
__extension__ typedef __int128 Priority;  // NOLINT(modernize-use-using): it takes no using

}  // namespace

void PendingQueue::push(std::uint32_t handle, std::uint16_t lane, std::size_t urgency,
                        TimePoint since, std::uint64_t id) {
    if (urgency >= classes) std::abort();
    entries_.insert(list_of(lane, urgency), handle, {since.value, id});
    std::vector<std::uint64_t>& words = occupied_[urgency];
    if (lane / 64u >= words.size()) words.resize(lane / 64u + 1);
    words[lane / 64u] |= std::uint64_t{1} << (lane % 64u);
}

bool PendingQueue::erase(std::uint32_t handle) {
    if (!contains(handle)) return false;
    const std::uint32_t list = entries_.list_of(handle);
    entries_.erase(handle);
    if (entries_.size(list) == 0) {
        const std::uint32_t lane = list / static_cast<std::uint32_t>(classes);
        occupied_[list % classes][lane / 64] &= ~(std::uint64_t{1} << (lane % 64));
    }
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
    for (std::vector<std::uint64_t>& words : occupied_)
        words.clear();
}

std::size_t PendingQueue::size(std::uint16_t lane, std::size_t urgency) const {
    const std::uint32_t list = list_of(lane, urgency);
    return list < entries_.lists() ? entries_.size(list) : 0;
}

std::optional<std::uint32_t> PendingQueue::front(std::uint16_t lane, std::size_t urgency) const {
    if (size(lane, urgency) == 0) return std::nullopt;
    return entries_.front(list_of(lane, urgency));
}

std::optional<std::uint32_t> PendingQueue::first_list(Lanes lanes, std::size_t urgency) const {
    std::optional<std::uint32_t> first;
    const std::vector<std::uint64_t>& words = occupied_[urgency];
    const std::size_t count = std::min(words.size(), lanes.size());
    for (std::size_t word = 0; word < count; ++word) {
        for (std::uint64_t rest = words[word] & lanes[word]; rest != 0; rest &= rest - 1) {
            const auto lane = static_cast<std::uint16_t>(
                word * 64 + static_cast<unsigned>(std::countr_zero(rest)));
            const std::uint32_t list = list_of(lane, urgency);
            if (!first || entries_.front_key(list) < entries_.front_key(*first)) first = list;
        }
    }
    return first;
}

std::optional<std::uint32_t> PendingQueue::best(Lanes lanes, TimePoint now,
                                                const Weights& weights) const {
    std::optional<std::uint32_t> best;
    Priority highest = 0;
    for (std::size_t urgency = 0; urgency < classes; ++urgency) {
        const std::optional<std::uint32_t> list = first_list(lanes, urgency);
        if (!list) continue;
        const Priority wait = Priority{now.value} - entries_.front_key(*list).time;
        const Priority priority = wait * weights[urgency];
        if (!best || priority > highest) {
            best = list;
            highest = priority;
        }
    }
    if (!best) return std::nullopt;
    return entries_.front(*best);
}

std::optional<std::uint32_t> PendingQueue::best_strict(Lanes lanes) const {
    for (std::size_t urgency = 0; urgency < classes; ++urgency) {
        if (const std::optional<std::uint32_t> list = first_list(lanes, urgency)) {
            return entries_.front(*list);
        }
    }
    return std::nullopt;
}

}  // namespace muster::core
