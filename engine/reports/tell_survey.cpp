// What people need, as surveys found it: no replies.
#include "engine/reports/tell.hpp"

namespace muster::reports {

void tell(Teller& to, const NeedFound& event) {
    const Need& n = event.need;
    to.run(
        "INSERT OR REPLACE INTO need(id, member, code, district, survey, found_at, day, status)"
        " VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
        n.id, n.member, n.code, n.district, n.survey, n.found_at, to.day_of(n.found_at), n.status);
}

void tell(Teller& to, const NeedStatusChanged& e) {
    to.run("UPDATE need SET status = ?2 WHERE id = ?1", e.need, e.status);
}

void tell(Teller& to, const NeedForgotten& e) {
    to.run("DELETE FROM need WHERE id = ?", e.need);
}

}  // namespace muster::reports
