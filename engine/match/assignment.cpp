// The search for the least cost: an auction for most rows, shortest augmenting paths for the rest.
// assignment_ties.cpp picks the one answer among equals.
#include "engine/match/assignment.hpp"

#include <algorithm>
#include <functional>

#include "engine/match/must.hpp"

namespace muster::match {
namespace {

// Bids per row before the rest is left to augmenting paths. Prices may creep towards the cost of
// unassigned rows in steps of a millisecond where there are too few columns, so there must be an
// end; with fewer, paths do what two bids would have done.
constexpr std::size_t bids_per_row = 2;

}  // namespace

AssignmentResult AssignmentSolver::solve(const AssignmentProblem& problem) {
    problem_ = problem;
    prepare();
    bid_for_all();
    for (const std::uint32_t row : free_)
        augment(row);
    settle_ties();
    return answer();
}

void AssignmentSolver::prepare() {
    const std::size_t n = rows();
    const std::size_t width = problem_.columns;
    must(n < none && problem_.options.size() < none && width < none);
    must(problem_.first.size() == n + 1 && problem_.first[0] == 0);
    must(problem_.first[n] == problem_.options.size());
    must(problem_.current.empty() || problem_.current.size() == n);
    const auto limit = static_cast<std::uint64_t>(cost_limit(n));
    const auto fits = [limit](std::int64_t cost) {
        return static_cast<std::uint64_t>(cost) + limit <= 2 * limit;
    };
    bool good = true;
    for (std::size_t r = 0; r < n; ++r) {
        good &= problem_.first[r] <= problem_.first[r + 1];
        good &= fits(problem_.unassigned[r]);
    }
    for (const Option& option : problem_.options)
        good &= fits(option.cost) && option.column < width;
    must(good);

    if (columns_.size() < width) {
        columns_.resize(width);
        seen_.resize(width);
    }
    // Few options among many columns (columns may be numbered by the caller's own handles): only
    // those that are named are looked at.
    if (problem_.options.size() < width) {
        for (const Option& option : problem_.options)
            columns_[option.column] = {0, none};
    } else {
        std::fill_n(columns_.begin(), width, Column{0, none});
    }
    matched_.assign(n, none);
    free_.clear();
    // The numbers of searches do not wrap within a problem.
    if (search_ > none / 2) {
        std::fill(seen_.begin(), seen_.end(), Seen{});
        search_ = 0;
    }
}

void AssignmentSolver::bid_for_all() {
    const auto n = static_cast<std::uint32_t>(rows());
    std::size_t bids = bids_per_row * n;
    for (std::uint32_t row = 0; row < n; ++row) {
        std::uint32_t bidder = row;
        while (bidder != none) {
            std::uint32_t evicted = none;
            if (bids == 0 || !bid(bidder, evicted)) {
                free_.push_back(bidder);
                break;
            }
            bidder = evicted;
            if (bidder != none) --bids;
        }
    }
}

// The row takes its cheapest column from whoever has it, and raises what it costs until its second
// choice would be as good. False if that raises nothing.
bool AssignmentSolver::bid(std::uint32_t row, std::uint32_t& evicted) {
    std::int64_t best = problem_.unassigned[row];
    std::int64_t second = std::numeric_limits<std::int64_t>::max();
    std::uint32_t choice = none;
    bool taken = false;
    const std::uint32_t end = problem_.first[row + 1];
    for (std::uint32_t o = problem_.first[row]; o < end; ++o) {
        const Option& option = problem_.options[o];
        const Column& column = columns_[option.column];
        const std::int64_t cost = option.cost - column.price;
        if (cost > second) continue;
        if (cost < best) {
            second = best;
            best = cost;
            choice = o;
            taken = column.owner != none;
        } else {
            second = cost;
            if (cost == best && taken && column.owner == none) {
                choice = o;
                taken = false;
            }
        }
    }
    if (taken && second == best) return false;
    if (choice == none) return true;  // stays without a column
    Column& column = columns_[problem_.options[choice].column];
    if (taken) {
        column.price -= second - best;
        evicted = column.owner;
        matched_[evicted] = none;
    }
    column.owner = row;
    matched_[row] = choice;
    return true;
}

// Dijkstra over reduced costs from a row without a column to the nearest column that nobody has, or
// to the nearest row that is as well off without.
void AssignmentSolver::augment(std::uint32_t start) {
    ++search_;
    heap_.clear();
    ready_.clear();
    done_.clear();
    bound_ = problem_.unassigned[start];
    end_row_ = start;
    end_option_ = none;
    std::int64_t at = std::numeric_limits<std::int64_t>::min();
    reach(start, 0, at);
    while (at < bound_) {
        std::uint32_t column = none;
        if (!ready_.empty()) {
            column = ready_.back();
            ready_.pop_back();
        } else {
            if (heap_.empty()) break;
            const Queued top = heap_.front();
            if (top.distance >= bound_) break;
            std::pop_heap(heap_.begin(), heap_.end(), std::greater<>{});
            heap_.pop_back();
            if (top.distance > seen_[top.column].distance) continue;
            column = top.column;
            at = top.distance;
        }
        done_.push_back(column);
        const std::uint32_t row = columns_[column].owner;
        const std::int64_t offset = reduced(matched_[row]) - at;
        const std::int64_t without = problem_.unassigned[row] - offset;
        if (without < bound_) {
            bound_ = without;
            end_row_ = row;
            end_option_ = none;
        }
        reach(row, offset, at);
    }
    for (const std::uint32_t column : done_)
        columns_[column].price += seen_[column].distance - bound_;
    trade_back(start);
}

void AssignmentSolver::reach(std::uint32_t row, std::int64_t offset, std::int64_t at) {
    const std::uint32_t end = problem_.first[row + 1];
    for (std::uint32_t o = problem_.first[row]; o < end; ++o) {
        const Option& option = problem_.options[o];
        const Column& column = columns_[option.column];
        const std::int64_t distance = option.cost - column.price - offset;
        if (distance >= bound_) continue;
        if (column.owner == none) {
            bound_ = distance;
            end_row_ = row;
            end_option_ = o;
            continue;
        }
        Seen& seen = seen_[option.column];
        if (seen.search == search_ && seen.distance <= distance) continue;
        seen = {distance, search_, row, o};
        if (distance == at) {
            ready_.push_back(option.column);
        } else {
            heap_.push_back({distance, option.column});
            std::push_heap(heap_.begin(), heap_.end(), std::greater<>{});
        }
    }
}

// Along the path each row takes the next column and leaves its own to the row before it.
void AssignmentSolver::trade_back(std::uint32_t start) {
    std::uint32_t row = end_row_;
    std::uint32_t option = end_option_;
    while (true) {
        const std::uint32_t left = matched_[row];
        matched_[row] = option;
        if (option != none) columns_[problem_.options[option].column].owner = row;
        if (row == start) return;
        const Seen& seen = seen_[problem_.options[left].column];
        row = seen.row;
        option = seen.option;
    }
}

AssignmentResult AssignmentSolver::answer() {
    AssignmentResult result;
    answer_.resize(rows());
    for (std::size_t r = 0; r < rows(); ++r) {
        if (matched_[r] == none) {
            answer_[r] = none;
            result.cost += problem_.unassigned[r];
            continue;
        }
        const Option& option = problem_.options[matched_[r]];
        answer_[r] = option.column;
        result.cost += option.cost;
        ++result.assigned;
    }
    result.column = answer_;
    result.option = matched_;
    return result;
}

}  // namespace muster::match
