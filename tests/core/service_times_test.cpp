// How long a service was: against times that were counted by hand.
#include "engine/core/service_records/service_times.hpp"

#include <gtest/gtest.h>

#include <random>

#include "engine/core/kernel/calendar.hpp"

namespace muster::test {
namespace {

using core::Stretch;

const CalendarRule city;  // 8 hours ahead of UTC
const Date monday = *Date::of(2025, 12, 1);

TimePoint at(std::int32_t hour, std::int32_t minute = 0) {
    return core::time_at(city, monday + hour / 24, {hour % 24 * 60 + minute});
}
std::vector<ServiceDay> days(TimePoint from, TimePoint until) {
    return core::days_between(city, from, until);
}

// 22:00-02:00 = 240 min, 120 on each local day.
TEST(ServiceTimes, ANightFrom22To02Is240MinutesAnd120OnEachDay) {
    EXPECT_EQ(core::minutes_between(at(22), at(26)), 240);
    EXPECT_EQ(days(at(22), at(26)), (std::vector<ServiceDay>{{monday, 120}, {monday + 1, 120}}));
}

TEST(ServiceTimes, From20To24Is240MinutesOfOneDay) {
    EXPECT_EQ(core::minutes_between(at(20), at(24)), 240);
    EXPECT_EQ(days(at(20), at(24)), (std::vector<ServiceDay>{{monday, 240}}));
}

TEST(ServiceTimes, WhatIsLeftOfAMinuteDoesNotCount) {
    EXPECT_EQ(core::minutes_between(at(9), at(10) - Millis{1}), 59);
    EXPECT_EQ(core::minutes_between(at(9), at(9) + seconds(59)), 0);
    EXPECT_TRUE(days(at(9), at(9) + seconds(59)).empty());
    EXPECT_TRUE(days(at(9), at(9)).empty());
    // The minute that lies on both days counts once.
    const TimePoint odd = at(23, 59) + seconds(30);
    EXPECT_EQ(days(odd, odd + minutes(2)), (std::vector<ServiceDay>{{monday + 1, 2}}));
}

// [9,10) and [10,11) both count, [9,10) and [9:59,11) do not.
TEST(ServiceTimes, HalfOpenTimesMeetOnlyInside) {
    EXPECT_FALSE(core::meet_in_time({at(9), at(10)}, {at(10), at(11)}));
    EXPECT_FALSE(core::meet_in_time({at(10), at(11)}, {at(9), at(10)}));
    EXPECT_TRUE(core::meet_in_time({at(9), at(10)}, {at(9, 59), at(11)}));
    EXPECT_TRUE(core::meet_in_time({at(9), never}, {at(20), at(21)}));
    EXPECT_FALSE(core::meet_in_time({at(9), at(9)}, {at(8), at(10)}));
}

TEST(ServiceTimes, DaysAddUpWhateverTheTimes) {
    std::mt19937_64 random(5);
    for (int i = 0; i < 10'000; ++i) {
        const TimePoint from = at(0) + Millis{static_cast<std::int64_t>(random() % 259'200'000)};
        const TimePoint until = from + Millis{static_cast<std::int64_t>(random() % 86'400'001)};
        std::int64_t sum = 0;
        for (const ServiceDay& day : days(from, until)) {
            EXPECT_GT(day.minutes, 0);
            EXPECT_LE(day.minutes, 1440);
            sum += day.minutes;
        }
        EXPECT_EQ(sum, core::minutes_between(from, until));
    }
}

TEST(ServiceTimes, StarsAreGivenAtTheFullHour) {
    const std::vector<std::int64_t> hours{100, 300, 600, 1000, 1500};
    EXPECT_EQ(core::stars_for(99 * 60 + 59, hours), 0);
    EXPECT_EQ(core::stars_for(100 * 60, hours), 1);
    EXPECT_EQ(core::stars_for(300 * 60 - 1, hours), 1);
    EXPECT_EQ(core::stars_for(300 * 60, hours), 2);
    EXPECT_EQ(core::stars_for(600 * 60, hours), 3);
    EXPECT_EQ(core::stars_for(1000 * 60, hours), 4);
    EXPECT_EQ(core::stars_for(1500 * 60, hours), 5);
    EXPECT_EQ(core::stars_for(9000 * 60, hours), 5);
}

}  // namespace
}  // namespace muster::test
