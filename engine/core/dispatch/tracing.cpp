#include "engine/core/dispatch/tracing.hpp"

#include <algorithm>
#include <cstdlib>

#include "engine/core/dispatch/dispatch.hpp"
#include "engine/core/dispatch/offers.hpp"
#include "engine/core/dispatch/rolling.hpp"
#include "engine/roads/distance.hpp"

namespace muster::core {

Verdict verdict_on(const Step& step, Index responder, Index index, std::uint32_t slot_number) {
    const Board& board = step.board;
    const Request& request = board.requests()[index];
    const Slot& slot = request.slots[slot_number];
    const Responder& r = board.responders()[responder];
    const ResponderAux& aux = board.responders().aux(responder);
    const bool volunteer = r.profile.kind == ResponderKind::volunteer;
    if (volunteer != (slot.fill == FillMode::offer)) return Verdict::other_kind;
    if (is_taken(step.presumed, responder)) {
        return volunteer ? Verdict::considering_offer : Verdict::busy;
    }
    switch (r.status) {
        case ResponderStatus::off_duty:
            return Verdict::off_duty;
        case ResponderStatus::out_of_service:
            return Verdict::out_of_service;
        case ResponderStatus::dispatched:
        case ResponderStatus::en_route:
            if (board.rules().dispatch.policy == Policy::closest ||
                !may_be_rerouted(board, step.now(), responder)) {
                return Verdict::busy;
            }
            break;
        case ResponderStatus::on_scene:
        case ResponderStatus::clearing:
            return Verdict::busy;
        case ResponderStatus::available:
            break;
    }
    if (aux.live_offer) return Verdict::considering_offer;
    if ((skills_wanted(board, index, slot_number) & ~aux.skills) != 0) return Verdict::lacks_skill;
    if (has_passed(slot, r.id)) return Verdict::passed_before;
    const std::optional<Point> where = spot(board, step.presumed, responder).where;
    if (!where) return Verdict::no_position;
    if (slot.fill == FillMode::offer) {
        const Metres radius = board.rule_index().plan_of(request).offers.radius_m;
        if (roads::distance_dm(*where, request.place->value) > radius.value * 10) {
            return Verdict::outside_radius;
        }
    }
    return Verdict::dearer;
}

namespace {

// What the rank of a volunteer was made of, as far as people ask for it.
void add_chances(const Step& step, Index volunteer, const Request& request,
                 TracedCandidate& traced) {
    const match::VolunteerFacts facts = facts_of(step, volunteer, traced.candidate, request);
    const auto permille = [](std::uint64_t part, std::uint64_t whole) {
        return static_cast<std::int64_t>((part * 1000 + whole / 2) / whole);
    };
    traced.accepts_permille = permille(match::acceptance(facts.answers), match::certain);
    traced.in_time_permille = permille(
        static_cast<std::uint64_t>(match::arrives_before_q16(facts.eta, facts.professional_eta)),
        match::whole_q16);
}

}  // namespace

DecisionTrace trace_of(Step& step, Index index, std::uint32_t slot_number,
                       std::span<const Index> chosen, std::span<const Index> responders) {
    const Board& board = step.board;
    const Request& request = board.requests()[index];
    const Slot& slot = request.slots[slot_number];
    const Verdict winner = slot.fill == FillMode::offer ? Verdict::asked : Verdict::won;
    const bool rolling =
        board.rules().dispatch.policy != Policy::closest && slot.fill == FillMode::direct;

    DecisionTrace trace;
    trace.request = request.id;
    trace.slot = slot_number;
    for (const Index responder : responders) {
        TracedCandidate traced;
        traced.verdict = verdict_on(step, responder, index, slot_number);
        const std::optional<Point> where = spot(board, step.presumed, responder).where;
        if (where) {
            traced.candidate = weigh(step, responder, request.place->value, request.urgency,
                                     roads::distance_dm(*where, request.place->value));
            if (rolling) price(step, traced.candidate, index, slot_number, responder);
            if (slot.fill == FillMode::offer && traced.verdict != Verdict::other_kind) {
                add_chances(step, responder, request, traced);
            }
        } else {
            traced.candidate.responder = board.responders()[responder].id;
        }
        if (std::find(chosen.begin(), chosen.end(), responder) != chosen.end()) {
            traced.verdict = winner;
        }
        trace.candidates.push_back(traced);
    }
    // Under the rolling policy the cheapest for this slot may serve all better elsewhere.
    const auto won = std::find_if(trace.candidates.begin(), trace.candidates.end(),
                                  [](const auto& c) { return c.verdict == Verdict::won; });
    for (TracedCandidate& traced : trace.candidates) {
        if (rolling && won != trace.candidates.end() && traced.verdict == Verdict::dearer &&
            traced.candidate.cost_ms < won->candidate.cost_ms) {
            traced.verdict = Verdict::needed_elsewhere;
        }
    }
    std::stable_sort(trace.candidates.begin(), trace.candidates.end(),
                     [](const TracedCandidate& a, const TracedCandidate& b) {
                         const auto rank = [](const TracedCandidate& c) {
                             const bool won =
                                 c.verdict == Verdict::won || c.verdict == Verdict::asked;
                             return won ? 0 : was_weighed(c.verdict) ? 1 : 2;
                         };
                         if (rank(a) != rank(b)) return rank(a) < rank(b);
                         return a.candidate.cost_ms < b.candidate.cost_ms;
                     });
    return trace;
}

void trace_decision(Step& step, Index index, std::uint32_t slot, std::size_t chosen) {
    std::vector<Index> winners;
    const auto& weighed = step.scratch.weighed;
    for (std::size_t i = 0; i < weighed.size() && i < chosen; ++i)
        winners.push_back(weighed[i].index);
    DecisionTrace trace = trace_of(step, index, slot, winners, step.board.responders().in_order());
    trace.counts.assign(enum_count<Verdict>, 0);
    for (const TracedCandidate& traced : trace.candidates)
        ++trace.counts[static_cast<std::size_t>(traced.verdict)];
    if (trace.candidates.size() > DecisionTrace::kept) trace.candidates.resize(DecisionTrace::kept);
    step.trace->push_back(std::move(trace));
}

}  // namespace muster::core
