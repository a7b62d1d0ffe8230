// Days and times of day as people write them: no zone and no clock behind them. Which day it is in
// the city, and when that day begins, says the calendar of the rules (engine/core/kernel).
#pragma once

#include <array>
#include <boost/describe/enum.hpp>
#include <compare>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "muster/units.hpp"

namespace muster {

struct YearMonthDay {
    std::int32_t year = 1970;  // 1..9999
    std::int32_t month = 1;    // 1..12
    std::int32_t day = 1;      // 1..31
    constexpr auto operator<=>(const YearMonthDay&) const = default;
};

enum class Weekday : std::uint8_t {
    monday,
    tuesday,
    wednesday,
    thursday,
    friday,
    saturday,
    sunday
};
BOOST_DESCRIBE_ENUM(Weekday, monday, tuesday, wednesday, thursday, friday, saturday, sunday)

// Of the Gregorian calendar. Precondition: month 1..12.
[[nodiscard]] constexpr std::int32_t days_in_month(std::int32_t year, std::int32_t month) {
    if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

// A day of the Gregorian calendar, carried back before its time: from 0001-01-01 to 9999-12-31, as
// days since 1970-01-01. In JSON: "2026-02-14".
struct Date {
    std::int32_t days = 0;

    // What a reader expects, in words.
    static constexpr std::string_view form = "a day that exists, such as \"2026-02-14\"";
    static constexpr std::int32_t first = -719'162;
    static constexpr std::int32_t last = 2'932'896;

    // Nothing when there is no such day.
    [[nodiscard]] static constexpr std::optional<Date> of(std::int32_t year, std::int32_t month,
                                                          std::int32_t day);
    // Exactly as in JSON; nothing when it is anything else, or no such day.
    [[nodiscard]] static constexpr std::optional<Date> from_text(std::string_view text);

    constexpr auto operator<=>(const Date&) const = default;
    // Abort where the result is no Date.
    friend constexpr Date operator+(Date date, std::int64_t days) {
        const std::int64_t sum = date.days + days;
        if (sum < first || sum > last) std::abort();
        return {static_cast<std::int32_t>(sum)};
    }
    friend constexpr Date operator-(Date date, std::int64_t days) { return date + -days; }
    friend constexpr std::int32_t operator-(Date a, Date b) { return a.days - b.days; }
};

// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013), civil_from_days and
// days_from_civil: years begin in March, so that a leap day is the last of its year, and 400 years
// are always 146,097 days. From the year 1 on nothing here is negative.
[[nodiscard]] constexpr YearMonthDay year_month_day(Date date) {
    const std::int32_t since_march_0 = date.days + 719'468;
    const std::int32_t era = since_march_0 / 146'097;
    const std::int32_t day_of_era = since_march_0 % 146'097;
    const std::int32_t year_of_era =
        (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    const std::int32_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int32_t month_from_march = (5 * day_of_year + 2) / 153;
    const std::int32_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    return {era * 400 + year_of_era + (month <= 2 ? 1 : 0), month,
            day_of_year - (153 * month_from_march + 2) / 5 + 1};
}

constexpr std::optional<Date> Date::of(std::int32_t year, std::int32_t month, std::int32_t day) {
    if (year < 1 || year > 9999 || month < 1 || month > 12) return std::nullopt;
    if (day < 1 || day > days_in_month(year, month)) return std::nullopt;
    const std::int32_t march_year = month <= 2 ? year - 1 : year;
    const std::int32_t year_of_era = march_year % 400;
    const std::int32_t month_from_march = month > 2 ? month - 3 : month + 9;
    const std::int32_t day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    const std::int32_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return Date{march_year / 400 * 146'097 + day_of_era - 719'468};
}

[[nodiscard]] constexpr Weekday weekday(Date date) {
    return static_cast<Weekday>((date.days - Date::first) % 7);  // the first one was a Monday
}

// A minute of a day without a zone; "24:00" is the end of the day. In JSON: "08:30".
struct TimeOfDay {
    std::int32_t minutes = 0;  // 0..1440

    static constexpr std::string_view form = "a time of day from \"00:00\" to \"24:00\"";
    static constexpr std::int32_t last = 24 * 60;

    // Exactly as in JSON; nothing when it is anything else.
    [[nodiscard]] static constexpr std::optional<TimeOfDay> from_text(std::string_view text);

    constexpr auto operator<=>(const TimeOfDay&) const = default;
};

namespace detail {

// Writes the number with leading zeros into [to, to + digits).
constexpr void put_digits(char* to, int digits, std::int32_t number) {
    for (int i = digits; i-- > 0; number /= 10)
        to[i] = static_cast<char>('0' + number % 10);
}

// The number that `digits` characters of the text are; -1 when one of them is no digit.
constexpr std::int32_t digits_at(std::string_view text, std::size_t from, std::size_t digits) {
    std::int32_t number = 0;
    for (const char c : text.substr(from, digits)) {
        if (c < '0' || c > '9') return -1;
        number = number * 10 + (c - '0');
    }
    return number;
}

}  // namespace detail

// As in JSON, without the quotes. Abort on a value out of range: a broken invariant must not reach
// the log.
[[nodiscard]] constexpr std::array<char, 10> text_of(Date date) {
    if (date.days < Date::first || date.days > Date::last) std::abort();
    const YearMonthDay parts = year_month_day(date);
    std::array<char, 10> text{'0', '0', '0', '0', '-', '0', '0', '-', '0', '0'};
    detail::put_digits(text.data(), 4, parts.year);
    detail::put_digits(text.data() + 5, 2, parts.month);
    detail::put_digits(text.data() + 8, 2, parts.day);
    return text;
}

[[nodiscard]] constexpr std::array<char, 5> text_of(TimeOfDay time) {
    if (time.minutes < 0 || time.minutes > TimeOfDay::last) std::abort();
    std::array<char, 5> text{'0', '0', ':', '0', '0'};
    detail::put_digits(text.data(), 2, time.minutes / 60);
    detail::put_digits(text.data() + 3, 2, time.minutes % 60);
    return text;
}

[[nodiscard]] inline std::string to_string(Date date) {
    const auto text = text_of(date);
    return {text.data(), text.size()};
}

[[nodiscard]] inline std::string to_string(TimeOfDay time) {
    const auto text = text_of(time);
    return {text.data(), text.size()};
}

// "2026-02-13 09:30", by clocks that are so far ahead of UTC. Precondition: the day is one.
[[nodiscard]] inline std::string minute_text(TimePoint time, Millis utc_offset) {
    constexpr std::int64_t day_ms = hours(24).value;
    const std::int64_t since_first = time.value + utc_offset.value - Date::first * day_ms;
    const auto day = text_of(Date{Date::first} + since_first / day_ms);
    const auto clock =
        text_of(TimeOfDay{static_cast<std::int32_t>(since_first % day_ms / minutes(1).value)});
    std::string text(day.data(), day.size());
    text.push_back(' ');
    text.append(clock.data(), clock.size());
    return text;
}

constexpr std::optional<Date> Date::from_text(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    return of(detail::digits_at(text, 0, 4), detail::digits_at(text, 5, 2),
              detail::digits_at(text, 8, 2));
}

constexpr std::optional<TimeOfDay> TimeOfDay::from_text(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    const std::int32_t hour = detail::digits_at(text, 0, 2);
    const std::int32_t minute = detail::digits_at(text, 3, 2);
    if (hour < 0 || minute < 0 || minute > 59 || hour * 60 + minute > last) return std::nullopt;
    return TimeOfDay{hour * 60 + minute};
}

}  // namespace muster
