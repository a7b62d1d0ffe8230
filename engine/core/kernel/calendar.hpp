// Days, working days and office hours of the city, by the calendar of the rules. Pure functions;
// integers only. Preconditions: check_rules found nothing wrong with the rule; a time lies in the
// years 1 to 9999 (else they abort).
#pragma once

#include <string>

#include "muster/date.hpp"
#include "muster/rules.hpp"
#include "muster/units.hpp"

namespace muster::core {

// Of these rules, or the usual one.
[[nodiscard]] const CalendarRule& calendar_rule(const Rules& rules);

// The day that the city has at this time.
[[nodiscard]] Date local_day(const CalendarRule& rule, TimePoint time);

// "2026-01-05 09:00", as the city's clocks show it.
[[nodiscard]] std::string local_text(const CalendarRule& rule, TimePoint time);

// When the city's clocks show this time of this day; 24:00 is the start of the next one.
[[nodiscard]] TimePoint time_at(const CalendarRule& rule, Date day, TimeOfDay time = {});

// A weekday that is no holiday, or a make-up day.
[[nodiscard]] bool is_working_day(const CalendarRule& rule, Date day);

// Whether holidays of this day may still be unknown: it is beyond the rule's known_until.
[[nodiscard]] bool is_provisional(const CalendarRule& rule, Date day);

struct WorkingDay {
    Date date;
    bool provisional = false;
};

// The n-th working day after `day`, which does not count itself; `day`, whatever it is, for n = 0.
// Precondition: n >= 0. Takes time in proportion to the days in between.
[[nodiscard]] WorkingDay working_days_after(const CalendarRule& rule, Date day, std::int32_t n);

// The same day of the month n months later (earlier when n is negative), or the last of the month
// where that one is shorter. Count from the day that was first agreed, n growing: a step from a
// clamped result to the next would lose days for ever.
[[nodiscard]] Date months_after(Date day, std::int32_t n);

[[nodiscard]] bool within_office_hours(const CalendarRule& rule, TimePoint time);

struct Opening {
    TimePoint at;
    bool provisional = false;
};

// The first time from `time` on at which offices are open: `time` itself when they are.
[[nodiscard]] Opening next_opening(const CalendarRule& rule, TimePoint time);

}  // namespace muster::core
