// The words of the events of assessments.

#include <tuple>

#include "engine/views/event_view_impl.hpp"
#include "muster/assessments.hpp"

namespace muster::views {

template <>
constexpr auto words_of<AssessmentsEvents> = std::tuple{
    Row<AssessmentRecorded>{
        "{assessment.member} assessed by {assessment.standard}[: {assessment.level}, "
        "{assessment.points} points][, worse for {assessment.adjustments}]",
        "{assessment.member}按{assessment.standard}评估[：{assessment.level}，"
        "{assessment.points} 分][，因{assessment.adjustments}下调]"},
    Row<AssessmentStatusChanged>{
        "assessment {assessment} is {status}[: {reason}]", "评估 {assessment} {status}[：{reason}]",
        [](const AssessmentStatusChanged& e) {
            return e.status == AssessmentStatus::voided ? Tone::warn : Tone::quiet;
        }},
    Row<ReassessmentWarned>{"{member} has to be assessed again soon",
                            "{member}即将到期，需重新评估", Tone::warn},
    Row<ReassessmentBreached>{"the next assessment of {member} is late", "{member}的重新评估已逾期",
                              Tone::bad},
    Row<AssessmentForgotten>{"assessment {assessment} left the register",
                             "评估 {assessment} 移出登记", Tone::quiet},
};
template std::span<const EventView> list_view<AssessmentsEvents>();

}  // namespace muster::views
