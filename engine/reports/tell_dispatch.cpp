// Who was asked, who was sent, and when they were there.
#include "engine/reports/tell.hpp"

namespace muster::reports {
namespace {

void end_offer(Teller& to, OfferId offer, OfferStatus status) {
    to.run("UPDATE offer SET status = ?2, ended_at = ?3 WHERE id = ?1", offer, status, to.at());
}

}  // namespace

void tell(Teller& to, const OfferMade& e) {
    to.run(
        "INSERT OR REPLACE INTO offer(id, request, responder, made_at, day) VALUES(?, ?, ?, ?, ?)",
        e.offer, e.request, e.candidate.responder, to.at(), to.today());
}

void tell(Teller& to, const OfferAccepted& e) {
    end_offer(to, e.offer, OfferStatus::accepted);
}

void tell(Teller& to, const OfferDeclined& e) {
    end_offer(to, e.offer, OfferStatus::declined);
}

void tell(Teller& to, const OfferExpired& e) {
    end_offer(to, e.offer, OfferStatus::expired);
}

void tell(Teller& to, const OfferWithdrawn& e) {
    end_offer(to, e.offer, OfferStatus::withdrawn);
}

void tell(Teller& to, const SlotAssigned& e) {
    to.run(
        "INSERT OR REPLACE INTO assignment(request, slot, assigned_at, responder)"
        " VALUES(?, ?, ?, ?)",
        e.request, e.slot, to.at(), e.responder);
    to.run("UPDATE request SET dispatched_at = ?2 WHERE id = ?1 AND dispatched_at IS NULL",
           e.request, to.at());
}

// Each of an assignment that has not ended: there is one of a slot at most.
void tell(Teller& to, const AssignmentReleased& e) {
    to.run(
        "UPDATE assignment SET released_at = ?4, release_cause = ?5 WHERE request = ?1 AND"
        " slot = ?2 AND responder = ?3 AND released_at IS NULL AND served_at IS NULL",
        e.request, e.slot, e.responder, to.at(), e.cause);
}

void tell(Teller& to, const AssignmentAcknowledged& e) {
    to.run(
        "UPDATE assignment SET acknowledged_at = ?4 WHERE request = ?1 AND slot = ?2 AND"
        " responder = ?3 AND released_at IS NULL AND served_at IS NULL",
        e.request, e.slot, e.responder, to.at());
}

void tell(Teller& to, const ResponderEnRoute& e) {
    to.run(
        "UPDATE assignment SET en_route_at = ?4 WHERE request = ?1 AND slot = ?2 AND"
        " responder = ?3 AND released_at IS NULL AND served_at IS NULL",
        e.request, e.slot, e.responder, to.at());
}

void tell(Teller& to, const ResponderOnScene& e) {
    to.run(
        "UPDATE assignment SET on_scene_at = ?4 WHERE request = ?1 AND slot = ?2 AND"
        " responder = ?3 AND released_at IS NULL AND served_at IS NULL",
        e.request, e.slot, e.responder, to.at());
    to.run("UPDATE request SET on_scene_at = ?2 WHERE id = ?1 AND on_scene_at IS NULL", e.request,
           to.at());
}

void tell(Teller& to, const SlotServed& e) {
    to.run(
        "UPDATE assignment SET served_at = ?4 WHERE request = ?1 AND slot = ?2 AND"
        " responder = ?3 AND released_at IS NULL AND served_at IS NULL",
        e.request, e.slot, e.responder, to.at());
    // The last slot that is served.
    to.run("UPDATE request SET served_at = ?2 WHERE id = ?1", e.request, to.at());
}

}  // namespace muster::reports
