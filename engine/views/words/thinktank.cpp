// The words of the events of the think tank.

#include <string>
#include <tuple>

#include "engine/views/event_view_impl.hpp"
#include "muster/thinktank.hpp"

namespace muster::views {
namespace {

// By the number that is printed on it.
template <class E>
std::string report_of(const E& event, const Teller& teller) {
    const SuggestionReport* const report =
        teller.board().store<SuggestionReport>().get(event.report);
    return report == nullptr ? std::to_string(event.report.value) : report->number;
}

constexpr Tone tone_of_grade(SuggestionGrade grade) {
    return grade == SuggestionGrade::solved ? Tone::good : Tone::plain;
}

constexpr const char* moved_en =
    "suggestion {suggestion}: {duty} is due {moved.due_at} from now by the calendar (before: "
    "{moved.due_before})[{moved.provisional} (provisional)]";
constexpr const char* moved_zh =
    "建言 {suggestion}：{duty}按现行日历距到期{moved.due_at}（原{moved.due_before}）"
    "[{moved.provisional}（暂定）]";

}  // namespace

template <>
constexpr auto words_of<ThinktankEvents> = std::tuple{
    Row<SuggestionRegistered>{
        "suggestion {suggestion.id} registered: {suggestion.title}[, by {suggestion.author}]",
        "登记建言 {suggestion.id}：{suggestion.title}[（{suggestion.author}）]"},
    Row<SuggestionRepeated>{"suggestion {reference} was there already",
                            "建言 {reference} 已登记，不重复计入", Tone::quiet},
    Row<SuggestionMerged>{"suggestion {suggestion} is handled with {into} from now on[: {reason}]",
                          "建言 {suggestion} 并入 {into} 一并办理[：{reason}]"},
    Row<SuggestionSplit>{
        "suggestion {suggestion} is handled by itself again: {status}, not with {from}[: {reason}]",
        "建言 {suggestion} 从 {from} 拆出，恢复为{status}[：{reason}]"},
    Row<SuggestionReviewed>{
        "suggestion {suggestion} looked at[ by {by}]: {status}[: {reason}][; late: {late_cause}]",
        "建言 {suggestion} 审核[（{by}）]：{status}[：{reason}][；逾期原因：{late_cause}]",
        [](const SuggestionReviewed& e) {
            return e.status == SuggestionStatus::reviewed ? Tone::good : Tone::plain;
        }},
    Row<SuggestionReportMade>{
        "report {report.number}[ to {report.addressee}]: {report.title}, {report.items} to decide "
        "about, of {report.raw_count} suggestions",
        "专报 {report.number}[（呈{report.addressee}）]：{report.title}，共 {report.items} 项，"
        "含建言 {report.raw_count} 条"},
    Row<SuggestionReported>{"suggestion {suggestion} was handed up with report {}",
                            "建言 {suggestion} 随专报 {} 上报", Tone::plain,
                            report_of<SuggestionReported>},
    Row<InstructionRecorded>{
        "{instruction.from} decided on suggestion {suggestion}: {instruction.text}",
        "{instruction.from}对建言 {suggestion} 作出批示：{instruction.text}"},
    Row<SuggestionAssigned>{
        "suggestion {suggestion} is given to {department}[, {owner}][, with {co_departments} more]",
        "建言 {suggestion} 交由{department}办理[（{owner}）][，会办单位 {co_departments} 个]"},
    Row<SuggestionExtended>{
        "there is more time to reply to suggestion {suggestion}[: {extension.reason}]",
        "建言 {suggestion} 答复延期[：{extension.reason}]", Tone::warn},
    Row<SuggestionReplied>{
        "{reply.department} replied to suggestion {suggestion}: {reply.text}[; late: {cause}]",
        "{reply.department}答复建言 {suggestion}：{reply.text}[；逾期原因：{cause}]", Tone::good},
    Row<SuggestionGraded>{"what became of suggestion {suggestion}: {grade}",
                          "建言 {suggestion} 办理结果：{grade}",
                          [](const SuggestionGraded& e) { return tone_of_grade(e.grade); }},
    Row<FeedbackGiven>{
        "the author of suggestion {suggestion} was told: {feedback.text}[; late: {late_cause}]",
        "已向建言 {suggestion} 的建言人反馈：{feedback.text}[；逾期原因：{late_cause}]",
        Tone::good},
    Row<SuggestionFedBack>{"all authors of suggestion {suggestion} were told",
                           "建言 {suggestion} 已向全部建言人反馈", Tone::quiet},
    Row<SatisfactionRecorded>{"the author of suggestion {suggestion}: {satisfaction}[: {comment}]",
                              "建言 {suggestion} 的建言人评价：{satisfaction}[：{comment}]",
                              [](const SatisfactionRecorded& e) {
                                  return e.satisfaction == Satisfaction::dissatisfied ? Tone::warn
                                                                                      : Tone::plain;
                              }},
    Row<SuggestionTakenUpAgain>{
        "suggestion {suggestion} is taken up again by {department}, round {round}",
        "建言 {suggestion} 由{department}重新办理，第 {round} 轮", Tone::warn}
        .alerting(),
    Row<SuggestionClosed>{"suggestion {suggestion} is closed: {grade}",
                          "建言 {suggestion} 办结：{grade}", Tone::good},
    Row<SuggestionWithdrawn>{"suggestion {suggestion} was withdrawn[: {reason}]",
                             "建言 {suggestion} 已撤回[：{reason}]"},
    Row<SuggestionDeadlineWarned>{"suggestion {suggestion}: {duty} is due soon",
                                  "建言 {suggestion} 即将到期：{duty}", Tone::warn}
        .alerting(),
    Row<SuggestionDeadlineBreached>{"suggestion {suggestion}: {duty} is late",
                                    "建言 {suggestion} 已逾期：{duty}", Tone::bad}
        .alerting(),
    Row<SuggestionAuthorGone>{
        "suggestion {suggestion}: [its author is no more here{gone}, the answer goes to the "
        "family|its author can be asked again]",
        "建言 {suggestion}：[建言人已故或迁出{gone}，改向家属反馈|建言人恢复联系]", Tone::warn}
        .alerting(),
    Row<SuggestionMadeAnonymous>{"suggestion {suggestion} has no name any more",
                                 "建言 {suggestion} 已去除姓名", Tone::quiet},
    Row<SuggestionTalentChanged>{"suggestion {suggestion} is of talent {talent}, the same person",
                                 "建言 {suggestion} 归入人才{talent}名下（同一人）", Tone::quiet},
    Row<ReportNameErased>{"a name left report {}", "专报 {} 已去除一个姓名", Tone::quiet,
                          report_of<ReportNameErased>},
    Row<SuggestionDeadlineMoved>{moved_en, moved_zh, Tone::warn},
};
template std::span<const EventView> list_view<ThinktankEvents>();

}  // namespace muster::views
