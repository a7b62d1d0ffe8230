// What becomes of suggestions before they are handed up.

#include "engine/core/service/rule_check.hpp"
#include "engine/core/thinktank/area.hpp"
#include "engine/core/thinktank/handling.hpp"

namespace muster::core {
namespace {

constexpr std::size_t max_gist = 1000;

SuggestionAction action_of(SuggestionVerdict verdict) {
    switch (verdict) {
        case SuggestionVerdict::accept:
            return SuggestionAction::accept;
        case SuggestionVerdict::send_back:
            return SuggestionAction::send_back;
        case SuggestionVerdict::decline:
            return SuggestionAction::decline;
    }
    std::abort();
}

// An end of this one would be one of all that were merged into it, which are answered one by one.
Rejection check_alone(const Board& board, SuggestionId id, const std::string& field) {
    const auto& merged = board.derived<Suggestion>().merged_into(id);
    if (merged.empty()) return {};
    return not_now(field, "suggestion " + std::to_string(id.value) + " has " +
                              std::to_string(merged.size()) +
                              " others merged into it; split them off first");
}

Rejection check_group(const Step& step, const MergeSuggestions& command) {
    const Board& board = step.board;
    const Suggestion& kept = get(board, command.suggestion);
    for (std::size_t i = 0; i < command.others.size(); ++i) {
        const std::string at = pointer("/others", i);
        const Suggestion& other = get(board, command.others[i]);
        if (auto bad = check_alone(board, other.id, at)) return bad;
        if (other.confidentiality == kept.confidentiality) continue;
        return not_now(at, "suggestion " + std::to_string(other.id.value) + " is " +
                               std::string(name_of(other.confidentiality)) + " and suggestion " +
                               std::to_string(kept.id.value) + " " +
                               std::string(name_of(kept.confidentiality)) +
                               "; what is merged has one confidentiality");
    }
    const std::size_t all = board.derived<Suggestion>().merged_into(kept.id).size();
    const std::int64_t most = thinktank_rule(board.rules()).max_merged;
    if (static_cast<std::int64_t>(all + command.others.size()) <= most) return {};
    return reject(RejectReason::limit_reached, "/others",
                  "at most " + std::to_string(most) + " can be merged into one");
}

}  // namespace

Rejection decide(Step& step, const ReviewSuggestion& command) {
    const bool accepts = command.verdict == SuggestionVerdict::accept;
    if (accepts && (command.gist.empty() || command.gist.size() > max_gist)) {
        return invalid("/gist", "must have 1 to 1000 bytes: it is what who decides reads");
    }
    if (!accepts && command.reason.value.empty()) {
        return invalid("/reason", "must say why it is not accepted");
    }
    if (!command.category.empty()) {
        if (auto bad = check_category(step, command.category)) return bad;
    }
    const auto index = find_for(step, command.suggestion, action_of(command.verdict));
    if (!index) return index.error();
    const SuggestionId id = command.suggestion;
    if (!accepts) {
        if (auto bad = check_alone(step.board, id, "/suggestion")) return bad;
    }
    const Suggestion& one = step.board.store<Suggestion>()[*index];
    // One that was accepted already may be sent back later: then it is not late any more, and what
    // was said of that stays.
    const SuggestionDeadline* const due = find_deadline(one, SuggestionDuty::review);
    Personal<std::string> late_cause;
    if (due != nullptr && !due->met_at) {
        if (auto bad = check_late(step, *due, command.late_cause, "/late_cause")) return bad;
        late_cause = command.late_cause;
    }
    step.emit(SuggestionReviewed{id, *suggestion_cycle.next(one.status, action_of(command.verdict)),
                                 step.env.source, accepts ? command.gist : std::string(),
                                 command.category, command.reason, std::move(late_cause)});
    return {};
}

Rejection decide(Step& step, const WithdrawSuggestion& command) {
    if (command.reason.value.empty()) return invalid("/reason", "must say why");
    const auto index = find_for(step, command.suggestion, SuggestionAction::withdraw);
    if (!index) return index.error();
    if (auto bad = check_alone(step.board, command.suggestion, "/suggestion")) return bad;
    step.emit(SuggestionWithdrawn{command.suggestion, command.reason});
    return {};
}

Rejection decide(Step& step, const MergeSuggestions& command) {
    const std::int64_t most = thinktank_rule(step.board.rules()).max_merged;
    if (auto bad = check_list(command.others, "/others", most)) return bad;
    for (std::size_t i = 0; i < command.others.size(); ++i) {
        if (command.others[i] != command.suggestion) continue;
        return reject(RejectReason::invalid_field, pointer("/others", i),
                      "a suggestion is not merged into itself");
    }
    if (const auto index = find_one(step, command.suggestion); !index) return index.error();
    if (auto bad = check_all(step, command.others, "/others", SuggestionAction::merge)) return bad;
    const auto index = find_for(step, command.suggestion, SuggestionAction::take);
    if (!index) return index.error();
    if (auto bad = check_group(step, command)) return bad;
    for (const SuggestionId other : command.others)
        step.emit(SuggestionMerged{other, command.suggestion, command.reason});
    return {};
}

Rejection decide(Step& step, const SplitSuggestion& command) {
    const auto index = find_for(step, command.suggestion, SuggestionAction::split_registered);
    if (!index) return index.error();
    const Suggestion& one = step.board.store<Suggestion>()[*index];
    const Suggestion& from = get(step.board, one.merged_into);
    if (auto bad = check_status(from, "SplitSuggestion",
                                suggestion_cycle.where(SuggestionAction::split_from),
                                words_of<Suggestion>)) {
        return bad;
    }
    if (!one.feedbacks.empty()) {
        return not_now("/suggestion", "suggestion " + std::to_string(one.id.value) +
                                          " was answered already, with suggestion " +
                                          std::to_string(from.id.value));
    }
    step.emit(SuggestionSplit{one.id, from.id, one.merged_as, command.reason});
    return {};
}

}  // namespace muster::core
