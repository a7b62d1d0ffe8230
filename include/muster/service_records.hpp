// What volunteers do for members: signed in and out, confirmed, reviewed, and counted in hours.
// What it earns in credits is another fact, and the time bank's.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "muster/access.hpp"
#include "muster/booking.hpp"
#include "muster/command.hpp"
#include "muster/date.hpp"
#include "muster/deadlines.hpp"
#include "muster/entity.hpp"
#include "muster/enums.hpp"
#include "muster/event.hpp"
#include "muster/ids.hpp"
#include "muster/links.hpp"
#include "muster/personal.hpp"
#include "muster/type_list.hpp"
#include "muster/units.hpp"

namespace muster {

// As number as the volunteer whose standing it is.
using VolunteerStandingId = Id<struct VolunteerStandingTag>;
// The sequence number of the record that told of it.
using VolunteerNoShowId = Id<struct VolunteerNoShowTag>;

// The number of what was done in a slot that a record served. Apart from the numbers of records,
// and still exact where numbers are floating-point. Precondition: slot < most_per_record.
constexpr std::uint64_t first_service_record_of_slot = std::uint64_t{1} << 52;
constexpr ServiceRecordId service_record_of_slot(std::uint64_t seq, std::uint32_t slot) {
    return {first_service_record_of_slot + number_in_record(seq, slot)};
}

// open: the volunteer is there. ended: signed out, or written down later. confirmed: whoever was
// served, or the desk for him, says that it was so. approved: somebody else has reviewed it, and
// its hours count. disputed: somebody says that it was not so. The last two are ends; so is
// approved once it cannot be reversed any more.
BOOST_DEFINE_ENUM_CLASS(ServiceRecordStatus, open, ended, confirmed, disputed, approved, rejected,
                        reversed)

// Why a reviewer should look twice. far_at_start, far_at_end: from the member's home. no_place: one
// of them was not told. no_sign_out: nobody signed out, so that no time counts until somebody says
// when it ended. told_late: after it happened. on_paper: written down later. of_request: made from
// the times of a request. corrected: its times are not those that were told first.
BOOST_DEFINE_ENUM_CLASS(ServiceDoubt, far_at_start, far_at_end, no_place, no_sign_out, told_late,
                        on_paper, of_request, corrected)

// What a record waits for.
BOOST_DEFINE_ENUM_CLASS(ServiceDutyKind, sign_out, confirm, review, resolve)

// As engine/core/kernel/obligation.hpp has it.
struct ServiceDuty {
    ServiceDutyKind what = ServiceDutyKind::sign_out;
    TimePoint due_at;
    TimePoint warn_at;
    TimePoint warned_at;
    TimePoint met_at;
    TimePoint breached_at;
    Personal<std::string> cause;
    bool provisional = false;  // holidays until then are not all known yet
    std::optional<WorkingDaysAfter> given = std::nullopt;  // nothing = not in working days
};
BOOST_DESCRIBE_STRUCT(ServiceDuty, (),
                      (what, due_at, warn_at, warned_at, met_at, breached_at, cause, provisional,
                       given))

// Who says that a service was done.
BOOST_DEFINE_ENUM_CLASS(ServiceConfirmer, nobody, member, family, desk)

BOOST_DEFINE_ENUM_CLASS(ServiceVerdict, accept, reject)

// A sign-in or a sign-out, as it was told.
struct ServiceMark {
    TimePoint at;
    std::optional<Personal<Point>> place;
    // From the member's home; nothing when one of the two is not known.
    std::optional<Personal<std::int64_t>> from_home_m;
    std::string by;
};
BOOST_DESCRIBE_STRUCT(ServiceMark, (), (at, place, from_home_m, by))

// So much of a service lies on this day of the city.
struct ServiceDay {
    Date day;
    std::int64_t minutes = 0;

    bool operator==(const ServiceDay&) const = default;
};
BOOST_DESCRIBE_STRUCT(ServiceDay, (), (day, minutes))

// From `starts_at` until before `ends_at`. No two of one person that were not rejected or reversed
// have a moment in common.
struct ServiceRecord {
    ServiceRecordId id;
    ResponderId volunteer;
    MemberId member;  // who was served
    // Whom the service looks after and who is this volunteer, when it was recorded; 0 = nobody.
    MemberId volunteer_member;
    Code service;
    RequestId request;  // by which the volunteer was sent; 0 = none
    BookingId booking;  // by which it was booked; 0 = none
    TimePoint starts_at;
    TimePoint ends_at;             // 0 = not over
    std::int64_t minutes = 0;      // whole ones
    std::vector<ServiceDay> days;  // in order; their sum is `minutes`
    ServiceRecordStatus status = ServiceRecordStatus::open;
    TimePoint status_at;
    std::vector<ServiceDoubt> doubts;  // in order, each once
    ServiceMark signed_in;
    std::optional<ServiceMark> signed_out;
    TimePoint recorded_at;
    std::string recorded_by;
    std::string corrected_by;  // the last one; empty = nobody
    ServiceConfirmer confirmer = ServiceConfirmer::nobody;
    std::string confirmed_by;
    std::string reviewed_by;
    ResponderId reviewer;             // who reviewed it, where that is somebody who can be sent
    TimePoint dispute_until;          // 0 = not over yet
    TimePoint reverse_until;          // 0 = not approved
    std::vector<ServiceDuty> duties;  // in the order in which they began
    Personal<std::string> note;
    Personal<std::string> reason;  // of its status
    std::string disputed_by;       // the last one; empty = nobody
};
BOOST_DESCRIBE_STRUCT(ServiceRecord, (),
                      (id, volunteer, member, volunteer_member, service, request, booking,
                       starts_at, ends_at, minutes, days, status, status_at, doubts, signed_in,
                       signed_out, recorded_at, recorded_by, corrected_by, confirmer, confirmed_by,
                       reviewed_by, reviewer, dispute_until, reverse_until, duties, note, reason,
                       disputed_by))
template <>
inline constexpr EntityRow entity_row<ServiceRecord>{
    .path = "service_records", .one = "service_record", .feed_order = 34};

// The volunteer did not come, `at`.
struct VolunteerNoShow {
    VolunteerNoShowId id;
    TimePoint at;
    RequestId request;
    BookingId booking;
    std::string by;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(VolunteerNoShow, (), (id, at, request, booking, by, reason))

// What is kept of a volunteer when the records of the single services have left the board.
struct VolunteerStanding {
    VolunteerStandingId id;
    ResponderId volunteer;
    std::int64_t approved_min = 0;  // of all services that were ever approved
    std::int64_t reversed_min = 0;  // of these
    std::int64_t services = 0;      // approved and not reversed
    std::int64_t stars = 0;
    std::vector<VolunteerNoShow> no_shows;  // in order of id, those that may still count
    TimePoint suspended_at;  // 0 = not suspended. Such a volunteer is offered nothing
    TimePoint lifted_at;     // of the last suspension; 0 = never
    std::string lifted_by;
    Personal<std::string> reason;  // why it was lifted
    // The last day on which a service began that was approved and has left the board: of the days
    // until then not all is there any more. Nothing = none has left.
    std::optional<Date> left_until = std::nullopt;
};
BOOST_DESCRIBE_STRUCT(VolunteerStanding, (),
                      (id, volunteer, approved_min, reversed_min, services, stars, no_shows,
                       suspended_at, lifted_at, lifted_by, reason, left_until))
template <>
inline constexpr EntityRow entity_row<VolunteerStanding>{
    .path = "volunteer_standings", .one = "volunteer_standing", .feed_order = 35};

// What is left out is that of the booking or the request.
struct SignIn {
    ResponderId volunteer;
    MemberId member;
    Code service;
    RequestId request;  // the volunteer is assigned to it
    BookingId booking;
    std::optional<TimePoint> at;  // nothing = now; not later
    std::optional<Personal<Point>> place;
    Personal<std::string> note;
};
BOOST_DESCRIBE_STRUCT(SignIn, (), (volunteer, member, service, request, booking, at, place, note))
template <>
inline constexpr CommandRow command_row<SignIn>{
    .roles = desk_roles | adapter_roles, .own = true, .creates = entity_row<ServiceRecord>.path};

struct SignOut {
    ServiceRecordId service_record;
    ResponderId volunteer;        // whose it is; 0 = whoever it is
    std::optional<TimePoint> at;  // nothing = now; not later
    std::optional<Personal<Point>> place;
    Personal<std::string> note;
};
BOOST_DESCRIBE_STRUCT(SignOut, (), (service_record, volunteer, at, place, note))
template <>
inline constexpr CommandRow command_row<SignOut>{.roles = desk_roles | adapter_roles, .own = true};

// A service that is over, from paper.
struct RecordService {
    ResponderId volunteer;
    MemberId member;
    Code service;
    RequestId request;
    BookingId booking;
    TimePoint starts_at;
    TimePoint ends_at;
    Personal<std::string> note;
};
BOOST_DESCRIBE_STRUCT(RecordService, (),
                      (volunteer, member, service, request, booking, starts_at, ends_at, note))
template <>
inline constexpr CommandRow command_row<RecordService>{
    .roles = desk_roles, .traffic = Traffic::registry, .creates = entity_row<ServiceRecord>.path};

// Before it is approved. What was confirmed has to be confirmed again.
struct CorrectService {
    ServiceRecordId service_record;
    TimePoint starts_at;
    TimePoint ends_at;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(CorrectService, (), (service_record, starts_at, ends_at, reason))
template <>
inline constexpr CommandRow command_row<CorrectService>{.roles = desk_roles,
                                                        .traffic = Traffic::registry};

// By a link to its request that promises LinkPart::confirm, or told to the desk.
struct ConfirmService {
    ServiceRecordId service_record;
    ServiceConfirmer by = ServiceConfirmer::member;
    LinkId link;  // 0 = told to the desk
    Personal<std::string> note;
    Personal<std::string> late_cause;
};
BOOST_DESCRIBE_STRUCT(ConfirmService, (), (service_record, by, link, note, late_cause))
template <>
inline constexpr CommandRow command_row<ConfirmService>{.roles = desk_roles | adapter_roles,
                                                        .traffic = Traffic::registry};

// By somebody else than who signed in, wrote down, corrected, confirmed, serves or was served.
struct ReviewService {
    ServiceRecordId service_record;
    ServiceVerdict verdict = ServiceVerdict::accept;
    Personal<std::string> reason;      // of a rejection
    Personal<std::string> late_cause;  // why it comes after it was due
    ResponderId reviewer;              // where the reviewer can be sent too: who that is
};
BOOST_DESCRIBE_STRUCT(ReviewService, (), (service_record, verdict, reason, late_cause, reviewer))
template <>
inline constexpr CommandRow command_row<ReviewService>{.roles = office_roles,
                                                       .traffic = Traffic::registry};

struct DisputeService {
    ServiceRecordId service_record;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(DisputeService, (), (service_record, reason))
template <>
inline constexpr CommandRow command_row<DisputeService>{.roles = desk_roles | adapter_roles,
                                                        .traffic = Traffic::registry};

// accept: it was as recorded, and is confirmed. By somebody else than who disputed it, and than who
// must not review it.
struct ResolveService {
    ServiceRecordId service_record;
    ServiceVerdict verdict = ServiceVerdict::accept;
    Personal<std::string> reason;
    Personal<std::string> late_cause;
    ResponderId reviewer;  // as in ReviewService
};
BOOST_DESCRIBE_STRUCT(ResolveService, (), (service_record, verdict, reason, late_cause, reviewer))
template <>
inline constexpr CommandRow command_row<ResolveService>{.roles = office_roles,
                                                        .traffic = Traffic::registry};

// Its hours, and what they earned, count no more.
struct ReverseService {
    ServiceRecordId service_record;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(ReverseService, (), (service_record, reason))
template <>
inline constexpr CommandRow command_row<ReverseService>{.roles = office_roles,
                                                        .traffic = Traffic::registry};

// Once for each request and booking.
struct RecordVolunteerNoShow {
    ResponderId volunteer;
    RequestId request;
    BookingId booking;
    std::optional<TimePoint> at;  // nothing = now; not later
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(RecordVolunteerNoShow, (), (volunteer, request, booking, at, reason))
template <>
inline constexpr CommandRow command_row<RecordVolunteerNoShow>{.roles = desk_roles,
                                                               .traffic = Traffic::registry};

// It was told by mistake. That lifts no suspension.
struct WithdrawVolunteerNoShow {
    ResponderId volunteer;
    VolunteerNoShowId no_show;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(WithdrawVolunteerNoShow, (), (volunteer, no_show, reason))
template <>
inline constexpr CommandRow command_row<WithdrawVolunteerNoShow>{.roles = office_roles,
                                                                 .traffic = Traffic::registry};

struct LiftVolunteerSuspension {
    ResponderId volunteer;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(LiftVolunteerSuspension, (), (volunteer, reason))
template <>
inline constexpr CommandRow command_row<LiftVolunteerSuspension>{.roles = office_roles,
                                                                 .traffic = Traffic::registry};

// open: signed in. ended: written down later, or made from the times of a request.
struct ServiceRecordMade {
    ServiceRecord record;
    [[nodiscard]] auto changes() const { return std::tuple(record.id); }
};
BOOST_DESCRIBE_STRUCT(ServiceRecordMade, (), (record))

// Everything that its status changes. What it says of the volunteer, the member and the times is as
// the record has it then.
struct ServiceRecordStatusChanged {
    ServiceRecordId record;
    ResponderId volunteer;
    MemberId member;
    Code service;
    RequestId request;
    BookingId booking;
    TimePoint starts_at;
    TimePoint ends_at;
    std::int64_t minutes = 0;
    std::vector<ServiceDay> days;
    ServiceRecordStatus status = ServiceRecordStatus::ended;
    std::vector<ServiceDoubt> doubts;
    std::optional<ServiceMark> signed_out;
    ServiceConfirmer confirmer = ServiceConfirmer::nobody;  // of one that is confirmed
    ResponderId reviewer;
    TimePoint dispute_until;
    TimePoint reverse_until;
    std::vector<ServiceDuty> duties;
    std::string by;  // empty = the engine
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(record); }
};
BOOST_DESCRIBE_STRUCT(ServiceRecordStatusChanged, (),
                      (record, volunteer, member, service, request, booking, starts_at, ends_at,
                       minutes, days, status, doubts, signed_out, confirmer, reviewer,
                       dispute_until, reverse_until, duties, by, reason))

// Where a correction takes a confirmation back, ServiceRecordStatusChanged follows.
struct ServiceRecordCorrected {
    ServiceRecordId record;
    ResponderId volunteer;
    MemberId member;
    TimePoint starts_at;
    TimePoint ends_at;
    std::int64_t minutes = 0;
    std::vector<ServiceDay> days;
    std::vector<ServiceDoubt> doubts;
    TimePoint dispute_until;
    std::string by;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(record); }
};
BOOST_DESCRIBE_STRUCT(ServiceRecordCorrected, (),
                      (record, volunteer, member, starts_at, ends_at, minutes, days, doubts,
                       dispute_until, by, reason))

struct ServiceDutyWarned {
    ServiceRecordId record;
    ResponderId volunteer;
    MemberId member;
    ServiceDutyKind duty = ServiceDutyKind::sign_out;
    [[nodiscard]] auto changes() const { return std::tuple(record); }
};
BOOST_DESCRIBE_STRUCT(ServiceDutyWarned, (), (record, volunteer, member, duty))

// A sign-out that nobody made ends the record, which ServiceRecordStatusChanged says.
struct ServiceDutyBreached {
    ServiceRecordId record;
    ResponderId volunteer;
    MemberId member;
    ServiceDutyKind duty = ServiceDutyKind::confirm;
    [[nodiscard]] auto changes() const { return std::tuple(record); }
};
BOOST_DESCRIBE_STRUCT(ServiceDutyBreached, (), (record, volunteer, member, duty))

// By the calendar now in force.
struct ServiceDutyMoved {
    ServiceRecordId record;
    ResponderId volunteer;
    MemberId member;
    ServiceDutyKind duty = ServiceDutyKind::review;
    MovedDeadline moved;
    [[nodiscard]] auto changes() const { return std::tuple(record); }
};
BOOST_DESCRIBE_STRUCT(ServiceDutyMoved, (), (record, volunteer, member, duty, moved))

// The member was erased: what tells of him is taken out. The hours are the volunteer's, and stay.
struct ServiceRecordStripped {
    ServiceRecordId record;
    [[nodiscard]] auto changes() const { return std::tuple(record); }
};
BOOST_DESCRIBE_STRUCT(ServiceRecordStripped, (), (record))

// Nothing can happen to it any more. Of one that was approved: whose it was, and the day on which
// it began; of any other neither, since nobody misses it in the hours.
struct ServiceRecordForgotten {
    ServiceRecordId record;
    ResponderId volunteer = {};
    std::optional<Date> day = std::nullopt;
    [[nodiscard]] auto changes() const {
        return std::tuple(record, VolunteerStandingId{volunteer.value});
    }
};
BOOST_DESCRIBE_STRUCT(ServiceRecordForgotten, (), (record, volunteer, day))

// Of all that was approved, what the volunteer has now.
struct VolunteerHoursChanged {
    VolunteerStandingId standing;
    ResponderId volunteer;
    std::int64_t approved_min = 0;
    std::int64_t reversed_min = 0;
    std::int64_t services = 0;
    std::int64_t stars = 0;
    std::int64_t stars_before = 0;
    [[nodiscard]] auto changes() const { return std::tuple(standing); }
};
BOOST_DESCRIBE_STRUCT(VolunteerHoursChanged, (),
                      (standing, volunteer, approved_min, reversed_min, services, stars,
                       stars_before))

// Those that were told of not later than `since` are forgotten: they count no more.
struct VolunteerNoShowRecorded {
    VolunteerStandingId standing;
    ResponderId volunteer;
    VolunteerNoShow no_show;
    TimePoint since;
    std::int64_t count = 0;  // that count, this one included
    [[nodiscard]] auto changes() const { return std::tuple(standing); }
};
BOOST_DESCRIBE_STRUCT(VolunteerNoShowRecorded, (), (standing, volunteer, no_show, since, count))

struct VolunteerNoShowWithdrawn {
    VolunteerStandingId standing;
    ResponderId volunteer;
    VolunteerNoShowId no_show;
    std::string by;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(standing); }
};
BOOST_DESCRIBE_STRUCT(VolunteerNoShowWithdrawn, (), (standing, volunteer, no_show, by, reason))

// Nothing is offered to the volunteer until somebody lifts it.
struct VolunteerSuspended {
    VolunteerStandingId standing;
    ResponderId volunteer;
    std::int64_t no_shows = 0;
    [[nodiscard]] auto changes() const { return std::tuple(standing, volunteer); }
};
BOOST_DESCRIBE_STRUCT(VolunteerSuspended, (), (standing, volunteer, no_shows))

struct VolunteerSuspensionLifted {
    VolunteerStandingId standing;
    ResponderId volunteer;
    std::string by;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(standing, volunteer); }
};
BOOST_DESCRIBE_STRUCT(VolunteerSuspensionLifted, (), (standing, volunteer, by, reason))

using ServiceRecordsCommands =
    TypeList<SignIn, SignOut, RecordService, CorrectService, ConfirmService, ReviewService,
             DisputeService, ResolveService, ReverseService, RecordVolunteerNoShow,
             WithdrawVolunteerNoShow, LiftVolunteerSuspension>;
using ServiceRecordsEvents =
    TypeList<ServiceRecordMade, ServiceRecordStatusChanged, ServiceRecordCorrected,
             ServiceDutyWarned, ServiceDutyBreached, ServiceRecordStripped, ServiceRecordForgotten,
             VolunteerHoursChanged, VolunteerNoShowRecorded, VolunteerNoShowWithdrawn,
             VolunteerSuspended, VolunteerSuspensionLifted, ServiceDutyMoved>;

}  // namespace muster
