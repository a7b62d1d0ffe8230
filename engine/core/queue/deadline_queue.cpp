#include "engine/core/queue/deadline_queue.hpp"

namespace muster::core {

void DeadlineQueue::set(std::uint32_t handle, TimePoint due, std::uint64_t tie) {
    if (entries_.contains(handle)) entries_.erase(handle);
    entries_.insert(0, handle, {due.value, tie});
}

bool DeadlineQueue::clear(std::uint32_t handle) {
    if (!entries_.contains(handle)) return false;
    entries_.erase(handle);
    return true;
}

void DeadlineQueue::clear() {
    entries_.clear();
}

std::optional<TimePoint> DeadlineQueue::due_of(std::uint32_t handle) const {
    if (!entries_.contains(handle)) return std::nullopt;
    return TimePoint{entries_.key_of(handle).time};
}

TimePoint DeadlineQueue::next_due() const {
    return entries_.size() == 0 ? never : TimePoint{entries_.front_key(0).time};
}

}  // namespace muster::core
