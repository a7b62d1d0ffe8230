// Absolute deadlines, in the order in which they fall due.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "engine/core/queue/ordered_lists.hpp"
#include "muster/units.hpp"

namespace muster::core {

// One deadline per handle (a small dense number of the caller's choice). The order is
// (due, tie), exactly, so that a replay fires them alike. Pure: time is given.
class DeadlineQueue {
  public:
    // Sets the deadline of the handle, or moves it there.
    void set(std::uint32_t handle, TimePoint due, std::uint64_t tie);
    // False when there was none.
    bool clear(std::uint32_t handle);
    void clear();

    [[nodiscard]] bool contains(std::uint32_t handle) const { return entries_.contains(handle); }
    [[nodiscard]] std::size_t size() const { return entries_.size(); }
    // The deadline of one handle, if it has one.
    [[nodiscard]] std::optional<TimePoint> due_of(std::uint32_t handle) const;
    // The earliest deadline; `never` when there is none.
    [[nodiscard]] TimePoint next_due() const;
    // Whose it is. Precondition: there is one.
    [[nodiscard]] std::uint32_t next_handle() const { return entries_.front(0); }

  private:
    OrderedLists entries_;  // list 0 only
};

}  // namespace muster::core
