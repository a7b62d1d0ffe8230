// Which department had which step of a project, for how long, and whether in time.
#include "engine/reports/tell.hpp"

namespace muster::reports {
namespace {

void give(Teller& to, ProjectId project, Code step, Code department, TimePoint due) {
    to.run(
        "INSERT OR REPLACE INTO step(project, step, given_at, department, day, due_at, district)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6,"
        " coalesce((SELECT district FROM project WHERE id = ?1), ''))",
        project, step, to.at(), department, to.today(), due);
}

void end(Teller& to, ProjectId project, Code step, std::string_view outcome) {
    to.run(
        "UPDATE step SET outcome = ?3, ended_at = ?4 WHERE project = ?1 AND step = ?2"
        " AND outcome = 'open'",
        project, step, outcome, to.at());
}

// The next department has what is left of the time of the one before.
void hand_on(Teller& to, ProjectId project, Code step, Code department, std::string_view outcome) {
    to.run(
        "INSERT OR REPLACE INTO step(project, step, given_at, department, day, due_at, district)"
        " SELECT project, step, ?3, ?4, ?5, due_at, district FROM step WHERE project = ?1"
        " AND step = ?2 AND outcome = 'open' AND (given_at < ?3 OR department <> ?4)",
        project, step, to.at(), department, to.today());
    to.run(
        "UPDATE step SET outcome = ?3, ended_at = ?4 WHERE project = ?1 AND step = ?2"
        " AND outcome = 'open' AND (given_at < ?4 OR department <> ?5)",
        project, step, outcome, to.at(), department);
}

// All that is open of a project, and that other departments have.
void hand_all_on(Teller& to, ProjectId project, Code department) {
    to.run(
        "INSERT OR REPLACE INTO step(project, step, given_at, department, day, due_at, district)"
        " SELECT project, step, ?2, ?3, ?4, due_at, district FROM step WHERE project = ?1"
        " AND outcome = 'open' AND department <> ?3",
        project, to.at(), department, to.today());
    to.run(
        "UPDATE step SET outcome = 'reassigned', ended_at = ?2 WHERE project = ?1"
        " AND outcome = 'open' AND department <> ?3",
        project, to.at(), department);
}

void set_due(Teller& to, ProjectId project, Code step, TimePoint due) {
    to.run("UPDATE step SET due_at = ?3 WHERE project = ?1 AND step = ?2 AND outcome = 'open'",
           project, step, due);
}

void end_project(Teller& to, ProjectId project, ProjectStatus status) {
    to.run("UPDATE project SET status = ?2, ended_at = ?3 WHERE id = ?1", project, status, to.at());
}

}  // namespace

void tell(Teller& to, const ProjectOpened& event) {
    const Project& p = event.project;
    to.run(
        "INSERT OR REPLACE INTO project(id, template, status, opened_at, district) VALUES(?1, ?2,"
        " ?3, ?4, coalesce((SELECT district FROM member WHERE id = ?5), ''))",
        p.id, p.template_code, p.status, to.at(), p.member);
}

void tell(Teller& to, const StepBecameReady& e) {
    give(to, e.project, e.step, e.department, e.due.due_at);
}

void tell(Teller& to, const StepFinished& e) {
    end(to, e.project, e.step, "done");
}

void tell(Teller& to, const StepSkipped& e) {
    end(to, e.project, e.step, "skipped");
}

void tell(Teller& to, const StepReturned& e) {
    hand_on(to, e.project, e.step, e.department, "returned");
}

// To another owner in the same department it is not given anew.
void tell(Teller& to, const StepReassigned& e) {
    if (e.from == e.department) return;
    hand_on(to, e.project, e.step, e.department, "reassigned");
}

// Whoever has one of these steps has it no more: its next round is given anew.
void tell(Teller& to, const WorkRejected& e) {
    for (const Code& step : e.again)
        end(to, e.project, step, "rejected");
}

void tell(Teller& to, const ProjectHandedOver& e) {
    if (e.gone) hand_all_on(to, e.project, e.department);
}

void tell(Teller& to, const StepExtended& e) {
    set_due(to, e.project, e.step, e.due.due_at);
}

void tell(Teller& to, const StepDeadlineMoved& e) {
    set_due(to, e.project, e.step, e.moved.due_at);
}

void tell(Teller& to, const StepBreached& e) {
    to.run("UPDATE step SET late = 1 WHERE project = ?1 AND step = ?2 AND outcome = 'open'",
           e.project, e.step);
}

void tell(Teller& to, const ProjectSuspended& e) {
    to.run("UPDATE project SET status = 'suspended' WHERE id = ?", e.project);
}

void tell(Teller& to, const ProjectResumed& e) {
    to.run("UPDATE project SET status = 'open' WHERE id = ?", e.project);
    for (const ResumedStep& step : e.steps)
        set_due(to, e.project, step.step, step.due.due_at);
}

void tell(Teller& to, const ProjectCompleted& e) {
    end_project(to, e.project, ProjectStatus::completed);
}

void tell(Teller& to, const ProjectCancelled& e) {
    end_project(to, e.project, ProjectStatus::cancelled);
    to.run(
        "UPDATE step SET outcome = 'cancelled', ended_at = ?2 WHERE project = ?1"
        " AND outcome = 'open'",
        e.project, to.at());
}

}  // namespace muster::reports
