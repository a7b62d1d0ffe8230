// Bookings, and what became of them.
#include "engine/reports/tell.hpp"

namespace muster::reports {

void tell(Teller& to, const BookingMade& event) {
    const Booking& b = event.booking;
    to.run(
        "INSERT OR REPLACE INTO booking(id, member, service, starts_at, day, status, district)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6,"
        " coalesce((SELECT district FROM member WHERE id = ?2), ''))",
        b.id, b.member, b.service, b.starts_at, to.day_of(b.starts_at), b.status);
}

void tell(Teller& to, const BookingStatusChanged& e) {
    to.run("UPDATE booking SET status = ?2 WHERE id = ?1", e.booking, e.status);
}

}  // namespace muster::reports
