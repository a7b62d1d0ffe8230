// What of projects falls due by the passing of time.

#include <vector>

#include "engine/core/kernel/obligation.hpp"
#include "engine/core/projects/area.hpp"
#include "engine/core/projects/project_state.hpp"

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

}  // namespace

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
