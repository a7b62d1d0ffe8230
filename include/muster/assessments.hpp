// Assessments: what a member can do by himself, by a standard such as GB/T 42195-2022.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "muster/access.hpp"
#include "muster/command.hpp"
#include "muster/entity.hpp"
#include "muster/enums.hpp"
#include "muster/event.hpp"
#include "muster/ids.hpp"
#include "muster/personal.hpp"
#include "muster/type_list.hpp"
#include "muster/units.hpp"

namespace muster {

using AssessmentId = Id<struct AssessmentTag>;

// valid: the latest of its member by its standard. superseded: a later one is valid. closed: its
// member is not looked after any more. voided: it was a mistake.
BOOST_DEFINE_ENUM_CLASS(AssessmentStatus, valid, superseded, closed, voided)

BOOST_DEFINE_ENUM_CLASS(AssessmentReason, first, routine, change, review, other)

// What makes the level worse than the points say. care_events: two or more of RiskRule::events that
// are care risks, in 30 days.
BOOST_DEFINE_ENUM_CLASS(Adjustment, coma, dementia, mental_disorder, care_events)

struct AssessmentScore {
    Code item;
    std::int64_t points = 0;  // 0 to the item's most
};
BOOST_DESCRIBE_STRUCT(AssessmentScore, (), (item, points))

// That the member is assessed again (engine/core/kernel/obligation.hpp).
struct Reassessment {
    TimePoint due_at;
    TimePoint warn_at;
    TimePoint warned_at;
    TimePoint met_at;
    TimePoint breached_at;
    Personal<std::string> cause;
};
BOOST_DESCRIBE_STRUCT(Reassessment, (), (due_at, warn_at, warned_at, met_at, breached_at, cause))

struct Assessment {
    AssessmentId id;
    MemberId member;
    Code standard;
    std::string version;  // of the standard, as the rules had it then
    AssessmentReason reason = AssessmentReason::first;
    AssessmentStatus status = AssessmentStatus::valid;
    TimePoint assessed_at;
    std::vector<std::string> assessors;  // two at least, different ones
    Personal<std::vector<AssessmentScore>> scores;
    Personal<std::int64_t> points;                  // their sum
    Personal<AbilityLevel> raw_level;               // by the points alone
    Personal<std::vector<Adjustment>> adjustments;  // in this order
    Personal<AbilityLevel> level;
    Personal<std::string> note;
    Reassessment again;
};
BOOST_DESCRIBE_STRUCT(Assessment, (),
                      (id, member, standard, version, reason, status, assessed_at, assessors,
                       scores, points, raw_level, adjustments, level, note, again))
template <>
inline constexpr EntityRow entity_row<Assessment>{
    .path = "assessments", .one = "assessment", .feed_order = 7};

struct RecordAssessment {
    MemberId member;
    Code standard;  // of Rules::assessments
    AssessmentReason reason = AssessmentReason::first;
    std::optional<TimePoint> assessed_at;  // nothing = now; not later
    std::vector<std::string> assessors;
    Personal<std::vector<AssessmentScore>> scores;  // of each item of the standard, once
    Personal<std::vector<Adjustment>> conditions;   // found by the assessors
    Personal<std::string> note;
    Personal<std::string> late_cause;  // why it comes after the last one's due time
};
BOOST_DESCRIBE_STRUCT(RecordAssessment, (),
                      (member, standard, reason, assessed_at, assessors, scores, conditions, note,
                       late_cause))
template <>
inline constexpr CommandRow command_row<RecordAssessment>{.roles = desk_roles | Role::admin,
                                                          .traffic = Traffic::registry,
                                                          .creates = entity_row<Assessment>.path};

// The one before it, if any, is valid again.
struct VoidAssessment {
    AssessmentId assessment;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(VoidAssessment, (), (assessment, reason))
template <>
inline constexpr CommandRow command_row<VoidAssessment>{.roles = office_roles,
                                                        .traffic = Traffic::registry};

struct AssessmentRecorded {
    Assessment assessment;
    [[nodiscard]] auto changes() const { return std::tuple(assessment.id); }
};
BOOST_DESCRIBE_STRUCT(AssessmentRecorded, (), (assessment))

// `again` is how the obligation to assess again stands now.
struct AssessmentStatusChanged {
    AssessmentId assessment;
    AssessmentStatus status = AssessmentStatus::valid;
    Reassessment again;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(assessment); }
};
BOOST_DESCRIBE_STRUCT(AssessmentStatusChanged, (), (assessment, status, again, reason))

struct ReassessmentWarned {
    AssessmentId assessment;
    MemberId member;
    [[nodiscard]] auto changes() const { return std::tuple(assessment); }
};
BOOST_DESCRIBE_STRUCT(ReassessmentWarned, (), (assessment, member))

struct ReassessmentBreached {
    AssessmentId assessment;
    MemberId member;
    [[nodiscard]] auto changes() const { return std::tuple(assessment); }
};
BOOST_DESCRIBE_STRUCT(ReassessmentBreached, (), (assessment, member))

// With its member.
struct AssessmentForgotten {
    AssessmentId assessment;
    [[nodiscard]] auto changes() const { return std::tuple(assessment); }
};
BOOST_DESCRIBE_STRUCT(AssessmentForgotten, (), (assessment))

using AssessmentsCommands = TypeList<RecordAssessment, VoidAssessment>;
using AssessmentsEvents = TypeList<AssessmentRecorded, AssessmentStatusChanged, ReassessmentWarned,
                                   ReassessmentBreached, AssessmentForgotten>;

}  // namespace muster
