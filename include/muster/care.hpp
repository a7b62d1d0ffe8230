// Care: who looks after a member for good, by which plan, when he is visited, and what others are
// asked to do for him.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "muster/access.hpp"
#include "muster/choice.hpp"
#include "muster/command.hpp"
#include "muster/date.hpp"
#include "muster/deadlines.hpp"
#include "muster/entity.hpp"
#include "muster/enums.hpp"
#include "muster/event.hpp"
#include "muster/ids.hpp"
#include "muster/member.hpp"
#include "muster/personal.hpp"
#include "muster/referral.hpp"
#include "muster/type_list.hpp"
#include "muster/units.hpp"

namespace muster {

using CareCaseId = Id<struct CareCaseTag>;
using VisitId = Id<struct VisitTag>;  // number_in_record(): a record may plan several

// unassigned: its consultant is none any more, and nobody has taken over. closed, here and below:
// its member is not looked after any more.
BOOST_DEFINE_ENUM_CLASS(CareCaseStatus, assigned, unassigned, closed)

// That somebody is the consultant of a member. One of each member, whoever it is.
struct CareCase {
    CareCaseId id;
    MemberId member;
    ResponderId consultant;  // of who has lost it, the last one
    CareCaseStatus status = CareCaseStatus::assigned;
    TimePoint since;               // of the consultant
    Personal<std::string> reason;  // why another one was chosen
};
BOOST_DESCRIBE_STRUCT(CareCase, (), (id, member, consultant, status, since, reason))
template <>
inline constexpr EntityRow entity_row<CareCase>{
    .path = "care_cases", .one = "care_case", .feed_order = 25};

BOOST_DEFINE_ENUM_CLASS(CarePlanStatus, draft, active, on_hold, completed, revoked, closed)

struct CareGoal {
    Code need;
    Code service;  // of the catalogue; empty = none of it
    std::string text;
};
BOOST_DESCRIBE_STRUCT(CareGoal, (), (need, service, text))

struct CarePlan {
    CarePlanId id;
    MemberId member;
    CarePlanStatus status = CarePlanStatus::draft;
    CarePlanStatus closed_from = CarePlanStatus::draft;  // how it was before it was closed
    Personal<std::vector<CareGoal>> goals;
    Personal<std::string> text;
    std::string drafted_by;
    TimePoint drafted_at;
    TimePoint activated_at;
    CarePromise review;  // owed while it is active
    TimePoint ended_at;  // completed, revoked, closed
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(CarePlan, (),
                      (id, member, status, closed_from, goals, text, drafted_by, drafted_at,
                       activated_at, review, ended_at, reason))
template <>
inline constexpr EntityRow entity_row<CarePlan>{
    .path = "care_plans", .one = "care_plan", .feed_order = 26};

// routine: of the tier's interval. event: it was brought forward by a major event. plan: one more,
// by a plan or by hand.
BOOST_DEFINE_ENUM_CLASS(VisitKind, routine, event, plan)

// planned: again, after it was moved. missed: it did not take place in time; it can be planned
// again, or be recorded late with its cause.
BOOST_DEFINE_ENUM_CLASS(VisitStatus, planned, under_way, done, missed, cancelled, closed)

// What the visitor found. none: not told yet. follow_up: there is something to do. urgent: at once.
BOOST_DEFINE_ENUM_CLASS(VisitOutcome, none, well, follow_up, urgent)

// There may be one for each of a million members, so it has what a visit needs and no more.
struct Visit {
    VisitId id;
    MemberId member;
    VisitKind kind = VisitKind::routine;
    VisitStatus status = VisitStatus::planned;
    // It is the one that the tier's interval asks for. When it is done, or was missed for good,
    // another one is; of who is looked after there is always one.
    bool next = false;
    Personal<RiskTier> tier;  // that the member had when it was planned
    // The n-th interval after the day that was first agreed.
    Date agreed;
    std::int32_t step = 0;
    // One interval after this it is due at the latest; mostly when the last one was done.
    TimePoint since;
    CarePromise due;
    // When it is meant to take place: from `window_from` until before `window_until`.
    TimePoint window_from;
    TimePoint window_until;
    ResponderId visitor;  // 0 = nobody is chosen
    RequestId request;    // by which somebody is sent
    TimePoint ask_at;     // when somebody is sent by itself; 0 = not by itself
    CarePlanId care_plan;
    std::int32_t moved = 0;  // so many times
    TimePoint started_at;
    TimePoint ended_at;  // done, missed, cancelled, closed
    Personal<VisitOutcome> outcome;
    Personal<std::string> findings;
};
BOOST_DESCRIBE_STRUCT(Visit, (),
                      (id, member, kind, status, next, tier, agreed, step, since, due, window_from,
                       window_until, visitor, request, ask_at, care_plan, moved, started_at,
                       ended_at, outcome, findings))
template <>
inline constexpr EntityRow entity_row<Visit>{.path = "visits", .one = "visit", .feed_order = 27};

// The consultant has the skill CareRule::consultant_skill, and room for one more. Another one than
// before needs a reason.
struct AssignConsultant {
    MemberId member;
    ResponderId responder;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(AssignConsultant, (), (member, responder, reason))
template <>
inline constexpr CommandRow command_row<AssignConsultant>{.roles = office_roles | Role::dispatcher,
                                                          .traffic = Traffic::registry};

struct DraftPlan {
    MemberId member;
    Personal<std::vector<CareGoal>> goals;  // 1 to 32
    Personal<std::string> text;
};
BOOST_DESCRIBE_STRUCT(DraftPlan, (), (member, goals, text))
template <>
inline constexpr CommandRow command_row<DraftPlan>{.roles = desk_roles | Role::admin,
                                                   .traffic = Traffic::registry,
                                                   .creates = entity_row<CarePlan>.path};

// A member has one plan that is active or on hold.
struct ActivatePlan {
    CarePlanId care_plan;
    std::optional<Date> review_on;  // nothing: as the rules say
};
BOOST_DESCRIBE_STRUCT(ActivatePlan, (), (care_plan, review_on))
template <>
inline constexpr CommandRow command_row<ActivatePlan>{.roles = desk_roles | Role::admin,
                                                      .traffic = Traffic::registry};

struct HoldPlan {
    CarePlanId care_plan;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(HoldPlan, (), (care_plan, reason))
template <>
inline constexpr CommandRow command_row<HoldPlan>{.roles = desk_roles | Role::admin,
                                                  .traffic = Traffic::registry};

struct ResumePlan {
    CarePlanId care_plan;
};
BOOST_DESCRIBE_STRUCT(ResumePlan, (), (care_plan))
template <>
inline constexpr CommandRow command_row<ResumePlan>{.roles = desk_roles | Role::admin,
                                                    .traffic = Traffic::registry};

// completed: its goals were reached. Else it is revoked, which needs a reason.
struct EndPlan {
    CarePlanId care_plan;
    bool completed = false;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(EndPlan, (), (care_plan, completed, reason))
template <>
inline constexpr CommandRow command_row<EndPlan>{.roles = desk_roles | Role::admin,
                                                 .traffic = Traffic::registry};

// plan: one more visit. routine: the member's next visit is planned anew, and its day is the one
// that is agreed on: the intervals count from it.
struct PlanVisit {
    MemberId member;
    VisitKind kind = VisitKind::routine;  // not event
    Date due;                             // the day on which it is due
    std::optional<TimePoint> window_from;
    std::optional<TimePoint> window_until;
    ResponderId responder;    // the visitor; 0 = the consultant, if there is one
    CarePlanId care_plan;     // of the plan that asks for it; 0 = none
    bool dispatched = false;  // somebody is sent when the window opens
};
BOOST_DESCRIBE_STRUCT(PlanVisit, (),
                      (member, kind, due, window_from, window_until, responder, care_plan,
                       dispatched))
template <>
inline constexpr CommandRow command_row<PlanVisit>{.roles = desk_roles | Role::admin,
                                                   .traffic = Traffic::registry};

// When it is meant to take place. Of the next visit the time by which it is due stays: beyond it, a
// reason is needed.
struct MoveVisit {
    VisitId visit;
    TimePoint window_from;
    TimePoint window_until;
    std::optional<ResponderId> responder;  // the visitor; nothing = as before
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(MoveVisit, (), (visit, window_from, window_until, responder, reason))
template <>
inline constexpr CommandRow command_row<MoveVisit>{.roles = desk_roles | Role::admin,
                                                   .traffic = Traffic::registry};

// dispatched: nobody has gone yet, and somebody is sent by a request now.
struct StartVisit {
    VisitId visit;
    std::optional<ResponderId> responder;  // who does it; nothing = as planned
    bool dispatched = false;
};
BOOST_DESCRIBE_STRUCT(StartVisit, (), (visit, responder, dispatched))
template <>
inline constexpr CommandRow command_row<StartVisit>{
    .roles = desk_roles | Role::admin, .own = true, .traffic = Traffic::registry};

// Of one that is under way or was missed; of one that was done without a word, what was found. One
// that comes after its time needs the cause.
struct RecordVisit {
    VisitId visit;
    Personal<VisitOutcome> outcome;
    Personal<std::string> findings;
    std::optional<TimePoint> done_at;  // nothing = now; not later
    std::optional<Date> next_due;      // of the next visit, where it shall come earlier
    CarePlanId reviewed;               // the plan that was gone through with the member; 0 = none
    Personal<std::string> late_cause;
};
BOOST_DESCRIBE_STRUCT(RecordVisit, (),
                      (visit, outcome, findings, done_at, next_due, reviewed, late_cause))
template <>
inline constexpr CommandRow command_row<RecordVisit>{
    .roles = desk_roles | Role::admin, .own = true, .traffic = Traffic::registry};

struct MissVisit {
    VisitId visit;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(MissVisit, (), (visit, reason))
template <>
inline constexpr CommandRow command_row<MissVisit>{
    .roles = desk_roles | Role::admin, .own = true, .traffic = Traffic::registry};

// Not of the next visit of a member, which is moved.
struct CancelVisit {
    VisitId visit;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(CancelVisit, (), (visit, reason))
template <>
inline constexpr CommandRow command_row<CancelVisit>{.roles = desk_roles | Role::admin,
                                                     .traffic = Traffic::registry};

struct ReferMember {
    MemberId member;
    std::string to;
    Code need;
    Code service;
    Personal<std::string> text;
    CarePlanId care_plan;
};
BOOST_DESCRIBE_STRUCT(ReferMember, (), (member, to, need, service, text, care_plan))
template <>
inline constexpr CommandRow command_row<ReferMember>{.roles = desk_roles | Role::admin,
                                                     .traffic = Traffic::registry,
                                                     .creates = entity_row<Referral>.path};

struct AnswerReferral {
    ReferralId referral;
    ReferralStatus status = ReferralStatus::accepted;  // or declined, or done
    Personal<std::string> reply;
    Personal<std::string> late_cause;
};
BOOST_DESCRIBE_STRUCT(AnswerReferral, (), (referral, status, reply, late_cause))
template <>
inline constexpr CommandRow command_row<AnswerReferral>{.roles = desk_roles | Role::admin,
                                                        .traffic = Traffic::registry};

// Of a member who had none, or another one, `before`.
struct ConsultantAssigned {
    CareCase care_case;
    ResponderId before;
    [[nodiscard]] auto changes() const { return std::tuple(care_case.id); }
};
BOOST_DESCRIBE_STRUCT(ConsultantAssigned, (), (care_case, before))

// The consultant is none any more: somebody has to choose another one.
struct ConsultantLost {
    CareCaseId care_case;
    MemberId member;
    ResponderId consultant;
    [[nodiscard]] auto changes() const { return std::tuple(care_case); }
};
BOOST_DESCRIBE_STRUCT(ConsultantLost, (), (care_case, member, consultant))

// Closed, or open again after a mistake.
struct CareCaseStatusChanged {
    CareCaseId care_case;
    MemberId member;
    CareCaseStatus status = CareCaseStatus::closed;
    [[nodiscard]] auto changes() const { return std::tuple(care_case); }
};
BOOST_DESCRIBE_STRUCT(CareCaseStatusChanged, (), (care_case, member, status))

struct CareCaseForgotten {
    CareCaseId care_case;
    [[nodiscard]] auto changes() const { return std::tuple(care_case); }
};
BOOST_DESCRIBE_STRUCT(CareCaseForgotten, (), (care_case))

struct PlanDrafted {
    CarePlan care_plan;
    [[nodiscard]] auto changes() const { return std::tuple(care_plan.id); }
};
BOOST_DESCRIBE_STRUCT(PlanDrafted, (), (care_plan))

// `review` is how the review stands now.
struct PlanStatusChanged {
    CarePlanId care_plan;
    MemberId member;
    CarePlanStatus status = CarePlanStatus::active;
    CarePromise review;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(care_plan); }
};
BOOST_DESCRIBE_STRUCT(PlanStatusChanged, (), (care_plan, member, status, review, reason))

struct PlanReviewed {
    CarePlanId care_plan;
    MemberId member;
    VisitId visit;
    CarePromise review;
    [[nodiscard]] auto changes() const { return std::tuple(care_plan); }
};
BOOST_DESCRIBE_STRUCT(PlanReviewed, (), (care_plan, member, visit, review))

struct PlanReviewWarned {
    CarePlanId care_plan;
    MemberId member;
    [[nodiscard]] auto changes() const { return std::tuple(care_plan); }
};
BOOST_DESCRIBE_STRUCT(PlanReviewWarned, (), (care_plan, member))

struct PlanReviewBreached {
    CarePlanId care_plan;
    MemberId member;
    [[nodiscard]] auto changes() const { return std::tuple(care_plan); }
};
BOOST_DESCRIBE_STRUCT(PlanReviewBreached, (), (care_plan, member))

struct PlanForgotten {
    CarePlanId care_plan;
    [[nodiscard]] auto changes() const { return std::tuple(care_plan); }
};
BOOST_DESCRIBE_STRUCT(PlanForgotten, (), (care_plan))

// `after`: the one that was the member's next visit until now, and is not any more.
struct VisitPlanned {
    Visit visit;
    VisitId after;
    [[nodiscard]] auto changes() const { return std::tuple(visit.id, after); }
};
BOOST_DESCRIBE_STRUCT(VisitPlanned, (), (visit, after))

// What the next visit of a member follows has changed: his tier, a major event, whether he is
// looked after. The visit is planned as it stands here, whatever it was; one that is under way goes
// on.
struct VisitReplanned {
    VisitId visit;
    MemberId member;
    VisitKind kind = VisitKind::routine;
    Personal<RiskTier> tier;
    Date agreed;
    std::int32_t step = 0;
    TimePoint since;
    CarePromise due;
    TimePoint window_from;
    TimePoint window_until;
    TimePoint ask_at;
    [[nodiscard]] auto changes() const { return std::tuple(visit); }
};
BOOST_DESCRIBE_STRUCT(VisitReplanned, (),
                      (visit, member, kind, tier, agreed, step, since, due, window_from,
                       window_until, ask_at))

struct VisitMoved {
    VisitId visit;
    MemberId member;
    CarePromise due;
    TimePoint window_from;
    TimePoint window_until;
    TimePoint ask_at;
    ResponderId visitor;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(visit); }
};
BOOST_DESCRIBE_STRUCT(VisitMoved, (),
                      (visit, member, due, window_from, window_until, ask_at, visitor, reason))

struct VisitGiven {
    VisitId visit;
    ResponderId visitor;
    [[nodiscard]] auto changes() const { return std::tuple(visit); }
};
BOOST_DESCRIBE_STRUCT(VisitGiven, (), (visit, visitor))

// Somebody is sent by `request`. 0: no request could be made, and it is tried again at `ask_at`.
struct VisitDispatched {
    VisitId visit;
    MemberId member;
    RequestId request;
    TimePoint ask_at;
    [[nodiscard]] auto changes() const { return std::tuple(visit, request); }
};
BOOST_DESCRIBE_STRUCT(VisitDispatched, (), (visit, member, request, ask_at))

struct VisitStarted {
    VisitId visit;
    MemberId member;
    ResponderId visitor;
    [[nodiscard]] auto changes() const { return std::tuple(visit); }
};
BOOST_DESCRIBE_STRUCT(VisitStarted, (), (visit, member, visitor))

// The request ended without a visit: it is planned as before, and the desk decides who goes.
struct VisitReleased {
    VisitId visit;
    MemberId member;
    RequestId request;
    [[nodiscard]] auto changes() const { return std::tuple(visit, request); }
};
BOOST_DESCRIBE_STRUCT(VisitReleased, (), (visit, member, request))

// Done at `done_at`; `findings` is what was found, as far as it is told.
struct VisitRecorded {
    VisitId visit;
    MemberId member;
    TimePoint done_at;
    Personal<VisitOutcome> outcome;
    Personal<std::string> findings;
    Personal<std::string> late_cause;
    [[nodiscard]] auto changes() const { return std::tuple(visit); }
};
BOOST_DESCRIBE_STRUCT(VisitRecorded, (), (visit, member, done_at, outcome, findings, late_cause))

// automatic: its time was over.
struct VisitMissed {
    VisitId visit;
    MemberId member;
    bool automatic = false;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(visit); }
};
BOOST_DESCRIBE_STRUCT(VisitMissed, (), (visit, member, automatic, reason))

struct VisitCancelled {
    VisitId visit;
    MemberId member;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(visit); }
};
BOOST_DESCRIBE_STRUCT(VisitCancelled, (), (visit, member, reason))

struct VisitClosed {
    VisitId visit;
    MemberId member;
    [[nodiscard]] auto changes() const { return std::tuple(visit); }
};
BOOST_DESCRIBE_STRUCT(VisitClosed, (), (visit, member))

struct VisitWarned {
    VisitId visit;
    MemberId member;
    [[nodiscard]] auto changes() const { return std::tuple(visit); }
};
BOOST_DESCRIBE_STRUCT(VisitWarned, (), (visit, member))

struct VisitBreached {
    VisitId visit;
    MemberId member;
    [[nodiscard]] auto changes() const { return std::tuple(visit); }
};
BOOST_DESCRIBE_STRUCT(VisitBreached, (), (visit, member))

struct VisitForgotten {
    VisitId visit;
    [[nodiscard]] auto changes() const { return std::tuple(visit); }
};
BOOST_DESCRIBE_STRUCT(VisitForgotten, (), (visit))

struct MemberReferred {
    Referral referral;
    [[nodiscard]] auto changes() const { return std::tuple(referral.id); }
};
BOOST_DESCRIBE_STRUCT(MemberReferred, (), (referral))

struct ReferralAnswered {
    ReferralId referral;
    MemberId member;
    ReferralStatus status = ReferralStatus::accepted;
    Personal<std::string> reply;
    Personal<std::string> late_cause;
    [[nodiscard]] auto changes() const { return std::tuple(referral); }
};
BOOST_DESCRIBE_STRUCT(ReferralAnswered, (), (referral, member, status, reply, late_cause))

struct ReferralStatusChanged {
    ReferralId referral;
    MemberId member;
    ReferralStatus status = ReferralStatus::closed;
    [[nodiscard]] auto changes() const { return std::tuple(referral); }
};
BOOST_DESCRIBE_STRUCT(ReferralStatusChanged, (), (referral, member, status))

struct ReferralWarned {
    ReferralId referral;
    MemberId member;
    [[nodiscard]] auto changes() const { return std::tuple(referral); }
};
BOOST_DESCRIBE_STRUCT(ReferralWarned, (), (referral, member))

struct ReferralBreached {
    ReferralId referral;
    MemberId member;
    [[nodiscard]] auto changes() const { return std::tuple(referral); }
};
BOOST_DESCRIBE_STRUCT(ReferralBreached, (), (referral, member))

// By the calendar now in force.
struct ReferralDeadlineMoved {
    ReferralId referral;
    MemberId member;
    MovedDeadline moved;
    [[nodiscard]] auto changes() const { return std::tuple(referral); }
};
BOOST_DESCRIBE_STRUCT(ReferralDeadlineMoved, (), (referral, member, moved))

struct ReferralForgotten {
    ReferralId referral;
    [[nodiscard]] auto changes() const { return std::tuple(referral); }
};
BOOST_DESCRIBE_STRUCT(ReferralForgotten, (), (referral))

using CareCommands = TypeList<AssignConsultant, DraftPlan, ActivatePlan, HoldPlan, ResumePlan,
                              EndPlan, PlanVisit, MoveVisit, StartVisit, RecordVisit, MissVisit,
                              CancelVisit, ReferMember, AnswerReferral>;
using CareEvents =
    TypeList<ConsultantAssigned, ConsultantLost, CareCaseStatusChanged, CareCaseForgotten,
             PlanDrafted, PlanStatusChanged, PlanReviewed, PlanReviewWarned, PlanReviewBreached,
             PlanForgotten, VisitPlanned, VisitReplanned, VisitMoved, VisitGiven, VisitDispatched,
             VisitStarted, VisitReleased, VisitRecorded, VisitMissed, VisitCancelled, VisitClosed,
             VisitWarned, VisitBreached, VisitForgotten, MemberReferred, ReferralAnswered,
             ReferralStatusChanged, ReferralWarned, ReferralBreached, ReferralForgotten,
             ReferralDeadlineMoved>;

}  // namespace muster
