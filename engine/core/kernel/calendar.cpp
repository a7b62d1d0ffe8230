#include "engine/core/kernel/calendar.hpp"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <span>

namespace muster::core {
namespace {

constexpr Millis day_length = hours(24);
constexpr OfficeHours all_day[] = {{{0}, {TimeOfDay::last}}};

std::span<const OfficeHours> hours_of(const CalendarRule& rule) {
    if (rule.office_hours.empty()) return all_day;
    return rule.office_hours;
}

// The first office hours of the day that end after `time`; nullptr when there are none.
const OfficeHours* hours_ending_after(const CalendarRule& rule, Date day, TimePoint time) {
    for (const OfficeHours& hours : hours_of(rule)) {
        if (time < time_at(rule, day, hours.to)) return &hours;
    }
    return nullptr;
}

}  // namespace

const CalendarRule& calendar_rule(const Rules& rules) {
    return or_usual(rules.calendar);
}

Date local_day(const CalendarRule& rule, TimePoint time) {
    // Compared before anything is added: `never` has no room for the offset.
    constexpr std::int64_t first_ms = Date::first * day_length.value;
    constexpr std::int64_t last_ms = (std::int64_t{Date::last} + 1) * day_length.value - 1;
    const std::int64_t offset_ms = minutes(rule.utc_offset_min).value;
    if (time.value < first_ms - offset_ms || time.value > last_ms - offset_ms) std::abort();
    const std::int64_t since_first = time.value + offset_ms - first_ms;
    return Date{Date::first} + since_first / day_length.value;
}

std::string local_text(const CalendarRule& rule, TimePoint time) {
    return minute_text(time, minutes(rule.utc_offset_min));
}

TimePoint time_at(const CalendarRule& rule, Date day, TimeOfDay time) {
    return TimePoint{day.days * day_length.value} + minutes(time.minutes - rule.utc_offset_min);
}

bool is_working_day(const CalendarRule& rule, Date day) {
    if (weekday(day) >= Weekday::saturday) {
        return std::binary_search(rule.make_up_days.begin(), rule.make_up_days.end(), day);
    }
    const auto after =
        std::upper_bound(rule.holidays.begin(), rule.holidays.end(), day,
                         [](Date date, const DateSpan& holiday) { return date < holiday.from; });
    return after == rule.holidays.begin() || std::prev(after)->to < day;
}

bool is_provisional(const CalendarRule& rule, Date day) {
    return day > rule.known_until;
}

WorkingDay working_days_after(const CalendarRule& rule, Date day, std::int32_t n) {
    for (std::int32_t left = n; left > 0;) {
        day = day + 1;
        if (is_working_day(rule, day)) --left;
    }
    return {day, is_provisional(rule, day)};
}

Date months_after(Date day, std::int32_t n) {
    constexpr std::int64_t months = 12;
    const YearMonthDay from = year_month_day(day);
    const std::int64_t to = from.year * months + from.month - 1 + n;
    if (to < months || to >= 10'000 * months) std::abort();
    const auto year = static_cast<std::int32_t>(to / months);
    const auto month = static_cast<std::int32_t>(to % months) + 1;
    return *Date::of(year, month, std::min(from.day, days_in_month(year, month)));
}

bool within_office_hours(const CalendarRule& rule, TimePoint time) {
    const Opening opening = next_opening(rule, time);
    return opening.at == time;
}

Opening next_opening(const CalendarRule& rule, TimePoint time) {
    for (Date day = local_day(rule, time);; day = day + 1) {
        if (!is_working_day(rule, day)) continue;
        const OfficeHours* const hours = hours_ending_after(rule, day, time);
        if (hours == nullptr) continue;
        return {std::max(time, time_at(rule, day, hours->from)), is_provisional(rule, day)};
    }
}

}  // namespace muster::core
