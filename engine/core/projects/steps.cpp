// Steps one by one: begun, finished, skipped, given more time.

#include "engine/core/kernel/calendar.hpp"
#include "engine/core/projects/handling.hpp"
#include "engine/core/projects/times.hpp"

namespace muster::core {
namespace {

Rejection check_spent(std::int64_t fen) {
    if (fen >= 0) return {};
    return reject(RejectReason::invalid_field, "/spent_fen", "must not be less than 0");
}

// What judges work is skipped with the work, and work that was found wanting is done again.
Rejection check_skip(const Project& project, const ProjectStep& one) {
    using enum ProjectStepKind;
    const auto refuse = [&](const char* why) {
        return reject(RejectReason::illegal_status, "/step",
                      "step \"" + one.rule.code.str() + "\" " + why);
    };
    if (one.rule.kind == work && !project.rounds.empty()) {
        return refuse("was rejected, and has to be done again");
    }
    if (one.rule.kind != supervision && one.rule.kind != acceptance) return {};
    const ProjectStep* const judged = step_of_kind(project, work);
    if (judged == nullptr || judged->status == ProjectStepStatus::skipped) return {};
    return refuse("judges work, and is not left out");
}

}  // namespace

Rejection decide(Step& step, const StartStep& command) {
    const auto of =
        find_step_for(step, command.project, command.step, ProjectStepAction::start, "StartStep");
    if (!of) return of.error();
    const ProjectStep& one = *of->step;
    if (one.returned) {
        return reject(RejectReason::illegal_status, "/step",
                      "step \"" + command.step.str() +
                          "\" was returned; say first which department has it (ReassignStep)");
    }
    step.emit(StepStarted{command.project, of->project->member, command.step, one.department,
                          command.owner.value.empty() ? one.owner : command.owner});
    return {};
}

Rejection decide(Step& step, const FinishStep& command) {
    if (auto bad = check_documents(command.documents)) return bad;
    if (auto bad = check_spent(command.spent_fen)) return bad;
    const auto of =
        find_step_for(step, command.project, command.step, ProjectStepAction::finish, "FinishStep");
    if (!of) return of.error();
    const ProjectStepKind kind = of->step->rule.kind;
    if (kind == ProjectStepKind::approval || kind == ProjectStepKind::acceptance) {
        return reject(
            RejectReason::illegal_status, "/step",
            "step \"" + command.step.str() + "\" is finished by " +
                (kind == ProjectStepKind::approval ? "ApproveBudget" : "AcceptWork or RejectWork"));
    }
    Finish with{command.note, command.documents, command.spent_fen, command.late_cause};
    if (auto bad = check_finish(step, *of, with)) return bad;
    finish_step(step, command.project, command.step, std::move(with));
    go_on(step, command.project);
    return {};
}

Rejection decide(Step& step, const SkipStep& command) {
    if (auto bad = check_reason(command.reason.value)) return bad;
    const auto of =
        find_step_for(step, command.project, command.step, ProjectStepAction::skip, "SkipStep");
    if (!of) return of.error();
    if (auto bad = check_skip(*of->project, *of->step)) return bad;
    step.emit(StepSkipped{command.project, of->project->member, command.step, step.env.source,
                          command.reason});
    go_on(step, command.project);
    return {};
}

Rejection decide(Step& step, const ExtendStep& command) {
    if (auto bad = check_reason(command.reason.value)) return bad;
    const auto of =
        find_step_for(step, command.project, command.step, ProjectStepAction::extend, "ExtendStep");
    if (!of) return of.error();
    const ProjectStep& one = *of->step;
    const Rules& rules = step.board.rules();
    const auto refuse = [&](const std::string& why) {
        return reject(RejectReason::illegal_status, "/step",
                      "step \"" + command.step.str() + "\" " + why);
    };
    if (one.rule.extension.count == 0) return refuse("is not extended");
    if (one.extension) return refuse("was extended already");
    if (step.now() >= one.due.due_at) {
        return refuse("was due by " + local_text(calendar_rule(rules), one.due.due_at) +
                      "; an extension is asked for before");
    }
    const DueTime to = extended(rules, one);
    ProjectPromise due = one.due;
    due.warned_at = {};
    due.due_at = to.at;
    // It is warned of as long before as it would have been.
    due.warn_at = to.at - (one.due.due_at - one.due.warn_at);
    due.provisional = to.provisional;
    due.given = to.given;
    step.emit(StepExtended{command.project,
                           of->project->member,
                           command.step,
                           {step.now(), one.due.due_at, step.env.source, command.reason},
                           std::move(due)});
    return {};
}

}  // namespace muster::core
