// The one answer among the assignments of least cost.
//
// At the optimum, an assignment costs as little exactly if every row has an option (or none) whose
// reduced cost is the level of the row, and every column with a price has a row. So one equal
// answer becomes another by rings of rows, each of which takes what the next one has, at its own
// level; such a ring may also pass through the outside: one row takes what nobody has, another
// gives up what costs nothing. Row by row, in the order of the contract, we look for the ring that
// gives the row what it prefers, and leave alone the rows that are settled.
#include "engine/match/assignment.hpp"

#include <algorithm>

namespace muster::match {

void AssignmentSolver::settle_ties() {
    const auto n = static_cast<std::uint32_t>(rows());
    fixed_.assign(n, 0);
    if (swaps_.size() < n) swaps_.resize(n);
    if (swap_search_ > none - 2 * (n + 1)) {
        std::fill(swaps_.begin(), swaps_.end(), Swap{});
        swap_search_ = 0;
    }
    if (!problem_.current.empty()) {
        for (std::uint32_t row = 0; row < n; ++row)
            fixed_[row] = keep_current(row) ? 1 : 0;
    }
    for (std::uint32_t row = 0; row < n; ++row) {
        if (fixed_[row] != 0) continue;
        take_earliest(row);
        fixed_[row] = 1;
    }
}

bool AssignmentSolver::keep_current(std::uint32_t row) {
    const std::uint32_t wanted = problem_.current[row];
    if (wanted == none) return false;
    const std::uint32_t has = matched_[row];
    if (has != none && problem_.options[has].column == wanted) return true;
    const std::uint32_t end = problem_.first[row + 1];
    std::uint32_t option = problem_.first[row];
    while (option < end && problem_.options[option].column != wanted)
        ++option;
    if (option == end || reduced(option) != level(row)) return false;
    start_swaps();
    return prefer(row, option);
}

void AssignmentSolver::take_earliest(std::uint32_t row) {
    const std::int64_t here = level(row);
    const std::uint32_t end = std::min(matched_[row], problem_.first[row + 1]);
    bool started = false;
    for (std::uint32_t option = problem_.first[row]; option < end; ++option) {
        if (reduced(option) != here) continue;
        if (!started) start_swaps();
        started = true;
        if (prefer(row, option)) return;
    }
}

// What one row tries shares its marks: what led nowhere for one option leads nowhere for the next.
void AssignmentSolver::start_swaps() {
    ++swap_search_;
    givers_queued_ = false;
}

bool AssignmentSolver::prefer(std::uint32_t row, std::uint32_t option) {
    const std::uint32_t owner = columns_[problem_.options[option].column].owner;
    todo_.clear();
    if (owner == none) {
        sink_ = {row, option};
        if (may_give(row)) {
            last_ = sink_;
            swap_back(row);
            return true;
        }
        if (givers_queued_) return false;
        queue_givers(row);
    } else {
        if (fixed_[owner] != 0 || swaps_[owner].search == swap_search_) return false;
        swaps_[owner] = {swap_search_, row, option};
        todo_.push_back(owner);
    }
    if (!look_for_swap(row)) return false;
    swap_back(row);
    return true;
}

// From the rows in todo_, a way to one that takes what `row` has. Ends at last_.
bool AssignmentSolver::look_for_swap(std::uint32_t row) {
    const bool gives = may_give(row);
    while (!todo_.empty()) {
        const std::uint32_t at = todo_.back();
        todo_.pop_back();
        const std::int64_t here = level(at);
        bool outside = matched_[at] != none && problem_.unassigned[at] == here;
        std::uint32_t outside_option = none;
        const std::uint32_t end = problem_.first[at + 1];
        for (std::uint32_t option = problem_.first[at]; option < end; ++option) {
            if (reduced(option) != here || option == matched_[at]) continue;
            const std::uint32_t owner = columns_[problem_.options[option].column].owner;
            if (owner == row) {
                last_ = {at, option};
                return true;
            }
            if (owner == none) {
                outside = true;
                outside_option = option;
            } else if (fixed_[owner] == 0 && swaps_[owner].search != swap_search_) {
                swaps_[owner] = {swap_search_, at, option};
                todo_.push_back(owner);
            }
        }
        if (!outside || givers_queued_) continue;
        sink_ = {at, outside_option};
        if (gives) {
            last_ = sink_;
            return true;
        }
        queue_givers(row);
    }
    return false;
}

void AssignmentSolver::queue_givers(std::uint32_t row) {
    givers_queued_ = true;
    for (std::uint32_t giver = 0; giver < rows(); ++giver) {
        if (giver == row || fixed_[giver] != 0 || swaps_[giver].search == swap_search_) continue;
        if (!may_give(giver)) continue;
        swaps_[giver] = {swap_search_, none, none};
        todo_.push_back(giver);
    }
}

void AssignmentSolver::swap_back(std::uint32_t row) {
    takings_.clear();
    Taking taking = last_;
    while (true) {
        takings_.push_back(taking);
        if (taking.row == row) break;
        const Swap& swap = swaps_[taking.row];
        // A giver was reached through the outside.
        taking = swap.from == none ? sink_ : Taking{swap.from, swap.option};
    }
    for (const Taking& each : takings_) {
        const std::uint32_t left = matched_[each.row];
        if (left != none) columns_[problem_.options[left].column].owner = none;
    }
    for (const Taking& each : takings_) {
        matched_[each.row] = each.option;
        if (each.option != none) {
            columns_[problem_.options[each.option].column].owner = each.row;
        }
    }
}

}  // namespace muster::match
