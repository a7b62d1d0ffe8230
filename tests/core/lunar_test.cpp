// The lunar calendar against what two libraries say (tests/oracles/lunar), against the sky, and
// birthdays against a model that looks at one day after the other.
#include "engine/core/kernel/lunar.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numbers>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/kernel/calendar.hpp"

namespace muster::core {
namespace {

Date day(std::string_view text) {
    const auto date = Date::from_text(text);
    if (!date) ADD_FAILURE() << text;
    return date.value_or(Date{});
}

BirthDate lunar_birth(std::int16_t year, std::int16_t month, std::int16_t date, bool leap = false) {
    return {CalendarKind::lunar, year, month, date, leap};
}

BirthDate solar_birth(std::int16_t year, std::int16_t month, std::int16_t date) {
    return {CalendarKind::solar, year, month, date, false};
}

std::string next(const BirthDate& birth, std::string_view from) {
    const auto date = next_birthday(birth, day(from));
    return date ? to_string(*date) : "none";
}

struct Month {
    std::int32_t year;
    std::int32_t month;
    bool leap;
    std::int32_t days;
    Date begins;
};

// The months of lunar_years.txt, as its writer describes them.
const std::vector<Month>& all_months() {
    static const std::vector<Month> months = [] {
        std::vector<Month> read;
        std::ifstream file("tests/oracles/lunar/lunar_years.txt");
        for (std::string line; std::getline(file, line);) {
            std::istringstream words(line);
            std::int32_t year = 0;
            std::int32_t leap = 0;
            std::string new_year;
            words >> year >> new_year >> leap;
            Date begins = day(new_year);
            std::int32_t place = 0;
            for (std::int32_t days = 0; words >> days; ++place) {
                const bool from_leap_on = leap != 0 && place >= leap;
                read.push_back({year, from_leap_on ? place : place + 1,
                                from_leap_on && place == leap, days, begins});
                begins = begins + days;
            }
        }
        return read;
    }();
    return months;
}

TEST(Lunar, EveryDayIsWhatTheLibrariesSay) {
    ASSERT_EQ(all_months().size(), 2486u);
    Date date = day("1900-01-31");
    EXPECT_FALSE(lunar_date(date - 1));
    for (const Month& month : all_months()) {
        ASSERT_EQ(month.begins, date) << month.year << " " << month.month;
        for (std::int32_t i = 1; i <= month.days; ++i, date = date + 1) {
            const LunarDate lunar{month.year, month.month, i, month.leap};
            ASSERT_EQ(lunar_date(date), lunar) << to_string(date);
            ASSERT_EQ(solar_date(lunar), date) << to_string(date);
        }
        ASSERT_FALSE(solar_date({month.year, month.month, month.days + 1, month.leap}));
    }
    EXPECT_EQ(to_string(date), "2101-01-29");
    EXPECT_FALSE(lunar_date(date));
    EXPECT_FALSE(lunar_date(Date{Date::first}));
    EXPECT_FALSE(lunar_date(Date{Date::last}));
}

TEST(Lunar, KnownDays) {
    struct Case {
        const char* solar;
        LunarDate lunar;
    };
    const Case cases[] = {
        {"2024-02-10", {2024, 1, 1, false}},   {"2025-01-29", {2025, 1, 1, false}},
        {"2026-02-17", {2026, 1, 1, false}},   {"2027-02-06", {2027, 1, 1, false}},
        {"2030-02-03", {2030, 1, 1, false}},   {"2033-12-22", {2033, 11, 1, true}},
        {"2025-07-09", {2025, 6, 15, false}},  {"2025-08-08", {2025, 6, 15, true}},
        {"2026-02-16", {2025, 12, 29, false}}, {"2027-02-05", {2026, 12, 29, false}},
        {"2024-02-09", {2023, 12, 30, false}}, {"2026-09-25", {2026, 8, 15, false}},
        {"1949-10-01", {1949, 8, 10, false}},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(lunar_date(day(c.solar)), c.lunar) << c.solar;
        EXPECT_EQ(solar_date(c.lunar), day(c.solar)) << c.solar;
    }
    for (const LunarDate& none : {LunarDate{2025, 12, 30, false}, LunarDate{2026, 12, 30, false},
                                  LunarDate{2026, 6, 15, true}, LunarDate{2025, 5, 15, true},
                                  LunarDate{2025, 0, 1, false}, LunarDate{2025, 13, 1, false},
                                  LunarDate{2025, 1, 0, false}, LunarDate{2025, 1, 31, false},
                                  LunarDate{1899, 1, 1, false}, LunarDate{2101, 1, 1, false}}) {
        EXPECT_FALSE(solar_date(none)) << none.year << " " << none.month << " " << none.day;
    }
}

// Jean Meeus, "Astronomical Algorithms", 2nd edition, chapters 49 and 25. Times are in days of
// terrestrial time since 2000-01-01 12:00, angles in degrees.
namespace sky {

constexpr double radian = std::numbers::pi / 180;

double sine(double degrees) {
    return std::sin(degrees * radian);
}

// The new moon number k, the one of 2000-01-06 being 0, to about a minute.
double new_moon(int k) {
    const double t = k / 1236.85;
    const double e = 1 - 0.002516 * t - 0.0000074 * t * t;
    const double sun = 2.5534 + 29.10535670 * k - 0.0000014 * t * t;
    const double moon = 201.5643 + 385.81693528 * k + 0.0107582 * t * t + 0.00001238 * t * t * t;
    const double node = 160.7108 + 390.67050284 * k - 0.0016118 * t * t - 0.00000227 * t * t * t;
    const double omega = 124.7746 - 1.56375588 * k + 0.0020672 * t * t;
    const double terms[] = {
        -0.40720 * sine(moon),
        0.17241 * e * sine(sun),
        0.01608 * sine(2 * moon),
        0.01039 * sine(2 * node),
        0.00739 * e * sine(moon - sun),
        -0.00514 * e * sine(moon + sun),
        0.00208 * e * e * sine(2 * sun),
        -0.00111 * sine(moon - 2 * node),
        -0.00057 * sine(moon + 2 * node),
        0.00056 * e * sine(2 * moon + sun),
        -0.00042 * sine(3 * moon),
        0.00042 * e * sine(sun + 2 * node),
        0.00038 * e * sine(sun - 2 * node),
        -0.00024 * e * sine(2 * moon - sun),
        -0.00017 * sine(omega),
        -0.00007 * sine(moon + 2 * sun),
        0.00004 * sine(2 * moon - 2 * node),
        0.00004 * sine(3 * sun),
        0.00003 * sine(moon + sun - 2 * node),
        0.00003 * sine(2 * moon + 2 * node),
        -0.00003 * sine(moon + sun + 2 * node),
        0.00003 * sine(moon - sun + 2 * node),
        0.000325 * sine(299.77 + 0.107408 * k),
        0.000165 * sine(251.88 + 0.016321 * k),
        0.000164 * sine(251.83 + 26.651886 * k),
        0.000126 * sine(349.42 + 36.412478 * k),
        0.000110 * sine(84.66 + 18.206239 * k),
    };
    double days = 5.09766 + 29.530588861 * k + 0.00015437 * t * t;
    for (const double term : terms)
        days += term;
    return days;
}

// The apparent longitude of the sun, to about 0.01 degree: a quarter of an hour.
double sun_longitude(double days) {
    const double t = days / 36525;
    const double anomaly = 357.52911 + 35999.05029 * t - 0.0001537 * t * t;
    const double centre = (1.914602 - 0.004817 * t) * sine(anomaly) +
                          (0.019993 - 0.000101 * t) * sine(2 * anomaly) +
                          0.000289 * sine(3 * anomaly);
    const double longitude = 280.46646 + 36000.76983 * t + 0.0003032 * t * t + centre - 0.00569 -
                             0.00478 * sine(125.04 - 1934.136 * t);
    return std::fmod(std::fmod(longitude, 360) + 360, 360);
}

// Minutes since 1970-01-01 00:00 at UTC+8. Terrestrial time was ahead of UTC by 24 s in 1929, is by
// 69 s now, and will be by about 90 to 200 s in 2100: 70 s are wrong by two minutes at most.
double minutes_at_8(double days) {
    constexpr double j2000 = 10957.5;  // days since 1970-01-01
    return (j2000 + days) * 1440 - 70.0 / 60 + 480;
}

// The other way: terrestrial days since 2000-01-01 12:00 of a midnight at UTC+8.
double days_of(Date date) {
    return date.days - 8.0 / 24 + 70.0 / 86400 - 10957.5;
}

}  // namespace sky

TEST(Lunar, EachMonthBeginsWithItsNewMoon) {
    int checked = 0;
    int close = 0;
    for (const Month& month : all_months()) {
        if (month.begins < day("1929-01-01")) continue;
        const int k =
            static_cast<int>(std::lround((sky::days_of(month.begins) - 5) / 29.530588861));
        const double minutes = sky::minutes_at_8(sky::new_moon(k));
        const double into_day = minutes - 1440.0 * month.begins.days;
        ++checked;
        // Nearer to midnight than the formula is exact, either day may be right.
        constexpr double margin = 4;
        if (into_day < margin || into_day >= 1440 - margin) ++close;
        EXPECT_GE(into_day, -margin) << to_string(month.begins);
        EXPECT_LT(into_day, 1440 + margin) << to_string(month.begins);
    }
    EXPECT_EQ(checked, 2128);
    EXPECT_LE(close, 20);
}

// In a leap month the sun enters no new twelfth of the ecliptic.
TEST(Lunar, LeapMonthsAreThoseInWhichTheSunEntersNoTwelfth) {
    const std::vector<Month>& months = all_months();
    constexpr double margin = 0.02;  // degrees: half an hour
    const auto twelfth = [](double longitude) {
        return static_cast<int>(std::floor(longitude / 30) + 12) % 12;
    };
    for (std::size_t i = 0; i + 1 < months.size(); ++i) {
        const Month& month = months[i];
        const double from = sky::sun_longitude(sky::days_of(month.begins));
        const double to = sky::sun_longitude(sky::days_of(months[i + 1].begins));
        if (month.leap) {
            EXPECT_EQ(twelfth(from + margin), twelfth(to - margin)) << to_string(month.begins);
        }
        // Month 11 has the winter solstice, at 270 degrees.
        if (month.month == 11 && !month.leap) {
            EXPECT_LT(from, 270 + margin) << month.year;
            EXPECT_GT(to, 270 - margin) << month.year;
        }
    }
    // Seven in nineteen years.
    const auto leaps =
        std::count_if(months.begin(), months.end(), [](const Month& m) { return m.leap; });
    EXPECT_EQ(leaps, 74);
}

TEST(Birthdays, AreKeptInTheirCalendar) {
    EXPECT_EQ(next(solar_birth(1946, 3, 1), "2026-02-28"), "2026-03-01");
    EXPECT_EQ(next(solar_birth(1946, 3, 1), "2026-03-01"), "2026-03-01");
    EXPECT_EQ(next(solar_birth(1946, 3, 1), "2026-03-02"), "2027-03-01");
    EXPECT_EQ(next(solar_birth(1948, 2, 29), "2026-01-01"), "2026-02-28");
    EXPECT_EQ(next(solar_birth(1948, 2, 29), "2026-03-01"), "2027-02-28");
    EXPECT_EQ(next(solar_birth(1948, 2, 29), "2027-12-31"), "2028-02-29");

    EXPECT_EQ(next(lunar_birth(1950, 6, 15), "2025-01-01"), "2025-07-09");
    EXPECT_EQ(next(lunar_birth(1950, 6, 15), "2025-07-10"), "2026-07-28");
    // Born in the leap month of 1960 or 1979: kept in the leap month where there is one.
    EXPECT_EQ(next(lunar_birth(1960, 6, 15, true), "2025-01-01"), "2025-08-08");
    EXPECT_EQ(next(lunar_birth(1960, 6, 15, true), "2025-08-09"), "2026-07-28");
    // The 30th of month 12 in years in which the month has 29 days.
    EXPECT_EQ(next(lunar_birth(1945, 12, 30), "2026-01-01"), "2026-02-16");
    EXPECT_EQ(next(lunar_birth(1945, 12, 30), "2026-02-17"), "2027-02-05");
    EXPECT_EQ(next(lunar_birth(1945, 12, 30), "2024-01-01"), "2024-02-09");
}

TEST(Birthdays, EndWhereTheirCalendarEnds) {
    // Not before the day of birth, and that day itself.
    EXPECT_EQ(next(solar_birth(1946, 3, 1), "1940-01-01"), "1946-03-01");
    EXPECT_EQ(next(lunar_birth(1900, 1, 1), "0001-01-01"), "1900-01-31");
    EXPECT_EQ(next(lunar_birth(1950, 12, 29), "2101-01-28"), "2101-01-28");
    EXPECT_EQ(next(lunar_birth(1950, 12, 28), "2101-01-28"), "none");
    EXPECT_EQ(next(lunar_birth(1950, 12, 28), "2150-01-01"), "none");
    EXPECT_EQ(next(solar_birth(1946, 3, 1), "9999-03-01"), "9999-03-01");
    EXPECT_EQ(next(solar_birth(1946, 3, 1), "9999-03-02"), "none");
    // No such day of birth.
    EXPECT_EQ(next(solar_birth(1947, 2, 29), "2026-01-01"), "none");
    EXPECT_EQ(next(lunar_birth(1950, 6, 15, true), "2026-01-01"), "none");
    EXPECT_EQ(next({CalendarKind::solar, 1960, 6, 15, true}, "2026-01-01"), "none");
    EXPECT_FALSE(born_on({}));
    EXPECT_EQ(born_on(lunar_birth(2026, 12, 29)), day("2027-02-05"));
}

// 2026-03-01 00:00 +08:00 and not a minute before, whatever day UTC has.
TEST(Birthdays, EightyBeginsAtTheCitysMidnight) {
    const CalendarRule china;  // without holidays, by Beijing time
    const auto born = born_on(solar_birth(1946, 3, 1));
    ASSERT_TRUE(born);
    const Date eighty = months_after(*born, 12 * 80);
    EXPECT_EQ(to_string(eighty), "2026-03-01");
    const TimePoint midnight{1'772'294'400'000};  // 2026-02-28 16:00 UTC
    EXPECT_EQ(time_at(china, eighty), midnight);
    EXPECT_LT(local_day(china, midnight - minutes(1)), eighty);
    EXPECT_LT(local_day(china, midnight - Millis{1}), eighty);
    EXPECT_EQ(local_day(china, midnight), eighty);
}

// Whether this day is kept as the birthday, by nothing but the two calendars.
bool is_birthday(const BirthDate& birth, Date date) {
    const Date tomorrow = date + 1;
    if (birth.calendar == CalendarKind::solar) {
        const YearMonthDay now = year_month_day(date);
        return now.month == birth.month &&
               (now.day == birth.day ||
                (now.day < birth.day && year_month_day(tomorrow).month != birth.month));
    }
    const auto now = lunar_date(date);
    const auto then = lunar_date(tomorrow);
    if (!now || now->month != birth.month) return false;
    const bool year_has_it = solar_date({now->year, birth.month, 1, true}).has_value();
    if (now->leap_month != (birth.leap_month && year_has_it)) return false;
    const bool month_ends = !then || then->day == 1;
    return now->day == birth.day || (now->day < birth.day && month_ends);
}

TEST(Birthdays, AsAModelFindsThem) {
    std::mt19937 random(19'460'301);
    for (int round = 0; round < 300; ++round) {
        const Date born = day("1920-01-01") + random() % 30'000;
        BirthDate birth;
        if (round % 3 == 0) {
            const YearMonthDay parts = year_month_day(born);
            birth = solar_birth(static_cast<std::int16_t>(parts.year),
                                static_cast<std::int16_t>(parts.month),
                                static_cast<std::int16_t>(parts.day));
        } else {
            const LunarDate lunar = lunar_date(born).value();
            birth = lunar_birth(static_cast<std::int16_t>(lunar.year),
                                static_cast<std::int16_t>(lunar.month),
                                static_cast<std::int16_t>(lunar.day), lunar.leap_month);
        }
        ASSERT_EQ(born_on(birth), born);
        Date from = born + random() % 20'000;
        for (int i = 0; i < 25; ++i, from = from + 1 + random() % 40) {
            Date wanted = from;
            while (!is_birthday(birth, wanted))
                wanted = wanted + 1;
            ASSERT_EQ(next_birthday(birth, from), wanted)
                << to_string(born) << " from " << to_string(from);
        }
    }
}

}  // namespace
}  // namespace muster::core
