// A project is opened: its template is copied into it, and its first steps are ready.

#include <algorithm>

#include "engine/core/projects/handling.hpp"
#include "engine/core/registry/member_state.hpp"
#include "engine/core/survey/needs.hpp"
#include "engine/core/survey/survey_state.hpp"

namespace muster::core {
namespace {

std::string names_of_templates(const Rules& rules) {
    std::vector<std::string_view> names;
    for (const ProjectTemplate& one : projects_rule(rules).templates)
        names.push_back(one.code.view());
    return names.empty() ? "there is none in the rules" : "there is " + alternatives(names);
}

ProjectStep waiting_step(const Step& step, const ProjectTemplate& from,
                         const ProjectStepRule& rule) {
    ProjectStep made;
    made.rule = rule;
    made.department = rule.department.empty() ? from.lead : rule.department;
    made.owner = contact_of(step, made.department);
    return made;
}

Project opened(const Step& step, const OpenProject& command, const ProjectTemplate& from) {
    Project project;
    project.id = {step.env.seq};
    project.member = step.board.root(command.member);
    project.template_code = from.code;
    project.template_version = from.version;
    project.name_en = from.name_en;
    project.name_zh = from.name_zh;
    project.lead = from.lead;
    project.owner = command.owner.value.empty() ? contact_of(step, from.lead) : command.owner;
    project.need = command.need;
    project.note = command.note;
    project.ceiling_fen = from.ceiling_fen;
    project.return_within = from.return_within;
    project.opinion_within = from.opinion_within;
    project.warn_permille = from.warn_permille;
    project.opinion_after_step = from.opinion_after_step;
    for (const ProjectStepRule& rule : from.steps)
        project.steps.push_back(waiting_step(step, from, rule));
    project.opened_by = step.env.source;
    project.opened_at = step.now();
    return project;
}

// What the member said himself, and nobody has done yet.
Rejection check_need(const Step& step, const OpenProject& command) {
    if (!command.need) return {};
    const Need& need = *step.board.store<Need>().get(command.need);
    if (auto bad =
            check_status(need, "OpenProject", need_cycle.where(NeedAction::plan), words_of<Need>)) {
        return bad;
    }
    if (step.board.root(need.member) == step.board.root(command.member)) return {};
    return reject(RejectReason::illegal_status, "/need",
                  "need " + std::to_string(need.id.value) + " is another member's");
}

// Two projects for the same thing would be two budgets.
Rejection check_the_only_one(const Step& step, const OpenProject& command) {
    const Board& board = step.board;
    for (const MemberId one : board.derived<Member>().with_aliases(board.root(command.member))) {
        for (const ProjectId id : board.derived<Project>().of_member(one)) {
            const Project& other = *board.store<Project>().get(id);
            if (!is_open(other.status) || other.template_code != command.template_code) continue;
            return reject(RejectReason::illegal_status, "/template_code",
                          project_text(id) + " of this member is " +
                              std::string(name_of(other.status)) +
                              "; go on with it, or cancel it first");
        }
    }
    return {};
}

}  // namespace

Rejection decide(Step& step, const OpenProject& command) {
    const Rules& rules = step.board.rules();
    const ProjectTemplate* const from = find_template(rules, command.template_code);
    if (from == nullptr) {
        return reject(RejectReason::invalid_field, "/template_code",
                      "there is no template \"" + command.template_code.str() + "\"; " +
                          names_of_templates(rules));
    }
    const auto member = find_one(step, command.member);
    if (!member) return member.error();
    if (command.need) {
        if (auto need = find_one(step, command.need); !need) return need.error();
    }
    const Member& whom = step.board.members()[*member];
    if (auto bad = check_status(whom, "OpenProject", looked_after, words_of<Member>)) return bad;
    if (auto bad = check_need(step, command)) return bad;
    if (auto bad = check_the_only_one(step, command)) return bad;
    if (step.board.derived<Project>().open() >= projects_rule(rules).max_open) {
        return reject(RejectReason::limit_reached, "",
                      "there are " + std::to_string(projects_rule(rules).max_open) +
                          " open projects already");
    }
    Project project = opened(step, command, *from);
    const ProjectId id = project.id;
    step.emit(ProjectOpened{std::move(project)});
    plan_need(step, command.need, project_text(id));
    go_on(step, id);
    return {};
}

}  // namespace muster::core
