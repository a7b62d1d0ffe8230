// The words of the events of projects.

#include <string>
#include <tuple>

#include "engine/core/projects/project_state.hpp"
#include "engine/views/event_view_impl.hpp"
#include "muster/projects.hpp"

namespace muster::views {
namespace {

const Project* project_of(ProjectId id, const Teller& teller) {
    return teller.board().store<Project>().get(id);
}

// "Home modification"; of one that has left the board, its number.
template <class E>
std::string title(const E& e, const Teller& teller) {
    const Project* const project = project_of(e.project, teller);
    if (project == nullptr) {
        return teller.choose("project ", "项目 ") + std::to_string(e.project.value);
    }
    return teller.choose(project->name_en, project->name_zh);
}

// "Home modification, Assessment"
template <class E>
std::string step_title(const E& e, const Teller& teller) {
    const Project* const project = project_of(e.project, teller);
    const ProjectStep* const step =
        project == nullptr ? nullptr : core::find_step(*project, e.step);
    return title(e, teller) + teller.choose(", ", "·") +
           (step == nullptr ? e.step.str() : teller.choose(step->rule.name_en, step->rule.name_zh));
}

// "Home modification: 29000.50 yuan"
std::string budget(const BudgetApproved& e, const Teller& teller) {
    const std::string cents = std::to_string(100 + e.budget_fen % 100).substr(1);
    return title(e, teller) + teller.choose(": ", "：") + std::to_string(e.budget_fen / 100) + "." +
           cents + teller.choose(" yuan", "元");
}

}  // namespace

template <>
constexpr auto words_of<ProjectsEvents> = std::tuple{
    Row<ProjectOpened>{"{project.name_en} opened for {project.member}[: {project.note}]",
                       "为{project.member}立项：{project.name_zh}[（{project.note}）]", Tone::good},
    Row<StepBecameReady>{"{} for {member}: {department} has it now",
                         "{member}的{}：交由{department}办理", Tone::plain,
                         step_title<StepBecameReady>},
    Row<StepStarted>{"{} for {member}: {department} has begun[, {owner}]",
                     "{member}的{}：{department}开始办理[（{owner}）]", Tone::plain,
                     step_title<StepStarted>},
    Row<StepFinished>{"{} for {member}: done by {department}[, {note}][; late: {late_cause}]",
                      "{member}的{}：{department}已办结[，{note}][；逾期原因：{late_cause}]",
                      Tone::good, step_title<StepFinished>},
    Row<StepSkipped>{"{} for {member}: left out[: {reason}]", "{member}的{}：不再办理[：{reason}]",
                     Tone::plain, step_title<StepSkipped>},
    Row<StepReturned>{
        "{} for {member}: returned by {from}[, it may be for {suggested}]: {reason}; "
        "{department} has to find out whose it is",
        "{member}的{}：{from}退回[，建议转{suggested}]：{reason}；由{department}重新交办",
        Tone::warn, step_title<StepReturned>}
        .alerting(),
    Row<StepReassigned>{"{} for {member}: given to {department}[, {owner}][: {reason}]",
                        "{member}的{}：改由{department}办理[（{owner}）][：{reason}]", Tone::plain,
                        step_title<StepReassigned>},
    Row<OpinionGiven>{
        "{} for {member}: {department} [agrees{agrees}|does not agree][: {text}][; late: "
        "{late_cause}]",
        "{member}的{}：{department}[同意{agrees}|不同意][：{text}][；逾期原因：{late_cause}]",
        [](const OpinionGiven& e) { return e.agrees ? Tone::plain : Tone::warn; },
        step_title<OpinionGiven>}
        .alerting([](const OpinionGiven& e) { return !e.agrees; }),
    Row<BudgetApproved>{"{} approved for {member}[: {note}]", "{member}的{}，预算已批准[：{note}]",
                        Tone::good, budget},
    Row<StepExtended>{"{} for {member}: more time, due {due.due_at} from now[: {extension.reason}]",
                      "{member}的{}：已延期，距到期{due.due_at}[：{extension.reason}]", Tone::plain,
                      step_title<StepExtended>},
    Row<WorkAccepted>{"{} for {member}: the work is accepted in round {round.round}",
                      "{member}的{}：第 {round.round} 轮施工验收通过", Tone::good,
                      title<WorkAccepted>},
    Row<WorkRejected>{"{} for {member}: the work of round {round.round} is rejected: "
                      "{round.reason}[; late: {round.late_cause}]",
                      "{member}的{}：第 {round.round} 轮施工验收未通过：{round.reason}[；逾期原因："
                      "{round.late_cause}]",
                      Tone::bad, title<WorkRejected>}
        .alerting(),
    Row<ProjectSuspended>{"{} for {member} stands still[: {reason}]",
                          "{member}的{}：中止[：{reason}]", Tone::warn, title<ProjectSuspended>},
    Row<ProjectResumed>{"{} for {member} goes on[: {note}]", "{member}的{}：恢复办理[：{note}]",
                        Tone::plain, title<ProjectResumed>},
    Row<ProjectCompleted>{"{} for {member} is complete", "{member}的{}：全部办结", Tone::good,
                          title<ProjectCompleted>},
    Row<ProjectCancelled>{"{} for {member} is cancelled[: {reason}]",
                          "{member}的{}：已取消[：{reason}]", Tone::warn, title<ProjectCancelled>}
        .alerting([](const ProjectCancelled& e) { return e.by.empty(); }),
    Row<ProjectHandedOver>{
        "{} for {member}: [{department} has to settle it, since the member is gone{gone}|goes on, "
        "with {department}]",
        "{member}的{}：[服务对象已不在，由{department}善后{gone}|继续办理，由{department}负责]",
        [](const ProjectHandedOver& e) { return e.gone ? Tone::warn : Tone::plain; },
        title<ProjectHandedOver>}
        .alerting(),
    Row<StepWarned>{"{} for {member}: {department} has little time left",
                    "{member}的{}：{department}即将逾期", Tone::warn, step_title<StepWarned>},
    Row<StepBreached>{"{} for {member}: {department} is late", "{member}的{}：{department}已逾期",
                      Tone::bad, step_title<StepBreached>}
        .alerting(),
    Row<OpinionWarned>{"{} for {member}: the opinion of {department} is due soon",
                       "{member}的{}：{department}的会办意见即将到期", Tone::warn,
                       step_title<OpinionWarned>},
    Row<OpinionBreached>{"{} for {member}: {department} let the time for its opinion pass",
                         "{member}的{}：{department}的会办意见已逾期", Tone::bad,
                         step_title<OpinionBreached>}
        .alerting(),
    Row<ProjectForgotten>{"project {project} left the list", "项目 {project} 移出列表",
                          Tone::quiet},
    Row<StepDeadlineMoved>{"{} for {member}: due {moved.due_at} from now by the calendar (before: "
                           "{moved.due_before})[{moved.provisional} (provisional)]",
                           "{member}的{}：按现行日历距到期{moved.due_at}（原{moved.due_before}）"
                           "[{moved.provisional}（暂定）]",
                           Tone::warn, step_title<StepDeadlineMoved>},
    Row<OpinionDeadlineMoved>{
        "{} for {member}: the opinion of {department} is due {moved.due_at} from now by the "
        "calendar (before: {moved.due_before})[{moved.provisional} (provisional)]",
        "{member}的{}：{department}会办意见按现行日历距到期{moved.due_at}（原{moved.due_before}）"
        "[{moved.provisional}（暂定）]",
        Tone::warn, step_title<OpinionDeadlineMoved>},
};
template std::span<const EventView> list_view<ProjectsEvents>();

}  // namespace muster::views
