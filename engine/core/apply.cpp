// What each event does to the board: the only code that changes an entity. It trusts the event; the
// decisions have checked it, or it comes from the log.

#include <cstdlib>
#include <utility>

#include "engine/core/board.hpp"
#include "engine/core/requests/reports.hpp"
#include "engine/core/requests/request_state.hpp"
#include "muster/events.hpp"

namespace muster::core {

// An event about something that does not exist cannot have been decided: the log and this build
// disagree, and going on would spread the damage.
static void must(bool holds) {
    if (!holds) std::abort();
}

struct Applier {
    Board& b;
    TimePoint at;

    // ---- look-ups ------------------------------------------------------------------------------

    Index request_index(RequestId id) const {
        const Index index = b.requests().find(id);
        must(index != no_index);
        return index;
    }
    Index responder_index(ResponderId id) const {
        const Index index = b.responders().find(id);
        must(index != no_index);
        return index;
    }
    // Changes a request, then lets the derived part follow.
    template <class Change>
    void request(RequestId id, Change change) {
        const Index index = request_index(id);
        Request& request = b.held<Request>()[index];
        change(request);
        if (wants_responders(request.status)) request.status = status_from_slots(request);
        b.sync_request(index);
    }
    template <class Change>
    void responder(ResponderId id, Change change) {
        const Index index = responder_index(id);
        change(b.held<Responder>()[index]);
        b.sync_responder(index);
    }
    Slot& slot(Request& request, std::uint32_t number) const {
        must(number < request.slots.size());
        return request.slots[number];
    }

    // ---- rules, members, cards -----------------------------------------------------------------

    void operator()(const RulesLoaded& e) { b.load_rules(e.rules); }

    void operator()(const MemberRegistered& e) { b.put(e.member); }

    void operator()(const MemberUpdated& e) {
        const Index index = b.members().find(e.member.id);
        must(index != no_index);
        b.phones_.remove(b.members()[index], b.phone_rule());
        b.forget_place(b.members()[index].profile.home);
        b.held<Member>()[index] = e.member;
        b.phones_.add(e.member, b.phone_rule());
        b.know_place(e.member.profile.home);
    }

    void operator()(const MemberRemoved& e) {
        const Index index = b.members().find(e.member);
        must(index != no_index);
        b.phones_.remove(b.members()[index], b.phone_rule());
        b.forget_place(b.members()[index].profile.home);
        b.held<Member>().erase(index);
    }

    void operator()(const CardIssued& e) { b.put(e.card); }

    void operator()(const CardChanged& e) {
        const Index index = b.cards().find(e.card.id);
        must(index != no_index);
        b.held<Card>()[index] = e.card;
    }

    // ---- responders ----------------------------------------------------------------------------

    void operator()(const ResponderRegistered& e) {
        Responder responder;
        responder.id = e.responder;
        responder.profile = e.profile;
        responder.idle_since = at;
        b.sync_responder(b.put(responder));
    }

    void operator()(const ResponderUpdated& e) {
        const Index index = responder_index(e.responder);
        b.forget_place(b.responders()[index].profile.post);
        b.know_place(e.profile.post);
        b.held<Responder>()[index].profile = e.profile;
        b.held<Responder>().aux(index).skills = b.rules_.known_mask(e.profile.skills);
        b.sync_responder(index);
    }

    void operator()(const DutyChanged& e) {
        responder(e.responder, [&](Responder& r) {
            if (e.status == ResponderStatus::available && r.status != ResponderStatus::available) {
                r.idle_since = at;
            }
            r.status = e.status;
            r.shift_until = e.shift_until;
            // The next shift begins at the responder's own place.
            if (e.status != ResponderStatus::available) r.standby = {};
            r.advised = {};
        });
    }

    void operator()(const PositionsReported& e) {
        for (const PositionFix& fix : e.fixes) {
            responder(fix.responder, [&](Responder& r) {
                r.position = Point(fix.point.value);
                r.position_at = fix.fix_at;
                r.lapsed_at.reset();
            });
        }
    }

    void operator()(const PositionDoubted& e) {
        b.held<Responder>()[responder_index(e.responder)].doubted = e.doubted;
    }

    void operator()(const PositionDoubtEnded& e) {
        b.held<Responder>()[responder_index(e.responder)].doubted.reset();
    }

    void operator()(const PositionLapsed& e) {
        responder(e.responder, [&](Responder& r) { r.lapsed_at = at; });
    }

    void operator()(const ResponderCleared& e) {
        responder(e.responder, [&](Responder& r) { make_idle(r); });
    }

    void make_idle(Responder& r) const {
        r.status = ResponderStatus::available;
        r.idle_since = at;
        r.clear_until = {};
    }

    // ---- the life of a request -----------------------------------------------------------------

    void operator()(const RequestReceived& e) {
        const ResponsePlan& plan = b.rules_.plan_of(e.service);
        const ClassRule& rule = b.rules_.urgency(e.urgency);
        const Index index = b.held<Request>().add(e.request);
        Request& r = b.held<Request>()[index];
        r.urgency = e.urgency;
        r.service = e.service;
        r.channel = e.channel;
        r.member = e.member;
        r.member_hint = e.member_hint;
        r.member_hints = e.member_hints;
        r.caller = e.caller;
        r.place = e.place;
        r.address = e.address;
        r.note = e.note;
        r.device = e.device;
        r.safety = e.silent ? Safety::unverified : Safety::not_asked;
        r.credit_ms = e.credit_ms;
        r.raised_for = e.raised_for;
        r.skills = e.skills;
        r.created_at = at;
        r.contacts.active = plan.contacts.enabled && e.member;
        open_slots(r, plan, at);
        set_milestones(r, rule, b.rules().desk, at);
        set_escalation(r, rule, at);
        r.status = status_from_slots(r);
        b.sync_request(index);
    }

    void operator()(const RequestLocated& e) {
        request(e.request, [&](Request& r) {
            r.place = e.place;
            if (!e.address.value.empty()) r.address = e.address;
        });
    }

    void operator()(const RequestTaken& e) {
        request(e.request, [&](Request& r) { r.owner = e.owner; });
    }

    void operator()(const RequestReclassified& e) {
        request(e.request, [&](Request& r) {
            r.urgency = e.urgency;
            const ClassRule& rule = b.rules_.urgency(e.urgency);
            set_milestones(r, rule, b.rules().desk, r.created_at);
            set_escalation(r, rule, at);
        });
    }

    void operator()(const RequestHeld& e) {
        request(e.request, [&](Request& r) {
            r.status = RequestStatus::held;
            r.held_until = e.hold_until;
        });
    }

    void operator()(const RequestResumed& e) {
        request(e.request, [&](Request& r) {
            r.status = RequestStatus::received;
            r.held_until = {};
        });
    }

    void end(Request& r, RequestStatus status) const {
        r.status = status;
        r.ended_at = at;
        r.contacts.active = false;
        for (Slot& slot : r.slots) {
            if (is_waiting(slot.status)) slot.status = SlotStatus::dropped;
        }
    }

    void operator()(const RequestCancelled& e) {
        request(e.request, [&](Request& r) {
            end(r, RequestStatus::cancelled);
            r.disposition = Disposition::not_needed;
        });
    }

    void operator()(const RequestMerged& e) {
        Safety safety = Safety::not_asked;
        request(e.request, [&](Request& r) {
            end(r, RequestStatus::merged);
            r.merged_into = e.into;
            r.disposition = Disposition::duplicate;
            r.possible_duplicate_of.reset();
            safety = r.safety;
        });
        request(e.into, [&](Request& r) {
            if (safety == Safety::unverified) r.safety = Safety::unverified;
            if (r.possible_duplicate_of == e.request) r.possible_duplicate_of.reset();
            if (e.report) keep_report(r, *e.report, at);
        });
    }

    void operator()(const RequestSplit& e) {
        std::optional<MergedReport> kept;
        if (b.requests().find(e.from) != no_index) {
            request(e.from, [&](Request& r) {
                kept = give_back_report(r, e.request);
                if (wants_responders(r.status) && is_served(r)) {
                    finish(r, Disposition::helped, b.rules().desk, at);
                }
            });
        }
        request(e.request, [&](Request& r) {
            restore_report(r, kept ? &*kept : nullptr, b.rules_.plan_of(r.service), at);
        });
    }

    void operator()(const DuplicateSuspected& e) {
        request(e.request, [&](Request& r) { r.possible_duplicate_of = e.of; });
    }

    void operator()(const DuplicateDismissed& e) {
        request(e.request, [&](Request& r) {
            r.possible_duplicate_of.reset();
            r.not_duplicate_of.push_back(e.of);
        });
    }

    void operator()(const RequestTransferred& e) {
        request(e.request, [&](Request& r) {
            end(r, RequestStatus::transferred);
            r.transferred_to = e.to;
            r.disposition = Disposition::handed_over;
        });
    }

    // What was cancelled by mistake has waited all the time: its promises are those of before.
    void operator()(const RequestReopened& e) {
        request(e.request, [&](Request& r) {
            const ResponsePlan& plan = b.rules_.plan_of(r.service);
            const bool cancelled = r.status == RequestStatus::cancelled;
            r.status = RequestStatus::received;
            r.ended_at = {};
            r.disposition = Disposition::none;
            r.rating = 0;
            ++r.reopened;
            if (cancelled) resume_contacts(r, plan);
            if (!cancelled) r.milestones.clear();
            open_slots(r, plan, at);
            const ClassRule& rule = b.rules_.urgency(r.urgency);
            set_milestones(r, rule, b.rules().desk, cancelled ? r.created_at : at);
            set_escalation(r, rule, at);
        });
    }

    void operator()(const SafetyVerified& e) {
        request(e.request, [&](Request& r) { r.safety = Safety::verified; });
    }

    void operator()(const HandoverRecorded& e) {
        request(e.request, [&](Request& r) {
            r.handovers.push_back(e.handover);
            meet(r, Milestone::handover, at);
        });
    }

    void operator()(const ContactDue& e) {
        request(e.request, [&](Request& r) {
            r.contacts.step = e.step;
            r.contacts.misses = e.misses;
            r.contacts.due_at = {};
        });
    }

    void operator()(const ContactRecorded& e) {
        request(e.request, [&](Request& r) {
            record_contact(r, b.rules_.plan_of(r.service).contacts, e.outcome, at);
        });
    }

    void operator()(const ContactsExhausted& e) {
        request(e.request, [&](Request& r) {
            r.contacts.active = false;
            r.contacts.exhausted = true;
            r.contacts.due_at = {};
        });
    }

    void operator()(const RequestCalledBack& e) {
        request(e.request, [&](Request& r) {
            ++r.callbacks;
            if (!e.reached) return;
            r.status = RequestStatus::called_back;
            r.rating = e.rating;
            meet(r, Milestone::called_back, at);
        });
    }

    void operator()(const RequestClosed& e) {
        request(e.request, [&](Request& r) {
            end(r, RequestStatus::closed);
            r.disposition = e.disposition;
            meet(r, Milestone::completed, at);
        });
    }

    void operator()(const RequestArchived& e) { b.forget_request(request_index(e.request)); }

    void operator()(const NoteAdded& e) {
        request(e.request, [&](Request& r) { r.notes.push_back(e.note); });
    }

    // ---- promises ------------------------------------------------------------------------------

    template <class Change>
    void milestone(RequestId id, Milestone which, Change change) {
        request(id, [&](Request& r) {
            for (MilestoneState& state : r.milestones) {
                if (state.milestone == which) change(state);
            }
        });
    }

    void operator()(const DeadlineWarned& e) {
        milestone(e.request, e.milestone, [&](MilestoneState& m) { m.warned_at = at; });
    }

    void operator()(const DeadlineBreached& e) {
        milestone(e.request, e.milestone, [&](MilestoneState& m) { m.breached_at = at; });
    }

    void operator()(const BreachExplained& e) {
        milestone(e.request, e.milestone, [&](MilestoneState& m) { m.cause = e.cause; });
    }

    // ---- offers --------------------------------------------------------------------------------

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
        ++b.held<Responder>()[responder_index(offer.responder)].offers_asked;
        must(b.requests().find(e.request) != no_index);
        b.put(offer);
        request(e.request, [&](Request& r) { slot(r, e.slot).status = SlotStatus::offered; });
    }

    // An offer ends. Its slot shows "offered" while another of its offers lives.
    Offer& end_offer(OfferId id, OfferStatus status) {
        const Index index = b.offers().find(id);
        must(index != no_index);
        Offer& offer = b.held<Offer>()[index];
        must(offer.status == OfferStatus::live);
        offer.status = status;
        b.sync_offer(index);
        const Index request_at = request_index(offer.request);
        bool another = false;
        for (const OfferId other : b.requests().aux(request_at).offers) {
            const Offer& candidate = *b.offers().get(other);
            another |= candidate.slot == offer.slot && candidate.status == OfferStatus::live;
        }
        request(offer.request, [&](Request& r) {
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
        ++b.held<Responder>()[responder_index(offer.responder)].offers_accepted;
    }
    void operator()(const OfferDeclined& e) { end_offer(e.offer, OfferStatus::declined); }
    void operator()(const OfferExpired& e) { end_offer(e.offer, OfferStatus::expired); }
    // A question that is taken back says nothing about how the volunteer answers.
    void operator()(const OfferWithdrawn& e) {
        const Offer& offer = end_offer(e.offer, OfferStatus::withdrawn);
        --b.held<Responder>()[responder_index(offer.responder)].offers_asked;
    }

    void operator()(const SlotFellBack& e) {
        request(e.request, [&](Request& r) {
            slot(r, e.slot).fill = FillMode::direct;
            slot(r, e.slot).fallback_at = {};
        });
    }

    // ---- assignments ---------------------------------------------------------------------------

    void operator()(const SlotAssigned& e) {
        request(e.request, [&](Request& r) {
            Slot& s = slot(r, e.slot);
            s.responder = e.responder;
            s.by = e.by;
            s.pinned = e.by == AssignedBy::dispatcher;
            s.eta_ms = e.eta_ms;
            s.assigned_at = at;
            s.acknowledge_until = e.acknowledge_until;
            s.arrival_at = at + e.eta_ms;
            s.status = e.acknowledge_until ? SlotStatus::assigned : SlotStatus::acknowledged;
            meet(r, Milestone::dispatched, at);
        });
        responder(e.responder, [&](Responder& r) {
            r.status = ResponderStatus::dispatched;
            r.clear_until = {};
            r.request = e.request;
            r.slot = e.slot;
            r.advised = {};
        });
    }

    void operator()(const ArrivalRevised& e) {
        request(e.request, [&](Request& r) { slot(r, e.slot).arrival_at = at + e.eta_ms; });
    }

    // ---- where to stand by ---------------------------------------------------------------------

    void operator()(const StandbyAdvised& e) {
        responder(e.responder, [&](Responder& r) { r.advised = e.post; });
    }

    void operator()(const StandbyOrdered& e) {
        responder(e.responder, [&](Responder& r) {
            r.standby = e.post;
            r.advised = {};
        });
    }

    void operator()(const AssignmentReleased& e) {
        request(e.request, [&](Request& r) {
            Slot& s = slot(r, e.slot);
            s.responder = {};
            s.pinned = false;
            s.eta_ms = {};
            s.acknowledge_until = {};
            s.arrival_at = {};
            s.on_scene_at = {};
            s.status = has_ended(r.status) ? SlotStatus::dropped : SlotStatus::open;
            // A dispatcher who takes somebody off does not want the engine to send them again.
            if (e.cause == ReleaseCause::not_acknowledged || e.cause == ReleaseCause::dispatcher) {
                s.passed.push_back(e.responder);
            }
            reopen_promises(r);
        });
        responder(e.responder, [&](Responder& r) {
            make_idle(r);
            r.request = {};
            r.slot = 0;
        });
    }

    void operator()(const AssignmentAcknowledged& e) {
        request(e.request, [&](Request& r) {
            slot(r, e.slot).status = SlotStatus::acknowledged;
            slot(r, e.slot).acknowledge_until = {};
        });
    }

    void operator()(const ResponderEnRoute& e) {
        request(e.request, [&](Request& r) {
            slot(r, e.slot).status = SlotStatus::en_route;
            slot(r, e.slot).acknowledge_until = {};
        });
        responder(e.responder, [&](Responder& r) { r.status = ResponderStatus::en_route; });
    }

    void operator()(const ResponderOnScene& e) {
        request(e.request, [&](Request& r) {
            Slot& s = slot(r, e.slot);
            s.status = SlotStatus::on_scene;
            s.acknowledge_until = {};
            s.on_scene_at = at;
            meet(r, Milestone::on_site, at);
            meet(r, Milestone::hard_limit, at);
            meet(r, Milestone::contact, at);
        });
        responder(e.responder, [&](Responder& r) { r.status = ResponderStatus::on_scene; });
    }

    // A request of class P0 or P1 still wants its professional when only volunteers have come.
    [[nodiscard]] bool wants_professional(const Request& r) const {
        if (r.urgency > Urgency::P1) return false;
        bool waits = false;
        for (const Slot& s : r.slots) {
            waits |= is_waiting(s.status) && s.fill == FillMode::direct;
            if (s.status != SlotStatus::served) continue;
            const Responder* came = b.responders().get(s.responder);
            if (came == nullptr || came->profile.kind != ResponderKind::volunteer) return false;
        }
        return waits;
    }

    void operator()(const SlotServed& e) {
        request(e.request, [&](Request& r) {
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
            finish(r, e.disposition, b.rules().desk, at);
        });
        responder(e.responder, [&](Responder& r) {
            r.request = {};
            r.slot = 0;
            ++r.services_done;
            r.last_service_at = at;
            if (b.rules().desk.clear_ms > Millis{}) {
                r.status = ResponderStatus::clearing;
                r.clear_until = at + b.rules().desk.clear_ms;
            } else {
                make_idle(r);
            }
        });
    }

    // ---- roads ---------------------------------------------------------------------------------

    void operator()(const SpeedsRequested& e) { b.speeds_requested_ = KnownSpeeds{e.id, e.speeds}; }

    void operator()(const SpeedsInUse& e) {
        must(b.speeds_requested_ && b.speeds_requested_->id == e.id);
        b.speeds_in_use_ = std::move(b.speeds_requested_);
        b.speeds_requested_.reset();
    }
};

void Board::apply(const Event& event, TimePoint at) {
    visit(Applier{*this, at}, event);
}

}  // namespace muster::core
