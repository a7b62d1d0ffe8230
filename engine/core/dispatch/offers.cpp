// Asking volunteers. Source: dispatch.md, "Volunteers": keep so many offers alive that somebody
// accepts with the wished probability; refill on a decline or an expiry; withdraw the rest.

#include "engine/core/dispatch/offers.hpp"

#include <algorithm>

#include "engine/core/dispatch/dispatch.hpp"
#include "engine/core/dispatch/tracing.hpp"
#include "engine/core/kernel/names.hpp"
#include "engine/core/requests/request_state.hpp"
#include "engine/core/responders/positions.hpp"
#include "engine/core/step.hpp"
#include "engine/match/volunteers.hpp"
#include "muster/dispatch.hpp"
#include "muster/request.hpp"
#include "muster/requests.hpp"

namespace muster::core {
namespace {

constexpr std::size_t looked_at_per_offer = 4;

// Prior and answers together. A question that is still open is no answer yet.
match::Answers answers_of(const Board& board, Index volunteer, const OfferRule& rule) {
    const Responder& responder = board.responders()[volunteer];
    const std::int64_t open = board.responders().aux(volunteer).live_offer ? 1 : 0;
    const std::int64_t accepted = responder.offers_accepted;
    return {rule.prior_accepted + accepted,
            rule.prior_asked - rule.prior_accepted + responder.offers_asked - open - accepted};
}

// When the first professional who is bound to the request is expected; `never` if there is none.
TimePoint professional_arrival(const Step& step, const Request& request) {
    const Board& board = step.board;
    TimePoint first = step.presumed != nullptr ? step.presumed->professional : never;
    for (const Slot& slot : request.slots) {
        if (!is_bound(slot.status) || !slot.arrival_at) continue;
        const Responder& responder = *board.responders().get(slot.responder);
        if (responder.profile.kind == ResponderKind::volunteer) continue;
        first = std::min(first, slot.arrival_at);
    }
    return first;
}

// How long a volunteer may take and still be of use: until the professional arrives; with none on
// the way, until the class's target. Without either any time will do. 0 when that moment is past:
// then nobody has a chance, and whoever is sooner goes first.
Millis time_left(const Step& step, const Request& request) {
    TimePoint end = professional_arrival(step, request);
    if (end == never) {
        for (const MilestoneState& state : request.milestones) {
            if (state.milestone == Milestone::on_site) end = state.due_at;
        }
    }
    return std::max(end - step.now(), Millis{});
}

// 1 when the last service ended just now, down to 0 after the rest that the rules give.
std::int64_t fatigue_q16(const Responder& volunteer, Millis rest, TimePoint now) {
    if (!volunteer.last_service_at) return 0;
    const Millis left = volunteer.last_service_at + rest - now;
    if (left <= Millis{}) return 0;
    return left.value * match::whole_q16 / rest.value;
}

bool asked_before(const Scratch::Weighed& a, const Scratch::Weighed& b) {
    const auto rank = [](const Scratch::Weighed& one) {
        return match::VolunteerRank{one.score, one.candidate.cost_ms, 0,
                                    one.candidate.responder.value};
    };
    return match::asked_before(rank(a), rank(b));
}

}  // namespace

match::VolunteerFacts facts_of(const Step& step, Index volunteer, const Candidate& candidate,
                               const Request& request) {
    const Board& board = step.board;
    const OfferRule& rule = board.rule_index().plan_of(request).offers;
    match::VolunteerFacts facts;
    facts.answers = answers_of(board, volunteer, rule);
    // With the penalty of an old position: who is not known to be near is not counted as near.
    facts.eta = candidate.cost_ms;
    facts.professional_eta = time_left(step, request);
    facts.fatigue_q16 = fatigue_q16(board.responders()[volunteer],
                                    board.rules().dispatch.volunteer_rest_ms, step.now());
    // Skills match wholly, since only those are looked at who have all that the slot wants. The
    // board keeps no time bank, so there are no credits.
    facts.id = candidate.responder.value;
    return facts;
}

namespace {

std::size_t most_live(const OfferRule& rule) {
    return static_cast<std::size_t>(rule.max_live);
}

}  // namespace

bool wants_offers(Step& step, Index index, std::uint32_t slot_number) {
    const Board& board = step.board;
    const OfferRule& rule = board.rule_index().plan_of(board.requests()[index]).offers;
    auto& live = step.scratch.live_answers;
    live.clear();
    for (const OfferId id : board.requests().aux(index).offers) {
        const Offer& offer = *board.offers().get(id);
        if (offer.slot != slot_number || offer.status != OfferStatus::live) continue;
        live.push_back(answers_of(board, board.responders().find(offer.responder), rule));
    }
    return live.size() < most_live(rule) && !match::are_enough(live, rule.accept_target_permille);
}

void rank_volunteers(Step& step, Index index, std::uint32_t slot_number) {
    const Board& board = step.board;
    const Request& request = board.requests()[index];
    const Slot& slot = request.slots[slot_number];
    const OfferRule& rule = board.rule_index().plan_of(request).offers;
    const Point place = request.place->value;
    const SkillMask skills = skills_wanted(board, index, slot_number);
    auto& weighed = step.scratch.weighed;
    weighed.clear();
    for (int p = 0; p < profile_count; ++p) {
        const auto profile = static_cast<Profile>(p);
        if (board.grid(GridKind::idle_offer, profile).size() == 0) continue;
        nearest_idle(step, GridKind::idle_offer, profile, place, skills,
                     most_live(rule) * looked_at_per_offer, rule.radius_m.value * 10,
                     [&](std::uint32_t volunteer) {
                         const ResponderId id = board.responders()[volunteer].id;
                         return !has_passed(slot, id);
                     });
        weigh_nearby(step, place, request.urgency);
    }
    for (Scratch::Weighed& entry : weighed) {
        entry.score = match::rank_of(facts_of(step, entry.index, entry.candidate, request)).score;
    }
    std::sort(weighed.begin(), weighed.end(), asked_before);
}

std::size_t offers_to_make(Step& step, Index index) {
    const Board& board = step.board;
    const OfferRule& rule = board.rule_index().plan_of(board.requests()[index]).offers;
    const auto& live = step.scratch.live_answers;
    auto& ranked = step.scratch.ranked_answers;
    ranked.clear();
    for (const Scratch::Weighed& entry : step.scratch.weighed)
        ranked.push_back(answers_of(board, entry.index, rule));
    return match::offers_to_add(live, ranked, rule.accept_target_permille,
                                std::min(most_live(rule) - live.size(), step.offers_left()));
}

void fill_offers(Step& step, Index index, std::uint32_t slot_number) {
    if (!wants_offers(step, index, slot_number)) return;
    rank_volunteers(step, index, slot_number);
    const std::size_t asked = offers_to_make(step, index);
    const Request& request = step.board.requests()[index];
    const OfferRule& rule = step.board.rule_index().plan_of(request).offers;
    if (step.trace != nullptr) trace_decision(step, index, slot_number, asked);
    for (std::size_t i = 0; i < asked; ++i) {
        step.emit(OfferMade{step.next_offer_id(), request.id, slot_number,
                            step.now() + rule.deadline_ms, step.scratch.weighed[i].candidate});
    }
}

void withdraw_offers(Step& step, Index index, std::uint32_t slot, WithdrawCause cause) {
    // The list does not change while offers end.
    for (const OfferId id : step.board.requests().aux(index).offers) {
        const Offer& offer = *step.board.offers().get(id);
        if (offer.slot != slot || offer.status != OfferStatus::live) continue;
        step.came_free(step.board.responders().find(offer.responder));
        step.emit(OfferWithdrawn{id, cause});
    }
}

Index withdraw_offer_of(Step& step, Index responder, WithdrawCause cause) {
    const OfferId id = step.board.responders().aux(responder).live_offer;
    if (!id) return no_index;
    const Index request = step.board.requests().find(step.board.offers().get(id)->request);
    step.emit(OfferWithdrawn{id, cause});
    return request;
}

void expire_offer(Step& step, Index index) {
    const Offer& offer = step.board.offers()[index];
    const Index request = step.board.requests().find(offer.request);
    step.came_free(step.board.responders().find(offer.responder));
    step.emit(OfferExpired{offer.id});
    fill_request(step, request);
}

namespace {

Named<Offer> find_live(const Step& step, OfferId id) {
    auto index = find_one(step, id);
    if (!index) return index;
    const std::string offer_id = std::to_string(id.value);
    const Offer& offer = step.board.offers()[*index];
    if (offer.status != OfferStatus::live) {
        return reject(RejectReason::offer_ended, "/offer",
                      "offer " + offer_id + " was " + std::string(name_of(offer.status)));
    }
    if (offer.offer_deadline <= step.now()) {
        return reject(
            RejectReason::offer_ended, "/offer",
            "offer " + offer_id + " was open until " + std::to_string(offer.offer_deadline.value));
    }
    return index;
}

}  // namespace

Rejection decide(Step& step, const AcceptOffer& command) {
    const auto index = find_live(step, command.offer);
    if (!index) return index.error();
    const Offer offer = step.board.offers()[*index];
    step.emit(OfferAccepted{offer.id});
    assign_accepted(step, offer);
    withdraw_offers(step, step.board.requests().find(offer.request), offer.slot,
                    WithdrawCause::slot_filled);
    return {};
}

Rejection decide(Step& step, const DeclineOffer& command) {
    const auto index = find_live(step, command.offer);
    if (!index) return index.error();
    const Offer& offer = step.board.offers()[*index];
    const Index request = step.board.requests().find(offer.request);
    step.came_free(step.board.responders().find(offer.responder));
    step.emit(OfferDeclined{command.offer, command.reason});
    fill_request(step, request);
    return {};
}

}  // namespace muster::core
