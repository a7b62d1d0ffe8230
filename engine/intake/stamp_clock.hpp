// Time stamps for records: one clock, given from outside, that never goes backwards inside.
#pragma once

#include <cstdint>

#include "muster/units.hpp"

namespace muster::intake {

// Use by one thread. Starts at the `at` of the last record of the log, so that a restart with a
// clock that was set back does not go backwards either.
class StampClock {
  public:
    explicit StampClock(TimePoint last = {}) : last_(last) {}

    // max(now, the last stamp). A clock that went backwards is counted and does not reach the core;
    // time then stands still until the clock has caught up.
    [[nodiscard]] TimePoint stamp(TimePoint now);

    [[nodiscard]] TimePoint last() const { return last_; }
    [[nodiscard]] std::uint64_t backwards() const { return backwards_; }
    // The largest distance ever held back.
    [[nodiscard]] Millis furthest_back() const { return furthest_back_; }

  private:
    TimePoint last_;
    Millis furthest_back_;
    std::uint64_t backwards_ = 0;
};

}  // namespace muster::intake
