// The integers of offers against the formulas in floating point.
#include "engine/match/volunteers.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace muster::match {
namespace {

std::size_t needed(Answers each, std::int64_t target_permille) {
    const std::vector<Answers> ranked(200, each);
    return offers_to_add({}, ranked, target_permille, ranked.size());
}

TEST(Volunteers, EqualChancesGiveTheTable) {
    constexpr std::int64_t targets[] = {800, 900, 950};
    constexpr std::int64_t percents[] = {17, 30, 47};
    constexpr std::size_t table[3][3] = {{9, 13, 17}, {5, 7, 9}, {3, 4, 5}};
    for (int p = 0; p < 3; ++p) {
        for (int t = 0; t < 3; ++t)
            EXPECT_EQ(needed({percents[p], 100 - percents[p]}, targets[t]), table[p][t]);
    }
}

TEST(Volunteers, EqualChancesGiveTheFormula) {
    for (std::int64_t accepted = 1; accepted < 100; ++accepted) {
        for (std::int64_t target = 1; target < 1000; ++target) {
            const double exact = std::log(1 - static_cast<double>(target) / 1000) /
                                 std::log(1 - static_cast<double>(accepted) / 100);
            const auto got = static_cast<double>(needed({accepted, 100 - accepted}, target));
            if (exact > 200) {
                EXPECT_EQ(got, 200);
            } else {
                // Where the formula is whole, its own rounding decides; ours does not.
                EXPECT_EQ(got, std::ceil(exact - 1e-9)) << accepted << " " << target;
            }
        }
    }
    EXPECT_EQ(needed({1, 9}, 190), 2u);
    EXPECT_EQ(needed({1, 0}, 999), 1u);
    EXPECT_EQ(needed({0, 1}, 500), 200u);
    EXPECT_EQ(needed({1, 1}, 0), 0u);
    EXPECT_EQ(needed({1, 0}, 1000), 200u);
}

TEST(Volunteers, LiveOffersAndTheLimitCount) {
    const std::vector<Answers> ranked(20, Answers{3, 7});
    const std::span<const Answers> all(ranked);
    EXPECT_EQ(offers_to_add(all.first(0), all, 900, 20), 7u);
    EXPECT_EQ(offers_to_add(all.first(5), all, 900, 20), 2u);
    EXPECT_EQ(offers_to_add(all.first(7), all, 900, 20), 0u);
    EXPECT_EQ(offers_to_add(all.first(0), all, 900, 4), 4u);
    EXPECT_EQ(offers_to_add(all.first(0), all.first(3), 900, 20), 3u);
}

// The fewest of the ranked whose refusals multiply to 1 - P* or less.
RC_GTEST_PROP(Volunteers, UnequalChancesMultiply, ()) {
    const auto counts = *rc::gen::container<std::vector<std::pair<int, int>>>(
        rc::gen::pair(rc::gen::inRange(0, 50), rc::gen::inRange(1, 50)));
    const auto target = *rc::gen::inRange<std::int64_t>(1, 999);
    std::vector<Answers> ranked;
    for (const auto& [accepted, refused] : counts)
        ranked.push_back({accepted, refused});
    const std::size_t got = offers_to_add({}, ranked, target, ranked.size());
    const double may_fail = 1 - static_cast<double>(target) / 1000;
    double nobody = 1;
    for (std::size_t i = 0; i < got; ++i) {
        RC_ASSERT(nobody > may_fail - 1e-7);
        nobody *= static_cast<double>(ranked[i].refused) /
                  static_cast<double>(ranked[i].accepted + ranked[i].refused);
    }
    RC_ASSERT(got == ranked.size() || nobody <= may_fail + 1e-7);
}

TEST(Volunteers, PosteriorMeans) {
    EXPECT_EQ(acceptance({3, 7}), certain * 3 / 10);
    EXPECT_EQ(refusal({3, 7}), certain * 7 / 10);
    EXPECT_EQ(acceptance({5, 0}), certain);
    EXPECT_EQ(refusal({5, 0}), 0u);
    EXPECT_EQ(acceptance({std::int64_t{1} << 31, std::int64_t{1} << 31}), certain / 2);
}

TEST(Volunteers, ArrivalIsTheLogLogisticLaw) {
    for (std::int64_t a = 0; a <= 3'600'000; a += 7'777) {
        for (const std::int64_t b : {1'000, 60'000, 480'000, 3'599'999}) {
            const double ratio = static_cast<double>(a) / static_cast<double>(b);
            const double exact = 1 / (1 + std::pow(ratio, 4));
            EXPECT_NEAR(static_cast<double>(arrives_before_q16({a}, {b})) / whole_q16, exact, .003)
                << a << " " << b;
        }
    }
    EXPECT_EQ(arrives_before_q16(minutes(4), minutes(4)), whole_q16 / 2);
    EXPECT_EQ(arrives_before_q16({0}, {0}), whole_q16 / 2);
    EXPECT_EQ(arrives_before_q16({0}, minutes(1)), whole_q16);
    EXPECT_EQ(arrives_before_q16(minutes(1), {0}), 0);
    EXPECT_EQ(arrives_before_q16(hours(1'000'000), minutes(1)), 0);
}

RC_GTEST_PROP(Volunteers, RankIsMonotone, ()) {
    VolunteerFacts facts;
    facts.answers = {*rc::gen::inRange(0, 100), *rc::gen::inRange(1, 100)};
    facts.eta = {*rc::gen::inRange<std::int64_t>(0, 2'000'000)};
    facts.professional_eta = {*rc::gen::inRange<std::int64_t>(0, 2'000'000)};
    facts.skill_match_q16 = *rc::gen::inRange<std::int64_t>(0, whole_q16 + 1);
    facts.fatigue_q16 = *rc::gen::inRange<std::int64_t>(0, 4 * whole_q16);
    const std::uint64_t score = rank_of(facts).score;
    RC_ASSERT(score <= certain);
    const auto scored = [facts](auto change) {
        VolunteerFacts other = facts;
        change(other);
        return rank_of(other).score;
    };
    RC_ASSERT(scored([](auto& f) { ++f.answers.accepted; }) >= score);
    RC_ASSERT(scored([](auto& f) { ++f.answers.refused; }) <= score);
    RC_ASSERT(scored([](auto& f) { f.fatigue_q16 += whole_q16; }) <= score);
    RC_ASSERT(scored([](auto& f) { f.skill_match_q16 /= 2; }) <= score);
    RC_ASSERT(scored([](auto& f) { f.credits += 1000; }) == score);
    RC_ASSERT(scored([](auto& f) { f.eta = f.eta * 2; }) <= score);
}

TEST(Volunteers, RankIsTheProductAndATotalOrder) {
    VolunteerFacts facts{{1, 1}, minutes(4), minutes(4), whole_q16 / 2, whole_q16, 5, 7};
    EXPECT_EQ(rank_of(facts).score, certain / 16);
    const VolunteerRank base{100, seconds(60), 5, 7};
    const VolunteerRank better[] = {{101, seconds(90), 0, 9},
                                    {100, seconds(59), 0, 9},
                                    {100, seconds(60), 6, 9},
                                    {100, seconds(60), 5, 6}};
    for (const VolunteerRank& each : better) {
        EXPECT_TRUE(asked_before(each, base));
        EXPECT_FALSE(asked_before(base, each));
    }
    EXPECT_FALSE(asked_before(base, base));
}

}  // namespace
}  // namespace muster::match
