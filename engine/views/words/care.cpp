// The words of the events of care.

#include <tuple>

#include "engine/views/event_view_impl.hpp"
#include "muster/care.hpp"

namespace muster::views {

template <>
constexpr auto words_of<CareEvents> = std::tuple{
    Row<ConsultantAssigned>{
        "{care_case.consultant} looks after {care_case.member} from now on[, instead of "
        "{before}][: "
        "{care_case.reason}]",
        "{care_case.consultant}开始负责{care_case.member}[，接替{before}][：{care_case.reason}]",
        Tone::good},
    Row<ConsultantLost>{"{member} has no consultant any more: {consultant} is none now",
                        "{member}已无专属顾问：{consultant}不再担任顾问", Tone::bad}
        .alerting(),
    Row<CareCaseStatusChanged>{"the consultant of {member}: {status}", "{member}的顾问：{status}",
                               Tone::quiet},
    Row<CareCaseForgotten>{"case {care_case} left the list", "顾问关系 {care_case} 移出列表",
                           Tone::quiet},
    Row<PlanDrafted>{"a personal plan for {care_plan.member} drafted",
                     "为{care_plan.member}起草个人计划"},
    Row<PlanStatusChanged>{"the personal plan of {member}: {status}[: {reason}]",
                           "{member}的个人计划：{status}[：{reason}]"},
    Row<PlanReviewed>{"the personal plan of {member} was gone through again",
                      "{member}的个人计划已复核", Tone::good},
    Row<PlanReviewWarned>{"the personal plan of {member} has to be gone through soon",
                          "{member}的个人计划即将到期，需复核", Tone::warn},
    Row<PlanReviewBreached>{"the review of the personal plan of {member} is late",
                            "{member}的个人计划复核已逾期", Tone::bad},
    Row<PlanForgotten>{"personal plan {care_plan} left the list", "个人计划 {care_plan} 移出列表",
                       Tone::quiet},
    Row<VisitPlanned>{"visit of {visit.member} planned[, by {visit.visitor}], {visit.kind}",
                      "安排走访{visit.member}[，由{visit.visitor}负责]，{visit.kind}", Tone::quiet},
    Row<VisitReplanned>{"visit of {member} planned anew, {kind}", "重新安排走访{member}，{kind}",
                        [](const VisitReplanned& e) {
                            return e.kind == VisitKind::event ? Tone::warn : Tone::quiet;
                        }},
    Row<VisitMoved>{"visit of {member} moved[: {reason}]", "走访{member}改期[：{reason}]"},
    Row<VisitGiven>{"visit {visit}: [{visitor} will go|nobody is chosen]",
                    "走访 {visit}：[改由{visitor}负责|尚未指定人员]", Tone::quiet},
    Row<VisitDispatched>{
        "visit of {member}: [somebody is sent, request {request}|nobody could be sent yet]",
        "走访{member}：[已派人，请求 {request}|暂时无法派人]"},
    Row<VisitStarted>{"visit of {member} begun[ by {visitor}]", "[由{visitor}]开始走访{member}"},
    Row<VisitReleased>{
        "nobody comes to {member} by request {request}; the visit is still to be done",
        "请求 {request} 未完成走访，{member}仍待走访", Tone::warn},
    Row<VisitRecorded>{"{member} was visited[: {outcome}][, {findings}][; late: {late_cause}]",
                       "已走访{member}[：{outcome}][，{findings}][；逾期原因：{late_cause}]",
                       [](const VisitRecorded& e) {
                           return e.outcome == VisitOutcome::urgent ? Tone::bad : Tone::good;
                       }}
        .alerting([](const VisitRecorded& e) { return e.outcome == VisitOutcome::urgent; }),
    Row<VisitMissed>{"{member} was not visited[: {reason}]", "未走访{member}[：{reason}]",
                     Tone::bad},
    Row<VisitCancelled>{"visit of {member} cancelled[: {reason}]", "取消走访{member}[：{reason}]"},
    Row<VisitClosed>{"no more visit of {member}", "不再走访{member}", Tone::quiet},
    Row<VisitWarned>{"{member} has to be visited soon", "即将到期，需走访{member}", Tone::warn},
    Row<VisitBreached>{"the visit of {member} is late", "走访{member}已逾期", Tone::bad},
    Row<VisitForgotten>{"visit {visit} left the list", "走访 {visit} 移出列表", Tone::quiet},
    Row<MemberReferred>{"{referral.to} is asked to help {referral.member}: {referral.need}[, "
                        "{referral.text}]",
                        "转介{referral.member}至{referral.to}：{referral.need}[，{referral.text}]"},
    Row<ReferralAnswered>{"referral of {member}: {status}[: {reply}][; late: {late_cause}]",
                          "{member}的转介：{status}[：{reply}][；逾期原因：{late_cause}]"},
    Row<ReferralStatusChanged>{"referral of {member}: {status}", "{member}的转介：{status}",
                               Tone::quiet},
    Row<ReferralWarned>{"the answer to the referral of {member} is due soon",
                        "{member}的转介即将到期，尚未答复", Tone::warn},
    Row<ReferralBreached>{"the answer to the referral of {member} is late",
                          "{member}的转介答复已逾期", Tone::bad},
    Row<ReferralForgotten>{"referral {referral} left the list", "转介 {referral} 移出列表",
                           Tone::quiet},
    Row<ReferralDeadlineMoved>{
        "the answer to the referral of {member} is due {moved.due_at} from now by the calendar "
        "(before: {moved.due_before})[{moved.provisional} (provisional)]",
        "{member}的转介答复按现行日历距到期{moved.due_at}（原{moved.due_before}）"
        "[{moved.provisional}（暂定）]",
        Tone::warn},
};
template std::span<const EventView> list_view<CareEvents>();

}  // namespace muster::views
