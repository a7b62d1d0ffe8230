#include "engine/gate/rate_limiter.hpp"

#include <gtest/gtest.h>

namespace muster::gate {
namespace {

TEST(RateLimiter, GivesTheBurstThenTheRate) {
    RateLimiter limiter({.per_minute = 60, .burst = 3, .max_names = 2});
    TimePoint now{1'000'000};
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(limiter.take("a", now).value, 0);
    EXPECT_EQ(limiter.take("a", now).value, 1000);
    now = now + Millis{999};
    EXPECT_EQ(limiter.take("a", now).value, 1);
    now = now + Millis{1};
    EXPECT_EQ(limiter.take("a", now).value, 0);
    EXPECT_GT(limiter.take("a", now).value, 0);
    EXPECT_EQ(limiter.take("b", now).value, 0) << "names do not share";
    now = now + seconds(3600);
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(limiter.take("a", now).value, 0);
    EXPECT_GT(limiter.take("a", now).value, 0) << "never more than the burst";
}

TEST(RateLimiter, ForgetsTheQuietestNameAtItsLimit) {
    RateLimiter limiter({.per_minute = 60, .burst = 1, .max_names = 2});
    const TimePoint now{1'000'000};
    EXPECT_EQ(limiter.take("a", now).value, 0);
    EXPECT_EQ(limiter.take("b", now).value, 0);
    EXPECT_GT(limiter.take("a", now).value, 0);
    EXPECT_EQ(limiter.take("c", now).value, 0);
    EXPECT_EQ(limiter.size(), 2u);
    EXPECT_GT(limiter.take("a", now).value, 0) << "a was used later than b, so b was forgotten";
    EXPECT_EQ(limiter.take("b", now).value, 0);
}

TEST(RateLimiter, WhatCostsMoreThanIsThereIsOwed) {
    RateLimiter limiter({.per_minute = 60, .burst = 3, .max_names = 8});
    TimePoint now{1'000'000};
    EXPECT_EQ(limiter.take("a", now, 50).value, 0) << "one token is there, the rest is owed";
    EXPECT_EQ(limiter.take("a", now).value, 48'000);
    now = now + seconds(47);
    EXPECT_EQ(limiter.take("a", now, 50).value, 1000);
    now = now + seconds(1);
    EXPECT_EQ(limiter.take("a", now).value, 0);
    EXPECT_GT(limiter.take("a", now).value, 0);

    limiter.charge("b", now, 2);
    EXPECT_EQ(limiter.take("b", now).value, 0);
    EXPECT_GT(limiter.take("b", now).value, 0);
    limiter.charge("b", now, 100);
    EXPECT_EQ(limiter.take("b", now).value, 101'000) << "a cost that shows afterwards is owed too";
}

}  // namespace
}  // namespace muster::gate
