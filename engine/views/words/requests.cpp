// The words of the events of requests: what is asked for, what was promised, how it ended.

#include <tuple>

#include "engine/core/places/triage.hpp"
#include "engine/views/event_view_impl.hpp"
#include "muster/requests.hpp"

namespace muster::views {
namespace {

// "breathing: no, pain: in the chest (“since noon”)"; nothing for who may not know it.
std::string in_words(const std::vector<TriageAnswer>& answers, Code service, const Teller& teller) {
    const QuestionSet* const set = teller.board().rule_index().questions_of(service);
    std::string all;
    for (const TriageAnswer& answer : answers) {
        std::string choice;
        if (!teller.tell_field(choice, answer.choice, {}, {})) continue;
        std::string question = answer.question.str();
        // Of other rules, the codes say what was meant.
        const TriageQuestion* const asked =
            set == nullptr ? nullptr : core::find_question(*set, answer.question);
        if (asked != nullptr) {
            question = teller.choose(asked->name_en, asked->name_zh);
            const TriageChoice* const chosen = core::find_choice(*asked, answer.choice.value);
            if (chosen != nullptr) choice = teller.choose(chosen->name_en, chosen->name_zh);
        }
        if (!all.empty()) all += teller.choose(", ", "，");
        all += question + teller.choose(": ", "：") + choice;
        std::string text;
        if (!teller.tell_field(text, answer.text, {}, {})) continue;
        all += teller.choose(" (“", "（“") + text + teller.choose("”)", "”）");
    }
    return all;
}

Code service_of(RequestId id, const Teller& teller) {
    const Request* const request = teller.board().requests().get(id);
    return request == nullptr ? Code() : request->service;
}

constexpr bool is_urgent(Urgency urgency) {
    return urgency == Urgency::P0 || urgency == Urgency::P1;
}

}  // namespace

template <>
constexpr auto words_of<RequestsEvents> = std::tuple{
    Row<RequestReceived>{
        "request for {service}, class {urgency}, by {channel}[, for {member}]"
        "[{silent}; nobody spoke]"
        "[; counts as already waiting {credit_ms} ({raised_for}; risk: {raised_tier})"
        "|; counts as already waiting {credit_ms} ({raised_for})"
        "|; counts as already waiting {credit_ms} (risk: {raised_tier})]"
        "[; plan {plan.plan} ({plan.basis} {plan.of})|; plan {plan.plan} ({plan.basis} "
        "{plan.place})|; plan {plan.plan} ({plan.basis})]"
        "[; {}][; to be handed over to {triage.handover}][; “{note}”]",
        "收到请求：{service}，等级 {urgency}，来自{channel}[，服务对象：{member}]"
        "[{silent}；对方无声]"
        "[；视为已等候 {credit_ms}（{raised_for}；风险等级：{raised_tier}）"
        "|；视为已等候 {credit_ms}（{raised_for}）"
        "|；视为已等候 {credit_ms}（风险等级：{raised_tier}）]"
        "[；预案 {plan.plan}（{plan.basis}：{plan.of}）|；预案 {plan.plan}（{plan.basis}："
        "{plan.place}）|；预案 {plan.plan}（{plan.basis}）]"
        "[；{}][；应移交{triage.handover}][；“{note}”]",
        [](const RequestReceived& e) { return e.silent ? Tone::bad : Tone::plain; },
        [](const RequestReceived& e, const Teller& teller) {
            return in_words(e.triage.answers, e.service, teller);
        }}
        .alerting([](const RequestReceived& e) { return is_urgent(e.urgency); }),
    Row<RequestRaised>{"[counts as already waiting {credit_ms}|counts its waiting only]"
                       "[: {raised_for}][; risk: {raised_tier}]",
                       "[视为已等候 {credit_ms}|仅按实际等候]"
                       "[：{raised_for}][；风险等级：{raised_tier}]",
                       Tone::warn},
    Row<RequestInDoubt>{"its member is {status}: is help still needed?",
                        "服务对象{status}，是否仍需服务，请确认", Tone::warn}
        .alerting(),
    Row<RequestLocated>{"help is needed at [{address}|{place}]", "求助地点：[{address}|{place}]"},
    Row<RequestTaken>{"taken by {owner}", "受理人：{owner}"},
    Row<RequestReclassified>{
        "class is now {urgency}[ by the answer {}|{automatic} by the rules][: {reason}]",
        "等级改为 {urgency}[（依据回答：{}）|{automatic}（按规则自动）][：{reason}]", Tone::warn,
        [](const RequestReclassified& e, const Teller& teller) {
            if (!e.by_answer) return std::string();
            return in_words({{e.by_answer->question, e.by_answer->choice, {}}},
                            service_of(e.request, teller), teller);
        }}
        .alerting([](const RequestReclassified& e) { return is_urgent(e.urgency); }),
    Row<RequestHeld>{"held[ for {hold_until}][: {reason}]", "暂缓处理[ {hold_until}][：{reason}]"},
    Row<RequestResumed>{"taken up again", "恢复处理", Tone::quiet},
    Row<RequestCancelled>{"cancelled[: {reason}]", "已取消[：{reason}]", Tone::warn},
    Row<RequestMerged>{"merged into request {into}[{automatic}, the same incident]",
                       "并入请求 {into}[{automatic}，系同一事件]"},
    Row<RequestSplit>{"split from request {from} again[: {reason}]",
                      "与请求 {from} 的合并已撤销[：{reason}]", Tone::warn},
    Row<DuplicateSuspected>{"possible duplicate of request {of}",
                            "可能与请求 {of} 重复，请调度台确认", Tone::warn}
        .alerting(),
    Row<DuplicateDismissed>{"not the same as request {of}[: {reason}]",
                            "与请求 {of} 并非同一事件[：{reason}]", Tone::quiet},
    Row<RequestTransferred>{"transferred to {to}[: {reason}]", "转交给{to}[：{reason}]",
                            Tone::warn},
    Row<RequestReopened>{"re-opened[: {reason}]", "重新打开[：{reason}]", Tone::warn},
    Row<SafetyVerified>{"verified safe[: {how}]", "已核实安全[：{how}]", Tone::good},
    Row<HandoverRecorded>{
        "handed over to {handover.agency}[ ({handover.person})][: {handover.result}]",
        "移交给{handover.agency}[（{handover.person}）][：{handover.result}]", Tone::good},
    Row<ContactDue>{"call {step}[, unanswered so far: {misses}]",
                    "应致电{step}[，已有 {misses} 次未接]", Tone::warn}
        .alerting(),
    Row<ContactRecorded>{"called {step}: {outcome}[: {note}]", "已致电{step}：{outcome}[：{note}]",
                         [](const ContactRecorded& e) {
                             return e.outcome == ContactOutcome::answered ? Tone::good
                                                                          : Tone::plain;
                         }},
    Row<ContactsExhausted>{"nobody in the contact chain answered", "联系人均无人接听", Tone::bad}
        .alerting(),
    Row<RequestCalledBack>{
        "[{reached}called back|called back, nobody reached][, rated {rating} of 5][, {fault}]"
        "[: {note}]",
        "[{reached}已回访|回访未接通][，评分 {rating}][，{fault}][：{note}]",
        [](const RequestCalledBack& e) {
            if (!e.reached) return Tone::warn;
            if (e.rating == 0) return Tone::plain;
            return e.rating <= 2 ? Tone::bad : Tone::good;
        }},
    Row<RequestClosed>{"closed: {disposition}[: {note}]", "已结案：{disposition}[：{note}]",
                       Tone::quiet},
    Row<RequestArchived>{"moved to the archive", "已归档", Tone::quiet},
    Row<NoteAdded>{"note by {note.by}: {note.text}", "备注，{note.by}：{note.text}"},
    Row<DeadlineWarned>{"deadline is near for {milestone}", "即将超时：{milestone}", Tone::warn}
        .alerting(),
    Row<DeadlineBreached>{"deadline missed for {milestone}", "已超时：{milestone}", Tone::bad}
        .alerting(),
    Row<BreachExplained>{"missed deadline for {milestone} explained[: {cause}]",
                         "超时原因（{milestone}）[：{cause}]"},
    Row<QuestionsAnswered>{"answered[: {}][; to be handed over to {triage.handover}]",
                           "已回答问询[：{}][；应移交{triage.handover}]", Tone::plain,
                           [](const QuestionsAnswered& e, const Teller& teller) {
                               return in_words(e.triage.answers, service_of(e.request, teller),
                                               teller);
                           }}
        .alerting([](const QuestionsAnswered& e) { return e.triage.handover.has_value(); }),
    Row<PlanChanged>{"plan is now [{plan.plan} ({plan.basis} {plan.of})|{plan.plan} ({plan.basis} "
                     "{plan.place})|{plan.plan} ({plan.basis})|that of the service]",
                     "预案改为[{plan.plan}（{plan.basis}：{plan.of}）|{plan.plan}（{plan.basis}："
                     "{plan.place}）|{plan.plan}（{plan.basis}）|该服务的预案]",
                     Tone::warn},
    Row<PastRequestRecorded>{
        "caught up from paper {request.caught_up.reference}: {request.service}, class "
        "{request.urgency}[, for {request.member}]; {request.disposition}[; “{request.note}”]",
        "补录纸质记录 {request.caught_up.reference}：{request.service}，等级 "
        "{request.urgency}[，服务对象：{request.member}]；{request.disposition}"
        "[；“{request.note}”]",
        Tone::quiet},
    Row<RequestRated>{"rated {rating} of 5[ by link {link}][, {fault}][: {comment}]",
                      "评分 {rating}[（通过链接 {link}）][，{fault}][：{comment}]",
                      [](const RequestRated& e) { return e.rating <= 2 ? Tone::bad : Tone::good; }},
    Row<RequestUrged>{"[{automatic}not answered in time, urged|urged][ by link {link}][: {reason}]",
                      "[{automatic}逾期未答复，自动催办|催办][（通过链接 {link}）][：{reason}]",
                      Tone::warn}
        .alerting(),
    Row<RequestSupervised>{"supervised by {supervisor}[: {note}]", "督办人：{supervisor}[：{note}]",
                           Tone::warn},
    Row<RequestReturned>{"returned by {from}[ to {owner}][: {reason}]",
                         "{from}退回[，转由{owner}处理][：{reason}]", Tone::warn}
        .alerting(),
    Row<RequestExtended>{
        "more time to answer[: {extension.due_at} from now][{extension.provisional} (provisional)]"
        "[: {extension.reason}]",
        "答复延期[，自此刻起 "
        "{extension.due_at}][{extension.provisional}（暂定）][：{extension.reason}]",
        Tone::warn},
    Row<RequestDeadlineMoved>{
        "{milestone} is due {moved.due_at} from now by the calendar (before: {moved.due_before})"
        "[{moved.provisional} (provisional)]",
        "{milestone}按现行日历距到期{moved.due_at}（原{moved.due_before}）"
        "[{moved.provisional}（暂定）]",
        Tone::warn},
};
template std::span<const EventView> list_view<RequestsEvents>();

}  // namespace muster::views
