// Bookings and series in reads and on the feed.
#include "engine/core/kernel/calendar.hpp"
#include "engine/views/collection_impl.hpp"
#include "engine/views/filter_makers.hpp"

namespace muster::views {
namespace {

// Those that begin on a day of the city.
Test on_day(const Wanted& w) {
    const auto wanted = day(w);
    if (!wanted || *wanted == Date{Date::last}) return {};
    const CalendarRule& calendar = core::calendar_rule(w.board.rules());
    return test_of<Booking>(
        w, [from = core::time_at(calendar, *wanted), until = core::time_at(calendar, *wanted + 1)](
               const Booking& one) { return one.starts_at >= from && one.starts_at < until; });
}

constexpr Filter booking_filters[] = {
    {"member", false, of_member<Booking>},   {"service", false, by<&Booking::service>},
    {"status", false, by<&Booking::status>}, {"day", false, on_day},
    {"series", false, by<&Booking::series>}, {"request", false, by<&Booking::request>}};
constexpr Filter series_filters[] = {{"member", false, of_member<BookingSeries>},
                                     {"service", false, by<&BookingSeries::service>},
                                     {"status", false, by<&BookingSeries::status>}};

}  // namespace

template <>
constexpr Collection<Booking> collection<Booking>{
    .filters = booking_filters,
    // Whoever was sent for it must know what was wanted.
    .open_to =
        [](const core::Board& board, const Responder& self, BookingId id) {
            const Request* const request = work_of(board, self);
            const Booking* const booking = board.store<Booking>().get(id);
            return request && booking && request->id == booking->request;
        },
    .over_since = [](const core::Board& /*board*/,
                     const Booking& booking) { return booking.ended_at; },
};
template class EntityView<Booking>;

template <>
constexpr Collection<BookingSeries> collection<BookingSeries>{
    .filters = series_filters,
    .over_since = [](const core::Board& /*board*/,
                     const BookingSeries& series) { return series.ended_at; },
};
template class EntityView<BookingSeries>;

}  // namespace muster::views
