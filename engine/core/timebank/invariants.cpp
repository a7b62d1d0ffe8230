// Checked the slow way, from the entities alone.

#include <map>
#include <string>

#include "engine/core/timebank/account_state.hpp"
#include "engine/core/timebank/area.hpp"

namespace muster::core {
namespace {

template <class T>
std::string named(const T& one, const std::string& broken) {
    return std::string(entity_row<T>.one) + " " + std::to_string(one.id.value) + " " + broken;
}

template <class T>
bool falls_due(const Board& board, Index index) {
    return board.deadlines<T>().due_of(index).value_or(never) ==
           Derived<T>::due(board.store<T>()[index], board.rules());
}

std::string check_account(const Board& board, const Account& account) {
    if (account.status == AccountStatus::closed) {
        return account.balance_min == 0 && account.held_min == 0 ? "" : "is closed, and not empty";
    }
    const Derived<Account>& accounts = board.derived<Account>();
    if (account.member && accounts.of(account.member) != account.id) {
        return "is one of two of its member";
    }
    if (account.volunteer && accounts.of(account.volunteer) != account.id) {
        return "is one of two of its volunteer";
    }
    if (account.member && board.members().find(account.member) == no_index) return "is nobody's";
    if ((account.kind == AccountKind::member) != static_cast<bool>(account.member)) {
        return "is of another kind than its holder";
    }
    if (account.status == AccountStatus::open && account.until) return "is open until a time";
    if (account.status == AccountStatus::open && account.frozen_by_hand) {
        return "is open, and frozen by hand";
    }
    if (account.balance_min > account.cap_min) return "is above its cap";
    if (account.balance_min - account.held_min < account.floor_min) return "is below its floor";
    return "";
}

std::string check_accounts(const Board& board) {
    std::map<AccountId, std::int64_t> held;
    for (const Index index : board.store<Hold>().in_order()) {
        const Hold& hold = board.store<Hold>()[index];
        held[hold.account] += hold.minutes;
        if (!falls_due<Hold>(board, index)) return named(hold, "does not fall due when it should");
        if (hold.entry && board.store<Entry>().find(hold.entry) == no_index) {
            return named(hold, "is kept by a dispute about nothing");
        }
    }
    std::int64_t sum = 0;
    for (const Index index : board.store<Account>().in_order()) {
        const Account& account = board.store<Account>()[index];
        sum += account.balance_min;
        std::string broken = check_account(board, account);
        if (account.held_min != held[account.id]) broken = "does not know what it keeps ready";
        if (!falls_due<Account>(board, index)) broken = "does not fall due when it should";
        if (!broken.empty()) return named(account, broken);
    }
    return sum == 0 ? "" : "the accounts do not sum to zero";
}

}  // namespace

std::string TimebankArea::broken(const Board& board, Journeys& /*journeys*/) {
    if (board.store<Account>().size() == 0) return {};
    std::string broken = check_accounts(board);
    if (!broken.empty()) return broken;
    for (const Index index : board.store<Entry>().in_order()) {
        const Entry& entry = board.store<Entry>()[index];
        if (!falls_due<Entry>(board, index)) {
            return named(entry, "does not fall due when it should");
        }
        if (entry.reversed_by && entry.status != EntryStatus::reversed) {
            return named(entry, "was taken back, and is " + std::string(name_of(entry.status)));
        }
    }
    if (!(board.ledger() == ledger_of(board))) return "the ledger is not what the entities say";
    return board.ledger().broken();
}

}  // namespace muster::core
