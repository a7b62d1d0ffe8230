// What the files of the area share: how suggestions are found, what is owed, who belongs together.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/step.hpp"
#include "engine/core/thinktank/suggestion_state.hpp"
#include "muster/thinktank.hpp"

namespace muster::core {

[[nodiscard]] inline Rejection invalid(const char* field, std::string detail) {
    return reject(RejectReason::invalid_field, field, std::move(detail));
}
[[nodiscard]] inline Rejection not_now(std::string field, std::string detail) {
    return reject(RejectReason::illegal_status, std::move(field), std::move(detail));
}

[[nodiscard]] inline const Suggestion& get(const Board& board, SuggestionId id) {
    return *board.store<Suggestion>().get(id);
}

// The one that it was merged into, else itself.
[[nodiscard]] SuggestionId handled_with(const Suggestion& suggestion);
// The one that is handled, then those that were merged into it: each is answered by itself.
[[nodiscard]] std::vector<SuggestionId> group_of(const Board& board, SuggestionId handled);

// What a command names by /suggestion, in a status in which the action is legal.
[[nodiscard]] Named<Suggestion> find_for(const Step& step, SuggestionId id,
                                         SuggestionAction action);
// The same of a list that a command names by `field`; the second loop is of statuses, so that
// unknown goes before illegal status.
[[nodiscard]] Rejection check_all(const Step& step, const std::vector<SuggestionId>& ids,
                                  std::string_view field, SuggestionAction action);
// What comes after its day says why.
[[nodiscard]] Rejection check_late(const Step& step, const SuggestionDeadline& due,
                                   const Personal<std::string>& cause, const char* field);
// 1 to `most` of them, none of them twice.
[[nodiscard]] Rejection check_list(const std::vector<SuggestionId>& ids, const char* field,
                                   std::int64_t most);

// The codes of what the rules name: "finance, housing".
template <class Items>
[[nodiscard]] std::string codes_of(const Items& items) {
    std::string codes;
    for (const auto& one : items)
        codes.append(codes.empty() ? "" : ", ").append(one.code.view());
    return codes;
}

// Of the rules, where they name any.
[[nodiscard]] Rejection check_category(const Step& step, Code category);
// Whose it was is not known any more.
[[nodiscard]] bool is_anonymous(const Suggestion& suggestion);

// Owed from now on, until the end of the day.
[[nodiscard]] SuggestionDeadline owe(const Step& step, SuggestionDuty duty, Date day,
                                     bool provisional);
// ... of so many working days.
[[nodiscard]] SuggestionDeadline owe_in(const Step& step, SuggestionDuty duty, std::int64_t days);
// ... so many months after today.
[[nodiscard]] SuggestionDeadline owe_reply(const Step& step);
// What was given in working days, by the calendar now in force.
void recompute_suggestions(Step& step);

}  // namespace muster::core
