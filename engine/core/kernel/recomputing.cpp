#include "engine/core/kernel/recomputing.hpp"

#include <algorithm>

#include "engine/core/kernel/calendar.hpp"

namespace muster::core {
namespace {

TimePoint end_of_working_day(const CalendarRule& calendar, Date day, std::int64_t count) {
    const WorkingDay last = working_days_after(calendar, day, static_cast<std::int32_t>(count));
    return time_at(calendar, last.date + 1);
}

}  // namespace

TimePoint with_notice(const CalendarRule& calendar, TimePoint wanted, TimePoint due_at,
                      TimePoint now) {
    if (wanted >= due_at) return wanted;
    // Whoever relied on the later day hears of the earlier one while he can still do something.
    const TimePoint notice = end_of_working_day(calendar, local_day(calendar, now), 1);
    return std::min(due_at, std::max(wanted, notice));
}

TimePoint due_anew(const CalendarRule& calendar, const WorkingDaysAfter& given, TimePoint due_at,
                   TimePoint now) {
    return with_notice(calendar, end_of_working_day(calendar, given.day, given.count), due_at, now);
}

bool provisional_until(const CalendarRule& calendar, TimePoint due_at) {
    return is_provisional(calendar, local_day(calendar, due_at - Millis{1}));
}

}  // namespace muster::core
