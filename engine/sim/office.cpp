#include "engine/sim/office.hpp"

#include <algorithm>
#include <string>

#include "engine/core/projects/project_state.hpp"

namespace muster::sim {
namespace {

constexpr const char* office_source = "demo:office";
constexpr const char* late_cause = "人手紧张";

// Projects are opened so long after each other.
constexpr Millis between_openings = seconds(5);

bool is_late(const ProjectPromise& promise, TimePoint now) {
    return !promise.met_at && promise.due_at <= now;
}

Personal<std::string> cause(const ProjectPromise& promise, TimePoint now) {
    return is_late(promise, now) ? late_cause : "";
}

std::vector<ProjectDocument> papers(const ProjectStep& step) {
    std::vector<ProjectDocument> all;
    for (const ProjectDocumentRule& rule : step.rule.documents)
        all.push_back({rule.code, "档案室"});
    return all;
}

// Which it is of the project's.
std::uint64_t place_of(const Project& project, const ProjectStep& step) {
    return static_cast<std::uint64_t>(&step - project.steps.data());
}

// What can still come before the step is finished.
const ProjectOpinion* awaited(const ProjectStep& step, TimePoint now) {
    for (const ProjectOpinion& opinion : step.opinions) {
        if (!opinion.due.met_at && opinion.due.due_at > now) return &opinion;
    }
    return nullptr;
}

}  // namespace

Office::Office(std::uint64_t seed, const OfficeHabits& habits, Agenda& agenda, Outbox& outbox)
    : seed_(seed), habits_(habits), agenda_(agenda), outbox_(outbox) {}

Rng Office::chance(const Project& project, const ProjectStep& step, std::uint64_t what) const {
    return Rng(seed_, Purpose::office, project.id.value,
               (place_of(project, step) * 64 + step.round) * 64 + what);
}

void Office::open(const core::Board& board, const std::vector<MemberId>& members,
                  std::size_t projects, TimePoint now) {
    if (core::projects_rule(board.rules()).templates.empty()) return;
    if (board.store<Project>().size() > 0) return;
    for (std::size_t i = 0; i < std::min(projects, members.size()); ++i) {
        now = now + between_openings;
        agenda_.add(
            {now, 0, Actor::office, static_cast<std::uint8_t>(Job::open), 0, members[i].value, i});
    }
}

void Office::look_again(const core::Board& board, TimePoint now) {
    const auto& projects = board.store<Project>();
    for (const core::Index index : projects.in_order()) {
        for (const ProjectStep& step : projects[index].steps) {
            if (core::is_at_work(step.status)) plan(projects[index], step, now);
        }
    }
}

void Office::on(const StepBecameReady& event, TimePoint now, const core::Board& board) {
    const Project* const project = board.store<Project>().get(event.project);
    if (project == nullptr) return;
    if (const ProjectStep* const step = core::find_step(*project, event.step)) {
        plan(*project, *step, now);
    }
}

// What people at a console open themselves is theirs to bring on.
void Office::plan(const Project& project, const ProjectStep& step, TimePoint now) {
    if (project.opened_by != office_source) return;
    Rng rng(seed_, Purpose::office, static_cast<std::uint64_t>(now.value),
            project.id.value * 64 + place_of(project, step));
    agenda_.add({now + habits_.pause.draw(rng), 0, Actor::office,
                 static_cast<std::uint8_t>(Job::act), 0, project.id.value,
                 place_of(project, step)});
}

void Office::perform(const Task& task, TimePoint now, const core::Board& board) {
    if (static_cast<Job>(task.kind) == Job::open) {
        const auto& templates = core::projects_rule(board.rules()).templates;
        OpenProject command;
        command.member = {task.a};
        command.template_code = templates[task.b % templates.size()].code;
        outbox_.send(office_source, std::move(command));
        return;
    }
    const Project* const project = board.store<Project>().get({task.a});
    if (project == nullptr || task.b >= project->steps.size()) return;
    const ProjectStep& step = project->steps[task.b];
    // What is suspended is looked at again: somebody may let it go on.
    const bool stands = step.status == ProjectStepStatus::suspended;
    if (!stands && !core::is_at_work(step.status)) return;
    if (!stands) act(*project, step, now);
    plan(*project, step, now);
}

void Office::act(const Project& project, const ProjectStep& step, TimePoint now) {
    if (step.returned) {
        const Code suggested = step.returns.back().suggested;
        outbox_.send(office_source, ReassignStep{project.id, step.rule.code,
                                                 suggested.empty() ? project.lead : suggested, "",
                                                 "按职责重新交办"});
        return;
    }
    if (step.status == ProjectStepStatus::ready) return begin(project, step, now);
    if (const ProjectOpinion* const opinion = awaited(step, now)) {
        return give_opinion(project, step, *opinion, now);
    }
    finish(project, step, now);
}

void Office::begin(const Project& project, const ProjectStep& step, TimePoint now) {
    Rng rng = chance(project, step, 0);
    const bool is_first = step.returns.empty() && step.department != project.lead;
    // Asked is whose it rather is.
    if (is_first && !step.opinions.empty() && rng.permille(habits_.returned)) {
        outbox_.send(office_source, ReturnStep{project.id, step.rule.code,
                                               step.opinions[0].department, "不属于本部门职责"});
        return;
    }
    const bool extensible =
        step.rule.extension.count > 0 && !step.extension && !is_late(step.due, now);
    if (extensible && rng.permille(habits_.extended)) {
        outbox_.send(office_source, ExtendStep{project.id, step.rule.code, "住户要求改期"});
        return;
    }
    outbox_.send(office_source, StartStep{project.id, step.rule.code, ""});
}

void Office::give_opinion(const Project& project, const ProjectStep& step,
                          const ProjectOpinion& opinion, TimePoint now) {
    Rng rng = chance(project, step, 1);
    const bool agrees = !rng.permille(habits_.disagrees);
    outbox_.send(office_source,
                 GiveOpinion{project.id, step.rule.code, opinion.department, agrees,
                             agrees ? "同意" : "建议调整方案", cause(opinion.due, now)});
}

void Office::finish(const Project& project, const ProjectStep& step, TimePoint now) {
    const Personal<std::string> late = cause(step.due, now);
    if (step.rule.kind == ProjectStepKind::acceptance) return judge(project, step, late);
    if (step.rule.kind == ProjectStepKind::approval) {
        Rng rng = chance(project, step, 2);
        const std::int64_t budget = project.ceiling_fen / 1000 * rng.between(600, 1000);
        outbox_.send(office_source, ApproveBudget{project.id, budget, "", papers(step), late});
        return;
    }
    // Half of what is left is paid with the work, the rest at its acceptance.
    const bool paid = step.rule.kind == ProjectStepKind::work;
    outbox_.send(office_source, FinishStep{project.id, step.rule.code, "", papers(step),
                                           paid ? project.promised_fen / 2 : 0, late});
}

void Office::judge(const Project& project, const ProjectStep& step, Personal<std::string> late) {
    Rng rng = chance(project, step, 3);
    if (project.rounds.empty() && rng.permille(habits_.rejected)) {
        outbox_.send(office_source, RejectWork{project.id, "扶手松动，需返工", std::move(late)});
        return;
    }
    outbox_.send(office_source,
                 AcceptWork{project.id, "", papers(step), project.promised_fen, std::move(late)});
}

}  // namespace muster::sim
