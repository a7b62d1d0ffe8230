// Bookings one by one: booked, confirmed, moved, cancelled, and missed by the member.

#include <algorithm>
#include <utility>

#include "engine/core/booking/area.hpp"
#include "engine/core/booking/booking_fields.hpp"
#include "engine/core/booking/booking_state.hpp"
#include "engine/core/booking/eligibility.hpp"
#include "engine/core/booking/following.hpp"
#include "engine/core/booking/places.hpp"
#include "engine/core/registry/looked_after.hpp"
#include "engine/core/timebank/pricing.hpp"

namespace muster::core {
namespace {

// The booking that a command names, in a status in which its action is possible.
Named<Booking> find_booking(const Step& step, BookingId id, std::string_view command,
                            BookingAction action) {
    auto index = find_one(step, id);
    if (!index) return index;
    const Booking& booking = step.board.store<Booking>()[*index];
    auto bad = check_status(booking, command, booking_cycle.where(action), words_of<Booking>);
    if (!bad) return index;
    if (booking.status == BookingStatus::due && booking.request) {
        bad.detail += "; what is due ends with request " + std::to_string(booking.request.value);
    }
    return bad;
}

// What was promised until a time is broken later only for a cause.
Rejection check_late(const Step& step, const Booking& booking,
                     const Personal<std::string>& late_cause) {
    if (step.now() < booking.change_until || !late_cause.value.empty()) return {};
    return reject(RejectReason::illegal_status, "/late_cause",
                  "booking " + std::to_string(booking.id.value) + " could be changed until " +
                      local_text(step, booking.change_until) +
                      "; give a late_cause to do it all the same");
}

Personal<std::string> both(const Personal<std::string>& reason,
                           const Personal<std::string>& late_cause) {
    if (reason.value.empty()) return late_cause;
    if (late_cause.value.empty()) return reason;
    return reason.value + "; " + late_cause.value;
}

}  // namespace

Rejection check_bookable(const Step& step, Code service) {
    if (service.empty()) {
        return reject(RejectReason::invalid_field, "/service",
                      "must name a service of the catalogue (GET /v1/catalogue)");
    }
    if (find_bookable(step.board.rules(), service) != nullptr) return {};
    return reject(RejectReason::unknown_service, "/service",
                  "\"" + service.str() + "\" cannot be booked; see GET /v1/catalogue");
}

Rejection check_skills(const Step& step, const std::vector<Code>& skills) {
    Code unknown;
    if (step.board.rule_index().mask(skills, &unknown)) return {};
    return reject(RejectReason::invalid_field, "/skills",
                  "\"" + unknown.str() + "\" is not one of the skills of the rules");
}

Rejection check_eligible(const Step& step, const BookableService& service, const Member& member,
                         TimePoint on) {
    const std::string missing =
        missing_for(service.eligible, member, step.board.rules(), step.now(), on);
    if (missing.empty()) return {};
    return reject(RejectReason::not_eligible, "/member",
                  "\"" + service.service.str() + "\" asks for what member " +
                      std::to_string(member.id.value) + " has not: " + missing);
}

Rejection decide(Step& step, const BookService& command) {
    if (auto bad = check_start(step, command.starts_at)) return bad;
    if (auto bad = check_skills(step, command.skills)) return bad;
    const Rejection bad_service = check_bookable(step, command.service);
    if (bad_service.reason == RejectReason::invalid_field) return bad_service;
    if (auto member = find_one(step, command.member); !member) return member.error();
    if (bad_service) return bad_service;
    const auto index = find_looked_after(step, command.member, "BookService");
    if (!index) return index.error();
    const BookableService& service = *find_bookable(step.board.rules(), command.service);
    const Member& member = step.board.members()[*index];
    if (auto bad = check_eligible(step, service, member, command.starts_at)) return bad;
    const Wish wish{service, command.member, service.ahead_days};
    if (const auto clash = clash_with(step, wish, command.starts_at)) {
        return reject(RejectReason::no_free_place, "/starts_at",
                      clash_text(step, wish, command.starts_at, *clash));
    }
    if (auto bad = why_not_payable(step, command.member, service.price_min)) return bad;
    Booking booking = booking_of(step, wish, command.starts_at);
    booking.id = {step.env.seq};
    take_over(booking, step, command);
    step.emit(BookingMade{std::move(booking)});
    return {};
}

Rejection decide(Step& step, const ConfirmBooking& command) {
    const auto index =
        find_booking(step, command.booking, "ConfirmBooking", BookingAction::confirm);
    if (!index) return index.error();
    const Booking& booking = step.board.store<Booking>()[*index];
    if (booking.starts_at <= step.now()) {
        return reject(RejectReason::illegal_status, "/booking",
                      "its time has come, at " + local_text(step, booking.starts_at) +
                          ", and nobody had confirmed it; book another one");
    }
    set_status(step, booking, BookingStatus::confirmed, command.note);
    return {};
}

Rejection decide(Step& step, const MoveBooking& command) {
    if (auto bad = check_start(step, command.starts_at)) return bad;
    const auto index = find_booking(step, command.booking, "MoveBooking", BookingAction::move);
    if (!index) return index.error();
    const Booking& before = step.board.store<Booking>()[*index];
    if (auto bad = check_late(step, before, command.late_cause)) return bad;
    const BookableService* const service = find_bookable(step.board.rules(), before.service);
    const auto refuse = [](std::string detail) {
        return reject(RejectReason::no_free_place, "/starts_at", std::move(detail));
    };
    if (service == nullptr) return refuse("the service cannot be booked any more");
    if (before.starts_at == command.starts_at) return refuse("it begins at that time already");
    const std::int64_t ahead =
        before.series ? std::max(service->ahead_days, service->series_days) : service->ahead_days;
    const Wish wish{*service, before.member, ahead, &before};
    if (const auto clash = clash_with(step, wish, command.starts_at)) {
        return refuse(clash_text(step, wish, command.starts_at, *clash));
    }
    if (auto bad = why_not_payable(step, before.member, service->price_min, 1, &before)) return bad;
    Booking after = booking_of(step, wish, command.starts_at);
    after.id = {step.env.seq};
    after.status = before.status;
    after.series = before.series;
    after.by = step.env.source;
    after.channel = before.channel;
    after.skills = before.skills;
    after.note = before.note;
    after.moved_from = before.id;
    step.emit(BookingStatusChanged{before.id,
                                   before.member,
                                   before.service,
                                   BookingStatus::moved,
                                   {},
                                   {},
                                   after.id,
                                   both(command.reason, command.late_cause)});
    step.emit(BookingMade{std::move(after)});
    return {};
}

Rejection decide(Step& step, const CancelBooking& command) {
    const auto index = find_booking(step, command.booking, "CancelBooking", BookingAction::cancel);
    if (!index) return index.error();
    const Booking& booking = step.board.store<Booking>()[*index];
    if (auto bad = check_late(step, booking, command.late_cause)) return bad;
    set_status(step, booking, BookingStatus::cancelled, both(command.reason, command.late_cause));
    return {};
}

Rejection decide(Step& step, const RecordNoShow& command) {
    const auto index = find_booking(step, command.booking, "RecordNoShow", BookingAction::miss);
    if (!index) return index.error();
    const Booking booking = step.board.store<Booking>()[*index];
    if (step.now() < booking.no_show_at) {
        return reject(RejectReason::illegal_status, "/booking",
                      "that can be said from " + local_text(step, booking.no_show_at) + " on");
    }
    set_status(step, booking, BookingStatus::no_show, command.reason);
    end_request_of(step, booking, "the member was not there");
    return {};
}

}  // namespace muster::core
