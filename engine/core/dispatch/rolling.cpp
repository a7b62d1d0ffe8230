#include "engine/core/dispatch/rolling.hpp"

#include <algorithm>
#include <limits>

#include "engine/core/dispatch/dispatch.hpp"
#include "engine/core/dispatch/standby.hpp"
#include "engine/core/dispatch/tracing.hpp"
#include "engine/core/requests/request_state.hpp"
#include "engine/core/responders/positions.hpp"
#include "engine/roads/distance.hpp"
#include "muster/dispatch.hpp"

namespace muster::core {
namespace {

constexpr std::uint32_t none = match::AssignmentProblem::none;

// Weighted costs are cut here (16 days late in class P0), so that no sum overflows.
constexpr std::int64_t cost_max = std::int64_t{1} << 36;
// By how much leaving a strict class waiting is worse than leaving the next one.
constexpr std::int64_t strict_step = std::int64_t{1} << 41;
// Among slots that cannot all be served, a nearer one is worth more up to this ETA.
constexpr Millis horizon = minutes(30);
// The longest waiting of each lane and class that a responder who came free may choose from.
constexpr std::size_t ripe_per_list = 8;
constexpr std::size_t looked_at_per_candidate = 4;

// The target of dispatch.md, D_p: when somebody should be there.
Millis target_of(const ClassRule& rule) {
    for (const MilestoneRule& milestone : rule.milestones) {
        if (milestone.milestone == Milestone::on_site) return milestone.within_ms;
    }
    return never - TimePoint{};
}

Millis waited(const Request& request, TimePoint now) {
    return std::max(now - request.created_at + request.credit_ms, Millis{});
}

// Milliseconds of waiting with those beyond the target counted more.
Millis with_lateness(const Step& step, Millis whole, Millis late) {
    return whole + late * step.board.rules().dispatch.late_permille / 1000;
}

Millis lateness(const ClassRule& rule, Millis whole) {
    const Millis target = target_of(rule);
    return whole > target ? whole - target : Millis{};
}

std::int64_t weighted(std::int64_t weight, Millis value) {
    if (value.value >= cost_max / weight) return cost_max;
    return weight * value.value;
}

}  // namespace

bool may_be_rerouted(const Board& board, TimePoint now, Index index) {
    if (board.responders().aux(index).grid != GridKind::rolling) return false;
    const Responder& responder = board.responders()[index];
    // Whoever should be at home finishes this, and nothing else.
    if (responder.shift_until && responder.shift_until <= now) return false;
    const Slot& slot =
        board.requests()[board.requests().find(responder.request)].slots[responder.slot];
    return !slot.pinned && slot.fill == FillMode::direct &&
           slot.arrival_at > now + board.rules().dispatch.no_divert_within_ms;
}

void price(const Step& step, Candidate& candidate, Index request_index, std::uint32_t slot_number,
           Index index) {
    const Request& request = step.board.requests()[request_index];
    const Slot& slot = request.slots[slot_number];
    const Responder& responder = step.board.responders()[index];
    const ClassRule& rule = step.board.rule_index().class_rule(request.urgency);
    const bool is_current = slot.responder == responder.id && is_bound(slot.status);
    if (is_current) {
        // Kept up to date on the way; the position of the last report is not.
        candidate.eta_ms = std::max(slot.arrival_at - step.now(), Millis{});
        candidate.penalty_ms = {};
        candidate.basis.reset();
    }
    CostTerms terms;
    terms.weight = rule.weight;
    terms.waited_ms = waited(request, step.now());
    const Millis whole = terms.waited_ms + candidate.eta_ms + candidate.penalty_ms;
    terms.late_ms = lateness(rule, whole);
    const Millis switching = step.board.rules().dispatch.switch_ms;
    if (!is_current && is_bound(slot.status)) terms.switch_ms = terms.switch_ms + switching;
    if (!is_current && responder.request) terms.switch_ms = terms.switch_ms + switching;
    const StandbyRule& standby = step.board.rules().standby;
    if (step.board.rules().dispatch.policy == Policy::coverage &&
        request.urgency >= standby.loss_from && !is_current) {
        terms.coverage_ms = {standby.loss_ms.value * step.standby.loss_ppm(step, index) /
                             1'000'000};
    }
    candidate.cost_ms = {weighted(terms.weight, with_lateness(step, whole, terms.late_ms)) +
                         terms.switch_ms.value + terms.coverage_ms.value};
    candidate.terms = terms;
}

bool RollingPool::is_full(const Step& step) const {
    return rows_.size() >= static_cast<std::size_t>(step.board.rules().dispatch.pool_slots);
}

bool RollingPool::in_pool(std::uint32_t handle) const {
    return std::any_of(rows_.begin(), rows_.end(),
                       [handle](const Row& row) { return row.handle == handle; });
}

// The slot that a responder on the way may be taken from, or none. Many rows ask about the same
// responders, and nothing changes while the pool is gathered.
std::uint32_t RollingPool::home_of(const Step& step, Index index) {
    Home& known = homes_[index];
    if (known.gathering != gathering_) {
        known = {gathering_, none};
        if (may_be_rerouted(step.board, step.now(), index)) {
            const Responder& responder = step.board.responders()[index];
            known.slot = slot_handle(step.board.requests().find(responder.request), responder.slot);
        }
    }
    return known.slot;
}

// Takes a slot into the pool, unless it is there, the pool is full, or nobody may change it.
void RollingPool::add_row(Step& step, std::uint32_t handle) {
    const Board& board = step.board;
    if (is_full(step)) return;
    const Index index = request_of(handle);
    const Request& request = board.requests()[index];
    const Slot& slot = request.slots[slot_of(handle)];
    const bool asked = std::find(asked_.begin(), asked_.end(), handle) != asked_.end();
    if (!(wants_responders(request.status) || asked) || !request.place ||
        slot.fill != FillMode::direct) {
        return;
    }
    if (in_pool(handle)) return;
    Row row;
    row.handle = handle;
    row.request = index;
    row.slot = slot_of(handle);
    if (asked) {
        // Whoever holds it now is to be replaced.
    } else if (is_bound(slot.status)) {
        row.current = board.responders().find(slot.responder);
        if (!may_be_rerouted(board, step.now(), row.current)) return;
    } else if (!is_waiting(slot.status)) {
        return;
    }
    rows_.push_back(row);
}

// Fills scratch.nearby with those on the way who may be sent elsewhere, as many as a slot has
// candidates. Only so many are looked at: in a busy city most may be about to arrive.
template <class Accept>
void RollingPool::nearest_rolling(Step& step, Point place, SkillMask skills, Profile profile,
                                  std::uint32_t reach_dm, Accept accept) {
    std::vector<match::Nearby>& nearby = step.scratch.nearby;
    nearby.clear();
    const Board::Grid& grid = step.board.grid(GridKind::rolling, profile);
    if (grid.size() == 0) return;
    const auto k = static_cast<std::size_t>(step.board.rules().dispatch.candidates);
    grid.nearest(place, skills, looked_at_per_candidate * k, reach_dm, nearby, accept);
    std::erase_if(nearby,
                  [&](const match::Nearby& near) { return home_of(step, near.handle) == none; });
    if (nearby.size() > k) nearby.resize(k);
}

// The most urgent of the waiting slots that somebody who came free could serve, and the slots that
// others are on the way to but he might reach sooner.
void RollingPool::add_waiting_for(Step& step, Index responder) {
    const Board& board = step.board;
    const ResponderAux& aux = board.responders().aux(responder);
    const ResponderId id = board.responders()[responder].id;
    const auto strict = static_cast<std::size_t>(board.rules().dispatch.strict_classes);
    ripe_.clear();
    for (std::size_t lane = 0; lane < board.lanes().size(); ++lane) {
        const Board::LaneWants& wants = board.lanes()[lane];
        if (wants.fill != FillMode::direct || (wants.skills & ~aux.skills) != 0) continue;
        for (std::size_t u = 0; u < PendingQueue::classes; ++u) {
            std::size_t taken = 0;
            const std::int64_t weight =
                board.rule_index().class_rule(static_cast<Urgency>(u)).weight;
            board.pending().walk(static_cast<Lane>(lane), u, [&](const PendingQueue::Entry& entry) {
                const Slot& slot =
                    board.requests()[request_of(entry.handle)].slots[slot_of(entry.handle)];
                if (has_passed(slot, id)) return true;
                const Millis wait = step.now() - entry.since;
                ripe_.push_back({entry.handle, entry.id, u < strict, static_cast<Urgency>(u),
                                 weight * wait.value});
                return ++taken < ripe_per_list;
            });
        }
    }
    std::sort(ripe_.begin(), ripe_.end(), [](const Ripe& a, const Ripe& b) {
        if (a.strict != b.strict) return a.strict;
        if (a.strict && a.urgency != b.urgency) return a.urgency < b.urgency;
        if (a.points != b.points) return a.points > b.points;
        return a.id < b.id;
    });
    const auto half = static_cast<std::size_t>(board.rules().dispatch.pool_slots + 1) / 2;
    for (std::size_t i = 0; i < ripe_.size() && i < half; ++i)
        add_row(step, ripe_[i].handle);

    for (int p = 0; p < profile_count; ++p) {
        nearest_rolling(step, *aux.where, 0, static_cast<Profile>(p), Board::Grid::anywhere_dm,
                        [](std::uint32_t) { return true; });
        for (const match::Nearby& near : step.scratch.nearby) {
            const std::uint32_t home = home_of(step, near.handle);
            const Index request = request_of(home);
            const Slot& slot = board.requests()[request].slots[slot_of(home)];
            if ((skills_wanted(board, request, slot_of(home)) & ~aux.skills) != 0) continue;
            if (has_passed(slot, id)) continue;
            add_row(step, home);
        }
    }
}

// Appends whom a slot may have. Those on the way to another slot bring that slot into the pool.
void RollingPool::find_candidates(Step& step, std::size_t number) {
    const Board& board = step.board;
    rows_[number].first = choices_.size();
    const Row row = rows_[number];
    const Request& request = board.requests()[row.request];
    const Slot& slot = request.slots[row.slot];
    const Point place = request.place->value;
    const SkillMask skills = skills_wanted(board, row.request, row.slot);
    const auto k = static_cast<std::size_t>(board.rules().dispatch.candidates);
    if (row.current != no_index) choices_.push_back({row.current, 0, row.handle, {}});
    const auto may_come = [&](std::uint32_t responder) {
        if (responder == row.current || is_taken(step.presumed, responder)) return false;
        // Mostly nobody has let the slot down; then no responder is fetched from memory.
        return slot.passed.empty() || !has_passed(slot, board.responders()[responder].id);
    };
    for (int p = 0; p < profile_count; ++p) {
        const auto profile = static_cast<Profile>(p);
        const Board::Grid& idle = board.grid(GridKind::idle_direct, profile);
        std::uint32_t reach_dm = Board::Grid::anywhere_dm;
        if (idle.size() > 0) {
            const std::size_t known = nearest_idle(step, GridKind::idle_direct, profile, place,
                                                   skills, k, Board::Grid::anywhere_dm, may_come);
            for (const match::Nearby& near : step.scratch.nearby)
                choices_.push_back({near.handle, near.distance_dm, none, {}});
            // With so many free ones who are nearer, who is on the way stays there.
            if (known == k) reach_dm = step.scratch.nearby[known - 1].distance_dm;
        }
        nearest_rolling(step, place, skills, profile, reach_dm, may_come);
        for (const match::Nearby& near : step.scratch.nearby) {
            const std::uint32_t home = home_of(step, near.handle);
            add_row(step, home);
            if (in_pool(home)) choices_.push_back({near.handle, near.distance_dm, home, {}});
        }
    }
    step.scratch.asked.clear();
    for (std::size_t i = row.first; i < choices_.size(); ++i)
        step.scratch.asked.push_back(choices_[i].responder);
    step.journeys.etas(board, step.scratch.asked, place, request.urgency, step.scratch.etas);
    for (std::size_t i = row.first; i < choices_.size(); ++i) {
        Choice& choice = choices_[i];
        if (choice.responder == row.current) {
            choice.distance_dm =
                roads::distance_dm(*board.responders().aux(row.current).where, place);
        }
        choice.candidate = weighed_at(step, choice.responder, choice.distance_dm,
                                      step.scratch.etas[i - row.first]);
        price(step, choice.candidate, row.request, row.slot, choice.responder);
    }
}

void RollingPool::gather(Step& step) {
    rows_.clear();
    choices_.clear();
    ++gathering_;
    homes_.resize(step.board.responders().end_index());
    auto& wanting = step.scratch.wanting;
    std::size_t taken = 0;
    for (; taken < wanting.size() && !is_full(step); ++taken)
        add_row(step, wanting[taken]);
    wanting.erase(wanting.begin(), wanting.begin() + static_cast<std::ptrdiff_t>(taken));
    idle_first_ = rows_.empty();
    for (const Index responder : step.scratch.idle)
        add_waiting_for(step, responder);
    // The pool grows while candidates are found.
    for (std::size_t row = 0; row < rows_.size(); ++row)
        find_candidates(step, row);
}

match::AssignmentResult RollingPool::assign(const Step& step) {
    const Board& board = step.board;
    const DispatchRule& rule = board.rules().dispatch;
    first_.assign(1, 0);
    options_.clear();
    unassigned_.clear();
    current_.clear();
    for (std::size_t r = 0; r < rows_.size(); ++r) {
        const std::size_t end = r + 1 < rows_.size() ? rows_[r + 1].first : choices_.size();
        for (std::size_t i = rows_[r].first; i < end; ++i) {
            // Nobody is sent where there is no way, but whoever is on the way stays there.
            const Choice& choice = choices_[i];
            if (choice.candidate.eta_ms >= roads::TravelTimes::never_arrives &&
                choice.responder != rows_[r].current) {
                continue;
            }
            options_.push_back({choice.candidate.cost_ms.value, choice.responder});
        }
        first_.push_back(static_cast<std::uint32_t>(options_.size()));
        current_.push_back(rows_[r].current);

        const Request& request = board.requests()[rows_[r].request];
        const ClassRule& of_class = board.rule_index().class_rule(request.urgency);
        const Millis wait = waited(request, step.now());
        const Millis whole = wait + horizon;
        const Millis deferred = with_lateness(step, whole, lateness(of_class, whole)) +
                                wait * rule.ageing_permille / 1000;
        const std::int64_t strict =
            std::max<std::int64_t>(rule.strict_classes - static_cast<int>(request.urgency), 0);
        unassigned_.push_back(weighted(of_class.weight, deferred) + strict * strict_step);
    }
    // No one waits while somebody able is free: the number of assigned slots comes first.
    const std::int64_t worst = urgency_count * strict_step + 2 * cost_max;
    const std::int64_t first = match::AssignmentSolver::cardinality_first(rows_.size(), 0, worst);
    for (std::int64_t& cost : unassigned_)
        cost += first;
    return solver_.solve({.first = first_,
                          .options = options_,
                          .unassigned = unassigned_,
                          .columns = board.responders().end_index(),
                          .current = current_});
}

Rationale RollingPool::rationale(const Step& step, std::size_t number, Index winner) const {
    Rationale rationale;
    rationale.policy = step.board.rules().dispatch.policy;
    const std::size_t end = number + 1 < rows_.size() ? rows_[number + 1].first : choices_.size();
    for (std::size_t i = rows_[number].first; i < end; ++i) {
        const Candidate& candidate = choices_[i].candidate;
        ++rationale.considered;
        if (choices_[i].responder == winner) {
            rationale.winner = candidate;
        } else if (!rationale.next ||
                   std::pair(candidate.cost_ms, candidate.responder) <
                       std::pair(rationale.next->cost_ms, rationale.next->responder)) {
            rationale.next = candidate;
        }
    }
    return rationale;
}

void RollingPool::carry_out(Step& step, const match::AssignmentResult& result) {
    const Board& board = step.board;
    chosen_.assign(result.column.begin(), result.column.end());
    if (step.trace != nullptr) {
        for (std::size_t r = 0; r < rows_.size(); ++r) {
            if (chosen_[r] == none || chosen_[r] == rows_[r].current) continue;
            step.scratch.weighed.assign(1, {chosen_[r], {}, {}, 0});
            trace_decision(step, rows_[r].request, rows_[r].slot, 1);
        }
    }
    for (std::size_t r = 0; r < rows_.size(); ++r) {
        const Row& row = rows_[r];
        if (row.current == no_index || chosen_[r] == row.current) continue;
        step.emit(AssignmentReleased{board.requests()[row.request].id,
                                     row.slot,
                                     board.responders()[row.current].id,
                                     ReleaseCause::rerouted,
                                     {}});
        if (std::find(chosen_.begin(), chosen_.end(), row.current) == chosen_.end()) {
            step.came_free(row.current);
        }
    }
    for (std::size_t r = 0; r < rows_.size(); ++r) {
        if (chosen_[r] == none || chosen_[r] == rows_[r].current) continue;
        assign_chosen(step, rows_[r].request, rows_[r].slot, rationale(step, r, chosen_[r]));
    }
    // The candidates are the nearest; where many slots compete for them, one further away is left.
    for (std::size_t r = 0; r < rows_.size(); ++r) {
        if (chosen_[r] == none) send_anybody_idle(step, rows_[r].request, rows_[r].slot);
    }
}

std::vector<RollingPool::Found> RollingPool::look_ahead(Step& step,
                                                        std::vector<std::uint32_t> handles) {
    std::vector<Found> found;
    asked_ = std::move(handles);
    step.scratch.wanting = asked_;
    step.scratch.idle.clear();
    while (!step.scratch.wanting.empty()) {
        gather(step);
        if (rows_.empty()) break;
        const match::AssignmentResult result = assign(step);
        for (std::size_t r = 0; r < rows_.size(); ++r) {
            const Row& row = rows_[r];
            if (std::find(asked_.begin(), asked_.end(), row.handle) == asked_.end()) continue;
            const Index chosen = result.column[r];
            if (chosen == none) continue;
            found.push_back({row.handle, rationale(step, r, chosen)});
        }
    }
    asked_.clear();
    return found;
}

void RollingPool::keep_unemployed(Step& step, bool changed) const {
    const Board& board = step.board;
    auto& idle = step.scratch.idle;
    // The pool began with his work: there is none for him.
    if (!changed && idle_first_ && !idle.empty()) idle.erase(idle.begin());
    std::erase_if(idle, [&](Index responder) {
        return board.responders().aux(responder).grid != GridKind::idle_direct ||
               !best_waiting(board, step.now(), responder);
    });
}

void RollingPool::solve(Step& step) {
    const std::size_t before = step.events.size();
    gather(step);
    if (!rows_.empty()) carry_out(step, assign(step));
    keep_unemployed(step, step.events.size() != before);
}

}  // namespace muster::core
