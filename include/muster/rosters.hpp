// Rosters: who works when, and who is away.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <string>
#include <tuple>

#include "muster/access.hpp"
#include "muster/command.hpp"
#include "muster/entity.hpp"
#include "muster/event.hpp"
#include "muster/ids.hpp"
#include "muster/personal.hpp"
#include "muster/type_list.hpp"
#include "muster/units.hpp"

namespace muster {

using ShiftId = Id<struct ShiftTag>;
using AbsenceId = Id<struct AbsenceTag>;

// started: the responder came on duty in it. missed: nobody did until WorkRule::late_ms after its
// start. ended, missed and cancelled ones leave the board some time later.
BOOST_DEFINE_ENUM_CLASS(ShiftStatus, planned, started, ended, missed, cancelled)

// From `starts_at` until before `ends_at`.
struct Shift {
    ShiftId id;
    ResponderId responder;
    TimePoint starts_at;
    TimePoint ends_at;
    ShiftStatus status = ShiftStatus::planned;
    Personal<std::string> reason;  // why it is planned beyond the limits of work; of its cancelling
};
BOOST_DESCRIBE_STRUCT(Shift, (), (id, responder, starts_at, ends_at, status, reason))
template <>
inline constexpr EntityRow entity_row<Shift>{.path = "shifts", .one = "shift", .feed_order = 9};

BOOST_DEFINE_ENUM_CLASS(AbsenceKind, leave, sick, training, other)

// over and cancelled ones leave the board some time later.
BOOST_DEFINE_ENUM_CLASS(AbsenceStatus, planned, under_way, over, cancelled)

struct Absence {
    AbsenceId id;
    ResponderId responder;
    AbsenceKind kind = AbsenceKind::leave;
    TimePoint starts_at;
    TimePoint ends_at;
    AbsenceStatus status = AbsenceStatus::planned;
    Personal<std::string> note;
};
BOOST_DESCRIBE_STRUCT(Absence, (), (id, responder, kind, starts_at, ends_at, status, note))
template <>
inline constexpr EntityRow entity_row<Absence>{
    .path = "absences", .one = "absence", .feed_order = 10};

// Refused where it meets another shift, or an absence; beyond the limits of work (WorkRule) it
// needs a reason.
struct PlanShift {
    ResponderId responder;
    TimePoint starts_at;
    TimePoint ends_at;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(PlanShift, (), (responder, starts_at, ends_at, reason))
template <>
inline constexpr CommandRow command_row<PlanShift>{.roles = office_roles | Role::dispatcher,
                                                   .traffic = Traffic::registry,
                                                   .creates = entity_row<Shift>.path};

struct CancelShift {
    ShiftId shift;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(CancelShift, (), (shift, reason))
template <>
inline constexpr CommandRow command_row<CancelShift>{.roles = office_roles | Role::dispatcher,
                                                     .traffic = Traffic::registry};

// Shifts that it meets are cancelled. Whoever is on duty and free when it begins is taken off duty.
struct RecordAbsence {
    ResponderId responder;
    AbsenceKind kind = AbsenceKind::leave;
    TimePoint starts_at;
    TimePoint ends_at;
    Personal<std::string> note;
};
BOOST_DESCRIBE_STRUCT(RecordAbsence, (), (responder, kind, starts_at, ends_at, note))
template <>
inline constexpr CommandRow command_row<RecordAbsence>{.roles = office_roles | Role::dispatcher,
                                                       .traffic = Traffic::registry,
                                                       .creates = entity_row<Absence>.path};

// Before it began: cancelled; under way: over now.
struct EndAbsence {
    AbsenceId absence;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(EndAbsence, (), (absence, reason))
template <>
inline constexpr CommandRow command_row<EndAbsence>{.roles = office_roles | Role::dispatcher,
                                                    .traffic = Traffic::registry};

struct ShiftPlanned {
    Shift shift;
    [[nodiscard]] auto changes() const { return std::tuple(shift.id); }
};
BOOST_DESCRIBE_STRUCT(ShiftPlanned, (), (shift))

struct ShiftStatusChanged {
    ShiftId shift;
    ResponderId responder;
    ShiftStatus status = ShiftStatus::started;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(shift); }
};
BOOST_DESCRIBE_STRUCT(ShiftStatusChanged, (), (shift, responder, status, reason))

struct ShiftForgotten {
    ShiftId shift;
    [[nodiscard]] auto changes() const { return std::tuple(shift); }
};
BOOST_DESCRIBE_STRUCT(ShiftForgotten, (), (shift))

struct AbsenceRecorded {
    Absence absence;
    [[nodiscard]] auto changes() const { return std::tuple(absence.id); }
};
BOOST_DESCRIBE_STRUCT(AbsenceRecorded, (), (absence))

struct AbsenceStatusChanged {
    AbsenceId absence;
    ResponderId responder;
    AbsenceStatus status = AbsenceStatus::under_way;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(absence); }
};
BOOST_DESCRIBE_STRUCT(AbsenceStatusChanged, (), (absence, responder, status, reason))

struct AbsenceForgotten {
    AbsenceId absence;
    [[nodiscard]] auto changes() const { return std::tuple(absence); }
};
BOOST_DESCRIBE_STRUCT(AbsenceForgotten, (), (absence))

using RostersCommands = TypeList<PlanShift, CancelShift, RecordAbsence, EndAbsence>;
using RostersEvents = TypeList<ShiftPlanned, ShiftStatusChanged, ShiftForgotten, AbsenceRecorded,
                               AbsenceStatusChanged, AbsenceForgotten>;

}  // namespace muster
