// What the area does with its commands and events. Events are trusted: the decisions have checked
// them, or they come from the log.

#include "engine/core/booking/area.hpp"

#include "engine/core/booking/booking_state.hpp"
#include "engine/core/changes.hpp"

namespace muster::core {

// Made in the files beside this one: checks the command, and emits what follows. A rejection means
// that nothing was emitted.
Rejection decide(Step& step, const BookService& command);
Rejection decide(Step& step, const ConfirmBooking& command);
Rejection decide(Step& step, const MoveBooking& command);
Rejection decide(Step& step, const CancelBooking& command);
Rejection decide(Step& step, const RecordNoShow& command);
Rejection decide(Step& step, const OpenSeries& command);
Rejection decide(Step& step, const EndSeries& command);

namespace {

struct Apply {
    Changes& changes;
    const TimePoint at;

    void operator()(const BookingMade& e) { changes.put(e.booking); }

    void operator()(const BookingStatusChanged& e) {
        changes.change(e.booking, [&](Booking& b) {
            b.status = e.status;
            if (e.request) b.request = e.request;
            if (e.ask_at) b.ask_at = e.ask_at;
            if (e.moved_to) b.moved_to = e.moved_to;
            b.ended_at = is_pending(e.status) ? TimePoint{} : at;
            b.reason = e.reason;
        });
    }

    void operator()(const BookingWarned& e) {
        changes.change(e.booking, [&](Booking& b) { b.warned_at = at; });
    }

    void operator()(const BookingForgotten& e) { changes.forget(e.booking); }

    void operator()(const SeriesOpened& e) { changes.put(e.series); }

    void operator()(const SeriesStatusChanged& e) {
        changes.change(e.series, [&](BookingSeries& s) {
            s.status = e.status;
            s.ended_at = at;
            s.reason = e.reason;
        });
    }

    void operator()(const SeriesForgotten& e) { changes.forget(e.series); }
};

}  // namespace

Rejection BookingArea::decide(Step& step, const Command& command) {
    return visit_as(
        Commands(), [&](const auto& one) { return core::decide(step, one); }, command);
}

void BookingArea::apply(Changes& changes, const Event& event) {
    visit_as(Events(), Apply{changes, changes.at()}, event);
}

}  // namespace muster::core
