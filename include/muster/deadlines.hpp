// Deadlines by the calendar: how one was given, so that it can be reckoned anew, and where it went.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>

#include "muster/date.hpp"
#include "muster/units.hpp"

namespace muster {

// The end of the `count`-th working day after `day`. What was given in another way has none: hours,
// days and months do not ask which days are holidays.
struct WorkingDaysAfter {
    Date day;
    std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(WorkingDaysAfter, (), (day, count))

// By the calendar that is in force now. Both times are the same where only what was provisional is
// certain now.
struct MovedDeadline {
    TimePoint due_before;
    TimePoint due_at;
    TimePoint warn_at;
    TimePoint warned_at;  // 0 = it is warned of anew
    bool provisional = false;
};
BOOST_DESCRIBE_STRUCT(MovedDeadline, (), (due_before, due_at, warn_at, warned_at, provisional))

}  // namespace muster
