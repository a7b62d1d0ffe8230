#include "engine/access/delays.hpp"

#include <gtest/gtest.h>

namespace muster::access {
namespace {

TEST(Delays, DoubleBehindTheFreeOnes) {
    const DelayRule rule;  // 5 free, at most 15 minutes
    for (std::int64_t failures = 0; failures <= 5; ++failures)
        EXPECT_EQ(delay_after(failures, rule), Millis{0}) << failures;
    EXPECT_EQ(delay_after(6, rule), seconds(1));
    EXPECT_EQ(delay_after(7, rule), seconds(2));
    EXPECT_EQ(delay_after(10, rule), seconds(16));
    EXPECT_EQ(delay_after(15, rule), seconds(512));
    EXPECT_EQ(delay_after(16, rule), minutes(15));
    EXPECT_EQ(delay_after(1'000'000'000, rule), minutes(15));
}

TEST(Delays, OfOneAddressDoNotMeetAnother) {
    AddressDelays delays(DelayRule{.free_failures = 2}, 100);
    const TimePoint now{1'000'000};
    for (int i = 0; i < 4; ++i)
        delays.failed("10.0.0.1", now);
    EXPECT_EQ(delays.wait("10.0.0.1", now), seconds(2));
    EXPECT_EQ(delays.wait("10.0.0.1", now + seconds(2)), Millis{0});
    EXPECT_EQ(delays.wait("10.0.0.2", now), Millis{0});
}

TEST(Delays, OneGoodSignInForgivesHalf) {
    AddressDelays delays(DelayRule{.free_failures = 2}, 100);
    const TimePoint now{1'000'000};
    for (int i = 0; i < 8; ++i)
        delays.failed("10.0.0.1", now);
    delays.succeeded("10.0.0.1");
    delays.failed("10.0.0.1", now);
    EXPECT_EQ(delays.wait("10.0.0.1", now), seconds(4));  // the fifth of which two are free
}

TEST(Delays, OfLongAgoAreForgotten) {
    AddressDelays delays(DelayRule{.free_failures = 1}, 100);
    TimePoint now{1'000'000};
    for (int i = 0; i < 5; ++i)
        delays.failed("10.0.0.1", now);
    now = now + hours(1);
    delays.failed("10.0.0.1", now);
    EXPECT_EQ(delays.wait("10.0.0.1", now), Millis{0});
}

TEST(Delays, KeepWhoWaitsLongestWhenThereIsNoRoom) {
    AddressDelays delays(DelayRule{.free_failures = 1}, 3);
    const TimePoint now{1'000'000};
    for (int i = 0; i < 6; ++i)
        delays.failed("10.0.0.1", now);
    for (int i = 2; i < 100; ++i)
        delays.failed("10.0.0." + std::to_string(i), now);
    EXPECT_EQ(delays.size(), 3u);
    EXPECT_GT(delays.wait("10.0.0.1", now), Millis{0});
}

}  // namespace
}  // namespace muster::access
