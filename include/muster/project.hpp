// A project as the board holds it: its steps, who has them, by when, and what the work costs.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "muster/deadlines.hpp"
#include "muster/entity.hpp"
#include "muster/ids.hpp"
#include "muster/personal.hpp"
#include "muster/projects_rules.hpp"
#include "muster/survey.hpp"
#include "muster/units.hpp"

namespace muster {

using ProjectId = Id<struct ProjectTag>;

// completed: each step is done or skipped. The last two are ends.
BOOST_DEFINE_ENUM_CLASS(ProjectStatus, open, suspended, completed, cancelled)

// waiting: for the steps before it. ready: given to a department that has not begun. Rejected work
// is ready again.
BOOST_DEFINE_ENUM_CLASS(ProjectStepStatus, waiting, ready, under_way, done, suspended, skipped)

// What is owed by a time (engine/core/kernel/obligation.hpp).
struct ProjectPromise {
    TimePoint due_at;
    TimePoint warn_at;
    TimePoint warned_at;
    TimePoint met_at;
    TimePoint breached_at;
    Personal<std::string> cause;  // why it is late
    bool provisional = false;     // holidays until then are not all known yet
    std::optional<WorkingDaysAfter> given = std::nullopt;  // nothing = not in working days
};
BOOST_DESCRIBE_STRUCT(ProjectPromise, (),
                      (due_at, warn_at, warned_at, met_at, breached_at, cause, provisional, given))

// What a department that was asked says of a step.
struct ProjectOpinion {
    Code department;
    ProjectPromise due;
    bool agrees = true;
    Personal<std::string> text;
    std::string recorded_by;
};
BOOST_DESCRIBE_STRUCT(ProjectOpinion, (), (department, due, agrees, text, recorded_by))

// It was given to the wrong department, which said so.
struct StepReturn {
    Code department;  // that returned it
    Code suggested;   // whose it may be instead; empty = not said
    TimePoint at;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(StepReturn, (), (department, suggested, at, reason))

struct StepExtension {
    TimePoint at;
    TimePoint due_before;
    std::string by;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(StepExtension, (), (at, due_before, by, reason))

// A paper that was handed in.
struct ProjectDocument {
    Code code;
    Personal<std::string> reference;  // where it is found
};
BOOST_DESCRIBE_STRUCT(ProjectDocument, (), (code, reference))

struct ProjectStep {
    ProjectStepRule rule;  // of the template, as it was when the project was opened
    ProjectStepStatus status = ProjectStepStatus::waiting;
    ProjectStepStatus suspended_from = ProjectStepStatus::ready;
    std::uint32_t round = 0;  // how often it was ready; 0 = not yet
    Code department;          // that has it, or will have it
    Personal<std::string> owner;
    TimePoint assigned_at;  // to this department
    bool returned = false;  // it waits, with the department that leads, for another one
    std::vector<StepReturn> returns;
    TimePoint counted_at;  // since when its time counts, in this round
    ProjectPromise due;
    std::optional<StepExtension> extension;  // of this round
    std::vector<ProjectOpinion> opinions;    // of this round
    TimePoint started_at;
    TimePoint ended_at;  // done or skipped
    std::string ended_by;
    std::vector<ProjectDocument> documents;
    Personal<std::string> note;  // what came of it, or why it was skipped
};
BOOST_DESCRIBE_STRUCT(ProjectStep, (),
                      (rule, status, suspended_from, round, department, owner, assigned_at,
                       returned, returns, counted_at, due, extension, opinions, started_at,
                       ended_at, ended_by, documents, note))

// A round of the work that was judged.
struct WorkRound {
    std::uint32_t round = 1;
    TimePoint finished_at;
    TimePoint judged_at;
    bool accepted = false;
    std::string by;
    Personal<std::string> reason;
    Personal<std::string> late_cause;  // why it was judged late; kept when it is judged anew
};
BOOST_DESCRIBE_STRUCT(WorkRound, (),
                      (round, finished_at, judged_at, accepted, by, reason, late_cause))

// A running project keeps what its template said when it was opened. Money is in fen, hundredths
// of a yuan.
struct Project {
    ProjectId id;
    MemberId member;
    Code template_code;
    std::string template_version;
    std::string name_en;
    std::string name_zh;
    ProjectStatus status = ProjectStatus::open;
    Code lead;                    // the department that leads it
    Personal<std::string> owner;  // who there looks after it
    NeedId need;                  // that it was opened for; 0 = none
    Personal<std::string> note;
    std::int64_t ceiling_fen = 0;
    std::int64_t promised_fen = 0;  // of the budget that was approved, what is not spent
    std::int64_t spent_fen = 0;     // spent and promised are within the ceiling
    ProjectTime return_within;
    ProjectTime opinion_within;
    std::int64_t warn_permille = 800;
    std::vector<ProjectStep> steps;
    std::vector<WorkRound> rounds;
    bool member_gone = false;  // what was promised for somebody who died or moved away is settled
    std::string opened_by;
    TimePoint opened_at;
    TimePoint suspended_at;
    TimePoint ended_at;
    Personal<std::string> reason;  // why it is suspended or was cancelled
    bool opinion_after_step = false;
};
BOOST_DESCRIBE_STRUCT(Project, (),
                      (id, member, template_code, template_version, name_en, name_zh, status, lead,
                       owner, need, note, ceiling_fen, promised_fen, spent_fen, return_within,
                       opinion_within, warn_permille, steps, rounds, member_gone, opened_by,
                       opened_at, suspended_at, ended_at, reason, opinion_after_step))
template <>
inline constexpr EntityRow entity_row<Project>{
    .path = "projects", .one = "project", .feed_order = 53};

}  // namespace muster
