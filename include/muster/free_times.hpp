// When a service can be had, and how many places are left: made anew for whoever asks.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>

#include "muster/ids.hpp"
#include "muster/units.hpp"

namespace muster {

// From `starts_at` until before `ends_at`.
struct FreeTime {
    Code service;
    TimePoint starts_at;
    TimePoint ends_at;
    std::int64_t capacity = 0;
    std::int64_t free = 0;     // 0: all are taken, or it is too late, or too far ahead
    bool provisional = false;  // whether its day is a working day is not known for sure
};
BOOST_DESCRIBE_STRUCT(FreeTime, (), (service, starts_at, ends_at, capacity, free, provisional))

}  // namespace muster
