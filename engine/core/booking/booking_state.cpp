#include "engine/core/booking/booking_state.hpp"

#include <algorithm>

namespace muster::core {

const BookingRule& booking_rule(const Rules& rules) {
    return or_usual(rules.booking);
}

void Derived<Booking>::add(Index /*index*/, const Booking& booking) {
    by_member_.add(booking.member, booking.id);
    if (booking.series) by_series_.add(booking.series, booking.id);
    if (booking.request) by_request_.add(booking.request, booking.id);
    if (is_pending(booking.status)) {
        taken_.add(booking.service, booking.starts_at, booking.ends_at);
    }
}

void Derived<Booking>::remove(Index /*index*/, const Booking& booking) {
    by_member_.remove(booking.member, booking.id);
    if (booking.series) by_series_.remove(booking.series, booking.id);
    if (booking.request) by_request_.remove(booking.request, booking.id);
    if (is_pending(booking.status)) {
        taken_.remove(booking.service, booking.starts_at, booking.ends_at);
    }
}

TimePoint Derived<Booking>::due(const Booking& booking, const Rules& rules) {
    switch (booking.status) {
        case BookingStatus::asked:
            return booking.warned_at ? booking.starts_at
                                     : std::min(booking.warn_at, booking.starts_at);
        case BookingStatus::confirmed:
            return booking.ask_at;
        case BookingStatus::due:
            return booking.request ? never : booking.ask_at;
        case BookingStatus::served:
        case BookingStatus::no_show:
        case BookingStatus::moved:
        case BookingStatus::cancelled:
            return booking.ended_at + booking_rule(rules).keep_ms;
    }
    return never;
}

void Derived<BookingSeries>::add(Index /*index*/, const BookingSeries& series) {
    by_member_.add(series.member, series.id);
}

void Derived<BookingSeries>::remove(Index /*index*/, const BookingSeries& series) {
    by_member_.remove(series.member, series.id);
}

TimePoint Derived<BookingSeries>::due(const BookingSeries& series, const Rules& rules) {
    return series.status == SeriesStatus::open ? never
                                               : series.ended_at + booking_rule(rules).keep_ms;
}

}  // namespace muster::core
