#include "engine/intake/stamp_clock.hpp"

#include <gtest/gtest.h>

namespace muster::intake {
namespace {

TEST(StampClock, NeverGoesBackwards) {
    StampClock clock(TimePoint{1000});
    EXPECT_EQ(clock.stamp(TimePoint{400}), TimePoint{1000});
    EXPECT_EQ(clock.stamp(TimePoint{1000}), TimePoint{1000});
    EXPECT_EQ(clock.backwards(), 1u);
    EXPECT_EQ(clock.stamp(TimePoint{1500}), TimePoint{1500});
    EXPECT_EQ(clock.stamp(TimePoint{1499}), TimePoint{1500});
    EXPECT_EQ(clock.backwards(), 2u);
    EXPECT_EQ(clock.furthest_back(), Millis{600});
}

}  // namespace
}  // namespace muster::intake
