// Projects: what several departments do together for a member, step by step, each by its time.
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
#include "muster/deadlines.hpp"
#include "muster/entity.hpp"
#include "muster/enums.hpp"
#include "muster/event.hpp"
#include "muster/ids.hpp"
#include "muster/personal.hpp"
#include "muster/project.hpp"
#include "muster/projects_rules.hpp"
#include "muster/survey.hpp"
#include "muster/type_list.hpp"
#include "muster/units.hpp"

namespace muster {

// A member has one open project of a template.
struct OpenProject {
    MemberId member;
    Code template_code;           // of the rules
    Personal<std::string> owner;  // empty = the contact of the department that leads
    NeedId need;                  // of the member, which is planned with it; 0 = none
    Personal<std::string> note;
};
BOOST_DESCRIBE_STRUCT(OpenProject, (), (member, template_code, owner, need, note))
template <>
inline constexpr CommandRow command_row<OpenProject>{.roles = desk_roles | Role::admin,
                                                     .traffic = Traffic::registry,
                                                     .creates = entity_row<Project>.path};

struct StartStep {
    ProjectId project;
    Code step;
    Personal<std::string> owner;  // empty = as before
};
BOOST_DESCRIBE_STRUCT(StartStep, (), (project, step, owner))
template <>
inline constexpr CommandRow command_row<StartStep>{.roles = desk_roles | Role::admin,
                                                   .traffic = Traffic::registry};

// With all of its papers, and when each department that was asked has said what it thinks or has
// let its time pass. Not of an approval or an acceptance: ApproveBudget, AcceptWork.
struct FinishStep {
    ProjectId project;
    Code step;
    Personal<std::string> note;
    std::vector<ProjectDocument> documents;
    std::int64_t spent_fen = 0;        // paid with it, of what was promised
    Personal<std::string> late_cause;  // which a late one has to give
};
BOOST_DESCRIBE_STRUCT(FinishStep, (), (project, step, note, documents, spent_fen, late_cause))
template <>
inline constexpr CommandRow command_row<FinishStep>{.roles = desk_roles | Role::admin,
                                                    .traffic = Traffic::registry};

// The step is not this department's: the department that leads the project looks after it until
// it gives it to another one.
struct ReturnStep {
    ProjectId project;
    Code step;
    Code department;  // whose it may be instead; empty = not known
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(ReturnStep, (), (project, step, department, reason))
template <>
inline constexpr CommandRow command_row<ReturnStep>{.roles = desk_roles | Role::admin,
                                                    .traffic = Traffic::registry};

// To give it to another department does not move its day.
struct ReassignStep {
    ProjectId project;
    Code step;
    Code department;
    Personal<std::string> owner;  // empty = the contact of the department
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(ReassignStep, (), (project, step, department, owner, reason))
template <>
inline constexpr CommandRow command_row<ReassignStep>{.roles = desk_roles | Role::admin,
                                                      .traffic = Traffic::registry};

struct GiveOpinion {
    ProjectId project;
    Code step;
    Code department;  // one that was asked
    bool agrees = true;
    Personal<std::string> text;
    Personal<std::string> late_cause;
};
BOOST_DESCRIBE_STRUCT(GiveOpinion, (), (project, step, department, agrees, text, late_cause))
template <>
inline constexpr CommandRow command_row<GiveOpinion>{.roles = desk_roles | Role::admin,
                                                     .traffic = Traffic::registry};

// What all of it may cost, what is spent already included. Finishes the approval, if that is under
// way; later it approves another budget.
struct ApproveBudget {
    ProjectId project;
    std::int64_t budget_fen = 0;
    Personal<std::string> note;
    std::vector<ProjectDocument> documents;
    Personal<std::string> late_cause;
};
BOOST_DESCRIBE_STRUCT(ApproveBudget, (), (project, budget_fen, note, documents, late_cause))
template <>
inline constexpr CommandRow command_row<ApproveBudget>{.roles = office_roles,
                                                       .traffic = Traffic::registry};

// Asked for before the step is due, and once in a round.
struct ExtendStep {
    ProjectId project;
    Code step;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(ExtendStep, (), (project, step, reason))
template <>
inline constexpr CommandRow command_row<ExtendStep>{.roles = desk_roles | Role::admin,
                                                    .traffic = Traffic::registry};

// The member does not need it. Work that was rejected is done again, and what was built is
// supervised and accepted: these are not skipped.
struct SkipStep {
    ProjectId project;
    Code step;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(SkipStep, (), (project, step, reason))
template <>
inline constexpr CommandRow command_row<SkipStep>{.roles = desk_roles | Role::admin,
                                                  .traffic = Traffic::registry};

// Finishes the acceptance, which is under way after the supervision.
struct AcceptWork {
    ProjectId project;
    Personal<std::string> note;
    std::vector<ProjectDocument> documents;
    std::int64_t spent_fen = 0;
    Personal<std::string> late_cause;
};
BOOST_DESCRIBE_STRUCT(AcceptWork, (), (project, note, documents, spent_fen, late_cause))
template <>
inline constexpr CommandRow command_row<AcceptWork>{.roles = office_roles,
                                                    .traffic = Traffic::registry};

// The work is done once more, and all that comes after it.
struct RejectWork {
    ProjectId project;
    Personal<std::string> reason;
    Personal<std::string> late_cause;
};
BOOST_DESCRIBE_STRUCT(RejectWork, (), (project, reason, late_cause))
template <>
inline constexpr CommandRow command_row<RejectWork>{.roles = office_roles,
                                                    .traffic = Traffic::registry};

// Its times stand still until it goes on.
struct SuspendProject {
    ProjectId project;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(SuspendProject, (), (project, reason))
template <>
inline constexpr CommandRow command_row<SuspendProject>{.roles = desk_roles | Role::admin,
                                                        .traffic = Traffic::registry};

struct ResumeProject {
    ProjectId project;
    Personal<std::string> note;
};
BOOST_DESCRIBE_STRUCT(ResumeProject, (), (project, note))
template <>
inline constexpr CommandRow command_row<ResumeProject>{.roles = desk_roles | Role::admin,
                                                       .traffic = Traffic::registry};

// What was promised and is not spent is free again.
struct CancelProject {
    ProjectId project;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(CancelProject, (), (project, reason))
template <>
inline constexpr CommandRow command_row<CancelProject>{.roles = office_roles,
                                                       .traffic = Traffic::registry};

struct ProjectOpened {
    Project project;
    [[nodiscard]] auto changes() const { return std::tuple(project.id); }
};
BOOST_DESCRIBE_STRUCT(ProjectOpened, (), (project))

// It is given to its department; its time begins.
struct StepBecameReady {
    ProjectId project;
    MemberId member;
    Code step;
    std::uint32_t round = 1;
    Code department;
    Personal<std::string> owner;
    TimePoint counted_at;
    ProjectPromise due;
    std::vector<ProjectOpinion> opinions;  // that are asked for
    [[nodiscard]] auto changes() const { return std::tuple(project); }
};
BOOST_DESCRIBE_STRUCT(StepBecameReady, (),
                      (project, member, step, round, department, owner, counted_at, due, opinions))

struct StepStarted {
    ProjectId project;
    MemberId member;
    Code step;
    Code department;
    Personal<std::string> owner;
    [[nodiscard]] auto changes() const { return std::tuple(project); }
};
BOOST_DESCRIBE_STRUCT(StepStarted, (), (project, member, step, department, owner))

struct StepFinished {
    ProjectId project;
    MemberId member;
    Code step;
    Code department;
    std::string by;
    Personal<std::string> note;
    std::vector<ProjectDocument> documents;
    std::int64_t spent_fen = 0;
    Personal<std::string> late_cause;
    [[nodiscard]] auto changes() const { return std::tuple(project); }
};
BOOST_DESCRIBE_STRUCT(StepFinished, (),
                      (project, member, step, department, by, note, documents, spent_fen,
                       late_cause))

struct StepSkipped {
    ProjectId project;
    MemberId member;
    Code step;
    std::string by;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(project); }
};
BOOST_DESCRIBE_STRUCT(StepSkipped, (), (project, member, step, by, reason))

// `department` is the one that looks after it until it is given to another.
struct StepReturned {
    ProjectId project;
    MemberId member;
    Code step;
    Code department;
    Personal<std::string> owner;
    Code from;
    Code suggested;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(project); }
};
BOOST_DESCRIBE_STRUCT(StepReturned, (),
                      (project, member, step, department, owner, from, suggested, reason))

// A department is not asked for an opinion on a step of its own, and is asked when it is another's
// again.
struct StepReassigned {
    ProjectId project;
    MemberId member;
    Code step;
    Code from;
    Code department;
    Personal<std::string> owner;
    Personal<std::string> reason;
    std::vector<ProjectOpinion> opinions;  // that are asked for besides those that were before
    [[nodiscard]] auto changes() const { return std::tuple(project); }
};
BOOST_DESCRIBE_STRUCT(StepReassigned, (),
                      (project, member, step, from, department, owner, reason, opinions))

struct OpinionGiven {
    ProjectId project;
    MemberId member;
    Code step;
    Code department;
    bool agrees = true;
    std::string by;
    Personal<std::string> text;
    Personal<std::string> late_cause;
    [[nodiscard]] auto changes() const { return std::tuple(project); }
};
BOOST_DESCRIBE_STRUCT(OpinionGiven, (),
                      (project, member, step, department, agrees, by, text, late_cause))

struct BudgetApproved {
    ProjectId project;
    MemberId member;
    std::int64_t budget_fen = 0;    // all of it
    std::int64_t promised_fen = 0;  // what is not spent of it
    std::string by;
    Personal<std::string> note;
    [[nodiscard]] auto changes() const { return std::tuple(project); }
};
BOOST_DESCRIBE_STRUCT(BudgetApproved, (), (project, member, budget_fen, promised_fen, by, note))

struct StepExtended {
    ProjectId project;
    MemberId member;
    Code step;
    StepExtension extension;
    ProjectPromise due;
    [[nodiscard]] auto changes() const { return std::tuple(project); }
};
BOOST_DESCRIBE_STRUCT(StepExtended, (), (project, member, step, extension, due))

struct WorkAccepted {
    ProjectId project;
    MemberId member;
    Code work;  // the step
    WorkRound round;
    [[nodiscard]] auto changes() const { return std::tuple(project); }
};
BOOST_DESCRIBE_STRUCT(WorkAccepted, (), (project, member, work, round))

// `again`: the steps that wait once more, the work itself first.
struct WorkRejected {
    ProjectId project;
    MemberId member;
    Code work;
    WorkRound round;
    std::vector<Code> again;
    [[nodiscard]] auto changes() const { return std::tuple(project); }
};
BOOST_DESCRIBE_STRUCT(WorkRejected, (), (project, member, work, round, again))

struct ProjectSuspended {
    ProjectId project;
    MemberId member;
    std::string by;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(project); }
};
BOOST_DESCRIBE_STRUCT(ProjectSuspended, (), (project, member, by, reason))

// With the rest of the time that each step had.
struct ResumedStep {
    Code step;
    ProjectPromise due;
    std::vector<ProjectOpinion> opinions;
    TimePoint assigned_at;  // as if it had been given later, by as long as it stood still
};
BOOST_DESCRIBE_STRUCT(ResumedStep, (), (step, due, opinions, assigned_at))

struct ProjectResumed {
    ProjectId project;
    MemberId member;
    std::string by;
    Personal<std::string> note;
    std::vector<ResumedStep> steps;
    [[nodiscard]] auto changes() const { return std::tuple(project); }
};
BOOST_DESCRIBE_STRUCT(ProjectResumed, (), (project, member, by, note, steps))

// `released_fen` was promised, and is not needed.
struct ProjectCompleted {
    ProjectId project;
    MemberId member;
    Code template_code;
    std::int64_t released_fen = 0;
    [[nodiscard]] auto changes() const { return std::tuple(project); }
};
BOOST_DESCRIBE_STRUCT(ProjectCompleted, (), (project, member, template_code, released_fen))

struct ProjectCancelled {
    ProjectId project;
    MemberId member;
    Code template_code;
    std::int64_t released_fen = 0;
    std::string by;  // empty where it follows from something else
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(project); }
};
BOOST_DESCRIBE_STRUCT(ProjectCancelled, (),
                      (project, member, template_code, released_fen, by, reason))

// The member died or moved away when money was promised or spent: the department that leads the
// project, which is told so, looks after what is open and settles it. `gone` is false when that
// was wrong.
struct ProjectHandedOver {
    ProjectId project;
    MemberId member;
    Code department;
    Personal<std::string> owner;
    bool gone = true;
    [[nodiscard]] auto changes() const { return std::tuple(project); }
};
BOOST_DESCRIBE_STRUCT(ProjectHandedOver, (), (project, member, department, owner, gone))

struct StepWarned {
    ProjectId project;
    MemberId member;
    Code step;
    Code department;
    [[nodiscard]] auto changes() const { return std::tuple(project); }
};
BOOST_DESCRIBE_STRUCT(StepWarned, (), (project, member, step, department))

struct StepBreached {
    ProjectId project;
    MemberId member;
    Code step;
    Code department;
    [[nodiscard]] auto changes() const { return std::tuple(project); }
};
BOOST_DESCRIBE_STRUCT(StepBreached, (), (project, member, step, department))

// `department` owes an opinion on the step.
struct OpinionWarned {
    ProjectId project;
    MemberId member;
    Code step;
    Code department;
    [[nodiscard]] auto changes() const { return std::tuple(project); }
};
BOOST_DESCRIBE_STRUCT(OpinionWarned, (), (project, member, step, department))

struct OpinionBreached {
    ProjectId project;
    MemberId member;
    Code step;
    Code department;
    [[nodiscard]] auto changes() const { return std::tuple(project); }
};
BOOST_DESCRIBE_STRUCT(OpinionBreached, (), (project, member, step, department))

struct StepDeadlineMoved {
    ProjectId project;
    MemberId member;
    Code step;
    MovedDeadline moved;
    [[nodiscard]] auto changes() const { return std::tuple(project); }
};
BOOST_DESCRIBE_STRUCT(StepDeadlineMoved, (), (project, member, step, moved))

struct OpinionDeadlineMoved {
    ProjectId project;
    MemberId member;
    Code step;
    Code department;
    MovedDeadline moved;
    [[nodiscard]] auto changes() const { return std::tuple(project); }
};
BOOST_DESCRIBE_STRUCT(OpinionDeadlineMoved, (), (project, member, step, department, moved))

struct ProjectForgotten {
    ProjectId project;
    [[nodiscard]] auto changes() const { return std::tuple(project); }
};
BOOST_DESCRIBE_STRUCT(ProjectForgotten, (), (project))

using ProjectsCommands = TypeList<OpenProject, StartStep, FinishStep, ReturnStep, ReassignStep,
                                  GiveOpinion, ApproveBudget, ExtendStep, SkipStep, AcceptWork,
                                  RejectWork, SuspendProject, ResumeProject, CancelProject>;
using ProjectsEvents =
    TypeList<ProjectOpened, StepBecameReady, StepStarted, StepFinished, StepSkipped, StepReturned,
             StepReassigned, OpinionGiven, BudgetApproved, StepExtended, WorkAccepted, WorkRejected,
             ProjectSuspended, ProjectResumed, ProjectCompleted, ProjectCancelled,
             ProjectHandedOver, StepWarned, StepBreached, OpinionWarned, OpinionBreached,
             ProjectForgotten, StepDeadlineMoved, OpinionDeadlineMoved>;

}  // namespace muster
