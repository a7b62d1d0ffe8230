#include "engine/core/timebank/account_state.hpp"

#include <algorithm>

#include "engine/core/board.hpp"

namespace muster::core {
namespace {

template <class T, class L>
void list_all(const Board& board, std::vector<L>& out) {
    for (const Index index : board.store<T>().in_order())
        out.push_back(to_ledger(board.store<T>()[index]));
}

}  // namespace

const TimebankRule* timebank_rule(const Rules& rules) {
    return rules.timebank ? &*rules.timebank : nullptr;
}

LedgerAccount to_ledger(const Account& account) {
    return {account.id, {{account.floor_min}, {account.cap_min}}, {account.balance_min}};
}

LedgerHold to_ledger(const Hold& hold) {
    return {hold.id, hold.account, {hold.minutes}, hold.until ? hold.until : never};
}

LedgerEntry to_ledger(const Entry& entry) {
    LedgerEntry out;
    out.id = entry.id;
    out.from = entry.from;
    out.to = entry.to;
    out.minutes = {entry.minutes};
    if (entry.day) out.period = period_of(*entry.day);
    out.reverses = entry.reverses;
    out.reference = entry.reference;
    return out;
}

std::vector<HoldId> holds_of(const Board& board, AccountId account) {
    std::vector<HoldId> list;
    const Account* const holder = board.store<Account>().get(account);
    if (holder == nullptr || holder->held_min == 0) return list;
    for (const Index index : board.store<Hold>().in_order()) {
        const Hold& hold = board.store<Hold>()[index];
        if (hold.account == account) list.push_back(hold.id);
    }
    return list;
}

Ledger ledger_of(const Board& board) {
    LedgerState state;
    for (const Index index : board.store<Account>().in_order()) {
        const Account& account = board.store<Account>()[index];
        if (account.status != AccountStatus::closed) state.accounts.push_back(to_ledger(account));
    }
    list_all<Hold>(board, state.holds);
    list_all<Entry>(board, state.entries);
    return Ledger(state);
}

void Derived<Account>::add(Index /*index*/, const Account& account) {
    if (account.status == AccountStatus::closed) return;
    if (account.member) by_member_.emplace(account.member.value, account.id.value);
    if (account.volunteer) by_volunteer_.emplace(account.volunteer.value, account.id.value);
    if (account.kind == AccountKind::issue) issue_ = account.id;
    if (account.kind == AccountKind::pool) pool_ = account.id;
    if (account.kind == AccountKind::fund) by_fund_.emplace(account.fund, account.id.value);
}

void Derived<Account>::remove(Index /*index*/, const Account& account) {
    if (account.status == AccountStatus::closed) return;
    if (account.member) by_member_.erase(account.member.value);
    if (account.volunteer) by_volunteer_.erase(account.volunteer.value);
    if (account.kind == AccountKind::issue) issue_ = {};
    if (account.kind == AccountKind::pool) pool_ = {};
    if (account.kind == AccountKind::fund) by_fund_.erase(account.fund);
}

TimePoint Derived<Account>::due(const Account& account, const Rules& /*rules*/) {
    return account.until ? account.until : never;
}

void Derived<Hold>::add(Index /*index*/, const Hold& hold) {
    if (hold.booking) {
        by_booking_.add(hold.booking, hold.id);
    } else if (hold.member) {
        by_member_.add(hold.member, hold.id);
    }
    if (hold.entry) by_entry_.add(hold.entry, hold.id);
}

void Derived<Hold>::remove(Index /*index*/, const Hold& hold) {
    if (hold.booking) {
        by_booking_.remove(hold.booking, hold.id);
    } else if (hold.member) {
        by_member_.remove(hold.member, hold.id);
    }
    if (hold.entry) by_entry_.remove(hold.entry, hold.id);
}

TimePoint Derived<Hold>::due(const Hold& hold, const Rules& /*rules*/) {
    return hold.until ? hold.until : never;
}

void Derived<Entry>::add(Index /*index*/, const Entry& entry) {
    if (entry.service_record) by_service_.add(entry.service_record, entry.id);
}

void Derived<Entry>::remove(Index /*index*/, const Entry& entry) {
    if (entry.service_record) by_service_.remove(entry.service_record, entry.id);
}

TimePoint Derived<Entry>::due(const Entry& entry, const Rules& /*rules*/) {
    const bool disputed = entry_cycle.legal(entry.status, EntryAction::uphold);
    return disputed ? never : std::max(entry.dispute_until, entry.reverse_until);
}

}  // namespace muster::core
