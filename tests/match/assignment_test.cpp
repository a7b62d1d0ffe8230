// The assignment against every assignment there is, and against what theory says of random ones.
#include "engine/match/assignment.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <optional>

#include "tests/match/allocations.hpp"
#include "tests/match/assignment_problems.hpp"

namespace muster::match {
namespace {

using test::Owned;
using test::random_problem;
using test::Shape;
using Random = std::mt19937_64;

constexpr std::uint32_t none = AssignmentProblem::none;

// Goes through all assignments, and keeps the first one in the order of the contract.
class EveryAssignment {
  public:
    explicit EveryAssignment(const Owned& of) : of_(of), taken_(of.columns), option_(rows()) {
        visit(0, 0);
    }

    std::int64_t cost = 0;
    std::vector<std::uint32_t> best;  // by row: option or none

  private:
    [[nodiscard]] std::size_t rows() const { return of_.unassigned.size(); }

    // Smaller is preferred.
    [[nodiscard]] std::vector<std::uint32_t> preference() const {
        std::vector<std::uint32_t> key;
        for (std::size_t r = 0; r < rows(); ++r) {
            const bool keeps = !of_.current.empty() && of_.current[r] != none &&
                               option_[r] != none &&
                               of_.options[option_[r]].column == of_.current[r];
            key.push_back(keeps ? 0 : 1);
        }
        key.insert(key.end(), option_.begin(), option_.end());
        return key;
    }

    void visit(std::size_t row, std::int64_t sum) {
        if (row == rows()) {
            auto key = preference();
            if (!best.empty() || rows() == 0) {
                if (std::tie(sum, key) >= std::tie(cost, best_key_)) return;
            }
            cost = sum;
            best = option_;
            best_key_ = std::move(key);
            return;
        }
        for (std::uint32_t o = of_.first[row]; o < of_.first[row + 1]; ++o) {
            const Option& option = of_.options[o];
            if (taken_[option.column]) continue;
            taken_[option.column] = true;
            option_[row] = o;
            visit(row + 1, sum + option.cost);
            taken_[option.column] = false;
        }
        option_[row] = none;
        visit(row + 1, sum + of_.unassigned[row]);
    }

    const Owned& of_;
    std::vector<bool> taken_;
    std::vector<std::uint32_t> option_;
    std::vector<std::uint32_t> best_key_;
};

std::vector<std::uint32_t> copy(std::span<const std::uint32_t> of) {
    return {of.begin(), of.end()};
}

// What must hold of any answer.
void expect_sound(const Owned& of, const AssignmentResult& result) {
    std::vector<bool> taken(of.columns);
    std::int64_t cost = 0;
    std::size_t assigned = 0;
    ASSERT_EQ(result.column.size(), of.unassigned.size());
    ASSERT_EQ(result.option.size(), of.unassigned.size());
    for (std::size_t r = 0; r < of.unassigned.size(); ++r) {
        if (result.option[r] == none) {
            ASSERT_EQ(result.column[r], none);
            cost += of.unassigned[r];
            continue;
        }
        ASSERT_GE(result.option[r], of.first[r]);
        ASSERT_LT(result.option[r], of.first[r + 1]);
        const Option& option = of.options[result.option[r]];
        ASSERT_EQ(result.column[r], option.column);
        ASSERT_FALSE(taken[option.column]);
        taken[option.column] = true;
        cost += option.cost;
        ++assigned;
    }
    ASSERT_EQ(result.cost, cost);
    ASSERT_EQ(result.assigned, assigned);
}

void expect_stable(AssignmentSolver& solver, const Owned& of, const AssignmentResult& result) {
    Owned again = of;
    again.current = copy(result.column);
    const auto before = copy(result.option);
    EXPECT_EQ(copy(solver.solve(again.problem()).option), before);
}

TEST(Assignment, EqualsEveryAssignmentThereIsAndItsOrder) {
    Random random(1);
    AssignmentSolver solver;
    for (int round = 0; round < 30'000; ++round) {
        Shape shape;
        shape.rows = static_cast<std::uint32_t>(random() % 6);
        shape.columns = 1 + static_cast<std::uint32_t>(random() % 6);
        shape.most_options = static_cast<std::uint32_t>(random() % 5);
        // Mostly full of ties; sometimes with a choice between a column and none.
        shape.greatest_cost = static_cast<std::int64_t>(random() % 4 == 0 ? 1000 : random() % 4);
        shape.least_cost = -static_cast<std::int64_t>(random() % 3);
        if (random() % 2 == 0) shape.unassigned = 1 + static_cast<std::int64_t>(random() % 4);
        shape.percent_current = random() % 2 == 0 ? 0 : 60;
        const Owned owned = random_problem(shape, random);
        const EveryAssignment all(owned);
        const AssignmentResult result = solver.solve(owned.problem());
        expect_sound(owned, result);
        ASSERT_EQ(result.cost, all.cost) << round;
        ASSERT_EQ(copy(result.option), all.best) << round;
        expect_stable(solver, owned, result);
        ASSERT_FALSE(HasFailure()) << round;
    }
}

TEST(Assignment, AsManyAsPossibleComeBeforeAnyCost) {
    // Row 1 can only have column 0, which row 0 would like best.
    Owned owned;
    owned.columns = 2;
    owned.first = {0, 2, 3};
    owned.options = {{1, 0}, {1'000'000, 1}, {900'000, 0}};
    owned.unassigned.assign(2, AssignmentSolver::cardinality_first(2, 1, 1'000'000));
    AssignmentSolver solver;
    const AssignmentResult result = solver.solve(owned.problem());
    EXPECT_EQ(copy(result.column), (std::vector<std::uint32_t>{1, 0}));
    EXPECT_EQ(result.cost, 1'900'000);
    EXPECT_EQ(result.assigned, 2u);
}

TEST(Assignment, ProblemsWithoutRowsOrOptions) {
    AssignmentSolver solver;
    Owned owned;
    EXPECT_EQ(solver.solve(owned.problem()).cost, 0);
    owned.first = {0, 0, 0};
    owned.unassigned = {7, 8};
    owned.current = {3, none};
    const AssignmentResult result = solver.solve(owned.problem());
    EXPECT_EQ(result.cost, 15);
    EXPECT_EQ(copy(result.column), (std::vector<std::uint32_t>{none, none}));
}

TEST(Assignment, ColumnsMayBeFewNamesAmongMany) {
    Random random(2);
    AssignmentSolver solver;
    for (int round = 0; round < 50; ++round) {
        Owned dense = random_problem({6, 7, 1, 5, 0, 20, 0, 50}, random);
        const AssignmentResult result = solver.solve(dense.problem());
        const std::int64_t cost = result.cost;
        const auto option = copy(result.option);
        Owned far = dense;
        far.columns = 1'000'000;
        for (Option& each : far.options)
            each.column = 999'999 - each.column * 1000;
        for (std::uint32_t& each : far.current)
            each = each == none ? none : 999'999 - each * 1000;
        const AssignmentResult same = solver.solve(far.problem());
        EXPECT_EQ(same.cost, cost);
        EXPECT_EQ(copy(same.option), option);
    }
}

TEST(Assignment, WhatItHasSeenOnceItSolvesWithoutAllocating) {
    Random random(4);
    std::vector<Owned> all;
    for (int i = 0; i < 20; ++i) {
        all.push_back(random_problem({150, 160, 8, 16, 0, i % 2 == 0 ? 3 : 90'000, 0, 50}, random));
    }
    AssignmentSolver solver;
    for (const Owned& each : all)
        (void)solver.solve(each.problem());
    const std::size_t before = test::allocations();
    std::int64_t sum = 0;
    for (const Owned& each : all)
        sum += solver.solve(each.problem()).cost;
    EXPECT_EQ(test::allocations(), before);
    EXPECT_GT(sum, 0);
}

TEST(Assignment, LargestCostsDoNotOverflow) {
    Random random(3);
    AssignmentSolver solver;
    for (int round = 0; round < 2000; ++round) {
        const auto rows = static_cast<std::uint32_t>(1 + random() % 5);
        const std::int64_t limit = AssignmentSolver::cost_limit(rows);
        const Owned owned = random_problem({rows, 4, 0, 4, -limit, limit, limit, 0}, random);
        const EveryAssignment all(owned);
        ASSERT_EQ(solver.solve(owned.problem()).cost, all.cost);
    }
}

TEST(AssignmentDeathTest, BrokenProblemsAbort) {
    AssignmentSolver solver;
    Owned owned;
    owned.columns = 1;
    owned.first = {0, 1};
    owned.unassigned = {9};
    owned.options = {{1, 1}};
    EXPECT_DEATH((void)solver.solve(owned.problem()), "");
    owned.options = {{AssignmentSolver::cost_limit(1) + 1, 0}};
    EXPECT_DEATH((void)solver.solve(owned.problem()), "");
    owned.options = {{1, 0}};
    owned.first = {0, 2};
    EXPECT_DEATH((void)solver.solve(owned.problem()), "");
}

// An answer fed back as what everybody has now changes nothing, whatever was before.
RC_GTEST_PROP(Assignment, SolvingAgainChangesNothing, ()) {
    Shape shape;
    shape.rows = *rc::gen::inRange<std::uint32_t>(1, 80);
    shape.columns = *rc::gen::inRange<std::uint32_t>(1, 100);
    shape.most_options = *rc::gen::inRange<std::uint32_t>(1, 12);
    shape.greatest_cost = *rc::gen::element<std::int64_t>(0, 1, 2, 5, 30, 1'000'000);
    shape.unassigned = *rc::gen::element<std::int64_t>(0, 1, 3);
    shape.percent_current = *rc::gen::element<std::uint32_t>(0, 30, 100);
    Random random(*rc::gen::arbitrary<std::uint64_t>());
    Owned owned = random_problem(shape, random);
    AssignmentSolver solver;
    const AssignmentResult first = solver.solve(owned.problem());
    const std::int64_t cost = first.cost;
    const auto option = copy(first.option);
    owned.current = copy(first.column);
    const AssignmentResult again = solver.solve(owned.problem());
    RC_ASSERT(again.cost == cost);
    RC_ASSERT(copy(again.option) == option);
}

// The answer is a function of the problem: other problems solved before, or another order in which
// columns are numbered, make no difference.
RC_GTEST_PROP(Assignment, HistoryAndNumbersOfColumnsDoNotMatter, ()) {
    Shape shape;
    shape.rows = *rc::gen::inRange<std::uint32_t>(1, 40);
    shape.columns = *rc::gen::inRange<std::uint32_t>(1, 50);
    shape.most_options = *rc::gen::inRange<std::uint32_t>(1, 8);
    shape.greatest_cost = *rc::gen::element<std::int64_t>(0, 2, 9);
    shape.percent_current = *rc::gen::element<std::uint32_t>(0, 80);
    Random random(*rc::gen::arbitrary<std::uint64_t>());
    Owned owned = random_problem(shape, random);
    AssignmentSolver used;
    (void)used.solve(random_problem(shape, random).problem());
    const auto option = copy(used.solve(owned.problem()).option);
    std::vector<std::uint32_t> name(shape.columns);
    std::iota(name.begin(), name.end(), 0U);
    std::shuffle(name.begin(), name.end(), random);
    for (Option& each : owned.options)
        each.column = name[each.column];
    for (std::uint32_t& each : owned.current)
        each = each == none ? none : name[each];
    AssignmentSolver fresh;
    RC_ASSERT(copy(fresh.solve(owned.problem()).option) == option);
}

// One more column never makes it dearer; one more row never makes the others cheaper.
RC_GTEST_PROP(Assignment, CostIsMonotone, ()) {
    Random random(*rc::gen::arbitrary<std::uint64_t>());
    const auto rows = *rc::gen::inRange<std::uint32_t>(1, 40);
    Owned owned = random_problem({rows, 30, 0, 6, 0, 500, 10'000, 0}, random);
    AssignmentSolver solver;
    const std::int64_t cost = solver.solve(owned.problem()).cost;
    Owned wider = owned;
    wider.columns = 31;
    wider.options.push_back({static_cast<std::int64_t>(random() % 500), 30});
    ++wider.first.back();
    RC_ASSERT(solver.solve(wider.problem()).cost <= cost);
    Owned taller = owned;
    taller.options.push_back({0, static_cast<std::uint32_t>(random() % 30)});
    taller.first.push_back(taller.first.back() + 1);
    taller.unassigned.push_back(10'000);
    RC_ASSERT(solver.solve(taller.problem()).cost >= cost);
}

// D. Aldous, Random Structures & Algorithms 18 (2001), and earlier for finite n: the expected
// optimum of n x n independent Exp(1) costs is the sum of 1/i^2 for i up to n.
TEST(Assignment, RandomExponentialCostsHaveTheKnownMean) {
    constexpr double scale = 1e9;
    struct Case {
        std::uint32_t n;
        int rounds;
        double exact;
    };
    for (const Case& given :
         {Case{5, 20'000, 1.463611}, Case{10, 10'000, 1.549768}, Case{50, 600, 1.625133}}) {
        Random random(given.n);
        AssignmentSolver solver;
        double sum = 0;
        double squares = 0;
        for (int round = 0; round < given.rounds; ++round) {
            Owned owned = random_problem({given.n, given.n, given.n, given.n, 0, 0, 0, 0}, random);
            owned.unassigned.assign(given.n, std::int64_t{1} << 50);
            for (Option& option : owned.options) {
                const double uniform = static_cast<double>((random() >> 11) + 1) * 0x1p-53;
                option.cost = std::llround(-std::log(uniform) * scale);
            }
            const AssignmentResult result = solver.solve(owned.problem());
            ASSERT_EQ(result.assigned, given.n);
            const double cost = static_cast<double>(result.cost) / scale;
            sum += cost;
            squares += cost * cost;
        }
        const double mean = sum / given.rounds;
        const double error = std::sqrt((squares / given.rounds - mean * mean) / (given.rounds - 1));
        EXPECT_NEAR(mean, given.exact, 4 * error) << given.n;
        EXPECT_LT(error, .01 * given.exact) << given.n;
    }
}

}  // namespace
}  // namespace muster::match
