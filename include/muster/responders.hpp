// Whoever can be sent: who they are, on duty or not, and where.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "muster/choice.hpp"
#include "muster/command.hpp"
#include "muster/entity.hpp"
#include "muster/enums.hpp"
#include "muster/ids.hpp"
#include "muster/personal.hpp"
#include "muster/units.hpp"

namespace muster {

// A skill that is had until a time only: a certificate runs out.
struct SkillTerm {
    Code skill;
    TimePoint ends_at;

    bool operator==(const SkillTerm&) const = default;
};
BOOST_DESCRIBE_STRUCT(SkillTerm, (), (skill, ends_at))

struct ResponderProfile {
    ResponderKind kind = ResponderKind::staff;
    std::string external_ref;
    Personal<std::string> name;
    Personal<std::string> phone;
    std::vector<Code> skills;
    Profile travel = Profile::normal;
    Code department;
    std::optional<Personal<Point>> post;  // where the responder is when no position is known
    // Of the skills those that end. When the time has come, the skill leaves `skills`.
    std::vector<SkillTerm> skill_terms;
};
BOOST_DESCRIBE_STRUCT(ResponderProfile, (),
                      (kind, external_ref, name, phone, skills, travel, department, post,
                       skill_terms))

// A position that was reported but is not believed.
struct DoubtedPosition {
    Personal<Point> point;
    TimePoint fix_at;  // when doubt about this place began
    PositionDoubt why = PositionDoubt::outside;
};
BOOST_DESCRIBE_STRUCT(DoubtedPosition, (), (point, fix_at, why))

struct Responder {
    ResponderId id;
    ResponderProfile profile;
    ResponderStatus status = ResponderStatus::off_duty;
    TimePoint shift_until;  // 0 = no end
    std::optional<Personal<Point>> position;
    TimePoint position_at;
    TimePoint idle_since;
    TimePoint clear_until;  // while clearing
    RequestId request;      // the exclusive assignment, if any
    std::uint32_t slot = 0;
    std::uint32_t offers_asked = 0;  // without those that were withdrawn
    std::uint32_t offers_accepted = 0;
    std::uint32_t services_done = 0;
    TimePoint last_service_at;
    Code standby;  // the post to stand by at when idle; empty = the responder's own place
    Code advised;  // the post that would be better; empty = none
    std::optional<DoubtedPosition> doubted;  // moves nobody until it is confirmed
    std::optional<TimePoint> lapsed_at;      // since then `position` is too old to count
};
BOOST_DESCRIBE_STRUCT(Responder, (),
                      (id, profile, status, shift_until, position, position_at, idle_since,
                       clear_until, request, slot, offers_asked, offers_accepted, services_done,
                       last_service_at, standby, advised, doubted, lapsed_at))
template <>
inline constexpr EntityRow entity_row<Responder>{
    .path = "responders", .one = "responder", .feed_order = 2, .allowed_actions = true};

struct RegisterResponder {
    ResponderProfile profile;
};
BOOST_DESCRIBE_STRUCT(RegisterResponder, (), (profile))
template <>
inline constexpr CommandRow command_row<RegisterResponder>{
    .roles = office_roles, .traffic = Traffic::registry, .creates = entity_row<Responder>.path};

// Of a ResponderProfile, what changes; as MemberChanges.
struct ResponderChanges {
    std::optional<ResponderKind> kind;
    std::optional<std::string> external_ref;
    std::optional<Personal<std::string>> name;
    std::optional<Personal<std::string>> phone;
    std::optional<std::vector<Code>> skills;
    std::optional<Profile> travel;
    std::optional<Code> department;
    std::optional<Personal<Point>> post;
    std::optional<std::vector<SkillTerm>> skill_terms;  // all of them: the list is replaced
};
BOOST_DESCRIBE_STRUCT(ResponderChanges, (),
                      (kind, external_ref, name, phone, skills, travel, department, post,
                       skill_terms))

struct UpdateResponder {
    ResponderId responder;
    ResponderChanges profile;
    std::vector<Code> clear;  // of what has no empty value: post
};
BOOST_DESCRIBE_STRUCT(UpdateResponder, (), (responder, profile, clear))
template <>
inline constexpr CommandRow command_row<UpdateResponder>{.roles = office_roles,
                                                         .traffic = Traffic::registry};

// status: available, off_duty or out_of_service. Leaving duty with an assignment opens its slot.
struct SetDuty {
    ResponderId responder;
    ResponderStatus status = ResponderStatus::available;
    TimePoint shift_until;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(SetDuty, (), (responder, status, shift_until, reason))
template <>
inline constexpr CommandRow command_row<SetDuty>{.roles = dispatch_roles, .own = true};

struct PositionFix {
    ResponderId responder;
    Personal<ReportedPoint> point;
    TimePoint fix_at;  // when it was measured; 0 = now. An older fix than the known one is dropped.
    // Metres that the device says it may be wrong by; nothing = it does not say.
    std::optional<std::int32_t> accuracy_m = {};
    // Who reported it. Stamped by the intake, whatever a sender puts there, because one record
    // holds the fixes of many senders; empty in events, and in logs from before it was there.
    std::string by = {};
};
BOOST_DESCRIBE_STRUCT(PositionFix, (), (responder, point, fix_at, accuracy_m, by))

// Each fix is taken, doubted or dropped by itself (FixOutcome); none makes the report refused:
// positions are a stream.
struct ReportPositions {
    std::vector<PositionFix> fixes;
};
BOOST_DESCRIBE_STRUCT(ReportPositions, (), (fixes))
template <>
inline constexpr CommandRow command_row<ReportPositions>{
    .roles = adapter_roles, .own = true, .traffic = Traffic::positions};

// Where an idle professional stands by; an empty post: at his own place.
struct OrderStandby {
    ResponderId responder;
    Code post;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(OrderStandby, (), (responder, post, reason))
template <>
inline constexpr CommandRow command_row<OrderStandby>{.roles = dispatch_roles};

struct ResponderRegistered {
    ResponderId responder;
    ResponderProfile profile;
    [[nodiscard]] auto changes() const { return std::tuple(responder); }
};
BOOST_DESCRIBE_STRUCT(ResponderRegistered, (), (responder, profile))

struct ResponderUpdated {
    ResponderId responder;
    ResponderProfile profile;
    [[nodiscard]] auto changes() const { return std::tuple(responder); }
};
BOOST_DESCRIBE_STRUCT(ResponderUpdated, (), (responder, profile))

// The time of a skill is over; the responder is not sent for it any more.
struct SkillExpired {
    ResponderId responder;
    Code skill;
    [[nodiscard]] auto changes() const { return std::tuple(responder); }
};
BOOST_DESCRIBE_STRUCT(SkillExpired, (), (responder, skill))

struct DutyChanged {
    ResponderId responder;
    ResponderStatus status = ResponderStatus::available;
    TimePoint shift_until;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(responder); }
};
BOOST_DESCRIBE_STRUCT(DutyChanged, (), (responder, status, shift_until, reason))

struct PositionsReported {
    std::vector<PositionFix> fixes;
    // Positions have a topic of their own, and belong to no story.
    [[nodiscard]] auto changes() const { return std::tuple(); }
};
BOOST_DESCRIBE_STRUCT(PositionsReported, (), (fixes))

// A fix that is not believed: nobody moves by it. Told once for each place that is doubted.
struct PositionDoubted {
    ResponderId responder;
    DoubtedPosition doubted;
    [[nodiscard]] auto changes() const { return std::tuple(responder); }
};
BOOST_DESCRIBE_STRUCT(PositionDoubted, (), (responder, doubted))

// confirmed: the responder is at the doubted place indeed; else at the place that was believed.
struct PositionDoubtEnded {
    ResponderId responder;
    bool confirmed = false;
    [[nodiscard]] auto changes() const { return std::tuple(responder); }
};
BOOST_DESCRIBE_STRUCT(PositionDoubtEnded, (), (responder, confirmed))

// The last position is too old to count: the responder is taken to be at the own post, or where
// there is none is considered last of all.
struct PositionLapsed {
    ResponderId responder;
    Millis age_ms;
    [[nodiscard]] auto changes() const { return std::tuple(responder); }
};
BOOST_DESCRIBE_STRUCT(PositionLapsed, (), (responder, age_ms))

struct ResponderCleared {
    ResponderId responder;
    [[nodiscard]] auto changes() const { return std::tuple(responder); }
};
BOOST_DESCRIBE_STRUCT(ResponderCleared, (), (responder))

// Somebody idle would be of more use at this post: `gain_ppm` millionths of all demand more are
// covered than where the responder stands by now. An empty post takes the advice back.
struct StandbyAdvised {
    ResponderId responder;
    Code post;
    Millis travel_ms;
    std::int64_t gain_ppm = 0;
    [[nodiscard]] auto changes() const { return std::tuple(responder); }
};
BOOST_DESCRIBE_STRUCT(StandbyAdvised, (), (responder, post, travel_ms, gain_ppm))

// The responder stands by at this post from now on; an empty one is the responder's own place.
struct StandbyOrdered {
    ResponderId responder;
    Code post;
    AssignedBy by = AssignedBy::engine;
    Personal<std::string> reason;  // of a dispatcher
    Millis travel_ms;
    std::int64_t gain_ppm = 0;
    [[nodiscard]] auto changes() const { return std::tuple(responder); }
};
BOOST_DESCRIBE_STRUCT(StandbyOrdered, (), (responder, post, by, reason, travel_ms, gain_ppm))

using RespondersCommands =
    TypeList<RegisterResponder, UpdateResponder, SetDuty, ReportPositions, OrderStandby>;
using RespondersEvents =
    TypeList<ResponderRegistered, ResponderUpdated, DutyChanged, PositionsReported, PositionDoubted,
             PositionDoubtEnded, PositionLapsed, ResponderCleared, StandbyAdvised, StandbyOrdered,
             SkillExpired>;

}  // namespace muster
