// Money and work: a budget within the ceiling, and work that is taken or done again.

#include "engine/core/projects/handling.hpp"

namespace muster::core {
namespace {

// "30001.00 yuan"
std::string in_yuan(std::int64_t fen) {
    const std::string cents = std::to_string(100 + fen % 100);
    return std::to_string(fen / 100) + "." + cents.substr(1) + " yuan";
}

Rejection check_budget(const Project& project, std::int64_t budget_fen) {
    if (budget_fen > project.ceiling_fen) {
        return reject(RejectReason::limit_reached, "/budget_fen",
                      "a plan of " + in_yuan(budget_fen) + " is above the ceiling of " +
                          in_yuan(project.ceiling_fen));
    }
    if (budget_fen >= project.spent_fen) return {};
    return reject(RejectReason::limit_reached, "/budget_fen",
                  in_yuan(project.spent_fen) + " are spent already");
}

void approve(Step& step, const Project& project, const ApproveBudget& command) {
    step.emit(BudgetApproved{project.id, project.member, command.budget_fen,
                             command.budget_fen - project.spent_fen, step.env.source,
                             command.note});
}

// Another budget, after the approval is over.
Rejection approve_anew(Step& step, const Project& project, const ApproveBudget& command) {
    const auto open = project_cycle.where(ProjectAction::work_on);
    if (auto bad = check_status(project, "ApproveBudget", open, words_of<Project>)) return bad;
    if (!command.documents.empty()) {
        return reject(RejectReason::illegal_status, "/documents",
                      "the approval is over, and has its papers");
    }
    if (auto bad = check_budget(project, command.budget_fen)) return bad;
    approve(step, project, command);
    return {};
}

WorkRound judged(const Step& step, const ProjectStep& work, bool accepted,
                 const Personal<std::string>& reason, const Personal<std::string>& late_cause) {
    return {work.round, work.ended_at, step.now(), accepted, step.env.source, reason, late_cause};
}

}  // namespace

Rejection decide(Step& step, const ApproveBudget& command) {
    if (command.budget_fen < 0) {
        return reject(RejectReason::invalid_field, "/budget_fen", "must not be less than 0");
    }
    if (auto bad = check_documents(command.documents)) return bad;
    if (const Project* const project = step.board.store<Project>().get(command.project)) {
        const ProjectStep* const approval = step_of_kind(*project, ProjectStepKind::approval);
        if (approval != nullptr && approval->status == ProjectStepStatus::done) {
            return approve_anew(step, *project, command);
        }
    }
    const auto of = find_kind_for(step, command.project, ProjectStepKind::approval,
                                  ProjectStepAction::finish, "ApproveBudget");
    if (!of) return of.error();
    Finish with{command.note, command.documents, 0, command.late_cause};
    if (auto bad = check_finish(step, *of, with)) return bad;
    if (auto bad = check_budget(*of->project, command.budget_fen)) return bad;
    const Code code = of->step->rule.code;
    approve(step, *of->project, command);
    finish_step(step, command.project, code, std::move(with));
    go_on(step, command.project);
    return {};
}

Rejection decide(Step& step, const AcceptWork& command) {
    if (command.spent_fen < 0) {
        return reject(RejectReason::invalid_field, "/spent_fen", "must not be less than 0");
    }
    if (auto bad = check_documents(command.documents)) return bad;
    const auto of = find_kind_for(step, command.project, ProjectStepKind::acceptance,
                                  ProjectStepAction::finish, "AcceptWork");
    if (!of) return of.error();
    const ProjectStep& work = *step_of_kind(*of->project, ProjectStepKind::work);
    if (work.status != ProjectStepStatus::done) {
        return reject(RejectReason::illegal_status, "/project",
                      "step \"" + work.rule.code.str() + "\" was skipped: there is no work to " +
                          "accept; skip the acceptance too");
    }
    Finish with{command.note, command.documents, command.spent_fen, command.late_cause};
    if (auto bad = check_finish(step, *of, with)) return bad;
    const Code code = of->step->rule.code;
    const WorkAccepted accepted{command.project, of->project->member, work.rule.code,
                                judged(step, work, true, command.note, command.late_cause)};
    finish_step(step, command.project, code, std::move(with));
    step.emit(accepted);
    go_on(step, command.project);
    return {};
}

Rejection decide(Step& step, const RejectWork& command) {
    if (auto bad = check_reason(command.reason.value)) return bad;
    const auto of = find_kind_for(step, command.project, ProjectStepKind::acceptance,
                                  ProjectStepAction::finish, "RejectWork");
    if (!of) return of.error();
    const Project& project = *of->project;
    const ProjectStep& work = *step_of_kind(project, ProjectStepKind::work);
    if (work.status != ProjectStepStatus::done) {
        return reject(
            RejectReason::illegal_status, "/project",
            "step \"" + work.rule.code.str() + "\" was skipped: there is no work to " + "reject");
    }
    // To find the work wanting is to judge it, and that was due too.
    if (auto bad = check_in_time(step, of->step->due, command.late_cause)) return bad;
    constexpr std::size_t max_rounds = 20;
    if (project.rounds.size() >= max_rounds) {
        return reject(RejectReason::limit_reached, "/project",
                      "the work was rejected 20 times; cancel the project");
    }
    WorkRejected event{project.id,
                       project.member,
                       work.rule.code,
                       judged(step, work, false, command.reason, command.late_cause),
                       {}};
    for (const Code& code : and_what_follows(project, work.rule.code)) {
        const ProjectStepStatus status = find_step(project, code)->status;
        if (project_step_cycle.legal(status, ProjectStepAction::wait_again)) {
            event.again.push_back(code);
        }
    }
    step.emit(std::move(event));
    go_on(step, command.project);
    return {};
}

}  // namespace muster::core
