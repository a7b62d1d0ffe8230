// The hours of volunteers: what was done, and what counts of it.
#include "engine/reports/tell.hpp"

namespace muster::reports {

// Those of a member count where he lives; all others where nobody knows.
void tell(Teller& to, const ServiceRecordMade& event) {
    const ServiceRecord& r = event.record;
    to.run(
        "INSERT OR REPLACE INTO service_record(id, volunteer, member, service, starts_at, day,"
        " minutes, status, district) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8,"
        " coalesce((SELECT district FROM member WHERE id = ?3), ''))",
        r.id, r.volunteer, r.member, r.service, r.starts_at, to.day_of(r.starts_at), r.minutes,
        r.status);
}

void tell(Teller& to, const ServiceRecordStatusChanged& e) {
    to.run(
        "UPDATE service_record SET status = ?2, minutes = ?3, starts_at = ?4, day = ?5"
        " WHERE id = ?1",
        e.record, e.status, e.minutes, e.starts_at, to.day_of(e.starts_at));
}

void tell(Teller& to, const ServiceRecordCorrected& e) {
    to.run("UPDATE service_record SET minutes = ?2, starts_at = ?3, day = ?4 WHERE id = ?1",
           e.record, e.minutes, e.starts_at, to.day_of(e.starts_at));
}

void tell(Teller& to, const ServiceRecordStripped& e) {
    to.run("UPDATE service_record SET member = NULL WHERE id = ?", e.record);
}

}  // namespace muster::reports
