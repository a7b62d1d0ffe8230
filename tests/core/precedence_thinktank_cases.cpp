// The commands about suggestions.
#include "tests/core/precedence_world.hpp"

namespace muster::test {
namespace {

using enum RejectReason;

}  // namespace

std::map<std::string, Case> thinktank_cases(const World& w) {
    const Fault long_reason{invalid_field, "reason", too_long};
    const Fault member_gone{unknown_member, "member", nobody};
    const Fault member_over{illegal_status, "member", w.gone_member};
    const Fault suggestion_gone{unknown_suggestion, "suggestion", nobody};
    const Fault suggestion_merged{illegal_status, "suggestion", w.merged_suggestion};
    const Fault no_reason{invalid_field, "reason", ""};
    return {
        {"RegisterSuggestion",
         {fields({{"title", "Lifts"}, {"author", "Zhao"}, {"member", w.member}}),
          {{invalid_field, "title", ""},
           {invalid_field, "received_on", "2999-01-01"},
           member_gone,
           {unknown_talent, "talent", nobody},
           member_over,
           {illegal_status, "reference", "1"}}}},
        {"MergeSuggestions",
         {fields({{"suggestion", w.suggestion}, {"others", json::array{w.reviewed_suggestion}}}),
          {{invalid_field, "others", json::array{}},
           {invalid_field, "others", json::array{w.suggestion, w.suggestion}},
           long_reason,
           {unknown_suggestion, "others", json::array{nobody + 1}},
           suggestion_gone,
           {illegal_status, "others", json::array{w.reported_suggestion}},
           {illegal_status, "others", json::array{w.other_suggestion}},
           suggestion_merged}}},
        {"SplitSuggestion",
         {fields({{"suggestion", w.merged_suggestion}}),
          {long_reason, suggestion_gone, {illegal_status, "suggestion", w.suggestion}}}},
        {"ReviewSuggestion",
         {fields({{"suggestion", w.suggestion}, {"gist", "Build lifts."}}),
          {{invalid_field, "gist", ""},
           long_reason,
           {invalid_field, "late_cause", too_long},
           suggestion_gone,
           suggestion_merged}}},
        {"ReportSuggestions",
         {fields({{"suggestions", json::array{w.reviewed_suggestion}}, {"title", "Winter"}}),
          {{invalid_field, "title", ""},
           {invalid_field, "suggestions", json::array{}},
           {unknown_suggestion, "suggestions", json::array{nobody}},
           {illegal_status, "suggestions", json::array{w.suggestion}}}}},
        {"RecordInstruction",
         {fields({{"suggestion", w.reported_suggestion}, {"from", "Wu"}, {"text", "do it"}}),
          {{invalid_field, "from", ""},
           {invalid_field, "text", ""},
           suggestion_gone,
           suggestion_merged}}},
        {"AssignSuggestion",
         {fields({{"suggestion", w.instructed_suggestion}, {"department", "housing"}}),
          {{invalid_field, "department", ""},
           {invalid_field, "co_departments", json::array{"housing"}},
           suggestion_gone,
           suggestion_merged}}},
        {"ExtendSuggestion",
         {fields({{"suggestion", w.assigned_suggestion}, {"reason", "rock"}}),
          {no_reason, suggestion_gone, suggestion_merged}}},
        {"ReplySuggestion",
         {fields({{"suggestion", w.assigned_suggestion}, {"text", "done"}}),
          {{invalid_field, "text", ""}, suggestion_gone, suggestion_merged}}},
        {"GradeSuggestion",
         {fields({{"suggestion", w.replied_suggestion}, {"grade", "solved"}}),
          {{invalid_field, "grade", "none"}, suggestion_gone, suggestion_merged}}},
        {"GiveFeedback",
         {fields({{"suggestion", w.replied_suggestion}}),
          {{invalid_field, "text", too_long},
           {invalid_field, "late_cause", too_long},
           suggestion_gone,
           suggestion_merged}}},
        {"RecordSatisfaction",
         {fields({{"suggestion", w.answered_suggestion}, {"satisfaction", "satisfied"}}),
          {{invalid_field, "satisfaction", "none"},
           {invalid_field, "comment", too_long},
           suggestion_gone,
           suggestion_merged}}},
        {"WithdrawSuggestion",
         {fields({{"suggestion", w.suggestion}, {"reason", "no"}}),
          {no_reason, suggestion_gone, suggestion_merged}}},
    };
}

}  // namespace muster::test
