// Days, working days and office hours: the cases of the State Council's calendars, and a model that
// knows nothing but how to go from one day to the next.
#include "engine/core/kernel/calendar.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "engine/core/service/rule_index.hpp"
#include "tests/core/shipped_rules.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::core {
namespace {

Date day(std::string_view text) {
    const auto date = Date::from_text(text);
    if (!date) ADD_FAILURE() << text;
    return date.value_or(Date{});
}

// A day as people count it, from one to the next.
struct Walker {
    int year = 1;
    int month = 1;
    int date = 1;
    int weekday = 0;  // 0 = Monday

    [[nodiscard]] bool leap() const {
        return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    }
    [[nodiscard]] int length() const {
        const int lengths[] = {31, leap() ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
        return lengths[month - 1];
    }
    void next() {
        weekday = (weekday + 1) % 7;
        if (++date <= length()) return;
        date = 1;
        if (++month <= 12) return;
        month = 1;
        ++year;
    }
};

TEST(Dates, AreCountedAsOneDayAfterTheOther) {
    Walker walker;
    char text[40];
    for (std::int32_t days = Date::first; days <= Date::last; ++days, walker.next()) {
        const Date date{days};
        ASSERT_EQ(year_month_day(date), (YearMonthDay{walker.year, walker.month, walker.date}));
        ASSERT_EQ(Date::of(walker.year, walker.month, walker.date), date);
        ASSERT_EQ(static_cast<int>(weekday(date)), walker.weekday);
        ASSERT_EQ(days_in_month(walker.year, walker.month), walker.length());
        if (days % 97 != 0) continue;
        std::snprintf(text, sizeof text, "%04d-%02d-%02d", walker.year, walker.month, walker.date);
        ASSERT_EQ(to_string(date), text);
        ASSERT_EQ(Date::from_text(text), date);
    }
    EXPECT_EQ(walker.year, 10'000);
    EXPECT_EQ(day("1970-01-01").days, 0);
    EXPECT_EQ(weekday(day("2026-02-14")), Weekday::saturday);
    EXPECT_EQ(day("2026-03-01") - day("2026-02-01"), 28);
}

TEST(Dates, ThatDoNotExistAreNone) {
    EXPECT_FALSE(Date::of(0, 1, 1));
    EXPECT_FALSE(Date::of(10'000, 1, 1));
    EXPECT_FALSE(Date::of(2026, 0, 1));
    EXPECT_FALSE(Date::of(2026, 13, 1));
    EXPECT_FALSE(Date::of(2026, 1, 0));
    EXPECT_FALSE(Date::of(2026, 2, 29));
    EXPECT_FALSE(Date::of(1900, 2, 29));
    EXPECT_FALSE(Date::of(2026, 11, 31));
    EXPECT_TRUE(Date::of(2000, 2, 29));
}

TEST(TimesOfDay, AreReadAndWrittenInOneForm) {
    for (std::int32_t minutes = 0; minutes <= TimeOfDay::last; ++minutes) {
        char text[40];
        std::snprintf(text, sizeof text, "%02d:%02d", minutes / 60, minutes % 60);
        EXPECT_EQ(to_string(TimeOfDay{minutes}), text);
        EXPECT_EQ(TimeOfDay::from_text(text), TimeOfDay{minutes});
    }
    for (const char* bad : {"24:01", "23:60", "8:30", "08-30", "0830", "ab:cd", "-1:30", ""})
        EXPECT_FALSE(TimeOfDay::from_text(bad)) << bad;
}

TEST(WorkingDays, OfTheStateCouncil) {
    struct Case {
        const char* from;
        int n;
        const char* to;
    };
    const Case cases[] = {
        {"2026-02-13", 3, "2026-02-25"}, {"2026-02-14", 1, "2026-02-24"},
        {"2026-09-18", 1, "2026-09-20"}, {"2026-09-30", 3, "2026-10-10"},
        {"2026-04-30", 3, "2026-05-08"}, {"2025-09-30", 3, "2025-10-11"},
        {"2025-12-31", 1, "2026-01-04"}, {"2026-02-13", 0, "2026-02-13"},
        {"2026-12-28", 3, "2026-12-31"},
    };
    for (const Case& c : cases) {
        const WorkingDay due = working_days_after(test::shipped_calendar(), day(c.from), c.n);
        EXPECT_EQ(to_string(due.date), c.to) << c.from << " + " << c.n;
        EXPECT_FALSE(due.provisional) << c.from << " + " << c.n;
    }
    // Nobody knows yet that 2027-01-01 is a holiday, so that the answer says what it is worth.
    const WorkingDay beyond = working_days_after(test::shipped_calendar(), day("2026-12-30"), 3);
    EXPECT_EQ(to_string(beyond.date), "2027-01-04");
    EXPECT_TRUE(beyond.provisional);
}

TEST(WorkingDays, OfEachYear) {
    struct Case {
        int year;
        int days;
        int made_up;
    };
    for (const auto& [year, wanted, make_up] :
         std::array<Case, 3>{{{2024, 251, 8}, {2025, 248, 5}, {2026, 248, 6}}}) {
        int days = 0;
        int made_up = 0;
        for (Date date = *Date::of(year, 1, 1); date <= *Date::of(year, 12, 31); date = date + 1) {
            if (!is_working_day(test::shipped_calendar(), date)) continue;
            ++days;
            if (weekday(date) >= Weekday::saturday) ++made_up;
        }
        EXPECT_EQ(days, wanted) << year;
        EXPECT_EQ(made_up, make_up) << year;
    }
}

TEST(WorkingDays, WithoutACalendarAreMondayToFridayAndProvisional) {
    const CalendarRule none;
    for (Date date = day("2025-12-01"); date < day("2026-03-01"); date = date + 1)
        EXPECT_EQ(is_working_day(none, date), weekday(date) < Weekday::saturday);
    EXPECT_TRUE(working_days_after(none, day("2026-02-13"), 1).provisional);
}

// A calendar that nobody would make, but sound: all its lists are by chance.
CalendarRule random_calendar(std::mt19937& random, Date from, std::int32_t days) {
    const auto up_to = [&](std::int32_t most) {
        return static_cast<std::int32_t>(random() % static_cast<std::uint32_t>(most + 1));
    };
    CalendarRule rule;
    rule.known_until = from + days;
    for (Date next = from + up_to(40); next < rule.known_until; next = next + up_to(40)) {
        const Date to = std::min(next + up_to(12), rule.known_until);
        rule.holidays.push_back({next, to});
        next = to + 1;
    }
    for (Date date = from; date <= rule.known_until; date = date + 1) {
        if (weekday(date) < Weekday::saturday || random() % 4 != 0) continue;
        const bool holiday =
            std::any_of(rule.holidays.begin(), rule.holidays.end(),
                        [&](const DateSpan& h) { return h.from <= date && date <= h.to; });
        if (!holiday) rule.make_up_days.push_back(date);
    }
    return rule;
}

Rejection refusal(const CalendarRule& rule) {
    Rules rules = test::test_rules();
    rules.calendar = rule;
    return check_rules(rules);
}

TEST(WorkingDays, AsAModelCountsThem) {
    std::mt19937 random(20'260'214);
    const Date start = day("2024-01-01");
    constexpr std::int32_t span = 400;
    for (int round = 0; round < 40; ++round) {
        const CalendarRule rule = random_calendar(random, start, span);
        ASSERT_FALSE(refusal(rule)) << refusal(rule).field << refusal(rule).detail;
        // The model: two sets of days, asked one by one.
        std::set<std::int32_t> off;
        std::set<std::int32_t> on;
        for (const DateSpan& holiday : rule.holidays) {
            for (Date date = holiday.from; date <= holiday.to; date = date + 1)
                off.insert(date.days);
        }
        for (const Date date : rule.make_up_days)
            on.insert(date.days);
        const auto works = [&](Date date) {
            if (on.contains(date.days)) return true;
            return weekday(date) < Weekday::saturday && !off.contains(date.days);
        };
        for (Date date = start - 20; date <= start + span + 20; date = date + 1) {
            ASSERT_EQ(is_working_day(rule, date), works(date)) << to_string(date);
            Date due = date;
            for (std::int32_t n = 0; n <= 15; ++n) {
                const WorkingDay got = working_days_after(rule, date, n);
                ASSERT_EQ(got.date, due) << to_string(date) << " + " << n;
                ASSERT_EQ(got.provisional, due > rule.known_until);
                // One day more is the next working day after it: counting on gives the same.
                ASSERT_EQ(working_days_after(rule, got.date, 1).date,
                          working_days_after(rule, date, n + 1).date);
                do {
                    due = due + 1;
                } while (!works(due));
            }
            // A later day is never due earlier.
            ASSERT_LE(working_days_after(rule, date, 7).date,
                      working_days_after(rule, date + 1, 7).date);
        }
    }
}

TEST(Months, AreClampedAndCountedFromTheFirstDay) {
    EXPECT_EQ(to_string(months_after(day("2025-08-31"), 6)), "2026-02-28");
    const char* const quarterly[] = {"2025-11-30", "2026-02-28", "2026-05-30", "2026-08-30",
                                     "2026-11-30"};
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(to_string(months_after(day("2025-11-30"), 3 * i)), quarterly[i]);
    // Three months and one more: four from the first day, not one from the clamped one.
    EXPECT_EQ(to_string(months_after(day("2025-11-30"), 3 + 1)), "2026-03-30");
    EXPECT_EQ(to_string(months_after(day("2024-02-29"), 12)), "2025-02-28");
    EXPECT_EQ(to_string(months_after(day("2024-02-29"), 48)), "2028-02-29");
    EXPECT_EQ(to_string(months_after(day("2026-03-31"), -1)), "2026-02-28");
    EXPECT_EQ(to_string(months_after(day("2026-01-15"), -13)), "2024-12-15");
    EXPECT_EQ(to_string(months_after(day("9999-11-30"), 1)), "9999-12-30");
}

TEST(Months, AsAModelCountsThem) {
    for (Date from = day("2023-12-25"); from <= day("2025-03-05"); from = from + 1) {
        const YearMonthDay parts = year_month_day(from);
        int year = parts.year;
        int month = parts.month;
        for (int n = 0; n <= 60; ++n) {
            const Date to = months_after(from, n);
            // The last day that exists of those up to the same one.
            int date = parts.day;
            while (!Date::of(year, month, date))
                --date;
            ASSERT_EQ(to, *Date::of(year, month, date)) << to_string(from) << " + " << n;
            ASSERT_GE(date, std::min(parts.day, 28));
            if (date == parts.day) {
                ASSERT_EQ(months_after(to, -n), from);
            }
            if (++month == 13) {
                month = 1;
                ++year;
            }
        }
    }
}

TimePoint utc(std::string_view date, std::int64_t hour, std::int64_t minute, std::int64_t ms = 0) {
    return TimePoint{day(date).days * hours(24).value} + hours(hour) + minutes(minute) + Millis{ms};
}

TEST(LocalDays, BeginAtMidnightOfTheCity) {
    const CalendarRule& china = test::shipped_calendar();
    EXPECT_EQ(local_day(china, utc("2026-02-28", 15, 59, 59'999)), day("2026-02-28"));
    EXPECT_EQ(local_day(china, utc("2026-02-28", 16, 0)), day("2026-03-01"));
    EXPECT_EQ(time_at(china, day("2026-03-01")), utc("2026-02-28", 16, 0));
    EXPECT_EQ(time_at(china, day("2026-03-01"), {510}), utc("2026-03-01", 0, 30));
    EXPECT_EQ(local_day(china, {-1}), day("1970-01-01"));

    for (const std::int64_t offset : {-840, -210, 0, 345, 480, 840}) {
        CalendarRule rule;
        rule.utc_offset_min = offset;
        for (const char* text :
             {"0001-01-01", "1969-12-31", "1970-01-01", "2026-03-01", "9999-12-31"}) {
            const TimePoint begins = time_at(rule, day(text));
            EXPECT_EQ(local_day(rule, begins), day(text)) << offset;
            EXPECT_EQ(local_day(rule, begins + hours(24) - Millis{1}), day(text)) << offset;
            EXPECT_EQ(time_at(rule, day(text), {TimeOfDay::last}), begins + hours(24));
        }
        EXPECT_EQ(local_day(rule, time_at(rule, day("2026-03-01")) - Millis{1}), day("2026-02-28"));
    }
}

TEST(LocalDaysDeathTest, EndWithTheCalendar) {
    EXPECT_DEATH(static_cast<void>(local_day(CalendarRule{}, never)), "");
    EXPECT_DEATH(static_cast<void>(months_after(day("9999-12-31"), 1)), "");
    EXPECT_DEATH(static_cast<void>(day("9999-12-31") + 1), "");
}

TEST(OfficeHours, OpenAndCloseAsTheRuleSays) {
    CalendarRule rule = test::shipped_calendar();
    rule.office_hours = {{{510}, {720}}, {{840}, {1080}}};  // 08:30-12:00, 14:00-18:00
    const auto at = [&](std::string_view date, std::int32_t hour, std::int32_t minute) {
        return time_at(rule, day(date), {hour * 60 + minute});
    };
    const auto opens = [&](TimePoint time) { return next_opening(rule, time).at; };
    EXPECT_FALSE(within_office_hours(rule, at("2026-02-14", 8, 29)));
    EXPECT_TRUE(within_office_hours(rule, at("2026-02-14", 8, 30)));  // a make-up Saturday
    EXPECT_TRUE(within_office_hours(rule, at("2026-02-14", 12, 0) - Millis{1}));
    EXPECT_FALSE(within_office_hours(rule, at("2026-02-14", 12, 0)));
    EXPECT_FALSE(within_office_hours(rule, at("2026-02-16", 9, 0)));  // Spring Festival
    EXPECT_EQ(opens(at("2026-02-14", 7, 0)), at("2026-02-14", 8, 30));
    EXPECT_EQ(opens(at("2026-02-14", 9, 0)), at("2026-02-14", 9, 0));
    EXPECT_EQ(opens(at("2026-02-14", 12, 0)), at("2026-02-14", 14, 0));
    EXPECT_EQ(opens(at("2026-02-14", 18, 0)), at("2026-02-24", 8, 30));
    EXPECT_FALSE(next_opening(rule, at("2026-12-31", 17, 59)).provisional);
    const Opening beyond = next_opening(rule, at("2026-12-31", 18, 0));
    EXPECT_EQ(beyond.at, at("2027-01-01", 8, 30));
    EXPECT_TRUE(beyond.provisional);

    // None named: the whole working day.
    rule.office_hours.clear();
    EXPECT_TRUE(within_office_hours(rule, at("2026-02-14", 0, 0)));
    EXPECT_TRUE(within_office_hours(rule, at("2026-02-14", 23, 59)));
    EXPECT_FALSE(within_office_hours(rule, at("2026-02-15", 0, 0)));
    EXPECT_EQ(opens(at("2026-02-15", 0, 0)), at("2026-02-24", 0, 0));
}

TEST(OfficeHours, AsAModelOfMinutesKnowsThem) {
    CalendarRule rule = test::shipped_calendar();
    rule.utc_offset_min = 345;
    rule.office_hours = {{{0}, {60}}, {{60}, {95}}, {{700}, {1440}}};
    const auto open = [&](TimePoint time) {
        const Date date = local_day(rule, time);
        const std::int64_t minute = (time - time_at(rule, date)).value / 60'000;
        const bool hour = std::any_of(rule.office_hours.begin(), rule.office_hours.end(),
                                      [&](const OfficeHours& h) {
                                          return h.from.minutes <= minute && minute < h.to.minutes;
                                      });
        return hour && is_working_day(rule, date);
    };
    TimePoint next;  // backwards, the first time from here on that is open
    for (TimePoint time = utc("2026-02-26", 0, 0); time > utc("2026-02-12", 0, 0);
         time = time - minutes(1)) {
        if (open(time)) next = time;
        ASSERT_EQ(within_office_hours(rule, time), open(time)) << time.value;
        if (next) {
            ASSERT_EQ(next_opening(rule, time).at, next) << time.value;
        }
    }
}

TEST(CalendarRules, AreRefusedByTheField) {
    struct Case {
        const char* field;
        const char* says;
        void (*spoil)(CalendarRule&);
    };
    const Case cases[] = {
        {"utc_offset_min", "-840 to 840", [](CalendarRule& r) { r.utc_offset_min = 841; }},
        {"utc_offset_min", "-840 to 840", [](CalendarRule& r) { r.utc_offset_min = -841; }},
        {"office_hours", "at most 8",
         [](CalendarRule& r) {
             r.office_hours.clear();
             for (std::int32_t i = 0; i < 9; ++i)
                 r.office_hours.push_back({{i * 10}, {i * 10 + 5}});
         }},
        {"office_hours/0/to", "later than from, 08:30",
         [](CalendarRule& r) { r.office_hours[0].to = r.office_hours[0].from; }},
        {"office_hours/1/from", "before 12:00",
         [](CalendarRule& r) { r.office_hours[1].from = {719}; }},
        {"holidays", "at most 1024",
         [](CalendarRule& r) { r.holidays.assign(1025, r.holidays[0]); }},
        {"holidays/1/to", "before from", [](CalendarRule& r) { r.holidays[1].to = {0}; }},
        {"holidays/1/from", "later than 2024-01-01",
         [](CalendarRule& r) { r.holidays[1].from = r.holidays[0].to; }},
        {"holidays/1/from", "later than",
         [](CalendarRule& r) { std::swap(r.holidays[0], r.holidays[1]); }},
        {"holidays/0/to", "within 60 days",
         [](CalendarRule& r) {
             r.holidays = {{day("2024-01-01"), day("2024-03-01")}};
         }},
        {"holidays/0/to", "known_until",
         [](CalendarRule& r) {
             r.holidays = {{day("2026-12-31"), day("2027-01-01")}};
         }},
        {"make_up_days", "at most 1024",
         [](CalendarRule& r) { r.make_up_days.assign(1025, r.make_up_days[0]); }},
        {"make_up_days/1", "later", [](CalendarRule& r) { r.make_up_days[1] = r.make_up_days[0]; }},
        {"make_up_days/0", "Saturday", [](CalendarRule& r) { r.make_up_days = {Date{}}; }},
        {"make_up_days/0", "from 2026-02-15 to 2026-02-23",
         [](CalendarRule& r) { r.make_up_days = {day("2026-02-15")}; }},
        {"make_up_days/0", "known_until",
         [](CalendarRule& r) { r.make_up_days = {day("2027-01-02")}; }},
    };
    ASSERT_FALSE(refusal(test::shipped_calendar()));
    for (const Case& c : cases) {
        CalendarRule rule = test::shipped_calendar();
        rule.office_hours = {{{510}, {720}}, {{840}, {1080}}};
        c.spoil(rule);
        const Rejection refused = refusal(rule);
        EXPECT_EQ(refused.reason, RejectReason::invalid_field) << c.field;
        EXPECT_EQ(refused.field, "/rules/calendar/" + std::string(c.field)) << refused.detail;
        EXPECT_NE(refused.detail.find(c.says), std::string::npos) << refused.detail;
    }
    CalendarRule longest = test::shipped_calendar();
    longest.holidays = {{day("2024-01-01"), day("2024-02-29")}};  // 60 days
    longest.make_up_days.clear();
    longest.utc_offset_min = -840;
    longest.office_hours = {{{0}, {TimeOfDay::last}}};
    EXPECT_FALSE(refusal(longest)) << refusal(longest).detail;
}

}  // namespace
}  // namespace muster::core
