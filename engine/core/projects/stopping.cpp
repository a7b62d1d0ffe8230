// Projects that stand still, go on, or end before they are complete.

#include <algorithm>

#include "engine/core/projects/handling.hpp"
#include "engine/core/projects/times.hpp"

namespace muster::core {
namespace {

// A project that a command names, in a status in which the action is legal.
Named<Project> find_project(const Step& step, ProjectId id, ProjectAction action,
                            std::string_view command) {
    auto index = find_one(step, id);
    if (!index) return index;
    const Project& project = step.board.store<Project>()[*index];
    if (auto bad = check_status(project, command, project_cycle.where(action), words_of<Project>)) {
        return bad;
    }
    return index;
}

ResumedStep resumed(const Step& step, const Project& project, const ProjectStep& one) {
    const Rules& rules = step.board.rules();
    const DeadlineUnit unit = one.extension && one.rule.within.unit == DeadlineUnit::hours
                                  ? one.rule.extension.unit
                                  : one.rule.within.unit;
    ResumedStep to{
        one.rule.code, after_pause(rules, one.due, unit, project.suspended_at, step.now()),
        one.opinions,
        // The time in which it can be returned stood still too.
        one.assigned_at + (step.now() - std::max(one.assigned_at, project.suspended_at))};
    for (ProjectOpinion& opinion : to.opinions) {
        const bool owed = opinion.due.due_at > project.suspended_at && !opinion.due.met_at;
        const bool before = owed && opinion.due.due_at <= one.due.due_at;
        opinion.due = after_pause(rules, opinion.due, project.opinion_within.unit,
                                  project.suspended_at, step.now());
        // Its days may be counted otherwise than those of the step.
        if (before && !project.opinion_after_step) {
            opinion.due = before_its_step(rules, opinion.due, one.rule, to.due, step.now());
        }
    }
    return to;
}

}  // namespace

Rejection decide(Step& step, const SuspendProject& command) {
    if (auto bad = check_reason(command.reason.value)) return bad;
    const auto index =
        find_project(step, command.project, ProjectAction::suspend, "SuspendProject");
    if (!index) return index.error();
    const Project& project = step.board.store<Project>()[*index];
    step.emit(ProjectSuspended{project.id, project.member, step.env.source, command.reason});
    return {};
}

Rejection decide(Step& step, const ResumeProject& command) {
    const auto index = find_project(step, command.project, ProjectAction::resume, "ResumeProject");
    if (!index) return index.error();
    const Project& project = step.board.store<Project>()[*index];
    ProjectResumed event{project.id, project.member, step.env.source, command.note, {}};
    for (const ProjectStep& one : project.steps) {
        if (one.status == ProjectStepStatus::suspended) {
            event.steps.push_back(resumed(step, project, one));
        }
    }
    step.emit(std::move(event));
    return {};
}

Rejection decide(Step& step, const CancelProject& command) {
    if (auto bad = check_reason(command.reason.value)) return bad;
    const auto index = find_project(step, command.project, ProjectAction::cancel, "CancelProject");
    if (!index) return index.error();
    cancel_project(step, command.project, step.env.source, command.reason);
    return {};
}

}  // namespace muster::core
