// Whose account is whose, and what the scheme lets somebody do. Questions; nothing is changed.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "engine/core/step.hpp"
#include "engine/core/timebank/account_state.hpp"

namespace muster::core {

// The account of a person, that is not closed: of the member that the id leads to, else of one of
// its aliases; 0 = none.
[[nodiscard]] AccountId account_of(const Board& board, MemberId member);
// All of them, each once: of the member that the id leads to, of its aliases, and of the volunteers
// who the register of talents says are the member.
[[nodiscard]] std::vector<AccountId> accounts_of(const Board& board, MemberId member);
// Of a volunteer: its own, else that of the member who the register of talents says it is.
[[nodiscard]] AccountId account_of(const Board& board, ResponderId volunteer);
// Precondition: it is on the board.
[[nodiscard]] const Account& account_at(const Board& board, AccountId id);
[[nodiscard]] constexpr bool is_persons(AccountKind kind) {
    return kind == AccountKind::member || kind == AccountKind::volunteer;
}
// Where goes what is above a cap.
[[nodiscard]] AccountId excess_account(const Board& board);
// What the account can give: 0 when it is frozen, closed or none.
[[nodiscard]] std::int64_t can_give(const Board& board, AccountId id);

// Empty, or why its holder pays with no credits yet: too young, or has not served enough.
[[nodiscard]] std::string not_to_redeem(const Board& board, const Account& account, TimePoint now);
// Empty, or why the volunteer earns no credits for a service of this time: too young, too old.
[[nodiscard]] std::string not_to_earn(const Board& board, ResponderId volunteer, TimePoint at);
// Older or poorer and alone, or told to be: whose hours a fund pays.
[[nodiscard]] bool is_key_person(const Member& member);

// The rules have a time bank, and its own accounts are there.
[[nodiscard]] Rejection check_bank(const Step& step);
// 1..2^53-1.
[[nodiscard]] Rejection check_minutes(std::int64_t minutes);
[[nodiscard]] bool has(const std::vector<Relation>& relations, Relation one);
// "60 minutes"
[[nodiscard]] std::string minutes_text(std::int64_t minutes);
// What the ledger says against it, as an answer. Empty for none.
[[nodiscard]] Rejection to_rejection(const LedgerRefusal& refusal, std::string_view field);

}  // namespace muster::core
