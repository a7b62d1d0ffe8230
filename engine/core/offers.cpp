// Asking volunteers. Source: dispatch.md, "Volunteers": keep so many offers alive that somebody
// accepts with the wished probability; refill on a decline or an expiry; withdraw the rest.

#include <algorithm>

#include "engine/core/decide.hpp"
#include "engine/core/names.hpp"
#include "engine/core/request_state.hpp"
#include "engine/core/tracing.hpp"

namespace muster::core {
namespace {

constexpr std::int64_t unit = std::int64_t{1} << 20;  // probabilities in Q20
constexpr std::size_t looked_at_per_offer = 4;

// The mean of the Beta posterior of a volunteer's acceptance, in Q20.
std::int64_t acceptance(const Responder& volunteer, const OfferRule& rule) {
    return unit * (rule.prior_accepted + volunteer.offers_accepted) /
           (rule.prior_asked + volunteer.offers_asked);
}

// Later than the professional who is on the way counts for less.
std::int64_t in_time(Millis volunteer, const Request& request, TimePoint now) {
    TimePoint arrival = never;
    for (const Slot& slot : request.slots) {
        if (is_bound(slot.status) && slot.arrival_at) arrival = std::min(arrival, slot.arrival_at);
    }
    if (arrival == never || now + volunteer <= arrival) return unit;
    const Millis professional = std::max(arrival - now, Millis{1});
    return unit * professional.value / std::max<std::int64_t>(volunteer.value, 1);
}

}  // namespace

void fill_offers(Step& step, Index index, std::uint32_t slot_number) {
    const Board& board = step.board;
    const Request& request = board.requests()[index];
    const Slot& slot = request.slots[slot_number];
    const OfferRule& rule = board.rule_index().plan_of(request.service).offers;
    // The chance that nobody accepts among those asked, and what it may be.
    const std::int64_t wanted = unit * (1000 - rule.accept_target_permille) / 1000;
    std::int64_t nobody = unit;
    std::int64_t live = 0;
    for (const OfferId id : board.requests().aux(index).offers) {
        const Offer& offer = *board.offers().get(id);
        if (offer.slot != slot_number || offer.status != OfferStatus::live) continue;
        ++live;
        nobody =
            nobody * (unit - acceptance(*board.responders().get(offer.responder), rule)) / unit;
    }
    if (nobody <= wanted || live >= rule.max_live) return;

    const Point place = request.place->value;
    const SkillMask skills = board.lanes()[board.requests().aux(index).lane[slot_number]].skills;
    auto& weighed = step.scratch.weighed;
    weighed.clear();
    for (int p = 0; p < profile_count; ++p) {
        const Board::Grid& grid = board.grid(GridKind::idle_offer, static_cast<Profile>(p));
        if (grid.size() == 0) continue;
        grid.nearest(place, skills, static_cast<std::size_t>(rule.max_live) * looked_at_per_offer,
                     rule.radius_m.value * 10, step.scratch.nearby, [&](std::uint32_t volunteer) {
                         const ResponderId id = board.responders()[volunteer].id;
                         return std::find(slot.passed.begin(), slot.passed.end(), id) ==
                                slot.passed.end();
                     });
        weigh_nearby(step, place, request.urgency);
    }
    for (Scratch::Weighed& entry : weighed) {
        const Responder& volunteer = board.responders()[entry.index];
        const bool tired =
            volunteer.last_service_at &&
            step.now() < volunteer.last_service_at + board.rules().dispatch.volunteer_rest_ms;
        entry.rank = acceptance(volunteer, rule) *
                     in_time(entry.candidate.eta_ms, request, step.now()) / unit / (tired ? 2 : 1);
    }
    std::sort(weighed.begin(), weighed.end(),
              [](const Scratch::Weighed& a, const Scratch::Weighed& b) {
                  if (a.rank != b.rank) return a.rank > b.rank;
                  if (a.candidate.cost_ms != b.candidate.cost_ms) {
                      return a.candidate.cost_ms < b.candidate.cost_ms;
                  }
                  return a.candidate.responder < b.candidate.responder;
              });
    std::size_t asked = 0;
    while (asked < weighed.size() && asked < step.offers_left() && nobody > wanted &&
           live < rule.max_live) {
        nobody =
            nobody * (unit - acceptance(board.responders()[weighed[asked].index], rule)) / unit;
        ++live;
        ++asked;
    }
    if (step.trace != nullptr) trace_decision(step, index, slot_number, asked);
    for (std::size_t i = 0; i < asked; ++i) {
        step.emit(OfferMade{step.next_offer_id(), request.id, slot_number,
                            step.now() + rule.deadline_ms, weighed[i].candidate});
    }
}

void withdraw_offers(Step& step, Index index, std::uint32_t slot, WithdrawCause cause) {
    // The list does not change while offers end.
    for (const OfferId id : step.board.requests().aux(index).offers) {
        const Offer& offer = *step.board.offers().get(id);
        if (offer.slot != slot || offer.status != OfferStatus::live) continue;
        step.free(step.board.responders().find(offer.responder));
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
    step.free(step.board.responders().find(offer.responder));
    step.emit(OfferExpired{offer.id});
    fill_request(step, request);
}

namespace {

Index find_live(const Step& step, OfferId id, Rejection& why) {
    const Index index = step.board.offers().find(id);
    if (index == no_index) {
        why = reject(RejectReason::unknown_offer, "/offer",
                     "there is no offer " + std::to_string(id.value));
        return no_index;
    }
    const Offer& offer = step.board.offers()[index];
    if (offer.status != OfferStatus::live) {
        why = reject(
            RejectReason::offer_ended, "/offer",
            "offer " + std::to_string(id.value) + " was " + std::string(name_of(offer.status)));
        return no_index;
    }
    if (offer.offer_deadline <= step.now()) {
        why = reject(RejectReason::offer_ended, "/offer",
                     "offer " + std::to_string(id.value) + " was open until " +
                         std::to_string(offer.offer_deadline.value));
        return no_index;
    }
    return index;
}

}  // namespace

Rejection decide(Step& step, const AcceptOffer& command) {
    Rejection why;
    const Index index = find_live(step, command.offer, why);
    if (index == no_index) return why;
    const Offer offer = step.board.offers()[index];
    step.emit(OfferAccepted{offer.id});
    assign_accepted(step, offer);
    withdraw_offers(step, step.board.requests().find(offer.request), offer.slot,
                    WithdrawCause::slot_filled);
    return {};
}

Rejection decide(Step& step, const DeclineOffer& command) {
    if (auto bad = check_text("/reason", command.reason.value)) return bad;
    Rejection why;
    const Index index = find_live(step, command.offer, why);
    if (index == no_index) return why;
    const Offer& offer = step.board.offers()[index];
    const Index request = step.board.requests().find(offer.request);
    step.free(step.board.responders().find(offer.responder));
    step.emit(OfferDeclined{command.offer, command.reason});
    fill_request(step, request);
    return {};
}

}  // namespace muster::core
