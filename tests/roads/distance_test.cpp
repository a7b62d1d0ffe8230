#include "engine/roads/distance.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "engine/roads/travel_times.hpp"

namespace muster::roads {
namespace {

constexpr long double pi = 3.141592653589793238462643383279502884L;

// Great-circle distance in decimetres, without approximation.
long double haversine_dm(Point a, Point b) {
    const long double unit = pi / 180 * 1e-7L;
    const long double lat = std::sin((a.lat_e7 - static_cast<long double>(b.lat_e7)) * unit / 2);
    const long double lon = std::sin((a.lon_e7 - static_cast<long double>(b.lon_e7)) * unit / 2);
    const long double h =
        lat * lat + std::cos(a.lat_e7 * unit) * std::cos(b.lat_e7 * unit) * lon * lon;
    return 2 * 63710088.0L * std::asin(std::sqrt(h));
}

Point random_point(std::mt19937_64& random, int max_lat_degrees) {
    std::uniform_int_distribution<std::int32_t> lat(-max_lat_degrees * 10'000'000,
                                                    max_lat_degrees * 10'000'000);
    std::uniform_int_distribution<std::int32_t> lon(-1'800'000'000, 1'800'000'000);
    return {lat(random), lon(random)};
}

// Up to `reach` units north or south, and as many metres east or west; wraps around.
Point near_point(std::mt19937_64& random, Point at, std::int32_t reach) {
    std::uniform_int_distribution<std::int64_t> step(-reach, reach);
    const long double shrink = std::cos(at.lat_e7 * pi / 180 * 1e-7L);
    std::int64_t lon =
        at.lon_e7 + static_cast<std::int64_t>(static_cast<long double>(step(random)) / shrink);
    if (lon > 1'800'000'000) lon -= 3'600'000'000;
    if (lon < -1'800'000'000) lon += 3'600'000'000;
    return {static_cast<std::int32_t>(at.lat_e7 + step(random)), static_cast<std::int32_t>(lon)};
}

TEST(Distance, CosineIsCloseAndNeverRises) {
    std::uint32_t before = cosine_q30(0);
    EXPECT_EQ(before, 1u << 30);
    for (std::int32_t lat = 0; lat <= 900'000'000; lat += 12'347) {
        const std::uint32_t cosine = cosine_q30(lat);
        EXPECT_LE(cosine, before);
        EXPECT_EQ(cosine, cosine_q30(-lat));
        EXPECT_NEAR(cosine / 1073741824.0, std::cos(lat * 1.7453292519943295e-9), 2e-6);
        before = cosine;
    }
}

TEST(Distance, SquareRootIsExact) {
    std::mt19937_64 random(11);
    for (int i = 0; i < 200'000; ++i) {
        const std::uint64_t x = random() >> (random() % 64);
        const std::uint64_t root = integer_sqrt(x);
        ASSERT_LE(root * root, x);
        ASSERT_TRUE(root == 0xFFFFFFFFu || (root + 1) * (root + 1) > x);
    }
    EXPECT_EQ(integer_sqrt(0), 0u);
    EXPECT_EQ(integer_sqrt(~std::uint64_t{0}), 0xFFFFFFFFu);
    for (std::uint64_t root : {1ull, 2ull, 3ull, 65535ull, 65536ull, 0xFFFFFFFFull}) {
        EXPECT_EQ(integer_sqrt(root * root), root);
        EXPECT_EQ(integer_sqrt(root * root - 1), root - 1);
    }
}

TEST(Distance, WithinAThousandthUpToAHundredKilometres) {
    std::mt19937_64 random(12);
    long double worst = 0;
    for (int i = 0; i < 200'000; ++i) {
        const std::int32_t reach = i % 2 == 0 ? 6'000'000 : 60'000;
        const Point a = random_point(random, 69);
        const Point b = near_point(random, a, reach);
        const long double truth = haversine_dm(a, b);
        if (truth < 100 || truth > 1'000'000) continue;
        const long double ours = distance_dm(a, b);
        // Whole decimetres are rounded down.
        ASSERT_LE(std::abs(ours + 0.5L - truth), 0.001L * truth + 0.6L);
        if (truth > 100'000) worst = std::max(worst, std::abs(ours + 0.5L - truth) / truth);
    }
    RecordProperty("worst_relative_error_e9", static_cast<int>(worst * 1e9L));
    EXPECT_LT(worst, 1.1e-4L);
}

TEST(Distance, IsAMetricInTheWaysThatMatter) {
    std::mt19937_64 random(13);
    for (int i = 0; i < 100'000; ++i) {
        const Point a = random_point(random, 90);
        const Point b = random_point(random, 90);
        ASSERT_EQ(square_units(a, b), square_units(b, a));
        ASSERT_LT(square_units(a, b), std::uint64_t{1} << 63);
        ASSERT_EQ(distance_dm(a, a), 0u);
        // Half the way along a parallel is never further.
        const Point c = {a.lat_e7, b.lon_e7};
        const Point half = {a.lat_e7, static_cast<std::int32_t>(
                                          (std::int64_t{a.lon_e7} + std::int64_t{b.lon_e7}) / 2)};
        if (gap_e7(a.lon_e7, b.lon_e7) < 1'800'000'000u) {
            ASSERT_LE(square_units(a, half), square_units(a, c));
        }
    }
}

TEST(Distance, TheAntimeridianIsNoBorder) {
    const Point fiji_west{-167'000'000, 1'799'000'000};
    const Point fiji_east{-167'000'000, -1'799'000'000};
    EXPECT_NEAR(distance_dm(fiji_west, fiji_east),
                static_cast<double>(haversine_dm(fiji_west, fiji_east)), 20);
    EXPECT_EQ(distance_dm({0, 1'800'000'000}, {0, -1'800'000'000}), 0u);
}

TEST(Distance, SquaresAndDecimetresAgreeAtEveryEdge) {
    std::mt19937_64 random(14);
    for (int i = 0; i < 100'000; ++i) {
        const std::uint32_t dm = static_cast<std::uint32_t>(random() >> 36) >> (random() % 28);
        const std::uint64_t last = max_square_units(dm);
        ASSERT_EQ(units_to_dm(last), dm);
        ASSERT_EQ(units_to_dm(last + 1), dm + 1);
    }
    EXPECT_EQ(max_square_units(0xFFFFFFFFu), ~std::uint64_t{0});
}

TEST(StraightLine, TimeIsDistanceTimesDetourOverSpeed) {
    const StraightLine line(1400, {36'000, 28'000, 15'000, 3'600});
    // 1000 m * 1.4 at 10 m/s, and at 1 m/s.
    EXPECT_EQ(line.time_for_dm(10'000, Profile::urgent), Millis{140'000});
    EXPECT_EQ(line.time_for_dm(10'000, Profile::walk), Millis{1'400'000});
    const Point a{323'942'000, 1'194'129'000};
    const Point b{324'000'000, 1'194'500'000};
    EXPECT_EQ(line.travel_time(a, b, Profile::e_bike),
              line.time_for_dm(distance_dm(a, b), Profile::e_bike));
    std::array<Point, 2> from{a, b};
    std::array<Profile, 2> profiles{Profile::walk, Profile::urgent};
    std::array<Millis, 2> times{};
    line.travel_times(from, profiles, a, times);
    EXPECT_EQ(times[0], Millis{0});
    EXPECT_EQ(times[1], line.travel_time(b, a, Profile::urgent));
    // The largest distance and detour do not overflow.
    const StraightLine slow(1'000'000, {1, 1, 1, 1});
    EXPECT_GT(slow.time_for_dm(300'000'000, Profile::walk).value, 0);
}

}  // namespace
}  // namespace muster::roads
