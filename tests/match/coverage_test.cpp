// Coverage against a model that counts everything anew, in floating point and in integers.
#include "engine/match/coverage.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace muster::match {
namespace {

using Random = std::mt19937_64;
using Points = std::vector<std::uint32_t>;

double whole(Covered covered) {
    return static_cast<double>(covered.q32) * 0x1p-32;
}

Points some_points(Random& random, std::size_t count) {
    Points points;
    for (std::uint32_t point = 0; point < count; ++point) {
        if (random() % 3 == 0) points.push_back(point);
    }
    return points;
}

double naive_covered(const std::vector<std::int64_t>& weights, const std::vector<Points>& units,
                     double q) {
    double sum = 0;
    for (std::uint32_t point = 0; point < weights.size(); ++point) {
        int over = 0;
        for (const Points& unit : units)
            over += std::count(unit.begin(), unit.end(), point) > 0 ? 1 : 0;
        sum += static_cast<double>(weights[point]) * (1 - std::pow(q, over));
    }
    return sum;
}

TEST(Coverage, EqualsCountingEverythingAnew) {
    Random random(41);
    for (const std::int64_t busy_q16 : {0, 6554, 19'661, 39'322, 65'535}) {
        const double q = static_cast<double>(busy_q16) / 65536;
        std::vector<std::int64_t> weights;
        double total = 0;
        for (int i = 0; i < 40; ++i) {
            weights.push_back(static_cast<std::int64_t>(random() % 1000));
            total += static_cast<double>(weights.back());
        }
        Coverage coverage(weights, busy_q16);
        std::vector<Points> units;
        for (int step = 0; step < 400; ++step) {
            const double before = naive_covered(weights, units, q);
            const Covered was = coverage.covered();
            ASSERT_NEAR(whole(was), before, total * 1e-7);
            if (units.size() < 2 || random() % 5 < 3) {
                const Points points = some_points(random, weights.size());
                const Covered gain = coverage.gain(points);
                units.push_back(points);
                coverage.add(points);
                ASSERT_EQ(coverage.covered().q32 - was.q32, gain.q32);
                ASSERT_NEAR(whole(gain), naive_covered(weights, units, q) - before, total * 1e-7);
                ASSERT_EQ(coverage.loss(points), gain);
            } else {
                const std::size_t which = random() % units.size();
                const Points points = units[which];
                const Covered loss = coverage.loss(points);
                units.erase(units.begin() + static_cast<std::ptrdiff_t>(which));
                coverage.remove(points);
                ASSERT_EQ(was.q32 - coverage.covered().q32, loss.q32);
                ASSERT_NEAR(whole(loss), before - naive_covered(weights, units, q), total * 1e-7);
            }
        }
    }
}

TEST(Coverage, TheTermsAreThoseOfTheFormula) {
    const std::vector<std::int64_t> weights{10, 20};
    Coverage coverage(weights, 32'768);
    const Points both{0, 1};
    const Points first{0};
    // d (1 - q) q^k: 10 and 20 at k = 0.
    EXPECT_EQ(coverage.gain(both).q32, std::int64_t{15} << 32);
    coverage.add(both);
    coverage.add(first);
    EXPECT_EQ(coverage.units_over(0), 2u);
    EXPECT_EQ(coverage.gain(first).q32, (std::int64_t{10} << 32) / 8);
    EXPECT_EQ(coverage.loss(first).q32, (std::int64_t{10} << 32) / 4);
    EXPECT_EQ(coverage.loss(both).q32, (std::int64_t{10} << 32) / 4 + (std::int64_t{20} << 32) / 2);
}

TEST(Coverage, ManyUnitsOverOnePointAreWorthNothingMore) {
    const std::vector<std::int64_t> weights{std::int64_t{1} << 30};
    Coverage coverage(weights, 65'535);
    const Points point{0};
    for (std::size_t i = 0; i < Coverage::most_units; ++i)
        coverage.add(point);
    EXPECT_EQ(coverage.gain(point).q32, 0);
    coverage.add(point);
    EXPECT_EQ(coverage.loss(point).q32, 0);
    EXPECT_GT(coverage.covered().q32, 0);
}

TEST(Coverage, BestPostIsTheArgmax) {
    Random random(42);
    for (int round = 0; round < 300; ++round) {
        std::vector<std::int64_t> weights(25);
        for (std::int64_t& weight : weights)
            weight = static_cast<std::int64_t>(random() % 4);
        Coverage coverage(weights, 26'214);
        for (int unit = 0; unit < 6; ++unit)
            coverage.add(some_points(random, weights.size()));
        std::vector<Points> points;
        std::vector<PostChoice> choices;
        for (int post = 0; post < 8; ++post)
            points.push_back(some_points(random, weights.size()));
        // The last is as good as the first, but for its travel.
        points.push_back(points.front());
        for (const Points& each : points)
            choices.push_back({each, seconds(static_cast<std::int64_t>(random() % 600))});
        const std::int64_t price = static_cast<std::int64_t>(random() % 3) * 10'000;
        const auto best = coverage.best_post(choices, price);
        ASSERT_TRUE(best);
        for (std::size_t post = 0; post < choices.size(); ++post) {
            Coverage after = coverage;
            after.add(points[post]);
            const std::int64_t gain = after.covered().q32 - coverage.covered().q32;
            const std::int64_t score = gain - price * choices[post].travel.value;
            if (post == best->post) {
                ASSERT_EQ(best->score, score);
                ASSERT_EQ(best->gain.q32, gain);
                continue;
            }
            const Millis travel = choices[best->post].travel;
            ASSERT_TRUE(
                score < best->score ||
                (score == best->score && (choices[post].travel > travel ||
                                          (choices[post].travel == travel && post > best->post))));
        }
    }
    Coverage coverage(std::vector<std::int64_t>{1}, 0);
    EXPECT_FALSE(coverage.best_post({}, 1));
}

TEST(CoverageDeathTest, RefusesWhatItCannotCount) {
    const std::vector<std::int64_t> weights{1};
    EXPECT_DEATH(Coverage(weights, 65'536), "");
    EXPECT_DEATH(Coverage(std::vector<std::int64_t>{-1}, 1), "");
    EXPECT_DEATH(Coverage(std::vector<std::int64_t>{1 << 30, 1}, 1), "");
    Coverage coverage(weights, 1);
    EXPECT_DEATH(coverage.remove(Points{0}), "");
}

}  // namespace
}  // namespace muster::match
