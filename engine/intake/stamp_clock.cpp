#include "engine/intake/stamp_clock.hpp"

#include <algorithm>

namespace muster::intake {

TimePoint StampClock::stamp(TimePoint now) {
    if (now < last_) {
        ++backwards_;
        furthest_back_ = std::max(furthest_back_, last_ - now);
        return last_;
    }
    last_ = now;
    return last_;
}

}  // namespace muster::intake
