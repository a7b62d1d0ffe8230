// What is read of projects beside themselves: made anew for whoever asks.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "muster/projects.hpp"
#include "muster/units.hpp"

namespace muster {

// What a department has to do. step: a step that it has. reassign: one that was returned, for which
// it has to find another department. opinion: it is asked about another department's step.
BOOST_DEFINE_ENUM_CLASS(DepartmentTask, step, reassign, opinion)

// A line of the board of a department: what is open, what is due first standing first. Whom it is
// for stands in the project, which not everybody may read who may read this.
struct DepartmentWork {
    Code department;
    DepartmentTask task = DepartmentTask::step;
    ProjectId project;
    Code template_code;
    Code step;
    std::string name_en;  // of the step
    std::string name_zh;
    ProjectStepStatus status = ProjectStepStatus::ready;
    std::uint32_t round = 1;
    TimePoint due_at;
    bool provisional = false;
    bool warned = false;
    bool overdue = false;
    bool extended = false;
    std::int64_t returns = 0;       // so often it went to the wrong department
    std::vector<Code> waiting_for;  // departments whose opinion is still to come
};
BOOST_DESCRIBE_STRUCT(DepartmentWork, (),
                      (department, task, project, template_code, step, name_en, name_zh, status,
                       round, due_at, provisional, warned, overdue, extended, returns, waiting_for))

// What each line of the counts stands for. department: of the projects, that which leads; of the
// steps, those which have them.
BOOST_DEFINE_ENUM_CLASS(ProjectCountBy, all, template_code, department)

struct ProjectCount {
    std::string key;  // a template or department; empty: all
    std::int64_t open = 0;
    std::int64_t suspended = 0;
    std::int64_t completed = 0;  // those that are still on the board
    std::int64_t cancelled = 0;
    std::int64_t open_steps = 0;
    std::int64_t overdue_steps = 0;
    std::int64_t returned_steps = 0;
    std::int64_t opinions_awaited = 0;
    std::int64_t promised_fen = 0;
    std::int64_t spent_fen = 0;
};
BOOST_DESCRIBE_STRUCT(ProjectCount, (),
                      (key, open, suspended, completed, cancelled, open_steps, overdue_steps,
                       returned_steps, opinions_awaited, promised_fen, spent_fen))

}  // namespace muster
