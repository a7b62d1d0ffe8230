// Calls on the hotline: who rang, and whether somebody answered.
#include "engine/reports/tell.hpp"

namespace muster::reports {

// The district is that of whoever has the number; of a caller whom nobody knows, none.
void tell(Teller& to, const CallBegan& event) {
    const Call& call = event.call;
    to.run(
        "INSERT OR REPLACE INTO hotline_call(id, at, day, district) VALUES(?1, ?2, ?3,"
        " coalesce((SELECT district FROM member WHERE id = ?4), ''))",
        call.id, call.started_at, to.day_of(call.started_at), call.member_hint);
}

void tell(Teller& to, const CallerKnown& e) {
    to.run(
        "UPDATE hotline_call SET district = coalesce((SELECT district FROM member WHERE id = ?2),"
        " '') WHERE id = ?1",
        e.call, e.member_hint);
}

void tell(Teller& to, const CallEnded& e) {
    to.run("UPDATE hotline_call SET outcome = ?2, waited_ms = ?3, talked_ms = ?4 WHERE id = ?1",
           e.call, e.end, e.waited_ms, e.talked_ms);
}

}  // namespace muster::reports
