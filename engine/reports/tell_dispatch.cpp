// Who was asked, what they answered, and when somebody was there.
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

void tell(Teller& to, const ResponderOnScene& e) {
    to.run("UPDATE request SET on_scene_at = ?2 WHERE id = ?1 AND on_scene_at IS NULL", e.request,
           to.at());
}

}  // namespace muster::reports
