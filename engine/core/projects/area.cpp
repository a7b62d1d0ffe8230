// What the area does with its commands and events. Events are trusted: the decisions have checked
// them, or they come from the log.

#include "engine/core/projects/area.hpp"

#include "engine/core/changes.hpp"
#include "engine/core/kernel/obligation.hpp"
#include "engine/core/projects/project_state.hpp"
#include "engine/core/projects/times.hpp"

namespace muster::core {

// Made in the files beside this one: checks the command, and emits what follows. A rejection means
// that nothing was emitted.
Rejection decide(Step& step, const OpenProject& command);
Rejection decide(Step& step, const StartStep& command);
Rejection decide(Step& step, const FinishStep& command);
Rejection decide(Step& step, const ReturnStep& command);
Rejection decide(Step& step, const ReassignStep& command);
Rejection decide(Step& step, const GiveOpinion& command);
Rejection decide(Step& step, const ApproveBudget& command);
Rejection decide(Step& step, const ExtendStep& command);
Rejection decide(Step& step, const SkipStep& command);
Rejection decide(Step& step, const AcceptWork& command);
Rejection decide(Step& step, const RejectWork& command);
Rejection decide(Step& step, const SuspendProject& command);
Rejection decide(Step& step, const ResumeProject& command);
Rejection decide(Step& step, const CancelProject& command);

namespace {

ProjectStep& step_of(Project& project, Code code) {
    ProjectStep* const found = find_step(project, code);
    must(found != nullptr);
    return *found;
}

ProjectOpinion& opinion_of(Project& project, Code code, Code department) {
    ProjectOpinion* const found = find_opinion(step_of(project, code), department);
    must(found != nullptr);
    return *found;
}

void do_action(ProjectStep& step, ProjectStepAction action) {
    const auto next = project_step_cycle.next(step.status, action);
    must(next.has_value());
    step.status = *next;
}

void do_action(Project& project, ProjectAction action) {
    const auto next = project_cycle.next(project.status, action);
    must(next.has_value());
    project.status = *next;
}

// A department is not asked for an opinion on a step of its own.
void give_to(ProjectStep& step, Code department, const Personal<std::string>& owner, TimePoint at) {
    if (step.department != department) step.assigned_at = at;
    step.department = department;
    step.owner = owner;
    step.returned = false;
    std::erase_if(step.opinions,
                  [&](const ProjectOpinion& one) { return one.department == department; });
}

// Nothing of the round before is left but who has it and who had it.
void begin_round(ProjectStep& step, const StepBecameReady& event, TimePoint at) {
    do_action(step, ProjectStepAction::become_ready);
    step.round = event.round;
    step.department = event.department;
    step.owner = event.owner;
    step.assigned_at = at;
    step.returned = false;
    step.counted_at = event.counted_at;
    step.due = event.due;
    step.extension.reset();
    step.opinions = event.opinions;
    step.started_at = {};
    step.ended_at = {};
    step.ended_by.clear();
    step.documents.clear();
    step.note = {};
}

// What was promised and is not spent is free again.
void end(Project& project, ProjectAction action, TimePoint at) {
    do_action(project, action);
    project.promised_fen = 0;
    project.suspended_at = {};
    project.ended_at = at;
}

void suspend(ProjectStep& step) {
    if (!is_at_work(step.status)) return;
    step.suspended_from = step.status;
    do_action(step, ProjectStepAction::suspend);
}

void resume(ProjectStep& step, const ResumedStep& as) {
    do_action(step, step.suspended_from == ProjectStepStatus::ready
                        ? ProjectStepAction::resume_ready
                        : ProjectStepAction::resume_under_way);
    // Logs of before do not say it: there the time to return it went on.
    if (as.assigned_at) step.assigned_at = as.assigned_at;
    step.due = as.due;
    step.opinions = as.opinions;
}

struct Apply {
    Changes& changes;
    const TimePoint at;

    template <class E, class Change>
    void change_step(const E& e, const Change& change) {
        changes.change(e.project, [&](Project& p) { change(step_of(p, e.step)); });
    }

    void operator()(const ProjectOpened& e) { changes.put(e.project); }

    void operator()(const StepBecameReady& e) {
        change_step(e, [&](ProjectStep& s) { begin_round(s, e, at); });
    }

    void operator()(const StepStarted& e) {
        change_step(e, [&](ProjectStep& s) {
            do_action(s, ProjectStepAction::start);
            s.owner = e.owner;
            s.started_at = at;
        });
    }

    void operator()(const StepFinished& e) {
        changes.change(e.project, [&](Project& p) {
            ProjectStep& s = step_of(p, e.step);
            do_action(s, ProjectStepAction::finish);
            s.ended_at = at;
            s.ended_by = e.by;
            s.note = e.note;
            s.documents = e.documents;
            meet(s.due, at);
            if (!e.late_cause.value.empty()) s.due.cause = e.late_cause;
            p.promised_fen -= e.spent_fen;
            p.spent_fen += e.spent_fen;
        });
    }

    void operator()(const StepSkipped& e) {
        change_step(e, [&](ProjectStep& s) {
            do_action(s, ProjectStepAction::skip);
            s.ended_at = at;
            s.ended_by = e.by;
            s.note = e.reason;
        });
    }

    void operator()(const StepReturned& e) {
        change_step(e, [&](ProjectStep& s) {
            do_action(s, ProjectStepAction::send_back);
            s.returns.push_back({e.from, e.suggested, at, e.reason});
            // It only looks after it: an opinion of its own stays asked for.
            s.department = e.department;
            s.owner = e.owner;
            s.assigned_at = at;
            s.returned = true;
        });
    }

    void operator()(const StepReassigned& e) {
        change_step(e, [&](ProjectStep& s) {
            do_action(s, ProjectStepAction::reassign);
            give_to(s, e.department, e.owner, at);
            s.opinions.insert(s.opinions.end(), e.opinions.begin(), e.opinions.end());
        });
    }

    void operator()(const OpinionGiven& e) {
        changes.change(e.project, [&](Project& p) {
            ProjectOpinion& o = opinion_of(p, e.step, e.department);
            o.agrees = e.agrees;
            o.text = e.text;
            o.recorded_by = e.by;
            meet(o.due, at);
            if (!e.late_cause.value.empty()) o.due.cause = e.late_cause;
        });
    }

    void operator()(const BudgetApproved& e) {
        changes.change(e.project, [&](Project& p) { p.promised_fen = e.promised_fen; });
    }

    void operator()(const StepExtended& e) {
        change_step(e, [&](ProjectStep& s) {
            do_action(s, ProjectStepAction::extend);
            s.extension = e.extension;
            s.due = e.due;
        });
    }

    void operator()(const WorkAccepted& e) {
        changes.change(e.project, [&](Project& p) { p.rounds.push_back(e.round); });
    }

    void operator()(const WorkRejected& e) {
        changes.change(e.project, [&](Project& p) {
            p.rounds.push_back(e.round);
            for (const Code& code : e.again)
                do_action(step_of(p, code), ProjectStepAction::wait_again);
        });
    }

    void operator()(const ProjectSuspended& e) {
        changes.change(e.project, [&](Project& p) {
            do_action(p, ProjectAction::suspend);
            p.suspended_at = at;
            p.reason = e.reason;
            for (ProjectStep& s : p.steps)
                suspend(s);
        });
    }

    void operator()(const ProjectResumed& e) {
        changes.change(e.project, [&](Project& p) {
            do_action(p, ProjectAction::resume);
            for (const ResumedStep& as : e.steps)
                resume(step_of(p, as.step), as);
            p.suspended_at = {};
            p.reason = {};
        });
    }

    void operator()(const ProjectCompleted& e) {
        changes.change(e.project, [&](Project& p) { end(p, ProjectAction::complete, at); });
    }

    void operator()(const ProjectCancelled& e) {
        changes.change(e.project, [&](Project& p) {
            end(p, ProjectAction::cancel, at);
            p.reason = e.reason;
            for (ProjectStep& s : p.steps) {
                if (is_over(s.status)) continue;
                do_action(s, ProjectStepAction::drop);
                s.ended_at = at;
                s.ended_by = e.by;
            }
        });
    }

    void operator()(const ProjectHandedOver& e) {
        changes.change(e.project, [&](Project& p) {
            p.member_gone = e.gone;
            if (!e.gone) return;
            for (ProjectStep& s : p.steps) {
                if (!is_over(s.status)) give_to(s, e.department, e.owner, at);
            }
        });
    }

    void operator()(const StepWarned& e) {
        change_step(e, [&](ProjectStep& s) { s.due.warned_at = at; });
    }
    void operator()(const StepBreached& e) {
        change_step(e, [&](ProjectStep& s) { s.due.breached_at = at; });
    }
    void operator()(const OpinionWarned& e) {
        changes.change(e.project,
                       [&](Project& p) { opinion_of(p, e.step, e.department).due.warned_at = at; });
    }
    void operator()(const OpinionBreached& e) {
        changes.change(e.project, [&](Project& p) {
            opinion_of(p, e.step, e.department).due.breached_at = at;
        });
    }

    void operator()(const StepDeadlineMoved& e) {
        change_step(e, [&](ProjectStep& s) { move_promise(s.due, e.moved); });
    }
    void operator()(const OpinionDeadlineMoved& e) {
        changes.change(e.project, [&](Project& p) {
            move_promise(opinion_of(p, e.step, e.department).due, e.moved);
        });
    }

    void operator()(const ProjectForgotten& e) { changes.forget(e.project); }
};

}  // namespace

Rejection ProjectsArea::decide(Step& step, const Command& command) {
    return visit_as(
        Commands(), [&](const auto& one) { return core::decide(step, one); }, command);
}

void ProjectsArea::apply(Changes& changes, const Event& event) {
    visit_as(Events(), Apply{changes, changes.at()}, event);
}

}  // namespace muster::core
