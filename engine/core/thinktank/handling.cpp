#include "engine/core/thinktank/handling.hpp"

#include <algorithm>

#include "engine/core/care/intervals.hpp"
#include "engine/core/kernel/calendar.hpp"
#include "engine/core/kernel/obligation.hpp"
#include "engine/core/kernel/recomputing.hpp"
#include "engine/core/service/rule_check.hpp"

namespace muster::core {

SuggestionId handled_with(const Suggestion& suggestion) {
    return suggestion.merged_into ? suggestion.merged_into : suggestion.id;
}

std::vector<SuggestionId> group_of(const Board& board, SuggestionId handled) {
    std::vector<SuggestionId> group{handled};
    const auto& merged = board.derived<Suggestion>().merged_into(handled);
    group.insert(group.end(), merged.begin(), merged.end());
    return group;
}

Named<Suggestion> find_for(const Step& step, SuggestionId id, SuggestionAction action) {
    return find_for(step.board.store<Suggestion>(), id, suggestion_cycle, action,
                    words_of<Suggestion>);
}

Rejection check_all(const Step& step, const std::vector<SuggestionId>& ids, std::string_view field,
                    SuggestionAction action) {
    const auto words_at = [](const std::string& at) {
        EntityWords words = words_of<Suggestion>;
        words.field = at;
        return words;
    };
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const std::string at = pointer(field, i);
        const auto index = find_in(step.board.store<Suggestion>(), ids[i], words_at(at));
        if (!index) return index.error();
    }
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const std::string at = pointer(field, i);
        if (auto bad = check_status(get(step.board, ids[i]), name_of(action),
                                    suggestion_cycle.where(action), words_at(at))) {
            return bad;
        }
    }
    return {};
}

Rejection check_late(const Step& step, const SuggestionDeadline& due,
                     const Personal<std::string>& cause, const char* field) {
    if (step.now() < due.due_at || !cause.value.empty()) return {};
    return invalid(field, "the " + std::string(name_of(due.duty)) + " was due by " +
                              local_text(calendar_rule(step.board.rules()), due.due_at) +
                              "; say why it comes late");
}

Rejection check_list(const std::vector<SuggestionId>& ids, const char* field, std::int64_t most) {
    if (ids.empty() || static_cast<std::int64_t>(ids.size()) > most) {
        return invalid(field, "must hold 1 to " + std::to_string(most) + " suggestions");
    }
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const auto here = ids.begin() + static_cast<std::ptrdiff_t>(i);
        if (std::find(ids.begin(), here, ids[i]) != here) {
            return reject(RejectReason::invalid_field, pointer(field, i),
                          "suggestion " + std::to_string(ids[i].value) + " stands here twice");
        }
    }
    return {};
}

SuggestionDeadline owe(const Step& step, SuggestionDuty duty, Date day, bool provisional) {
    const Rules& rules = step.board.rules();
    SuggestionDeadline owed;
    owed.duty = duty;
    owed.provisional = provisional;
    set_due(owed, step.now(), end_of(calendar_rule(rules), day),
            thinktank_rule(rules).warn_permille);
    return owed;
}

SuggestionDeadline owe_in(const Step& step, SuggestionDuty duty, std::int64_t days) {
    const CalendarRule& calendar = calendar_rule(step.board.rules());
    const WorkingDay by = working_days_after(calendar, local_day(calendar, step.now()),
                                             static_cast<std::int32_t>(days));
    SuggestionDeadline owed = owe(step, duty, by.date, by.provisional);
    owed.given = {local_day(calendar, step.now()), days};
    return owed;
}

SuggestionDeadline owe_reply(const Step& step) {
    const Rules& rules = step.board.rules();
    const Date today = local_day(calendar_rule(rules), step.now());
    const auto months = static_cast<std::int32_t>(thinktank_rule(rules).reply_months);
    return owe(step, SuggestionDuty::reply, months_after(today, months), false);
}

void recompute_suggestions(Step& step) {
    const CalendarRule& calendar = calendar_rule(step.board.rules());
    const auto& store = step.board.store<Suggestion>();
    std::vector<SuggestionDeadlineMoved> all;
    for (const Index index : store.in_order()) {
        const Suggestion& one = store[index];
        const auto duty = owed_duty(one.status);
        const SuggestionDeadline* const owed = duty ? find_deadline(one, *duty) : nullptr;
        if (owed == nullptr) continue;
        const auto moved = reckoned_anew(calendar, *owed, step.now());
        if (moved && step.may_move()) all.push_back({one.id, *duty, *moved});
    }
    for (SuggestionDeadlineMoved& one : all)
        step.emit(std::move(one));
}

}  // namespace muster::core
