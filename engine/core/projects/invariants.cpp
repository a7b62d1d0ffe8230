// Checked the slow way, from the entities alone.

#include <algorithm>
#include <string>

#include "engine/core/projects/area.hpp"
#include "engine/core/projects/project_state.hpp"
#include "engine/core/registry/member_state.hpp"

namespace muster::core {
namespace {

using enum ProjectStepStatus;

bool is_open_step(const ProjectStep& step) {
    return is_at_work(step.status) || step.status == suspended;
}

// Somebody has it, also while it waits to be given to another department.
std::string check_open_step(const Project& project, const ProjectStep& step) {
    if (step.department.empty() || step.owner.value.empty()) return "is open, and nobody has it";
    if (!step.assigned_at || !step.due.due_at || step.due.warn_at > step.due.due_at) {
        return "is open, and is not due by any time";
    }
    if (step.returned && step.department != project.lead) {
        return "waits for another department, and not with the one that leads";
    }
    if (step.round == 0) return "is open, and was never ready";
    for (const ProjectOpinion& opinion : step.opinions) {
        if (!step.returned && opinion.department == step.department) {
            return "asks its own department for an opinion";
        }
        const auto same = [&](const ProjectOpinion& one) {
            return one.department == opinion.department;
        };
        if (std::count_if(step.opinions.begin(), step.opinions.end(), same) != 1) {
            return "asks a department twice";
        }
    }
    return "";
}

// At most one, and for a later day: but the calendar may have moved what was given in working days.
std::string check_extension(const ProjectStep& step) {
    if (!step.extension) return "";
    if (step.rule.extension.count == 0) return "was extended, and cannot be";
    if (step.due.given || step.extension->due_before < step.due.due_at) return "";
    return "was extended to an earlier time";
}

std::string check_step(const Project& project, const ProjectStep& step) {
    const bool begins = may_begin(project, step);
    if (step.status == waiting && begins && is_open(project.status)) {
        return "waits for nothing";
    }
    if ((is_open_step(step) || step.status == done) && !begins) return "began before its time";
    if (is_at_work(step.status) && project.status != ProjectStatus::open) {
        return "goes on without its project";
    }
    if ((step.status == suspended) !=
        (is_open_step(step) && project.status == ProjectStatus::suspended)) {
        return "is suspended, and its project is not, or the other way round";
    }
    if (is_over(step.status) != static_cast<bool>(step.ended_at) && step.status != waiting) {
        return "is over, and has not ended, or the other way round";
    }
    if (std::string broken = check_extension(step); !broken.empty()) return broken;
    return is_open_step(step) ? check_open_step(project, step) : "";
}

std::string check_money(const Project& project) {
    if (project.spent_fen < 0 || project.promised_fen < 0) return "has less than no money";
    if (project.spent_fen + project.promised_fen > project.ceiling_fen) {
        return "spends and promises more than its ceiling";
    }
    const bool promised = project.promised_fen > 0;
    return promised && !is_open(project.status) ? "is over, and money is promised for it" : "";
}

// Work is taken after it was supervised, and in its last round.
std::string check_work(const Project& project) {
    const auto of_kind = [&](ProjectStepKind kind) { return step_of_kind(project, kind); };
    const ProjectStep* const work = of_kind(ProjectStepKind::work);
    const ProjectStep* const supervision = of_kind(ProjectStepKind::supervision);
    const ProjectStep* const acceptance = of_kind(ProjectStepKind::acceptance);
    if (acceptance == nullptr || acceptance->status != done) return "";
    if (work->status != done || supervision->status != done) {
        return "has accepted what was not done or not supervised";
    }
    if (supervision->ended_at < work->ended_at || acceptance->ended_at < supervision->ended_at) {
        return "has accepted its work before it was supervised";
    }
    if (project.rounds.empty() || !project.rounds.back().accepted ||
        project.rounds.back().round != work->round) {
        return "has accepted another round of its work";
    }
    return "";
}

std::string check_rounds(const Project& project) {
    for (std::size_t i = 0; i < project.rounds.size(); ++i) {
        const WorkRound& round = project.rounds[i];
        if (round.round != i + 1) return "has lost a round of its work";
        if (round.accepted && i + 1 < project.rounds.size()) return "goes on after acceptance";
    }
    return "";
}

std::string check_project(const Board& board, const Project& project) {
    const Member* const member = board.members().get(board.root(project.member));
    if (member == nullptr) return "is nobody's";
    if (is_open(project.status) && !is_looked_after(member->status) && !project.member_gone) {
        return "goes on for somebody who is not looked after";
    }
    if (is_open(project.status) == has_nothing_left(project)) {
        return "is open and has nothing left to do, or is over and has";
    }
    if (is_open(project.status) == static_cast<bool>(project.ended_at)) {
        return "is open and has ended, or is over and has not";
    }
    const bool stands = project.status == ProjectStatus::suspended;
    if (stands != static_cast<bool>(project.suspended_at)) return "does not know since when it is";
    for (std::string broken : {check_money(project), check_work(project), check_rounds(project)}) {
        if (!broken.empty()) return broken;
    }
    for (const ProjectStep& step : project.steps) {
        if (std::string broken = check_step(project, step); !broken.empty()) {
            return "has a step \"" + step.rule.code.str() + "\" that " + broken;
        }
    }
    return "";
}

}  // namespace

std::string ProjectsArea::broken(const Board& board, Journeys& /*journeys*/) {
    const auto& projects = board.store<Project>();
    std::int64_t open = 0;
    for (const Index index : projects.in_order()) {
        const Project& one = projects[index];
        std::string broken = check_project(board, one);
        if (board.deadlines<Project>().due_of(index).value_or(never) !=
            Derived<Project>::due(one, board.rules())) {
            broken = "does not fall due when it should";
        }
        if (!broken.empty()) return "project " + std::to_string(one.id.value) + " " + broken;
        open += is_open(one.status) ? 1 : 0;
    }
    return open == board.derived<Project>().open() ? "" : "open projects are counted wrong";
}

}  // namespace muster::core
