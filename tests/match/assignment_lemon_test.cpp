// The assignment against LEMON's network simplex, on sizes beyond all permutations.
#include <gtest/gtest.h>

#include "tests/match/assignment_problems.hpp"
#include "tests/match/lemon_assignment.hpp"

namespace muster::match {
namespace {

using test::Owned;
using test::random_problem;
using test::Shape;

std::int64_t cost_by_lemon(const Owned& of) {
    std::vector<std::uint32_t> columns;
    std::vector<std::int64_t> costs;
    for (const Option& option : of.options) {
        columns.push_back(option.column);
        costs.push_back(option.cost);
    }
    return test::LemonAssignment({static_cast<std::uint32_t>(of.unassigned.size()), of.columns,
                                  of.first.data(), columns.data(), costs.data(),
                                  of.unassigned.data()})
        .solve();
}

void expect_equal(const Shape& shape, int rounds, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    AssignmentSolver solver;
    for (int round = 0; round < rounds; ++round) {
        const Owned owned = random_problem(shape, random);
        ASSERT_EQ(solver.solve(owned.problem()).cost, cost_by_lemon(owned))
            << shape.rows << " x " << shape.columns << ", round " << round;
    }
}

TEST(AssignmentLemon, RandomSizes) {
    std::mt19937_64 random(31);
    for (int round = 0; round < 1500; ++round) {
        Shape shape;
        shape.rows = 1 + static_cast<std::uint32_t>(random() % 60);
        shape.columns = 1 + static_cast<std::uint32_t>(random() % 80);
        shape.most_options = 1 + static_cast<std::uint32_t>(random() % 20);
        constexpr std::int64_t greatest[] = {0, 1, 3, 10, 1000, 7'200'000};
        shape.greatest_cost = greatest[random() % 6];
        shape.unassigned = random() % 3 == 0 ? 1 + shape.greatest_cost / 2 : 0;
        shape.percent_current = random() % 2 == 0 ? 0 : 90;
        expect_equal(shape, 1, random());
    }
}

TEST(AssignmentLemon, ManyColumns) {
    expect_equal({1000, 5000, 16, 16, 0, 3'600'000, 0, 0}, 3, 32);
}

TEST(AssignmentLemon, AsManyRequestsAsUnits) {
    expect_equal({200, 200, 16, 16, 0, 3'600'000, 0, 0}, 20, 33);
    expect_equal({50, 50, 50, 50, 0, 3'600'000, 0, 0}, 20, 34);
}

TEST(AssignmentLemon, MoreRequestsThanUnits) {
    expect_equal({300, 100, 8, 16, 0, 3'600'000, 0, 0}, 20, 35);
    expect_equal({300, 100, 8, 16, 0, 3, 0, 0}, 20, 36);
}

TEST(AssignmentLemon, RowsThatNobodyCanServe) {
    expect_equal({150, 150, 0, 3, 0, 3'600'000, 0, 0}, 50, 37);
}

TEST(AssignmentLemon, EqualCosts) {
    expect_equal({200, 220, 4, 16, 5, 5, 0, 100}, 20, 38);
    expect_equal({200, 180, 4, 16, 5, 6, 6, 100}, 20, 39);
}

}  // namespace
}  // namespace muster::match
