// What the area does with its commands and events. Events are trusted: the decisions have checked
// them, or they come from the log.

#include "engine/core/dispatch/area.hpp"
#include "engine/core/changes.hpp"
#include "engine/core/dispatch/offers.hpp"
#include "engine/core/requests/request_state.hpp"
#include "engine/core/responders/responder_state.hpp"
#include "engine/core/step.hpp"
#include "muster/dispatch.hpp"

namespace muster::core {

// Made in the files beside this one: checks the command, and emits what follows. A rejection means
// that nothing was emitted.
Rejection decide(Step& step, const AcceptOffer& command);
Rejection decide(Step& step, const DeclineOffer& command);
Rejection decide(Step& step, const AssignResponder& command);
Rejection decide(Step& step, const ReleaseResponder& command);
Rejection decide(Step& step, const AcknowledgeAssignment& command);
Rejection decide(Step& step, const ReportEnRoute& command);
Rejection decide(Step& step, const ReportOnScene& command);
Rejection decide(Step& step, const CompleteAssignment& command);
Rejection decide(Step& step, const RecordResponderCall& command);

namespace {

// Nobody waits for an acknowledgement any more.
void end_waiting(Slot& slot) {
    slot.acknowledge_until = {};
    slot.call_at = {};
    slot.call_due = false;
}

struct Apply {
    Changes& changes;
    const Board& board;
    const TimePoint at;

    void operator()(const OfferMade& e) {
        Offer offer;
        offer.id = e.offer;
        offer.request = e.request;
        offer.slot = e.slot;
        offer.responder = e.candidate.responder;
        offer.made_at = at;
        offer.offer_deadline = e.offer_deadline;
        offer.eta_ms = e.candidate.eta_ms;
        offer.distance_m = e.candidate.distance_m;
        ++changes.store<Responder>()[changes.index_of(offer.responder)].offers_asked;
        must(board.requests().find(e.request) != no_index);
        changes.put(offer);
        changes.request(e.request,
                        [&](Request& r) { slot(r, e.slot).status = SlotStatus::offered; });
    }

    // An offer ends. Its slot shows "offered" while another of its offers lives.
    Offer& end_offer(OfferId id, OfferStatus status) {
        const Index index = board.offers().find(id);
        must(index != no_index);
        Offer& offer = changes.store<Offer>()[index];
        must(offer.status == OfferStatus::live);
        offer.status = status;
        changes.sync_offer(index);
        const Index request_at = changes.index_of(offer.request);
        bool another = false;
        for (const OfferId other : board.requests().aux(request_at).offers) {
            const Offer& candidate = *board.offers().get(other);
            another |= candidate.slot == offer.slot && candidate.status == OfferStatus::live;
        }
        changes.request(offer.request, [&](Request& r) {
            Slot& s = slot(r, offer.slot);
            if (s.status == SlotStatus::offered && !another) s.status = SlotStatus::open;
            if (status == OfferStatus::declined || status == OfferStatus::expired) {
                s.passed.push_back(offer.responder);
            }
        });
        return offer;
    }

    void operator()(const OfferAccepted& e) {
        const Offer& offer = end_offer(e.offer, OfferStatus::accepted);
        ++changes.store<Responder>()[changes.index_of(offer.responder)].offers_accepted;
    }

    void operator()(const OfferDeclined& e) { end_offer(e.offer, OfferStatus::declined); }

    void operator()(const OfferExpired& e) { end_offer(e.offer, OfferStatus::expired); }

    // A question that is taken back says nothing about how the volunteer answers.
    void operator()(const OfferWithdrawn& e) {
        const Offer& offer = end_offer(e.offer, OfferStatus::withdrawn);
        --changes.store<Responder>()[changes.index_of(offer.responder)].offers_asked;
    }

    void operator()(const SlotFellBack& e) {
        changes.request(e.request, [&](Request& r) {
            slot(r, e.slot).fill = FillMode::direct;
            slot(r, e.slot).fallback_at = {};
        });
    }

    void operator()(const SlotAssigned& e) {
        changes.request(e.request, [&](Request& r) {
            Slot& s = slot(r, e.slot);
            s.responder = e.responder;
            s.by = e.by;
            s.pinned = e.by == AssignedBy::dispatcher;
            s.eta_ms = e.eta_ms;
            s.assigned_at = at;
            s.acknowledge_until = e.acknowledge_until;
            s.call_at = e.call_at;
            s.arrival_at = at + e.eta_ms;
            s.status = e.acknowledge_until ? SlotStatus::assigned : SlotStatus::acknowledged;
            meet(r, Milestone::dispatched, at);
        });
        changes.responder(e.responder, [&](Responder& r) {
            r.status = ResponderStatus::dispatched;
            r.clear_until = {};
            r.request = e.request;
            r.slot = e.slot;
            r.advised = {};
        });
    }

    void operator()(const ArrivalRevised& e) {
        changes.request(e.request, [&](Request& r) { slot(r, e.slot).arrival_at = at + e.eta_ms; });
    }

    void operator()(const AssignmentReleased& e) {
        changes.request(e.request, [&](Request& r) {
            Slot& s = slot(r, e.slot);
            s.responder = {};
            s.pinned = false;
            s.eta_ms = {};
            end_waiting(s);
            s.arrival_at = {};
            s.on_scene_at = {};
            s.status = has_ended(r.status) ? SlotStatus::dropped : SlotStatus::open;
            // A dispatcher who takes somebody off does not want the engine to send them again.
            if (e.cause == ReleaseCause::not_acknowledged || e.cause == ReleaseCause::dispatcher ||
                e.cause == ReleaseCause::declined) {
                s.passed.push_back(e.responder);
            }
            reopen_promises(r);
        });
        changes.responder(e.responder, [&](Responder& r) {
            make_idle(r, at);
            r.request = {};
            r.slot = 0;
        });
    }

    void operator()(const AssignmentAcknowledged& e) {
        changes.request(e.request, [&](Request& r) {
            slot(r, e.slot).status = SlotStatus::acknowledged;
            end_waiting(slot(r, e.slot));
        });
    }

    void operator()(const ResponderCallDue& e) {
        changes.request(e.request, [&](Request& r) {
            slot(r, e.slot).call_at = {};
            slot(r, e.slot).call_due = true;
        });
    }

    // Called early, nobody is called again.
    void operator()(const ResponderCallRecorded& e) {
        changes.request(e.request, [&](Request& r) {
            slot(r, e.slot).call_at = {};
            slot(r, e.slot).call_due = false;
        });
    }

    void operator()(const ResponderEnRoute& e) {
        changes.request(e.request, [&](Request& r) {
            slot(r, e.slot).status = SlotStatus::en_route;
            end_waiting(slot(r, e.slot));
        });
        changes.responder(e.responder, [&](Responder& r) { r.status = ResponderStatus::en_route; });
    }

    void operator()(const ResponderOnScene& e) {
        changes.request(e.request, [&](Request& r) {
            Slot& s = slot(r, e.slot);
            s.status = SlotStatus::on_scene;
            end_waiting(s);
            s.on_scene_at = at;
            meet(r, Milestone::on_site, at);
            meet(r, Milestone::hard_limit, at);
            meet(r, Milestone::contact, at);
        });
        changes.responder(e.responder, [&](Responder& r) { r.status = ResponderStatus::on_scene; });
    }

    // A request of class P0 or P1 still wants its professional when only volunteers have come.
    [[nodiscard]] bool wants_professional(const Request& r) const {
        if (r.urgency > Urgency::P1) return false;
        bool waits = false;
        for (const Slot& s : r.slots) {
            waits |= is_waiting(s.status) && s.fill == FillMode::direct;
            if (s.status != SlotStatus::served) continue;
            const Responder* came = board.responders().get(s.responder);
            if (came == nullptr || came->profile.kind != ResponderKind::volunteer) return false;
        }
        return waits;
    }

    void operator()(const SlotServed& e) {
        changes.request(e.request, [&](Request& r) {
            Slot& s = slot(r, e.slot);
            s.status = SlotStatus::served;
            s.served_at = at;
            bool working = false;
            for (const Slot& other : r.slots)
                working |= is_bound(other.status);
            if (working) return;
            if (wants_professional(r)) {
                reopen_promises(r);
                return;
            }
            finish(r, e.disposition, board.rules(), at);
        });
        changes.responder(e.responder, [&](Responder& r) {
            r.request = {};
            r.slot = 0;
            ++r.services_done;
            r.last_service_at = at;
            if (board.rules().desk.clear_ms > Millis{}) {
                r.status = ResponderStatus::clearing;
                r.clear_until = at + board.rules().desk.clear_ms;
            } else {
                make_idle(r, at);
            }
        });
    }
};

}  // namespace

Rejection DispatchArea::decide(Step& step, const Command& command) {
    return visit_as(
        Commands(), [&](const auto& one) { return core::decide(step, one); }, command);
}

void DispatchArea::apply(Changes& changes, const Event& event) {
    visit_as(Events(), Apply{changes, changes.board(), changes.at()}, event);
}

TimePoint DispatchArea::due(const Board& board) {
    return board.deadlines<Offer>().next_due();
}

void DispatchArea::fire(Step& step) {
    expire_offer(step, step.board.deadlines<Offer>().next_handle());
}

}  // namespace muster::core
