#include "engine/sim/rng.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>

namespace muster::sim {
namespace {

TEST(Rng, GivesTheSameNumbersOnEveryBuild) {
    // Written down once; another compiler or library must find the same.
    Rng rng(42, Purpose::city, 7, 9);
    const std::array<std::uint64_t, 4> first{rng.next(), rng.next(), rng.next(), rng.next()};
    constexpr auto at_compile_time = [] {
        Rng same(42, Purpose::city, 7, 9);
        return std::array<std::uint64_t, 4>{same.next(), same.next(), same.next(), same.next()};
    }();
    EXPECT_EQ(first, at_compile_time);
    EXPECT_NE(first[0], Rng(42, Purpose::city, 7, 8).next());
    EXPECT_NE(first[0], Rng(42, Purpose::members, 7, 9).next());
    EXPECT_NE(first[0], Rng(43, Purpose::city, 7, 9).next());
}

TEST(Rng, KeepsToItsBounds) {
    Rng rng(1, Purpose::faults);
    std::array<int, 6> seen{};
    for (int i = 0; i < 6000; ++i) {
        const auto n = rng.between(-2, 3);
        ASSERT_GE(n, -2);
        ASSERT_LE(n, 3);
        ++seen[static_cast<std::size_t>(n + 2)];
    }
    // Each is expected 1000 times; four standard errors are 115.
    for (const int count : seen) {
        EXPECT_NEAR(count, 1000, 115);
    }
}

TEST(Rng, DrawsExponentialTimes) {
    Rng rng(2, Purpose::faults);
    constexpr int n = 40'000;
    std::int64_t sum = 0;
    int above_mean = 0;
    for (int i = 0; i < n; ++i) {
        const std::int64_t ms = rng.exponential(Millis{100'000}).value;
        sum += ms;
        if (ms > 100'000) ++above_mean;
    }
    // Mean and standard deviation are 100 s: four standard errors of the mean are 2 s.
    EXPECT_NEAR(static_cast<double>(sum) / n, 100'000, 2'000);
    // P(X > mean) = exp(-1).
    EXPECT_NEAR(static_cast<double>(above_mean) / n, 0.367879, 4 * 0.00241);
}

TEST(Rng, PicksByWeight) {
    Rng rng(3, Purpose::faults);
    constexpr std::array<std::uint32_t, 4> weights{1, 0, 6, 3};
    std::array<int, 4> seen{};
    for (int i = 0; i < 10'000; ++i) {
        ++seen[rng.pick(weights)];
    }
    EXPECT_EQ(seen[1], 0);
    EXPECT_NEAR(seen[0], 1000, 120);
    EXPECT_NEAR(seen[2], 6000, 196);
    EXPECT_NEAR(seen[3], 3000, 184);
}

TEST(Quantiles, LieWhereTheyAreSaidTo) {
    constexpr Quantiles q{
        {Millis{0}, Millis{10}, Millis{25}, Millis{50}, Millis{75}, Millis{90}, Millis{1000}}};
    Rng rng(4, Purpose::faults);
    int below_median = 0;
    int above_90 = 0;
    for (int i = 0; i < 10'000; ++i) {
        const std::int64_t ms = q.draw(rng).value;
        ASSERT_GE(ms, 0);
        ASSERT_LE(ms, 1000);
        if (ms < 50) ++below_median;
        if (ms >= 90) ++above_90;
    }
    EXPECT_NEAR(below_median, 5000, 200);
    EXPECT_NEAR(above_90, 1000, 120);
}

}  // namespace
}  // namespace muster::sim
