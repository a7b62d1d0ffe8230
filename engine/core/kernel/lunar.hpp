// The Chinese lunar calendar, for birthdays: a table of the lunar years 1900 to 2100.
//
// Each month begins on the day of a new moon at UTC+8, and a month in which the sun enters no new
// twelfth of the ecliptic repeats the number of the one before as a leap month (GB/T 33661-2017).
// Three months from before UTC+8 was kept begin a day earlier, as calendars had it then:
// 1914-11-17, 1916-02-03, 1920-11-10. The new moons of 2057-09-29, 2089-09-04 and 2097-08-07 are so
// close to midnight that nobody knows their days for sure yet.
#pragma once

#include <cstdint>
#include <optional>

#include "muster/birth_date.hpp"
#include "muster/date.hpp"

namespace muster::core {

struct LunarDate {
    std::int32_t year = 0;    // the solar year in which it begins
    std::int32_t month = 0;   // 1..12
    std::int32_t day = 0;     // 1..30
    bool leap_month = false;  // of the leap month that follows `month`

    bool operator==(const LunarDate&) const = default;
};

constexpr std::int32_t first_lunar_year = 1900;
constexpr std::int32_t last_lunar_year = 2100;

// Nothing before 1900-01-31 and after 2101-01-28.
[[nodiscard]] std::optional<LunarDate> lunar_date(Date day);

// Nothing when the table has no such day.
[[nodiscard]] std::optional<Date> solar_date(const LunarDate& day);

// The day of birth; nothing when its calendar has no such day.
[[nodiscard]] std::optional<Date> born_on(const BirthDate& birth);

// The first day from `from` on on which the birthday is kept, but not before the day of birth:
// - of a month that is too short (February, a lunar month of 29 days) the last day;
// - born in a leap month: in that leap month when the year has it, else in the month of its number.
// Nothing when there is no such day of birth, or the calendar ends before.
[[nodiscard]] std::optional<Date> next_birthday(const BirthDate& birth, Date from);

}  // namespace muster::core
