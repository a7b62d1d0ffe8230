// The end of the account of somebody who died or was erased.

#include <algorithm>
#include <utility>

#include "engine/core/timebank/posting.hpp"

namespace muster::core {
namespace {

void pass_on(Step& step, AccountId from, AccountId to, std::int64_t minutes, EntryKind kind,
             const std::string& reason) {
    if (minutes <= 0) return;
    Entry entry;
    entry.from = from;
    entry.to = to;
    entry.minutes = minutes;
    entry.kind = kind;
    entry.reason = reason;
    post(step, std::move(entry));
}

bool can_inherit(const Account& account) {
    return account.status != AccountStatus::closed && !account.until;
}

// Either of two accounts may name the other as the spouse's. Looks at every account where this one
// names none: that is asked once, at its end.
const Account* spouse_of(const Board& board, const Account& account) {
    const auto& accounts = board.store<Account>();
    if (account.spouse) return accounts.get(account.spouse);
    for (const Index index : accounts.in_order()) {
        const Account& other = accounts[index];
        if (other.spouse == account.id && can_inherit(other)) return &other;
    }
    return nullptr;
}

// 0 = the pool gets all.
AccountId heir_of(const Board& board, const Account& account) {
    if (or_usual(board.rules().timebank).heir != CreditHeir::spouse) return {};
    const Account* const spouse = spouse_of(board, account);
    return spouse != nullptr && can_inherit(*spouse) ? spouse->id : AccountId{};
}

}  // namespace

void freeze_for_estate(Step& step, AccountId id) {
    const std::string reason = "the holder is dead";
    release_promises(step, id, reason);
    const std::int64_t days = or_usual(step.board.rules().timebank).death_days;
    // Logs from before the account said so know it by its having no end.
    const Account& account = account_at(step.board, id);
    const bool by_hand =
        account.frozen_by_hand || (account.status == AccountStatus::frozen && !account.until);
    set_status(step, id, AccountStatus::frozen, step.now() + hours(24 * days), reason, by_hand);
}

void end_estate(Step& step, AccountId id) {
    const bool by_hand = account_at(step.board, id).frozen_by_hand;
    set_status(step, id, by_hand ? AccountStatus::frozen : AccountStatus::open, {},
               std::string("the death was told by mistake"), by_hand);
}

void wind_up(Step& step, AccountId id, const std::string& reason) {
    const Board& board = step.board;
    release_all(step, id, reason);
    const Account account = account_at(board, id);
    const AccountId pool = board.derived<Account>().pool();
    if (account.balance_min < 0) {
        const bool pool_can =
            board.ledger().available(pool) >= Minutes{} - Minutes{account.balance_min};
        pass_on(step, pool_can ? pool : board.derived<Account>().issue(), id, -account.balance_min,
                EntryKind::cover, reason);
    }
    std::int64_t left = account_at(board, id).balance_min;
    if (const AccountId heir = heir_of(board, account)) {
        const Account& to = account_at(board, heir);
        const std::int64_t part = std::min(left, to.cap_min - to.balance_min);
        pass_on(step, id, heir, part, EntryKind::estate, reason);
        left -= std::max<std::int64_t>(0, part);
    }
    pass_on(step, id, pool, left, EntryKind::estate, reason);
    const Millis keep = or_usual(board.rules().timebank).keep_ms;
    set_status(step, id, AccountStatus::closed, step.now() + keep, reason);
}

}  // namespace muster::core
