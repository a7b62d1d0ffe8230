#include "engine/core/projects/handling.hpp"

#include <algorithm>
#include <utility>

#include "engine/core/kernel/calendar.hpp"
#include "engine/core/projects/times.hpp"
#include "engine/core/service/departments.hpp"
#include "engine/core/survey/needs.hpp"

namespace muster::core {
namespace {

constexpr std::size_t max_documents = 32;

constexpr EntityWords step_words{"step", "/step", RejectReason::unknown_project_step};

const Project& get(const Step& step, ProjectId id) {
    return *step.board.store<Project>().get(id);
}

std::string names_of_steps(const Project& project) {
    std::vector<std::string_view> names;
    for (const ProjectStep& one : project.steps)
        names.push_back(one.rule.code.view());
    return alternatives(names);
}

Rejection check_step_status(const Project& project, const ProjectStep& one,
                            ProjectStepAction action, std::string_view command) {
    const auto allowed = project_step_cycle.where(action);
    if (allowed.has(one.status)) return {};
    return reject(RejectReason::illegal_status, std::string(step_words.field),
                  "step \"" + one.rule.code.str() + "\" of " + project_text(project.id) + " is " +
                      std::string(name_of(one.status)) + "; " + std::string(command) +
                      " is possible when it is " + in_words(allowed));
}

Expected<StepOfProject, Rejection> in_status(const Project& project, const ProjectStep* one,
                                             ProjectStepAction action, std::string_view command) {
    const auto open = project_cycle.where(ProjectAction::work_on);
    if (auto bad = check_status(project, command, open, words_of<Project>)) return bad;
    if (auto bad = check_step_status(project, *one, action, command)) return bad;
    return StepOfProject{&project, one};
}

// Whose opinion can still come, before its time has passed.
Rejection check_opinions(const Step& step, const ProjectStep& one) {
    for (const ProjectOpinion& opinion : one.opinions) {
        if (opinion.due.met_at || opinion.due.due_at <= step.now()) continue;
        return reject(RejectReason::illegal_status, "/step",
                      "\"" + opinion.department.str() + "\" has until " +
                          local_text(calendar_rule(step.board.rules()), opinion.due.due_at) +
                          " to say what it thinks of step \"" + one.rule.code.str() + "\"");
    }
    return {};
}

Rejection check_papers(const ProjectStep& one, const std::vector<ProjectDocument>& documents) {
    for (std::size_t i = 0; i < documents.size(); ++i) {
        const auto is_this = [&](const ProjectDocumentRule& rule) {
            return rule.code == documents[i].code;
        };
        const auto& asked = one.rule.documents;
        if (std::any_of(asked.begin(), asked.end(), is_this)) continue;
        return reject(RejectReason::illegal_status, "/documents/" + std::to_string(i) + "/code",
                      "step \"" + one.rule.code.str() + "\" does not ask for \"" +
                          documents[i].code.str() + "\"");
    }
    for (const ProjectDocumentRule& rule : one.rule.documents) {
        const bool there =
            std::any_of(documents.begin(), documents.end(),
                        [&](const ProjectDocument& paper) { return paper.code == rule.code; });
        if (there) continue;
        return reject(RejectReason::illegal_status, "/documents",
                      "step \"" + one.rule.code.str() + "\" is not finished without \"" +
                          rule.code.str() + "\"");
    }
    return {};
}

// Its department gets it, and those that are asked.
StepBecameReady became_ready(const Step& step, const Project& project, const ProjectStep& one) {
    const Rules& rules = step.board.rules();
    StepBecameReady event;
    event.project = project.id;
    event.member = project.member;
    event.step = one.rule.code;
    event.round = one.round + 1;
    event.department = one.department;
    event.owner = one.owner;
    event.counted_at = step.now();
    event.due = promise(rules, step.now(), one.rule.within, project.warn_permille);
    // Of this round nobody was asked yet.
    ProjectStep anew = one;
    anew.opinions.clear();
    event.opinions = to_be_asked(step, project, anew, one.department, event.due);
    return event;
}

}  // namespace

std::string project_text(ProjectId id) {
    return "project " + std::to_string(id.value);
}

Expected<StepOfProject, Rejection> find_step_for(const Step& step, ProjectId id, Code code,
                                                 ProjectStepAction action,
                                                 std::string_view command) {
    const auto index = find_one(step, id);
    if (!index) return index.error();
    const Project& project = step.board.store<Project>()[*index];
    const ProjectStep* const one = find_step(project, code);
    if (one == nullptr) {
        return reject(step_words.unknown, std::string(step_words.field),
                      project_text(id) + " has no step \"" + code.str() + "\"; its steps are " +
                          names_of_steps(project));
    }
    return in_status(project, one, action, command);
}

Expected<StepOfProject, Rejection> find_kind_for(const Step& step, ProjectId id,
                                                 ProjectStepKind kind, ProjectStepAction action,
                                                 std::string_view command) {
    const auto index = find_one(step, id);
    if (!index) return index.error();
    const Project& project = step.board.store<Project>()[*index];
    const ProjectStep* const one = step_of_kind(project, kind);
    if (one == nullptr) {
        return reject(RejectReason::illegal_status, "/project",
                      project_text(id) + " has no step of the kind " + std::string(name_of(kind)));
    }
    return in_status(project, one, action, command);
}

Personal<std::string> contact_of(const Step& step, Code department) {
    const Department* const found = find_department(step.board.rules(), department);
    // One that the rules do not have any more is still known by its code.
    return found == nullptr ? department.str() : found->contact;
}

std::vector<ProjectOpinion> to_be_asked(const Step& step, const Project& project,
                                        const ProjectStep& one, Code department,
                                        const ProjectPromise& due) {
    std::vector<ProjectOpinion> all;
    // Nothing would wait for it any more.
    if (due.due_at <= step.now() && !project.opinion_after_step) return all;
    for (const Code& asked : one.rule.co_departments) {
        if (asked == department || find_opinion(one, asked) != nullptr) continue;
        ProjectOpinion& opinion = all.emplace_back();
        opinion.department = asked;
        opinion.due = opinion_promise(step.board.rules(), project, one.rule, due, step.now());
    }
    return all;
}

Rejection check_in_time(const Step& step, const ProjectPromise& promise,
                        const Personal<std::string>& late_cause) {
    if (promise.met_at || step.now() < promise.due_at || !late_cause.value.empty()) return {};
    return reject(RejectReason::illegal_status, "/late_cause",
                  "it was due by " + local_text(calendar_rule(step.board.rules()), promise.due_at) +
                      "; say why it comes late");
}

Rejection check_documents(const std::vector<ProjectDocument>& documents) {
    if (documents.size() > max_documents) {
        return reject(RejectReason::invalid_field, "/documents", "at most 32 papers");
    }
    for (std::size_t i = 0; i < documents.size(); ++i) {
        const std::string at = "/documents/" + std::to_string(i) + "/code";
        const auto same = [&](const ProjectDocument& one) { return one.code == documents[i].code; };
        if (documents[i].code.empty()) {
            return reject(RejectReason::invalid_field, at, "must name a paper of the step");
        }
        if (static_cast<std::size_t>(std::find_if(documents.begin(), documents.end(), same) -
                                     documents.begin()) < i) {
            return reject(RejectReason::invalid_field, at, "stands here twice");
        }
    }
    return {};
}

Rejection check_finish(const Step& step, const StepOfProject& of, const Finish& finish) {
    if (auto bad = check_opinions(step, *of.step)) return bad;
    if (auto bad = check_papers(*of.step, finish.documents)) return bad;
    if (auto bad = check_in_time(step, of.step->due, finish.late_cause)) return bad;
    if (finish.spent_fen <= of.project->promised_fen) return {};
    return reject(RejectReason::limit_reached, "/spent_fen",
                  std::to_string(of.project->promised_fen) + " fen are promised, and not " +
                      std::to_string(finish.spent_fen) + "; approve another budget first");
}

void finish_step(Step& step, ProjectId id, Code code, Finish with) {
    const Project& project = get(step, id);
    const ProjectStep& one = *find_step(project, code);
    step.emit(StepFinished{id, project.member, code, one.department, step.env.source,
                           std::move(with.note), std::move(with.documents), with.spent_fen,
                           std::move(with.late_cause)});
}

void go_on(Step& step, ProjectId id) {
    std::vector<StepBecameReady> begin;
    const Project& project = get(step, id);
    for (const ProjectStep& one : project.steps) {
        if (one.status != ProjectStepStatus::waiting || !may_begin(project, one)) continue;
        begin.push_back(became_ready(step, project, one));
    }
    if (has_nothing_left(project)) {
        const ProjectCompleted completed{id, project.member, project.template_code,
                                         project.promised_fen};
        const NeedId need = project.need;
        step.emit(completed);
        resolve_need(step, need, project_text(id));
        return;
    }
    for (StepBecameReady& event : begin)
        step.emit(std::move(event));
}

void cancel_project(Step& step, ProjectId id, std::string by, Personal<std::string> reason) {
    const Project& project = get(step, id);
    const NeedId need = project.need;
    step.emit(ProjectCancelled{id, project.member, project.template_code, project.promised_fen,
                               std::move(by), std::move(reason)});
    unplan_need(step, need, project_text(id));
}

}  // namespace muster::core
