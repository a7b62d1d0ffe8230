// Who goes where, all at once: the exact sparse assignment of rows (slots) to columns (responders)
// at the least total cost. See DESIGN.md for the algorithm and its figures.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace muster::match {

// One column that a row may have, and what that costs (ms, weighted; may be negative).
struct Option {
    std::int64_t cost = 0;
    std::uint32_t column = 0;
};

// Rows 0..n-1 with their options in one array: row r may have options[first[r]] up to
// options[first[r + 1]], each column once; a row without options is legal. The spans are borrowed
// for the call.
struct AssignmentProblem {
    static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

    std::span<const std::uint32_t> first;  // n + 1 numbers, ascending from 0 to options.size()
    std::span<const Option> options;
    // By row: what it costs to have no column. cardinality_first() puts the number of assigned rows
    // before every cost.
    std::span<const std::int64_t> unassigned;
    std::uint32_t columns = 0;
    // By row the column that it has now, or none; empty = all none. A column that is not among the
    // options of its row counts as none.
    std::span<const std::uint32_t> current;
};

struct AssignmentResult {
    // By row, or none. Valid until the next call of the solver.
    std::span<const std::uint32_t> column;
    // By row the index into `options`, or none.
    std::span<const std::uint32_t> option;
    std::int64_t cost = 0;  // of everything, unassigned rows included
    std::size_t assigned = 0;
};

// Exact, and one documented answer: among the assignments of least cost
//   1. rows in order: a row keeps its current column if the rows before it permit;
//   2. rows in order: the other rows take the earliest of their options, and none last.
// So the answer depends on nothing but the problem, least of all on the history of the solver or on
// how it searches; and solving again with the answer as `current` gives the same answer.
//
// Every cost, of options and of unassigned rows, lies within +-cost_limit(rows), so that no sum
// overflows. A problem that breaks a rule of this header aborts: it is a broken invariant.
//
// Owns its scratch; once it has seen the largest problem it allocates nothing. Not thread-safe.
class AssignmentSolver {
  public:
    [[nodiscard]] AssignmentResult solve(const AssignmentProblem& problem);

    [[nodiscard]] static constexpr std::int64_t cost_limit(std::size_t rows) {
        return (std::int64_t{1} << 60) / static_cast<std::int64_t>(rows + 1);
    }

    // An `unassigned` cost for every row that makes the number of assigned rows come first: to
    // assign one row more may make each of the others dearer by the whole spread of costs.
    [[nodiscard]] static constexpr std::int64_t cardinality_first(std::size_t rows,
                                                                  std::int64_t least_cost,
                                                                  std::int64_t greatest_cost) {
        return greatest_cost + static_cast<std::int64_t>(rows) * (greatest_cost - least_cost) + 1;
    }

  private:
    static constexpr std::uint32_t none = AssignmentProblem::none;

    // The dual price of a column is never positive, and zero while nobody has it.
    struct Column {
        std::int64_t price;
        std::uint32_t owner;
    };
    // A column as the search for a shortest augmenting path sees it.
    struct Seen {
        std::int64_t distance;
        std::uint32_t search;  // the number of the search that set the other fields
        std::uint32_t row;     // reached from this row by this option
        std::uint32_t option;
    };
    struct Queued {
        std::int64_t distance;
        std::uint32_t column;
        friend bool operator>(const Queued& a, const Queued& b) { return a.distance > b.distance; }
    };
    // A row as the search for an equal but preferred answer sees it.
    struct Swap {
        std::uint32_t search;
        std::uint32_t from;  // this row wants what we have, by this option
        std::uint32_t option;
    };
    struct Taking {
        std::uint32_t row;
        std::uint32_t option;
    };

    void prepare();
    void bid_for_all();
    [[nodiscard]] bool bid(std::uint32_t row, std::uint32_t& evicted);
    void augment(std::uint32_t start);
    void reach(std::uint32_t row, std::int64_t offset, std::int64_t at);
    void trade_back(std::uint32_t start);

    void settle_ties();
    [[nodiscard]] bool prefers_another(std::uint32_t row) const;
    [[nodiscard]] std::uint32_t current_option(std::uint32_t row) const;
    void list_tight();
    void find_components();
    void enter(std::uint32_t node);
    [[nodiscard]] std::uint32_t arcs(std::uint32_t node) const;
    [[nodiscard]] std::uint32_t follow(std::uint32_t node, std::uint32_t arc) const;
    void start_swaps();
    [[nodiscard]] bool prefer(std::uint32_t row, std::uint32_t option);
    [[nodiscard]] bool look_for_swap(std::uint32_t row);
    void queue_givers(std::uint32_t row);
    void swap_back(std::uint32_t row);
    [[nodiscard]] AssignmentResult answer();

    [[nodiscard]] std::int64_t reduced(std::uint32_t option) const {
        const Option& of = problem_.options[option];
        return of.cost - columns_[of.column].price;
    }
    // The dual price of a row.
    [[nodiscard]] std::int64_t level(std::uint32_t row) const {
        return matched_[row] == none ? problem_.unassigned[row] : reduced(matched_[row]);
    }
    // Nobody needs what this row has, so it may give it up for nothing.
    [[nodiscard]] bool may_give(std::uint32_t row) const {
        return matched_[row] == none || columns_[problem_.options[matched_[row]].column].price == 0;
    }
    [[nodiscard]] std::uint32_t owner_of(std::uint32_t option) const {
        return columns_[problem_.options[option].column].owner;
    }
    [[nodiscard]] bool may_leave(std::uint32_t row) const {
        return matched_[row] != none && problem_.unassigned[row] == level(row);
    }
    [[nodiscard]] std::size_t rows() const { return problem_.unassigned.size(); }

    AssignmentProblem problem_;
    std::vector<Column> columns_;
    std::vector<std::uint32_t> matched_;  // by row: option or none
    std::vector<std::uint32_t> answer_;   // by row: column or none
    std::vector<std::uint32_t> free_;     // rows that the auction left over

    std::vector<Seen> seen_;
    std::uint32_t search_ = 0;
    std::vector<Queued> heap_;
    std::vector<std::uint32_t> ready_;  // columns at the distance that is being worked on
    std::vector<std::uint32_t> done_;
    std::int64_t bound_ = 0;  // distance of the nearest end of a path so far
    std::uint32_t end_row_ = none;
    std::uint32_t end_option_ = none;

    std::vector<std::uint8_t> fixed_;
    // By row its options at its level: all that it has in any assignment of least cost.
    std::vector<std::uint32_t> tight_first_;
    std::vector<std::uint32_t> tight_;
    // Strongly connected parts of "may take what the other has"; the node behind the last row is
    // the outside.
    struct Node {
        std::uint32_t order;
        std::uint32_t low;
        std::uint32_t component;
    };
    struct Step {
        std::uint32_t node;
        std::uint32_t arc;
    };
    std::vector<Node> nodes_;
    std::vector<Step> steps_;
    std::vector<std::uint32_t> open_;
    std::uint32_t entered_ = 0;
    std::vector<Swap> swaps_;
    std::uint32_t swap_search_ = 0;
    std::vector<std::uint32_t> todo_;
    std::vector<Taking> takings_;
    Taking last_{none, none};  // the end of the swap that was found
    Taking sink_{none, none};  // the first that takes what nobody has
    bool givers_queued_ = false;
};

}  // namespace muster::match
