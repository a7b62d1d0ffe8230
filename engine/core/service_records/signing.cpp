// Services as they are recorded: signed in and out on the spot, or written down later.

#include <algorithm>

#include "engine/core/booking/booking_state.hpp"
#include "engine/core/booking/places.hpp"
#include "engine/core/registry/looked_after.hpp"
#include "engine/core/registry/member_state.hpp"
#include "engine/core/service_records/area.hpp"
#include "engine/core/service_records/persons.hpp"
#include "engine/core/service_records/recording.hpp"
#include "engine/core/service_records/service_times.hpp"
#include "engine/core/service_records/standing.hpp"

namespace muster::core {
namespace {

// From so much on a time that is told was told late.
constexpr Millis at_once = minutes(1);

// Who does what for whom, as a command and what it names say together.
struct Service {
    MemberId member;
    Code service;
    RequestId request;
    BookingId booking;
    bool is_known = false;  // the request is still on the board
    bool is_sent = false;   // the volunteer is assigned to it
};

Rejection check_place(const std::optional<Personal<Point>>& place) {
    if (!place || on_earth(place->value)) return {};
    return reject(RejectReason::invalid_field, "/place", "must be a place on earth");
}

// A time that is told is now, or a little before.
Rejection check_told(const Step& step, const std::optional<TimePoint>& at) {
    if (!at) return {};
    const Millis late = service_records_rule(step.board.rules()).late_ms;
    if (*at <= step.now() && *at >= step.now() - late) return {};
    return reject(RejectReason::invalid_field, "/at",
                  "must be at most now (" + std::to_string(step.now().value) + "), and at most " +
                      std::to_string(late.value / minutes(1).value) + " minutes before");
}

// Something says whom and what it is about.
template <class C>
Rejection check_named(const C& command) {
    if (command.request || command.booking) return {};
    if (!command.member) {
        return reject(RejectReason::invalid_field, "/member",
                      "must name who is served, or a request or a booking of his");
    }
    if (!command.service.empty()) return {};
    return reject(RejectReason::invalid_field, "/service",
                  "must name a service, or a request or a booking that has one");
}

// What the command names is there.
template <class C>
Rejection check_known(const Step& step, const C& command) {
    if (command.member) {
        if (auto found = find_one(step, command.member); !found) return found.error();
    }
    const auto volunteer = find_in(step.board.responders(), command.volunteer, volunteer_words);
    if (!volunteer) return volunteer.error();
    if (command.request) {
        if (auto found = find_request(step, command.request); !found) return found.error();
    }
    if (command.booking) {
        if (auto found = find_one(step, command.booking); !found) return found.error();
    }
    if (command.service.empty() || step.board.rule_index().service(command.service) != nullptr) {
        return {};
    }
    return reject(RejectReason::unknown_service, "/service",
                  "there is no service \"" + command.service.str() + "\"");
}

bool has_slot(const Request& request, ResponderId volunteer) {
    return std::any_of(request.slots.begin(), request.slots.end(),
                       [&](const Slot& slot) { return slot.responder == volunteer; });
}

Rejection check_booking_lives(const Booking& booking) {
    return check_status(
        booking, "a service for it",
        EnumSet<BookingStatus>{BookingStatus::confirmed, BookingStatus::due, BookingStatus::served},
        words_of<Booking>);
}

// Takes what is left out from the booking and the request, which must not contradict.
template <class C>
Expected<Service, Rejection> service_of(const Step& step, const C& command) {
    const Board& board = step.board;
    Service service{command.member, command.service, command.request, command.booking};
    if (command.booking) {
        const Booking& booking = *board.store<Booking>().get(command.booking);
        if (auto bad = check_booking_lives(booking)) return bad;
        if (!service.member) service.member = booking.member;
        if (service.service.empty()) service.service = booking.service;
        if (service.request && booking.request && service.request != booking.request) {
            return reject(RejectReason::illegal_status, "/booking",
                          "is of request " + std::to_string(booking.request.value));
        }
        if (!service.request) service.request = booking.request;
        if (board.root(booking.member) != board.root(service.member)) {
            return reject(RejectReason::illegal_status, "/booking", "is of another member");
        }
    }
    const Request* const request = board.requests().get(service.request);
    if (request != nullptr) {
        if (!service.member) service.member = request->member;
        if (service.service.empty()) service.service = request->service;
        if (request->member && board.root(request->member) != board.root(service.member)) {
            return reject(RejectReason::illegal_status, "/request", "is of another member");
        }
        service.is_sent = has_slot(*request, command.volunteer);
        service.is_known = true;
    }
    service.member = board.root(service.member);
    if (board.members().find(service.member) == no_index) {
        return reject(RejectReason::illegal_status, "/request",
                      "is of nobody who is known; name the member");
    }
    return service;
}

// Whoever is sent has been chosen by the desk, suspended or not.
Rejection check_volunteer(const Step& step, ResponderId volunteer, const Service& service) {
    if (service.is_known && !service.is_sent) {
        return reject(RejectReason::not_the_assignee, "/volunteer",
                      "is not assigned to request " + std::to_string(service.request.value));
    }
    const Responder& responder = *step.board.responders().get(volunteer);
    if (responder.profile.kind != ResponderKind::volunteer) {
        return reject(RejectReason::responder_not_able, "/volunteer",
                      "is " + std::string(name_of(responder.profile.kind)) +
                          "; services of volunteers are recorded");
    }
    if (is_suspended(step.board, volunteer) && !service.is_sent) {
        return reject(RejectReason::responder_not_able, "/volunteer",
                      "is suspended until somebody lifts it (LiftVolunteerSuspension)");
    }
    return {};
}

// The person has the time, and is not the one who is served.
Rejection check_person(const Step& step, const ServiceRecord& record) {
    if (auto bad = check_free(step, record)) return bad;
    if (!is_same_person(step.board, record.volunteer, record.member)) return {};
    return reject(RejectReason::not_eligible, "/member",
                  "who serves and who is served are two people");
}

ServiceRecord record_of(const Step& step, ResponderId volunteer, const Service& service) {
    ServiceRecord record;
    record.id = {step.env.seq};
    record.volunteer = volunteer;
    record.member = service.member;
    record.volunteer_member = member_of(step.board, volunteer);
    record.service = service.service;
    record.request = service.request;
    record.booking = service.booking;
    record.status_at = step.now();
    record.recorded_at = step.now();
    record.recorded_by = step.env.source;
    return record;
}

bool is_far(const Step& step, const ServiceMark& mark) {
    const Metres far = service_records_rule(step.board.rules()).far_m;
    return mark.from_home_m && mark.from_home_m->value > far.value;
}

// What is doubtful about the place and the time of a sign-in or sign-out.
void doubt_mark(const Step& step, ServiceRecord& record, const ServiceMark& mark,
                ServiceDoubt far) {
    if (!mark.place) doubt(record.doubts, ServiceDoubt::no_place);
    if (is_far(step, mark)) doubt(record.doubts, far);
    if (step.now() - mark.at >= at_once) doubt(record.doubts, ServiceDoubt::told_late);
}

TimePoint disputable_until(const Step& step) {
    return step.now() + hours(24) * service_records_rule(step.board.rules()).dispute_days;
}

// Both times of something that is over, which is no longer than a service can be.
Rejection check_times(const Step& step, TimePoint starts_at, TimePoint ends_at) {
    const std::int64_t most = service_records_rule(step.board.rules()).most_min;
    if (ends_at <= starts_at || ends_at > step.now()) {
        return reject(
            RejectReason::invalid_field, "/ends_at",
            "must be after starts_at, and at most now (" + std::to_string(step.now().value) + ")");
    }
    if (starts_at.value > 0 && ends_at - starts_at <= minutes(most)) return {};
    return reject(RejectReason::invalid_field, "/starts_at",
                  "must be at most " + std::to_string(most) + " minutes before ends_at");
}

Rejection check_not_before(const Step& step, TimePoint starts_at, std::int64_t days) {
    if (starts_at >= step.now() - hours(24) * days) return {};
    return reject(RejectReason::invalid_field, "/starts_at",
                  "must be at most " + std::to_string(days) + " days ago");
}

// Of who died or moved away what was done before.
Rejection check_served(const Step& step, MemberId id, TimePoint ends_at) {
    const Member& member = *step.board.members().get(id);
    if (is_looked_after(member.status)) return {};
    if (member.status != MemberStatus::erased && ends_at <= member.status_since) return {};
    return reject(
        RejectReason::illegal_status, "/member",
        "member " + std::to_string(id.value) + " is " + std::string(name_of(member.status)));
}

}  // namespace

Rejection decide(Step& step, const SignIn& command) {
    if (auto bad = check_place(command.place)) return bad;
    if (auto bad = check_told(step, command.at)) return bad;
    if (auto bad = check_named(command)) return bad;
    if (auto bad = check_known(step, command)) return bad;
    const auto service = service_of(step, command);
    if (!service) return service.error();
    if (auto member = find_looked_after(step, service->member, "SignIn"); !member) {
        return member.error();
    }
    if (auto bad = check_volunteer(step, command.volunteer, *service)) return bad;
    ServiceRecord record = record_of(step, command.volunteer, *service);
    record.starts_at = command.at.value_or(step.now());
    record.signed_in = mark_of(step, record.member, record.starts_at, command.place);
    record.note = command.note;
    doubt_mark(step, record, record.signed_in, ServiceDoubt::far_at_start);
    if (auto bad = check_person(step, record)) return bad;
    begin_duty(step, record);
    step.emit(ServiceRecordMade{std::move(record)});
    return {};
}

Rejection decide(Step& step, const SignOut& command) {
    if (auto bad = check_place(command.place)) return bad;
    if (auto bad = check_told(step, command.at)) return bad;
    const auto index =
        find_record(step, command.service_record, "SignOut", ServiceRecordAction::sign_out);
    if (!index) return index.error();
    ServiceRecord record =
        in_status(step.board.store<ServiceRecord>()[*index], ServiceRecordStatus::ended);
    // The deadline holds before time has brought it.
    if (step.now() >= record.duties.front().due_at) {
        return reject(RejectReason::illegal_status, "/service_record",
                      "could be signed out of until " +
                          local_text(step, record.duties.front().due_at) +
                          "; CorrectService says when it ended");
    }
    const ServiceMark mark =
        mark_of(step, record.member, command.at.value_or(step.now()), command.place);
    if (mark.at < record.starts_at) {
        return reject(RejectReason::illegal_status, "/at",
                      "must be at least its start, " + local_text(step, record.starts_at));
    }
    if (command.volunteer && command.volunteer != record.volunteer) {
        return reject(RejectReason::not_the_assignee, "/volunteer",
                      "has not signed in for service record " + std::to_string(record.id.value));
    }
    set_times(step, record, record.starts_at, mark.at);
    doubt_mark(step, record, mark, ServiceDoubt::far_at_end);
    record.signed_out = mark;
    record.dispute_until = disputable_until(step);
    set_status(step, std::move(record), step.env.source, command.note);
    return {};
}

Rejection decide(Step& step, const RecordService& command) {
    if (auto bad = check_times(step, command.starts_at, command.ends_at)) return bad;
    const std::int64_t days = service_records_rule(step.board.rules()).paper_days;
    if (auto bad = check_not_before(step, command.starts_at, days)) return bad;
    if (auto bad = check_named(command)) return bad;
    if (auto bad = check_known(step, command)) return bad;
    const auto service = service_of(step, command);
    if (!service) return service.error();
    if (auto bad = check_served(step, service->member, command.ends_at)) return bad;
    if (auto bad = check_volunteer(step, command.volunteer, *service)) return bad;
    ServiceRecord record = record_of(step, command.volunteer, *service);
    record.status = ServiceRecordStatus::ended;
    set_times(step, record, command.starts_at, command.ends_at);
    record.signed_in = {command.starts_at, {}, {}, step.env.source};
    record.note = command.note;
    record.dispute_until = disputable_until(step);
    doubt(record.doubts, ServiceDoubt::on_paper);
    if (auto bad = check_person(step, record)) return bad;
    begin_duty(step, record);
    step.emit(ServiceRecordMade{std::move(record)});
    return {};
}

Rejection decide(Step& step, const CorrectService& command) {
    if (auto bad = check_times(step, command.starts_at, command.ends_at)) return bad;
    const std::int64_t days = service_records_rule(step.board.rules()).reverse_days;
    if (auto bad = check_not_before(step, command.starts_at, days)) return bad;
    if (auto bad = check_reason(command.reason.value)) return bad;
    const auto index =
        find_record(step, command.service_record, "CorrectService", ServiceRecordAction::correct);
    if (!index) return index.error();
    ServiceRecord record = step.board.store<ServiceRecord>()[*index];
    set_times(step, record, command.starts_at, command.ends_at);
    if (auto bad = check_free(step, record)) return bad;
    if (auto bad = check_room(record)) return bad;
    std::erase(record.doubts, ServiceDoubt::no_sign_out);
    doubt(record.doubts, ServiceDoubt::corrected);
    record.dispute_until = disputable_until(step);
    step.emit(ServiceRecordCorrected{record.id, record.volunteer, record.member, record.starts_at,
                                     record.ends_at, record.minutes, record.days, record.doubts,
                                     record.dispute_until, step.env.source, command.reason});
    if (record.status != ServiceRecordStatus::confirmed) return {};
    record.confirmer = ServiceConfirmer::nobody;
    set_status(step, in_status(std::move(record), ServiceRecordStatus::ended), step.env.source,
               command.reason);
    return {};
}

}  // namespace muster::core
