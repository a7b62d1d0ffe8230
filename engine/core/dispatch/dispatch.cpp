// Who is sent: the nearest able responder for a request, the most urgent work for a responder, and
// the taking of a rolling responder for a life threat.

#include "engine/core/dispatch/dispatch.hpp"

#include <algorithm>

#include "engine/core/dispatch/offers.hpp"
#include "engine/core/dispatch/rolling.hpp"
#include "engine/core/dispatch/standby.hpp"
#include "engine/core/dispatch/tracing.hpp"
#include "engine/core/requests/request_state.hpp"
#include "engine/core/responders/positions.hpp"
#include "engine/roads/distance.hpp"
#include "muster/dispatch.hpp"
#include "muster/responders.hpp"

namespace muster::core {

bool has_passed(const Slot& slot, ResponderId id) {
    return std::find(slot.passed.begin(), slot.passed.end(), id) != slot.passed.end();
}

SkillMask skills_wanted(const Board& board, Index index, std::uint32_t slot_number) {
    const RequestAux& aux = board.requests().aux(index);
    if ((aux.queued >> slot_number & 1) != 0) return board.lanes()[aux.lane[slot_number]].skills;
    const Request& request = board.requests()[index];
    return board.rule_index().known_mask(request.slots[slot_number].skills) |
           board.rule_index().known_mask(request.skills);
}

namespace {

constexpr std::size_t volunteer_work_nearby = 16;

bool cheaper(const Scratch::Weighed& a, const Scratch::Weighed& b) {
    if (a.candidate.cost_ms != b.candidate.cost_ms) {
        return a.candidate.cost_ms < b.candidate.cost_ms;
    }
    if (a.idle_since != b.idle_since) return a.idle_since < b.idle_since;
    return a.candidate.responder < b.candidate.responder;
}

// Asks the memory for what weigh() and cheaper() read of a responder.
void prefetch_for_weighing(const Board& board, Index index) {
    const Responder& responder = board.responders()[index];
    __builtin_prefetch(&responder.id);
    __builtin_prefetch(&responder.profile.travel);
    __builtin_prefetch(&responder.position);
    __builtin_prefetch(&responder.idle_since);
    __builtin_prefetch(&board.responders().aux(index).where);
}

// Fills scratch.weighed with the cheapest candidates of one kind of grid for a slot: the k nearest
// of each profile, dearest last.
template <class Accept>
void weigh_nearest(Step& step, GridKind kind, Index index, std::uint32_t slot_number, std::size_t k,
                   Accept accept) {
    const Request& request = step.board.requests()[index];
    const Slot& slot = request.slots[slot_number];
    const Point place = request.place->value;
    const SkillMask skills = skills_wanted(step.board, index, slot_number);
    Scratch& scratch = step.scratch;
    scratch.weighed.clear();
    for (int p = 0; p < profile_count; ++p) {
        const auto profile = static_cast<Profile>(p);
        const Board::Grid& grid = step.board.grid(kind, profile);
        if (grid.size() == 0) continue;
        // Mostly nobody has let the slot down; then no responder need be waited for here, and those
        // who will be weighed come from memory while the search goes on.
        const auto may_come = [&](std::uint32_t responder) {
            prefetch_for_weighing(step.board, responder);
            const bool passed =
                !slot.passed.empty() && has_passed(slot, step.board.responders()[responder].id);
            return !passed && !is_taken(step.presumed, responder) && accept(responder);
        };
        if (kind == GridKind::idle_direct) {
            nearest_idle(step, kind, profile, place, skills, k, Board::Grid::anywhere_dm, may_come);
        } else {
            grid.nearest(place, skills, k, Board::Grid::anywhere_dm, scratch.nearby, may_come);
        }
        weigh_nearby(step, place, request.urgency);
    }
    std::sort(scratch.weighed.begin(), scratch.weighed.end(), cheaper);
}

template <class Accept>
void weigh_candidates(Step& step, GridKind kind, Index index, std::uint32_t slot, Accept accept) {
    const auto k = static_cast<std::size_t>(step.board.rules().dispatch.candidates);
    weigh_nearest(step, kind, index, slot, k, accept);
}

// The same for those who need only the two cheapest. Within a profile only a stale position makes
// a nearer one dearer: where nobody's is, the two nearest of each profile are enough.
template <class Accept>
void weigh_cheapest_two(Step& step, GridKind kind, Index index, std::uint32_t slot, Accept accept) {
    // By air the nearest need not be the nearest by road.
    if (step.journeys.on_roads()) return weigh_candidates(step, kind, index, slot, accept);
    weigh_nearest(step, kind, index, slot, 2, accept);
    const auto& weighed = step.scratch.weighed;
    const bool stale = std::any_of(weighed.begin(), weighed.end(), [](const auto& one) {
        return one.candidate.penalty_ms > Millis{};
    });
    if (stale) weigh_candidates(step, kind, index, slot, accept);
}

Rationale rationale_of(const Step& step) {
    Rationale rationale;
    const auto& weighed = step.scratch.weighed;
    rationale.policy = step.board.rules().dispatch.policy;
    rationale.considered = static_cast<std::uint32_t>(weighed.size());
    if (!weighed.empty()) rationale.winner = weighed[0].candidate;
    if (weighed.size() > 1) rationale.next = weighed[1].candidate;
    return rationale;
}

// Says which end of the winner's way is doubtful.
void add_doubts(const Step& step, const Request& request, Rationale& rationale) {
    if (!step.journeys.on_roads() || !request.place) return;
    const Index winner = step.board.responders().find(rationale.winner->responder);
    const Profile profile = Journeys::profile_for(
        step.board, step.board.responders()[winner].profile.travel, request.urgency);
    rationale.place_off_road_m = step.journeys.doubt(request.place->value, profile);
    if (const auto& where = step.board.responders().aux(winner).where)
        rationale.start_off_road_m = step.journeys.doubt(*where, profile);
}

void assign(Step& step, Index index, std::uint32_t slot, AssignedBy by, std::string reason,
            const Rationale& rationale) {
    const Request& request = step.board.requests()[index];
    SlotAssigned event;
    event.request = request.id;
    event.slot = slot;
    event.responder = rationale.winner->responder;
    event.by = by;
    event.reason = std::move(reason);
    event.eta_ms = rationale.winner->eta_ms;
    // Volunteers have said yes already; a professional has to confirm that the order arrived.
    if (by != AssignedBy::offer) {
        const ClassRule& rule = step.board.rule_index().class_rule(request.urgency);
        event.acknowledge_until = step.now() + rule.acknowledge_ms;
        if (rule.call_after_ms > Millis{}) event.call_at = step.now() + rule.call_after_ms;
    }
    event.rationale = rationale;
    add_doubts(step, request, event.rationale);
    step.emit(std::move(event));
}

// Weighs those who are rolling to something far less urgent. True if there are any.
bool weigh_victims(Step& step, Index index, std::uint32_t slot) {
    const Board& board = step.board;
    const Request& request = board.requests()[index];
    if (!board.rule_index().class_rule(request.urgency).may_preempt) return false;
    const DispatchRule& rule = board.rules().dispatch;
    const auto may_divert = [&](std::uint32_t responder) {
        const Responder& r = board.responders()[responder];
        const Request& victim = board.requests()[board.requests().find(r.request)];
        const Slot& held = victim.slots[r.slot];
        const int gap = static_cast<int>(victim.urgency) - static_cast<int>(request.urgency);
        return gap >= rule.preempt_class_gap && !held.pinned &&
               held.arrival_at > step.now() + rule.no_divert_within_ms;
    };
    weigh_candidates(step, GridKind::rolling, index, slot, may_divert);
    return !step.scratch.weighed.empty();
}

// Takes a responder from something far less urgent.
void preempt(Step& step, Index index, std::uint32_t slot, const Rationale& rationale) {
    const Board& board = step.board;
    const Request& request = board.requests()[index];
    const Responder& responder = *board.responders().get(rationale.winner->responder);
    const Index victim = board.requests().find(responder.request);
    const std::uint32_t victim_slot = responder.slot;
    step.emit(AssignmentReleased{responder.request, victim_slot, responder.id,
                                 ReleaseCause::preempted,
                                 "needed for request " + std::to_string(request.id.value)});
    assign(step, index, slot, AssignedBy::preemption, "", rationale);
    // The class of the victim is lower, so this ends.
    fill_request(step, victim);
}

// Kleinrock's accumulating priority (dispatch.md, "Ageing"): points grow with the wait, at the rate
// of the class. At most 1e6 * a century of milliseconds, which fits.
std::int64_t points(const Board& board, Urgency urgency, const PendingQueue::Entry& entry,
                    TimePoint now) {
    return board.rule_index().class_rule(urgency).weight * (now.value - entry.since.value);
}

// A volunteer may be asked by requests close by that still look for somebody.
void offer_work(Step& step, Index volunteer) {
    const Board& board = step.board;
    const ResponderAux& aux = board.responders().aux(volunteer);
    const auto wants_offer = [&](std::uint32_t request) {
        const RequestAux& waiting = board.requests().aux(request);
        for (std::uint32_t s = 0; s < max_slots; ++s) {
            if ((waiting.queued >> s & 1) == 0) continue;
            const Board::LaneWants& lane = board.lanes()[waiting.lane[s]];
            if (lane.fill == FillMode::offer && (lane.skills & ~aux.skills) == 0) return true;
        }
        return false;
    };
    board.places().nearest(*aux.where, 0, volunteer_work_nearby, Board::Grid::anywhere_dm,
                           step.scratch.nearby, wants_offer);
    std::vector<Index> requests;
    for (const match::Nearby& near : step.scratch.nearby)
        requests.push_back(near.handle);
    std::sort(requests.begin(), requests.end(), [&](Index a, Index b) {
        const Request& first = board.requests()[a];
        const Request& second = board.requests()[b];
        if (first.urgency != second.urgency) return first.urgency < second.urgency;
        return first.id < second.id;
    });
    for (const Index request : requests) {
        fill_request(step, request);
        if (board.responders().aux(volunteer).grid != GridKind::idle_offer) return;
    }
}

}  // namespace

Candidate weighed_at(const Step& step, Index index, std::uint32_t distance_dm, Millis eta) {
    const Responder& responder = step.board.responders()[index];
    const DispatchRule& rule = step.board.rules().dispatch;
    Candidate candidate;
    candidate.responder = responder.id;
    candidate.distance_m = {distance_dm / 10};
    candidate.eta_ms = eta;
    const PositionRule& positions = step.board.rule_index().positions();
    const Spot place = spot(step.board, step.presumed, index);
    if (place.lost) {
        candidate.basis = PlaceBasis::last_seen;
        candidate.penalty_ms = positions.lost_penalty_ms;
    } else if (place.lapsed) {
        candidate.basis = PlaceBasis::post;
        candidate.penalty_ms = positions.post_penalty_ms;
    } else if (responder.position && responder.position_at + rule.position_stale_ms < step.now()) {
        candidate.basis = PlaceBasis::old_position;
        candidate.penalty_ms = rule.stale_penalty_ms;
    }
    candidate.cost_ms = candidate.eta_ms + candidate.penalty_ms;
    return candidate;
}

Candidate weigh(Step& step, Index index, Point place, Urgency urgency, std::uint32_t distance_dm) {
    return weighed_at(step, index, distance_dm,
                      step.journeys.eta(step.board, index, place, urgency));
}

void weigh_nearby(Step& step, Point place, Urgency urgency) {
    Scratch& scratch = step.scratch;
    // Responders are far apart in memory: waiting for all at once costs as much as for one.
    scratch.asked.clear();
    for (const match::Nearby& near : scratch.nearby) {
        prefetch_for_weighing(step.board, near.handle);
        scratch.asked.push_back(near.handle);
    }
    step.journeys.etas(step.board, scratch.asked, place, urgency, scratch.etas);
    for (std::size_t i = 0; i < scratch.nearby.size(); ++i) {
        const match::Nearby& near = scratch.nearby[i];
        scratch.weighed.push_back({near.handle,
                                   weighed_at(step, near.handle, near.distance_dm, scratch.etas[i]),
                                   step.board.responders()[near.handle].idle_since, 0});
    }
}

void assign_override(Step& step, Index index, std::uint32_t slot, Index responder,
                     const std::string& reason) {
    const Request& request = step.board.requests()[index];
    Rationale rationale;
    rationale.policy = step.board.rules().dispatch.policy;
    rationale.considered = 1;
    const auto& where = step.board.responders().aux(responder).where;
    if (where && request.place) {
        rationale.winner = weigh(step, responder, request.place->value, request.urgency,
                                 roads::distance_dm(*where, request.place->value));
    } else {
        rationale.winner = Candidate{};
        rationale.winner->responder = step.board.responders()[responder].id;
    }
    assign(step, index, slot, AssignedBy::dispatcher, reason, rationale);
}

void assign_accepted(Step& step, const Offer& offer) {
    Rationale rationale;
    rationale.policy = step.board.rules().dispatch.policy;
    rationale.considered = 1;
    rationale.winner =
        Candidate{offer.responder, offer.distance_m, offer.eta_ms, Millis{}, offer.eta_ms, {}};
    assign(step, step.board.requests().find(offer.request), offer.slot, AssignedBy::offer, "",
           rationale);
}

void assign_chosen(Step& step, Index index, std::uint32_t slot, const Rationale& rationale) {
    assign(step, index, slot, AssignedBy::engine, "", rationale);
}

namespace {

// Nobody is sent where there is no way.
bool somebody_can_come(const Step& step) {
    const auto& weighed = step.scratch.weighed;
    return !weighed.empty() && weighed.front().candidate.eta_ms < roads::TravelTimes::never_arrives;
}

}  // namespace

std::optional<Rationale> anybody_idle(Step& step, Index index, std::uint32_t slot) {
    weigh_cheapest_two(step, GridKind::idle_direct, index, slot,
                       [](std::uint32_t) { return true; });
    if (!somebody_can_come(step)) return std::nullopt;
    return rationale_of(step);
}

bool send_anybody_idle(Step& step, Index index, std::uint32_t slot) {
    const std::optional<Rationale> found = anybody_idle(step, index, slot);
    if (found) assign_chosen(step, index, slot, *found);
    return found.has_value();
}

std::optional<DirectChoice> choose_direct(Step& step, Index index, std::uint32_t slot) {
    const std::optional<Rationale> idle = anybody_idle(step, index, slot);
    if (step.trace != nullptr) trace_decision(step, index, slot, 1);
    if (idle) {
        const Index chosen = step.board.responders().find(idle->winner->responder);
        if (!spot(step.board, step.presumed, chosen).lost) {
            return DirectChoice{AssignedBy::engine, *idle};
        }
    }
    // Also where nobody knows where the idle one is: somebody on the way whose place is known is
    // better.
    if (weigh_victims(step, index, slot)) {
        return DirectChoice{AssignedBy::preemption, rationale_of(step)};
    }
    if (!idle) return std::nullopt;
    return DirectChoice{AssignedBy::engine, *idle};
}

bool fill_direct(Step& step, Index index, std::uint32_t slot) {
    const std::optional<DirectChoice> choice = choose_direct(step, index, slot);
    if (!choice) return false;
    if (choice->by == AssignedBy::preemption) {
        preempt(step, index, slot, choice->rationale);
    } else {
        assign_chosen(step, index, slot, choice->rationale);
    }
    return true;
}

void look_again(Step& step, Index index) {
    if (step.board.rules().dispatch.policy == Policy::closest) return;
    const auto slots = static_cast<std::uint32_t>(step.board.requests()[index].slots.size());
    for (std::uint32_t s = 0; s < slots; ++s)
        step.scratch.wanting.push_back(slot_handle(index, s));
}

void fill_request(Step& step, Index index) {
    const std::size_t slots = step.board.requests()[index].slots.size();
    for (std::uint32_t s = 0; s < slots; ++s) {
        const RequestAux& aux = step.board.requests().aux(index);
        if ((aux.queued >> s & 1) == 0) continue;
        if (step.board.lanes()[aux.lane[s]].fill == FillMode::offer) {
            fill_offers(step, index, s);
        } else if (step.board.rules().dispatch.policy == Policy::closest) {
            fill_direct(step, index, s);
        } else {
            step.scratch.wanting.push_back(slot_handle(index, s));
        }
    }
}

// Of the waiting slots that the responder is able to serve, the most urgent: first the strict
// classes in order, then by accumulated priority; ties by class, then the longest waiting, then the
// smallest id.
std::optional<std::uint32_t> best_waiting(const Board& board, TimePoint now, Index responder) {
    const SkillMask skills = board.responders().aux(responder).skills;
    const ResponderId id = board.responders()[responder].id;
    const auto strict = static_cast<int>(board.rules().dispatch.strict_classes);
    std::optional<std::uint32_t> best;
    PendingQueue::Entry best_entry{};
    Urgency best_urgency = Urgency::P4;
    for (int u = 0; u < urgency_count; ++u) {
        if (best && u >= strict && static_cast<int>(best_urgency) < strict) break;
        const auto urgency = static_cast<Urgency>(u);
        for (std::size_t lane = 0; lane < board.lanes().size(); ++lane) {
            const Board::LaneWants& wants = board.lanes()[lane];
            if (wants.fill != FillMode::direct || (wants.skills & ~skills) != 0) continue;
            board.pending().walk(
                static_cast<Lane>(lane), static_cast<std::size_t>(u),
                [&](const PendingQueue::Entry& entry) {
                    const std::uint32_t request = request_of(entry.handle);
                    const Slot& slot = board.requests()[request].slots[slot_of(entry.handle)];
                    if (has_passed(slot, id)) return true;
                    bool better = !best;
                    if (best && urgency == best_urgency) {
                        better = std::pair(entry.since, entry.id) <
                                 std::pair(best_entry.since, best_entry.id);
                    } else if (best && u >= strict) {
                        better = points(board, urgency, entry, now) >
                                 points(board, best_urgency, best_entry, now);
                    }
                    if (better) {
                        best = entry.handle;
                        best_entry = entry;
                        best_urgency = urgency;
                    }
                    return false;  // the rest of this lane and class waits behind it
                });
        }
    }
    return best;
}

namespace {

// Gives the responders freed in this step the work that waits for them. Filling a slot may free
// others, who join the list.
void employ_freed(Step& step) {
    const bool closest = step.board.rules().dispatch.policy == Policy::closest;
    for (std::size_t i = 0; i < step.scratch.freed.size(); ++i) {
        const Index freed = step.scratch.freed[i];
        const Responder& responder = step.board.responders()[freed];
        const bool over = responder.status == ResponderStatus::available && responder.shift_until &&
                          responder.shift_until <= step.now();
        if (over) {
            step.emit(DutyChanged{responder.id, ResponderStatus::off_duty, {}, "shift ended"});
        }
        const auto& aux = step.board.responders().aux(freed);
        if (aux.covers_from) step.scratch.resting.push_back(freed);
        if (aux.grid == GridKind::idle_offer) offer_work(step, freed);
        if (!closest && aux.grid == GridKind::idle_direct) step.scratch.idle.push_back(freed);
        // The most urgent slot gets the best of all idle responders, which need not be this one.
        while (closest && aux.grid == GridKind::idle_direct) {
            const auto waiting = best_waiting(step.board, step.now(), freed);
            if (!waiting) break;
            if (!fill_direct(step, request_of(*waiting), slot_of(*waiting))) break;
        }
    }
    step.scratch.freed.clear();
}

}  // namespace

namespace {

void employ(Step& step) {
    employ_freed(step);
    // Who is left without work by one solution may be what somebody outside its pool waits for, and
    // a pool has room for so many only. Every round lowers the cost of all or has fewer to look at,
    // so this ends; the limit is for the time it may take.
    constexpr int rounds_max = 128;
    for (int round = 0; round < rounds_max; ++round) {
        if (step.scratch.wanting.empty() && step.scratch.idle.empty()) return;
        step.pool.solve(step);
        employ_freed(step);
    }
    // Beyond it, all the same nobody waits for somebody idle.
    for (const Index responder : step.scratch.idle) {
        const auto& aux = step.board.responders().aux(responder);
        while (aux.grid == GridKind::idle_direct) {
            const auto waiting = best_waiting(step.board, step.now(), responder);
            if (!waiting) break;
            if (!send_anybody_idle(step, request_of(*waiting), slot_of(*waiting))) break;
        }
    }
    step.scratch.wanting.clear();
    step.scratch.idle.clear();
}

}  // namespace

void settle(Step& step) {
    employ(step);
    rest(step);
    step.scratch.resting.clear();
}

}  // namespace muster::core
