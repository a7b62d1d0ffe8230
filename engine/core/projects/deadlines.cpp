// What of projects falls due by the passing of time.

#include <utility>
#include <vector>

#include "engine/core/kernel/calendar.hpp"
#include "engine/core/kernel/recomputing.hpp"
#include "engine/core/projects/area.hpp"
#include "engine/core/projects/handling.hpp"
#include "engine/core/projects/project_state.hpp"
#include "engine/core/projects/times.hpp"

namespace muster::core {
namespace {

struct AlarmOf {
    Code step;
    Code department;
    bool opinion = false;
    Alarms alarms;
};

// Collected first, since each event changes the project.
std::vector<AlarmOf> alarms_of(const Project& project, TimePoint now) {
    std::vector<AlarmOf> all;
    for (const ProjectStep& step : project.steps) {
        if (!is_at_work(step.status)) continue;
        all.push_back({step.rule.code, step.department, false, alarms_due(step.due, now)});
        for (const ProjectOpinion& opinion : step.opinions) {
            all.push_back({step.rule.code, opinion.department, true, alarms_due(opinion.due, now)});
        }
    }
    return all;
}

void tell(Step& step, const ProjectId id, MemberId member, const AlarmOf& one) {
    if (one.opinion) {
        if (one.alarms.warn) step.emit(OpinionWarned{id, member, one.step, one.department});
        if (one.alarms.breach) step.emit(OpinionBreached{id, member, one.step, one.department});
        return;
    }
    if (one.alarms.warn) step.emit(StepWarned{id, member, one.step, one.department});
    if (one.alarms.breach) step.emit(StepBreached{id, member, one.step, one.department});
}

// What of a step that somebody works on moves, as events. Where only some of it may move in this
// record, an opinion is still not due after its step.
void collect_moved(Step& step, const Project& project, const ProjectStep& one,
                   std::vector<Event>& all) {
    const Rules& rules = step.board.rules();
    const CalendarRule& calendar = calendar_rule(rules);
    const Code code = one.rule.code;
    const auto moved = reckoned_anew(calendar, one.due, step.now());
    ProjectPromise due = one.due;
    if (moved) move_promise(due, *moved);
    const auto move_step = [&] {
        if (!moved || !step.may_move()) return;
        all.emplace_back(StepDeadlineMoved{project.id, project.member, code, *moved});
    };
    const bool earlier = due.due_at < one.due.due_at;
    if (!earlier) move_step();
    for (const ProjectOpinion& opinion : one.opinions) {
        const bool before = !project.opinion_after_step && opinion.due.due_at <= one.due.due_at;
        const auto to = before ? opinion_anew(rules, opinion.due, one.rule, due, step.now())
                               : reckoned_anew(calendar, opinion.due, step.now());
        if (!to || !step.may_move()) continue;
        all.emplace_back(
            OpinionDeadlineMoved{project.id, project.member, code, opinion.department, *to});
    }
    if (earlier) move_step();
}

}  // namespace

// One that is suspended gets the rest of its time by the calendar of the day on which it goes on.
void recompute_projects(Step& step) {
    const auto& store = step.board.store<Project>();
    std::vector<Event> all;
    for (const Index index : store.in_order()) {
        const Project& project = store[index];
        if (!is_open(project.status)) continue;
        for (const ProjectStep& one : project.steps) {
            if (is_at_work(one.status)) collect_moved(step, project, one, all);
        }
    }
    for (Event& one : all)
        step.emit(std::move(one));
}

TimePoint ProjectsArea::due(const Board& board) {
    return board.deadlines<Project>().next_due();
}

void ProjectsArea::fire(Step& step) {
    const Board& board = step.board;
    const Project& project = board.store<Project>()[board.deadlines<Project>().next_handle()];
    if (!is_open(project.status)) {
        step.emit(ProjectForgotten{project.id});
        return;
    }
    for (const AlarmOf& one : alarms_of(project, step.now()))
        tell(step, project.id, project.member, one);
}

}  // namespace muster::core
