// Random assignment problems, for the tests and for the bench.
#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <random>
#include <vector>

#include "engine/match/assignment.hpp"

namespace muster::match::test {

// A problem that owns its arrays.
struct Owned {
    std::vector<std::uint32_t> first{0};
    std::vector<Option> options;
    std::vector<std::int64_t> unassigned;
    std::vector<std::uint32_t> current;
    std::uint32_t columns = 0;

    [[nodiscard]] AssignmentProblem problem() const {
        return {first, options, unassigned, columns, current};
    }
};

struct Shape {
    std::uint32_t rows = 0;
    std::uint32_t columns = 0;
    std::uint32_t least_options = 0;  // per row, each at another column
    std::uint32_t most_options = 0;
    std::int64_t least_cost = 0;
    std::int64_t greatest_cost = 0;
    // What no column costs, or 0: so much that the number of assigned rows comes first.
    std::int64_t unassigned = 0;
    std::uint32_t percent_current = 0;  // rows that have something now, able or not
};

inline Owned random_problem(const Shape& shape, std::mt19937_64& random) {
    const auto between = [&random](std::int64_t low, std::int64_t high) {
        return low +
               static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(high - low + 1));
    };
    Owned made;
    made.columns = shape.columns;
    std::vector<std::uint32_t> order(shape.columns);
    std::iota(order.begin(), order.end(), 0U);
    for (std::uint32_t r = 0; r < shape.rows; ++r) {
        const auto count = static_cast<std::size_t>(
            between(shape.least_options, std::min(shape.most_options, shape.columns)));
        for (std::size_t i = 0; i < count; ++i) {
            std::swap(order[i], order[i + random() % (order.size() - i)]);
            made.options.push_back({between(shape.least_cost, shape.greatest_cost), order[i]});
        }
        made.first.push_back(static_cast<std::uint32_t>(made.options.size()));
        made.unassigned.push_back(shape.unassigned != 0
                                      ? shape.unassigned
                                      : AssignmentSolver::cardinality_first(
                                            shape.rows, shape.least_cost, shape.greatest_cost));
    }
    if (shape.percent_current != 0) {
        std::shuffle(order.begin(), order.end(), random);
        for (std::uint32_t r = 0; r < shape.rows; ++r) {
            const bool has = r < order.size() && random() % 100 < shape.percent_current;
            made.current.push_back(has ? order[r] : AssignmentProblem::none);
        }
    }
    return made;
}

}  // namespace muster::match::test
