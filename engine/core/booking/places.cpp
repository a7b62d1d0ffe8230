#include "engine/core/booking/places.hpp"

#include <algorithm>

#include "engine/core/kernel/calendar.hpp"
#include "engine/core/registry/member_state.hpp"
#include "engine/core/service/rule_check.hpp"

namespace muster::core {
namespace {

bool meets(const Booking& booking, TimePoint from, TimePoint until) {
    return booking.starts_at < until && from < booking.ends_at;
}

bool has_booked(const Step& step, const Wish& wish, const BookableTime& time) {
    const Board& board = step.board;
    for (const MemberId member : board.derived<Member>().with_aliases(wish.member)) {
        for (const BookingId id : board.derived<Booking>().of_member(member)) {
            const Booking& one = *board.store<Booking>().get(id);
            if (&one == wish.instead_of || one.service != wish.service.service) continue;
            if (is_pending(one.status) && meets(one, time.starts_at, time.ends_at)) return true;
        }
    }
    return false;
}

std::int64_t taken(const Step& step, const Wish& wish, const BookableTime& time) {
    const Booking* const left = wish.instead_of;
    const bool counted =
        left != nullptr && is_pending(left->status) && meets(*left, time.starts_at, time.ends_at);
    return step.board.derived<Booking>().taken().between(wish.service.service, time.starts_at,
                                                         time.ends_at) -
           (counted ? 1 : 0);
}

// "; that day it begins at 09:00, 10:00".
std::string offered_on(const Step& step, const Wish& wish, TimePoint starts_at) {
    constexpr std::size_t most = 24;
    const CalendarRule& calendar = calendar_rule(step.board.rules());
    const auto times = times_of(wish.service, calendar, local_day(calendar, starts_at));
    if (times.empty()) return "; nor at any other time of that day";
    std::string text = "; that day it begins at ";
    for (std::size_t i = 0; i < times.size() && i < most; ++i) {
        const std::string whole = local_text(step, times[i].starts_at);
        text.append(i == 0 ? "" : ", ").append(whole.substr(whole.find(' ') + 1));
    }
    return text.append(times.size() > most ? "..." : "");
}

}  // namespace

std::string local_text(const Step& step, TimePoint time) {
    return local_text(calendar_rule(step.board.rules()), time);
}

Rejection check_start(const Step& step, TimePoint starts_at) {
    if (starts_at > step.now() - max_span && starts_at < step.now() + max_span * 2) return {};
    return reject(RejectReason::invalid_field, "/starts_at",
                  "must be a time at which the service begins (GET /v1/free_times), in "
                  "milliseconds since 1970");
}

std::optional<BookingClash> clash_with(const Step& step, const Wish& wish, TimePoint starts_at) {
    const CalendarRule& calendar = calendar_rule(step.board.rules());
    const auto time = time_from(wish.service, calendar, starts_at);
    if (!time) return BookingClash::no_time;
    if (starts_at <= step.now() || starts_at < step.now() + wish.service.book_before_ms) {
        return BookingClash::too_late;
    }
    if (local_day(calendar, starts_at) - local_day(calendar, step.now()) > wish.ahead_days) {
        return BookingClash::too_far;
    }
    if (has_booked(step, wish, *time)) return BookingClash::booked_already;
    if (taken(step, wish, *time) >= time->capacity) return BookingClash::taken;
    return std::nullopt;
}

std::string clash_text(const Step& step, const Wish& wish, TimePoint starts_at,
                       BookingClash clash) {
    const std::string at = local_text(step, starts_at) + ": ";
    switch (clash) {
        case BookingClash::no_time:
            return at + "\"" + wish.service.service.str() + "\" does not begin then" +
                   offered_on(step, wish, starts_at);
        case BookingClash::too_late:
            if (starts_at <= step.now()) return at + "that has passed";
            return at + "too late, it is booked until " +
                   local_text(step, starts_at - wish.service.book_before_ms);
        case BookingClash::too_far:
            return at + "too far, it is booked at most " + std::to_string(wish.ahead_days) +
                   " days ahead";
        case BookingClash::taken: {
            const auto time = time_from(wish.service, calendar_rule(step.board.rules()), starts_at);
            return at + "all " + std::to_string(time ? time->capacity : 0) + " places are taken";
        }
        case BookingClash::booked_already:
            return at + "the member has a booking of this service at that time";
    }
    std::abort();
}

Booking booking_of(const Step& step, const Wish& wish, TimePoint starts_at) {
    const BookableService& service = wish.service;
    const BookableTime time =
        time_from(service, calendar_rule(step.board.rules()), starts_at).value();
    Booking booking;
    booking.member = wish.member;
    booking.service = service.service;
    booking.starts_at = time.starts_at;
    booking.ends_at = time.ends_at;
    booking.status = service.desk_confirms ? BookingStatus::asked : BookingStatus::confirmed;
    booking.price_min = service.price_min;
    booking.provisional = time.provisional;
    booking.booked_at = step.now();
    booking.change_until = starts_at - service.change_before_ms;
    booking.warn_at = starts_at - service.warn_before_ms;
    booking.ask_at = starts_at - service.ask_before_ms;
    booking.no_show_at = starts_at + service.no_show_ms;
    return booking;
}

}  // namespace muster::core
