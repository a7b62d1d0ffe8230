// What of bookings falls due by the passing of time.

#include <algorithm>

#include "engine/core/booking/area.hpp"
#include "engine/core/booking/booking_state.hpp"
#include "engine/core/booking/following.hpp"

namespace muster::core {
namespace {

void fire_booking(Step& step) {
    const Board& board = step.board;
    const Booking& booking = board.store<Booking>()[board.deadlines<Booking>().next_handle()];
    switch (booking.status) {
        case BookingStatus::asked:
            if (booking.starts_at <= step.now()) {
                return set_status(step, booking, BookingStatus::cancelled,
                                  "nobody confirmed it before its time");
            }
            step.emit(BookingWarned{booking.id, booking.member, booking.service});
            return;
        case BookingStatus::confirmed:
        case BookingStatus::due:
            return ask_for_help(step, booking);
        case BookingStatus::served:
        case BookingStatus::no_show:
        case BookingStatus::moved:
        case BookingStatus::cancelled:
            step.emit(BookingForgotten{booking.id});
    }
}

}  // namespace

TimePoint BookingArea::due(const Board& board) {
    return std::min(board.deadlines<Booking>().next_due(),
                    board.deadlines<BookingSeries>().next_due());
}

void BookingArea::fire(Step& step) {
    const auto& bookings = step.board.deadlines<Booking>();
    const auto& series = step.board.deadlines<BookingSeries>();
    if (bookings.next_due() <= series.next_due()) return fire_booking(step);
    step.emit(SeriesForgotten{step.board.store<BookingSeries>()[series.next_handle()].id});
}

}  // namespace muster::core
