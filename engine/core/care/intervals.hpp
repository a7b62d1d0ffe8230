// The days on which visits are due. Pure arithmetic on days.
#pragma once

#include "muster/care.hpp"
#include "muster/rules.hpp"

namespace muster::core {

// Of these rules, or the usual one: what holds also where nobody is visited by an interval.
[[nodiscard]] const CareRule& care_rule(const Rules& rules);
// How often who is in this tier is visited; nullptr: not by an interval.
[[nodiscard]] const VisitRule* visit_rule(const Rules& rules, RiskTier tier);

// The day n intervals after the one that was agreed on.
[[nodiscard]] Date nth_day(const VisitRule& rule, Date agreed, std::int32_t n);
// The last day that is at most one interval later. A month after the last day of a month is the
// last day of the next one, so that whoever is seen on a clamped day keeps his day.
[[nodiscard]] Date one_interval_after(const VisitRule& rule, Date day);

// In a series of visits: the n-th interval after the day that was agreed on, and when it is due.
struct InSeries {
    Date agreed;
    std::int32_t step = 0;
    Date due;
};
// The first one of a series that begins on this day.
[[nodiscard]] InSeries first_after(const VisitRule& rule, Date agreed);
// The one after the step, and after `day`, which is the day of the last visit: due at most one
// interval after that.
[[nodiscard]] InSeries next_after(const VisitRule& rule, Date agreed, std::int32_t step, Date day);

// Until the end of its day something is in time.
[[nodiscard]] TimePoint end_of(const CalendarRule& calendar, Date day);
// The day of such a time, or of any other by which something is due.
[[nodiscard]] Date day_of_due(const CalendarRule& calendar, TimePoint due_at);

}  // namespace muster::core
