// The days on which visits are due.
#include "engine/core/care/intervals.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace muster::test {
namespace {

using core::InSeries;

Date day(const char* text) {
    return *Date::from_text(text);
}

std::string text(Date day) {
    return std::string(text_of(day).data(), 10);
}

VisitRule every(std::int64_t days, std::int64_t months) {
    VisitRule rule;
    rule.every_days = days;
    rule.every_months = months;
    return rule;
}

// The days of a series in which each visit takes place on its day.
std::vector<std::string> kept(const VisitRule& rule, const char* agreed, int visits) {
    std::vector<std::string> days;
    InSeries place{day(agreed), 0, day(agreed)};
    for (int i = 0; i < visits; ++i) {
        place = core::next_after(rule, place.agreed, place.step, place.due);
        days.push_back(text(place.due));
    }
    return days;
}

using Days = std::vector<std::string>;

TEST(Intervals, WeeksCountFromTheDayAgreedOn) {
    EXPECT_EQ(kept(every(7, 0), "2026-01-01", 4),
              (Days{"2026-01-08", "2026-01-15", "2026-01-22", "2026-01-29"}));
}

// A step from a clamped day to the next would lose days for ever.
TEST(Intervals, MonthsAreClampedAndComeBack) {
    EXPECT_EQ(kept(every(0, 3), "2025-11-30", 4),
              (Days{"2026-02-28", "2026-05-30", "2026-08-30", "2026-11-30"}));
    EXPECT_EQ(kept(every(0, 1), "2026-01-31", 4),
              (Days{"2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"}));
    EXPECT_EQ(kept(every(0, 6), "2025-08-31", 2), (Days{"2026-02-28", "2026-08-31"}));
}

// Whoever is seen early is seen again one interval later at most; whoever is seen late keeps his
// day.
TEST(Intervals, AtMostOneAfterTheLastVisit) {
    const VisitRule week = every(7, 0);
    const Date agreed = day("2026-01-01");
    EXPECT_EQ(text(core::next_after(week, agreed, 1, day("2026-01-06")).due), "2026-01-13");
    EXPECT_EQ(text(core::next_after(week, agreed, 1, day("2026-01-08")).due), "2026-01-15");
    EXPECT_EQ(text(core::next_after(week, agreed, 1, day("2026-01-10")).due), "2026-01-15");
    // Two weeks late: the next day of the series after that.
    const InSeries later = core::next_after(week, agreed, 1, day("2026-01-24"));
    EXPECT_EQ(text(later.due), "2026-01-29");
    EXPECT_EQ(later.step, 4);
    EXPECT_EQ(text(core::one_interval_after(every(0, 3), day("2026-02-28"))), "2026-05-31");
    EXPECT_EQ(text(core::one_interval_after(every(0, 3), day("2026-02-27"))), "2026-05-27");
}

TEST(Intervals, InTimeUntilTheEndOfTheDay) {
    const CalendarRule calendar;
    const TimePoint end = core::end_of(calendar, day("2026-01-08"));
    EXPECT_EQ(text(core::day_of_due(calendar, end)), "2026-01-08");
    EXPECT_EQ(text(core::day_of_due(calendar, end + Millis{1})), "2026-01-09");
}

}  // namespace
}  // namespace muster::test
