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
    bool settled = true;
    for (std::uint32_t row = 0; row < n; ++row) {
        const std::uint32_t wanted = current_option(row);
        if (wanted != none && wanted == matched_[row]) {
            fixed_[row] = 1;
        } else {
            settled = settled && !prefers_another(row);
        }
    }
    if (settled) return;

    list_tight();
    find_components();
    if (swaps_.size() < n) swaps_.resize(n);
    // The numbers of searches do not wrap within a problem.
    if (swap_search_ > none / 2) {
        std::fill(swaps_.begin(), swaps_.end(), Swap{});
        swap_search_ = 0;
    }
    // In the order of the contract, and each looks at what the rows before it left.
    std::fill(fixed_.begin(), fixed_.end(), std::uint8_t{0});
    for (std::uint32_t row = 0; row < n; ++row) {
        const std::uint32_t wanted = current_option(row);
        if (wanted == none) continue;
        bool keeps = wanted == matched_[row];
        if (!keeps && reduced(wanted) == level(row)) {
            start_swaps();
            keeps = prefer(row, wanted);
        }
        fixed_[row] = keeps ? 1 : 0;
    }
    for (std::uint32_t row = 0; row < n; ++row) {
        if (fixed_[row] != 0) continue;
        start_swaps();
        for (std::uint32_t t = tight_first_[row]; t < tight_first_[row + 1]; ++t) {
            if (tight_[t] >= matched_[row] || prefer(row, tight_[t])) break;
        }
        fixed_[row] = 1;
    }
}

// Whether an option at the row's level comes before what it has.
bool AssignmentSolver::prefers_another(std::uint32_t row) const {
    const std::int64_t here = level(row);
    const std::uint32_t wanted = current_option(row);
    if (wanted != none && reduced(wanted) == here) return true;
    const std::uint32_t end = std::min(matched_[row], problem_.first[row + 1]);
    for (std::uint32_t option = problem_.first[row]; option < end; ++option) {
        if (reduced(option) == here) return true;
    }
    return false;
}

std::uint32_t AssignmentSolver::current_option(std::uint32_t row) const {
    if (problem_.current.empty() || problem_.current[row] == none) return none;
    const std::uint32_t column = problem_.current[row];
    const std::uint32_t has = matched_[row];
    if (has != none && problem_.options[has].column == column) return has;
    const std::uint32_t end = problem_.first[row + 1];
    for (std::uint32_t option = problem_.first[row]; option < end; ++option) {
        if (problem_.options[option].column == column) return option;
    }
    return none;
}

void AssignmentSolver::list_tight() {
    const auto n = static_cast<std::uint32_t>(rows());
    tight_first_.clear();
    tight_.clear();
    for (std::uint32_t row = 0; row < n; ++row) {
        tight_first_.push_back(static_cast<std::uint32_t>(tight_.size()));
        const std::int64_t here = level(row);
        const std::uint32_t end = problem_.first[row + 1];
        for (std::uint32_t option = problem_.first[row]; option < end; ++option) {
            if (reduced(option) == here) tight_.push_back(option);
        }
    }
    tight_first_.push_back(static_cast<std::uint32_t>(tight_.size()));
}

// R. Tarjan, SIAM Journal on Computing 1 (1972), without recursion. A ring lies within one
// component, and a swap along it leaves the components as they are. Where costs differ, nearly
// every row is alone in its component, and no search is needed.
void AssignmentSolver::find_components() {
    const auto outside = static_cast<std::uint32_t>(rows());
    nodes_.assign(rows() + 1, {0, 0, none});
    steps_.clear();
    open_.clear();
    entered_ = 0;
    for (std::uint32_t root = 0; root <= outside; ++root) {
        if (nodes_[root].order != 0) continue;
        enter(root);
        while (!steps_.empty()) {
            Step& step = steps_.back();
            const std::uint32_t node = step.node;
            if (step.arc < arcs(node)) {
                const std::uint32_t to = follow(node, step.arc++);
                if (to == none) continue;
                if (nodes_[to].order == 0) {
                    enter(to);
                } else if (nodes_[to].component == none) {
                    nodes_[node].low = std::min(nodes_[node].low, nodes_[to].order);
                }
                continue;
            }
            steps_.pop_back();
            if (!steps_.empty()) {
                Node& above = nodes_[steps_.back().node];
                above.low = std::min(above.low, nodes_[node].low);
            }
            if (nodes_[node].low != nodes_[node].order) continue;
            std::uint32_t member = none;
            do {
                member = open_.back();
                open_.pop_back();
                nodes_[member].component = node;
            } while (member != node);
        }
    }
}

void AssignmentSolver::enter(std::uint32_t node) {
    ++entered_;
    nodes_[node].order = entered_;
    nodes_[node].low = entered_;
    open_.push_back(node);
    steps_.push_back({node, 0});
}

// A row has an arc for each of its tight options and one for having none; the outside has one for
// each row.
std::uint32_t AssignmentSolver::arcs(std::uint32_t node) const {
    const auto outside = static_cast<std::uint32_t>(rows());
    return node == outside ? outside : tight_first_[node + 1] - tight_first_[node] + 1;
}

// The node at the end of an arc, or none if the arc does not exist at present.
std::uint32_t AssignmentSolver::follow(std::uint32_t node, std::uint32_t arc) const {
    const auto outside = static_cast<std::uint32_t>(rows());
    if (node == outside) return may_give(arc) ? arc : none;
    const std::uint32_t at = tight_first_[node] + arc;
    if (at == tight_first_[node + 1]) return may_leave(node) ? outside : none;
    if (tight_[at] == matched_[node]) return none;
    const std::uint32_t owner = owner_of(tight_[at]);
    return owner == none ? outside : owner;
}

// What one row tries shares its marks: what led nowhere for one option leads nowhere for the next.
void AssignmentSolver::start_swaps() {
    ++swap_search_;
    givers_queued_ = false;
}

bool AssignmentSolver::prefer(std::uint32_t row, std::uint32_t option) {
    const std::uint32_t owner = owner_of(option);
    const std::uint32_t other = owner == none ? static_cast<std::uint32_t>(rows()) : owner;
    if (nodes_[other].component != nodes_[row].component) return false;
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
        bool outside = may_leave(at);
        std::uint32_t outside_option = none;
        for (std::uint32_t t = tight_first_[at]; t < tight_first_[at + 1]; ++t) {
            const std::uint32_t option = tight_[t];
            if (option == matched_[at]) continue;
            const std::uint32_t owner = owner_of(option);
            if (owner == row) {
                last_ = {at, option};
                return true;
            }
            if (owner == none) {
                outside = true;
                outside_option = option;
            } else if (fixed_[owner] == 0 && swaps_[owner].search != swap_search_ &&
                       nodes_[owner].component == nodes_[row].component) {
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
        if (nodes_[giver].component != nodes_[row].component || !may_give(giver)) continue;
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
