// Suggestions on their way down: to a department, and its reply.

#include <algorithm>

#include "engine/core/kernel/calendar.hpp"
#include "engine/core/service/departments.hpp"
#include "engine/core/service/rule_check.hpp"
#include "engine/core/thinktank/area.hpp"
#include "engine/core/thinktank/handling.hpp"

namespace muster::core {
namespace {

constexpr std::size_t max_co_departments = 16;

// While the rules name none, it is whatever is told.
Rejection check_responsible(const Step& step, Code code, const std::string& field) {
    const Rules& rules = step.board.rules();
    if (rules.departments.empty() && !code.empty()) return {};
    return check_department(rules, field, code);
}

Rejection check_departments(const Step& step, const AssignSuggestion& command) {
    if (auto bad = check_responsible(step, command.department, "/department")) return bad;
    const std::vector<Code>& others = command.co_departments;
    if (others.size() > max_co_departments) {
        return invalid("/co_departments", "at most 16 departments help");
    }
    for (std::size_t i = 0; i < others.size(); ++i) {
        const std::string at = pointer("/co_departments", i);
        if (auto bad = check_responsible(step, others[i], at)) return bad;
        const auto here = others.begin() + static_cast<std::ptrdiff_t>(i);
        if (others[i] == command.department || std::find(others.begin(), here, others[i]) != here) {
            return reject(RejectReason::invalid_field, at,
                          "\"" + others[i].str() + "\" has it already");
        }
    }
    return {};
}

// Counted from the day of the assignment: from the clamped end of a month days would be lost. Where
// the rules gave more time to reply when it was assigned than they do now, from the day that it
// had.
Date extended_day(const Step& step, const Suggestion& one, TimePoint due_at) {
    const CalendarRule& calendar = calendar_rule(step.board.rules());
    const ThinktankRule& rule = thinktank_rule(step.board.rules());
    const auto more = static_cast<std::int32_t>(rule.extension_months);
    const auto all = static_cast<std::int32_t>(rule.reply_months) + more;
    const Date last_day = local_day(calendar, due_at - Millis{1});
    return std::max(months_after(local_day(calendar, one.assigned_at), all),
                    months_after(last_day, more));
}

}  // namespace

Rejection decide(Step& step, const AssignSuggestion& command) {
    if (auto bad = check_departments(step, command)) return bad;
    const auto index = find_one(step, command.suggestion);
    if (!index) return index.error();
    const Suggestion& one = step.board.store<Suggestion>()[*index];
    const auto possible = suggestion_cycle.where(SuggestionAction::assign) |
                          suggestion_cycle.where(SuggestionAction::reassign);
    if (auto bad = check_status(one, "AssignSuggestion", possible, words_of<Suggestion>)) {
        return bad;
    }
    SuggestionAssigned assigned{
        one.id, std::max(one.round, 1u), command.department, command.co_departments, command.owner,
        {}};
    if (suggestion_cycle.legal(one.status, SuggestionAction::assign)) {
        assigned.reply = owe_reply(step);
    }
    step.emit(std::move(assigned));
    return {};
}

Rejection decide(Step& step, const ExtendSuggestion& command) {
    if (command.reason.value.empty()) return invalid("/reason", "must say why it takes longer");
    const auto index = find_for(step, command.suggestion, SuggestionAction::extend);
    if (!index) return index.error();
    const Suggestion& one = step.board.store<Suggestion>()[*index];
    const SuggestionDeadline& before = *find_deadline(one, SuggestionDuty::reply);
    const CalendarRule& calendar = calendar_rule(step.board.rules());
    if (one.extension) {
        return not_now("/suggestion", "the reply to suggestion " + std::to_string(one.id.value) +
                                          " was given more time already, until " +
                                          local_text(calendar, before.due_at));
    }
    if (before.due_at <= step.now()) {
        return not_now("/suggestion", "the reply was due by " +
                                          local_text(calendar, before.due_at) +
                                          "; more time is asked for before");
    }
    SuggestionDeadline after =
        owe(step, SuggestionDuty::reply, extended_day(step, one, before.due_at), false);
    const SuggestionExtension extension{step.now(), step.env.source, command.reason, before.due_at,
                                        after.due_at};
    step.emit(SuggestionExtended{one.id, extension, std::move(after)});
    return {};
}

Rejection decide(Step& step, const ReplySuggestion& command) {
    if (command.text.value.empty()) return invalid("/text", "must say what was done about it");
    const auto index = find_for(step, command.suggestion, SuggestionAction::reply);
    if (!index) return index.error();
    const Suggestion& one = step.board.store<Suggestion>()[*index];
    const SuggestionDeadline& due = *find_deadline(one, SuggestionDuty::reply);
    if (auto bad = check_late(step, due, command.cause, "/cause")) return bad;
    SuggestionReply reply;
    reply.round = one.round;
    reply.department = one.department;
    reply.at = step.now();
    reply.text = command.text;
    reply.recorded_by = step.env.source;
    const std::int64_t days = thinktank_rule(step.board.rules()).feedback_days;
    step.emit(SuggestionReplied{one.id, std::move(reply), command.cause,
                                owe_in(step, SuggestionDuty::feedback, days)});
    return {};
}

Rejection decide(Step& step, const GradeSuggestion& command) {
    if (command.grade == SuggestionGrade::none) {
        return invalid("/grade", "must be solved, under_way, deferred or for_reference");
    }
    const auto index = find_for(step, command.suggestion, SuggestionAction::grade);
    if (!index) return index.error();
    for (const SuggestionId id : group_of(step.board, command.suggestion)) {
        const Suggestion& told = get(step.board, id);
        if (find_feedback(told, get(step.board, command.suggestion).round) == nullptr) continue;
        return not_now("/suggestion", "the author of suggestion " + std::to_string(id.value) +
                                          " was told of the grade already");
    }
    step.emit(SuggestionGraded{command.suggestion, command.grade, step.env.source});
    return {};
}

}  // namespace muster::core
