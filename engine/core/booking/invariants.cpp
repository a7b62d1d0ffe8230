// Checked the slow way, from the entities alone.

#include <algorithm>
#include <string>

#include "engine/core/booking/area.hpp"
#include "engine/core/booking/booking_state.hpp"
#include "engine/core/registry/member_state.hpp"
#include "engine/core/requests/request_state.hpp"

namespace muster::core {
namespace {

// The request that is looked after for it; nullptr when that is not on the board any more.
const Request* request_of(const Board& board, const Booking& booking) {
    const Request* request = board.requests().get(booking.request);
    while (request != nullptr && request->status == RequestStatus::merged)
        request = board.requests().get(request->merged_into);
    return request;
}

std::string check_pending(const Board& board, const Booking& booking) {
    const Member* const member = board.members().get(board.root(booking.member));
    if (!is_looked_after(member->status)) return "is owed to somebody who is not looked after";
    if (booking.ended_at) return "is not over, and has ended";
    if (booking.status != BookingStatus::due) {
        return booking.request ? "has a request before its time" : "";
    }
    if (!booking.request) return "";
    const Request* const request = request_of(board, booking);
    return request == nullptr || is_open(request->status) ? "" : "waits for a request that is over";
}

std::string check_booking(const Board& board, const Booking& booking) {
    if (booking.ends_at <= booking.starts_at) return "ends before it starts";
    if (board.members().find(booking.member) == no_index) return "is nobody's";
    if (is_pending(booking.status)) {
        if (std::string broken = check_pending(board, booking); !broken.empty()) return broken;
    } else if (!booking.ended_at) {
        return "is over, and has not ended";
    }
    if ((booking.status == BookingStatus::moved) != static_cast<bool>(booking.moved_to)) {
        return "is moved to nowhere, or not moved to somewhere";
    }
    const Booking* const other = board.store<Booking>().get(booking.moved_to);
    if (other != nullptr &&
        (other->moved_from != booking.id || other->service != booking.service)) {
        return "is moved to a booking that does not come from it";
    }
    return "";
}

std::string check_series(const Board& board, const BookingSeries& series) {
    if (board.members().find(series.member) == no_index) return "is nobody's";
    const auto& all = board.derived<Booking>().of_series(series.id);
    const auto any = [&](const auto& passes) {
        return std::any_of(all.begin(), all.end(), [&](BookingId id) {
            return passes(board.store<Booking>().get(id)->status);
        });
    };
    if (series.status == SeriesStatus::open) {
        return any(is_pending) ? "" : "is open, and nothing of it is left";
    }
    const auto is_ahead = [](BookingStatus status) {
        return booking_cycle.legal(status, BookingAction::move);
    };
    return any(is_ahead) ? "is over, and something of it is still to come" : "";
}

template <class T>
bool falls_due(const Board& board, Index index) {
    return board.deadlines<T>().due_of(index).value_or(never) ==
           Derived<T>::due(board.store<T>()[index], board.rules());
}

}  // namespace

std::string BookingArea::broken(const Board& board, Journeys& /*journeys*/) {
    const auto& bookings = board.store<Booking>();
    PlacesTaken taken;
    for (const Index index : bookings.in_order()) {
        const Booking& one = bookings[index];
        std::string broken = check_booking(board, one);
        if (!falls_due<Booking>(board, index)) broken = "does not fall due when it should";
        if (!broken.empty()) return "booking " + std::to_string(one.id.value) + " " + broken;
        if (is_pending(one.status)) taken.add(one.service, one.starts_at, one.ends_at);
    }
    for (const Index index : bookings.in_order()) {
        const Booking& one = bookings[index];
        if (taken.between(one.service, one.starts_at, one.ends_at) !=
            board.derived<Booking>().taken().between(one.service, one.starts_at, one.ends_at)) {
            return "the places at the time of booking " + std::to_string(one.id.value) +
                   " are counted wrong";
        }
    }
    const auto& series = board.store<BookingSeries>();
    for (const Index index : series.in_order()) {
        std::string broken = check_series(board, series[index]);
        if (!falls_due<BookingSeries>(board, index)) broken = "does not fall due when it should";
        if (!broken.empty())
            return "series " + std::to_string(series[index].id.value) + " " + broken;
    }
    return {};
}

}  // namespace muster::core
