// What several departments do together for a member, as data: the templates of projects
// (engine/core/projects/DESIGN.md).
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "muster/ids.hpp"
#include "muster/units.hpp"

namespace muster {

// hours: around the clock, to the millisecond. All others end with a day of the city: days count
// each day, working_days by the calendar, months with the day clamped to the month's end.
BOOST_DEFINE_ENUM_CLASS(DeadlineUnit, hours, days, working_days, months)

struct ProjectTime {
    std::int64_t count = 0;
    DeadlineUnit unit = DeadlineUnit::days;
};
BOOST_DESCRIBE_STRUCT(ProjectTime, (), (count, unit))

// What a step is for. approval: of the budget. work: what is built or bought, in as many rounds as
// it takes. supervision: somebody else looks at the work. acceptance: after it, the work is taken
// or goes back.
BOOST_DEFINE_ENUM_CLASS(ProjectStepKind, plain, approval, work, supervision, acceptance)

// A paper that a step is not finished without.
struct ProjectDocumentRule {
    Code code;
    std::string name_en;
    std::string name_zh;
};
BOOST_DESCRIBE_STRUCT(ProjectDocumentRule, (), (code, name_en, name_zh))

struct ProjectStepRule {
    Code code;
    std::string name_en;
    std::string name_zh;
    ProjectStepKind kind = ProjectStepKind::plain;  // at most one of each but plain
    // Steps that stand before it in the list; it is ready when all of them are over. None: at once.
    std::vector<Code> after;
    Code department;                   // that leads it; empty = the one that leads the project
    std::vector<Code> co_departments;  // at most 16, whose opinion is asked
    ProjectTime within;                // from when it is ready, 1..9999 of the unit
    ProjectTime extension;             // once in a round; count 0 = none
    std::vector<ProjectDocumentRule> documents;  // at most 32
};
BOOST_DESCRIBE_STRUCT(ProjectStepRule, (),
                      (code, name_en, name_zh, kind, after, department, co_departments, within,
                       extension, documents))

struct ProjectTemplate {
    Code code;
    std::string version;
    std::string name_en;
    std::string name_zh;
    Code lead;                     // the department that leads the whole
    std::int64_t ceiling_fen = 0;  // spent and promised, in hundredths of a yuan; 0 = no money
    ProjectTime return_within{10, DeadlineUnit::days};    // to say: this is not ours
    ProjectTime opinion_within{1, DeadlineUnit::months};  // of a department that is asked
    std::int64_t warn_permille = 800;                     // of each of these times, 1..999
    std::vector<ProjectStepRule> steps;                   // 1 to 64
    // false: an opinion is due before the last working day of its step, however long opinion_within
    // is, or when the step is warned of, if that has hours. true: a step waits, and is late then.
    bool opinion_after_step = false;
};
BOOST_DESCRIBE_STRUCT(ProjectTemplate, (),
                      (code, version, name_en, name_zh, lead, ceiling_fen, return_within,
                       opinion_within, warn_permille, steps, opinion_after_step))

struct ProjectsRule {
    std::vector<ProjectTemplate> templates;  // at most 64
    std::int64_t max_open = 100'000;         // projects that have not ended, 1..1000000
    Millis keep_ms = hours(24 * 90);         // what is over stays on the board. 1 s..366 days
};
BOOST_DESCRIBE_STRUCT(ProjectsRule, (), (templates, max_open, keep_ms))

}  // namespace muster
