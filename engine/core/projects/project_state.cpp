#include "engine/core/projects/project_state.hpp"

#include <algorithm>

#include "engine/core/kernel/obligation.hpp"

namespace muster::core {
namespace {

template <class List, class Key, class KeyOf>
auto* find_by(List& list, const Key& key, KeyOf key_of) {
    const auto found =
        std::find_if(list.begin(), list.end(), [&](const auto& one) { return key_of(one) == key; });
    return found == list.end() ? nullptr : &*found;
}

const Code& code_of_step(const ProjectStep& step) {
    return step.rule.code;
}
const Code& department_of(const ProjectOpinion& opinion) {
    return opinion.department;
}
const Code& code_of_template(const ProjectTemplate& one) {
    return one.code;
}

}  // namespace

const ProjectsRule& projects_rule(const Rules& rules) {
    return or_usual(rules.projects);
}

const ProjectTemplate* find_template(const Rules& rules, Code code) {
    return find_by(projects_rule(rules).templates, code, code_of_template);
}

const ProjectStep* find_step(const Project& project, Code code) {
    return find_by(project.steps, code, code_of_step);
}
ProjectStep* find_step(Project& project, Code code) {
    return find_by(project.steps, code, code_of_step);
}

const ProjectStep* step_of_kind(const Project& project, ProjectStepKind kind) {
    return find_by(project.steps, kind, [](const ProjectStep& step) { return step.rule.kind; });
}

const ProjectOpinion* find_opinion(const ProjectStep& step, Code department) {
    return find_by(step.opinions, department, department_of);
}
ProjectOpinion* find_opinion(ProjectStep& step, Code department) {
    return find_by(step.opinions, department, department_of);
}

bool may_begin(const Project& project, const ProjectStep& step) {
    return std::all_of(step.rule.after.begin(), step.rule.after.end(), [&](Code code) {
        const ProjectStep* const before = find_step(project, code);
        return before != nullptr && is_over(before->status);
    });
}

bool has_nothing_left(const Project& project) {
    return std::all_of(project.steps.begin(), project.steps.end(),
                       [](const ProjectStep& step) { return is_over(step.status); });
}

// A step stands behind those that it comes after, so one walk finds them all.
std::vector<Code> and_what_follows(const Project& project, Code step) {
    std::vector<Code> found{step};
    for (const ProjectStep& one : project.steps) {
        const bool follows =
            std::any_of(one.rule.after.begin(), one.rule.after.end(), [&](const Code& before) {
                return std::find(found.begin(), found.end(), before) != found.end();
            });
        if (follows) found.push_back(one.rule.code);
    }
    return found;
}

void Derived<Project>::add(Index /*index*/, const Project& project) {
    by_member_.add(project.member, project.id);
    if (is_open(project.status)) ++open_;
}

void Derived<Project>::remove(Index /*index*/, const Project& project) {
    by_member_.remove(project.member, project.id);
    if (is_open(project.status)) --open_;
}

TimePoint Derived<Project>::due(const Project& project, const Rules& rules) {
    if (!is_open(project.status)) return project.ended_at + projects_rule(rules).keep_ms;
    TimePoint next = never;
    for (const ProjectStep& step : project.steps) {
        if (!is_at_work(step.status)) continue;
        next = std::min(next, next_alarm(step.due));
        for (const ProjectOpinion& opinion : step.opinions)
            next = std::min(next, next_alarm(opinion.due));
    }
    return next;
}

}  // namespace muster::core
