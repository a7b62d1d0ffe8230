// The commands about projects.
#include "tests/core/precedence_world.hpp"

namespace muster::test {
namespace {

using enum RejectReason;

}  // namespace

std::map<std::string, Case> project_cases(const World& w) {
    const Fault long_note{invalid_field, "note", too_long};
    const Fault member_gone{unknown_member, "member", nobody};
    const Fault member_over{illegal_status, "member", w.gone_member};
    const Fault project_gone{unknown_project, "project", nobody};
    const Fault project_over{illegal_status, "project", w.cancelled_project};
    const Fault step_gone{unknown_project_step, "step", "garden"};
    const Fault no_department{invalid_field, "department", "fire"};
    const Fault no_reason{invalid_field, "reason", ""};
    return {
        {"OpenProject",
         {fields({{"member", w.member}, {"template_code", "doctor"}}),
          {long_note,
           {invalid_field, "template_code", "garden"},
           member_gone,
           {unknown_need, "need", nobody},
           member_over,
           {illegal_status, "template_code", "bath"}}}},
        {"StartStep",
         {fields({{"project", w.ready_project}, {"step", "plan"}}),
          {{invalid_field, "owner", too_long},
           project_gone,
           step_gone,
           project_over,
           {illegal_status, "step", "build"}}}},
        {"FinishStep",
         {fields({{"project", w.project}, {"step", "plan"}}),
          {long_note,
           {invalid_field, "spent_fen", -1},
           project_gone,
           step_gone,
           project_over,
           {illegal_status, "step", "build"},
           {limit_reached, "spent_fen", 1}}}},
        {"ReturnStep",
         {fields({{"project", w.ready_project}, {"step", "plan"}, {"reason", "x"}}),
          {no_reason,
           no_department,
           project_gone,
           step_gone,
           project_over,
           {illegal_status, "step", "build"}}}},
        {"ReassignStep",
         {fields({{"project", w.ready_project},
                  {"step", "plan"},
                  {"department", "finance"},
                  {"reason", "x"}}),
          {no_reason,
           no_department,
           project_gone,
           step_gone,
           project_over,
           {illegal_status, "step", "build"},
           {illegal_status, "department", "housing"}}}},
        {"GiveOpinion",
         {fields({{"project", w.ready_project}, {"step", "plan"}, {"department", "health"}}),
          {{invalid_field, "text", too_long},
           no_department,
           project_gone,
           step_gone,
           project_over,
           {illegal_status, "step", "build"},
           {illegal_status, "department", "finance"}}}},
        {"ApproveBudget",
         {fields({{"project", w.approved_project}, {"budget_fen", 100}}),
          {long_note,
           {invalid_field, "budget_fen", -1},
           project_gone,
           project_over,
           {limit_reached, "budget_fen", 3'000'001}}}},
        {"ExtendStep",
         {fields({{"project", w.first_project}, {"step", "look"}, {"reason", "x"}}),
          {no_reason, project_gone, step_gone, project_over, {illegal_status, "step", "build"}}}},
        {"SkipStep",
         {fields({{"project", w.project}, {"step", "plan"}, {"reason", "x"}}),
          {no_reason, project_gone, step_gone, project_over, {illegal_status, "step", "build"}}}},
        {"AcceptWork",
         {fields({{"project", w.judged_project}}),
          {long_note,
           {invalid_field, "spent_fen", -1},
           project_gone,
           project_over,
           {limit_reached, "spent_fen", 2'000'001}}}},
        {"RejectWork",
         {fields({{"project", w.judged_project}, {"reason", "x"}}),
          {no_reason, project_gone, project_over}}},
        {"SuspendProject",
         {fields({{"project", w.project}, {"reason", "x"}}),
          {no_reason, project_gone, project_over}}},
        {"ResumeProject",
         {fields({{"project", w.suspended_project}}), {long_note, project_gone, project_over}}},
        {"CancelProject",
         {fields({{"project", w.project}, {"reason", "x"}}),
          {no_reason, project_gone, project_over}}},
    };
}

}  // namespace muster::test
