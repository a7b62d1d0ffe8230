// The words of the events of surveys.

#include <tuple>

#include "engine/views/event_view_impl.hpp"
#include "muster/survey.hpp"

namespace muster::views {

template <>
constexpr auto words_of<SurveyEvents> = std::tuple{
    Row<SurveyOpened>{
        "survey {survey.id} opened[: {survey.title}][, {survey.invited} people are asked]",
        "调查 {survey.id} 开始[：{survey.title}][，邀请 {survey.invited} 人]"},
    Row<SurveyClosed>{"survey {survey} closed[: {reason}]", "调查 {survey} 结束[：{reason}]"},
    Row<AnswerReceived>{"answer {answer.reference} to survey {answer.survey} received[ from "
                        "{answer.member}]",
                        "收到调查 {answer.survey} 的答卷 {answer.reference}[（{answer.member}）]",
                        Tone::quiet},
    Row<AnswerRepeated>{"answer {reference} to survey {survey} was there already",
                        "调查 {survey} 的答卷 {reference} 已有，不重复计入", Tone::quiet},
    Row<AnswerStatusChanged>{"answer {answer} to survey {survey} is {status}[ by {by}][: {reason}]",
                             "调查 {survey} 的答卷 {answer} {status}[（{by}）][：{reason}]",
                             [](const AnswerStatusChanged& e) {
                                 const bool wrong = e.status == AnswerStatus::flagged ||
                                                    e.status == AnswerStatus::rejected;
                                 return wrong ? Tone::warn : Tone::quiet;
                             }},
    Row<AnswerMadeAnonymous>{"answer {answer} has no name any more", "答卷 {answer} 已去除姓名",
                             Tone::quiet},
    Row<NeedFound>{"{need.member} needs {need.code}", "{need.member}有需求：{need.code}"},
    Row<NeedStatusChanged>{"a need of {member} is {status}[, plan {plan}][: {reason}]",
                           "{member}的需求{status}[，方案 {plan}][：{reason}]",
                           [](const NeedStatusChanged& e) {
                               return e.status == NeedStatus::resolved ? Tone::good : Tone::plain;
                           }},
    Row<NeedForgotten>{"need {need} left the list", "需求 {need} 移出列表", Tone::quiet},
};
template std::span<const EventView> list_view<SurveyEvents>();

}  // namespace muster::views
