// Entries taken back that must be, whatever became of what they moved.

#include <algorithm>
#include <utility>

#include "engine/core/timebank/posting.hpp"

namespace muster::core {
namespace {

bool is_alive(const Board& board, AccountId id) {
    return board.ledger().account(id) != nullptr;
}

// Who bears what `for_whom` lacks: the pool, where it has so much, else the issue account.
AccountId bearer(const Board& board, AccountId for_whom, std::int64_t minutes) {
    const Derived<Account>& accounts = board.derived<Account>();
    const AccountId pool = accounts.pool();
    return pool != for_whom && board.ledger().available(pool) >= Minutes{minutes}
               ? pool
               : accounts.issue();
}

Entry about(const Entry& original, AccountId from, AccountId to, std::int64_t minutes,
            EntryKind kind, const Personal<std::string>& reason) {
    Entry entry;
    entry.from = from;
    entry.to = to;
    entry.minutes = minutes;
    entry.kind = kind;
    entry.service_record = original.service_record;
    entry.member = original.member;
    entry.volunteer = original.volunteer;
    entry.service = original.service;
    entry.booking = original.booking;
    entry.reason = reason;
    return entry;
}

void post_if_any(Step& step, Entry entry) {
    if (entry.minutes <= 0 || entry.from == entry.to) return;
    post(step, std::move(entry));
}

// One of the two accounts is closed, or has no room: nothing is left that could be mirrored.
// Whoever gave gets it back from the pool; what whoever got it still has, goes to the pool.
void make_good(Step& step, const Entry& original, const Personal<std::string>& reason) {
    const Board& board = step.board;
    const Ledger& ledger = board.ledger();
    const AccountId pool = board.derived<Account>().pool();
    if (is_alive(board, original.to)) {
        const std::int64_t left = std::min(original.minutes, ledger.available(original.to).value);
        post_if_any(step, about(original, original.to, pool, left, EntryKind::cover, reason));
    }
    if (is_alive(board, original.from)) {
        const LedgerAccount& from = *ledger.account(original.from);
        const std::int64_t room =
            std::min(original.minutes, (from.bounds.cap - from.balance).value);
        post_if_any(step, about(original, bearer(board, original.from, room), original.from, room,
                                EntryKind::cover, reason));
    }
    // A reversal would say so; here nothing else does, and it must not be taken back again.
    if (original.status == EntryStatus::reversed) return;
    step.emit(DisputeResolved{original.id, original.from, original.to, true, EntryStatus::reversed,
                              original.dispute_until, step.env.source, reason});
}

}  // namespace

void take_back(Step& step, EntryId id, const Personal<std::string>& reason) {
    const Board& board = step.board;
    const Entry entry = *board.store<Entry>().get(id);
    if (const HoldId hold = board.derived<Hold>().of_dispute(id)) {
        end_hold(step, hold, HoldOutcome::released, 0, reason);
    }
    const Ledger& ledger = board.ledger();
    if (!is_alive(board, entry.from) || !is_alive(board, entry.to)) {
        return make_good(step, entry, reason);
    }
    const LedgerAccount& to = *ledger.account(entry.to);
    const LedgerAccount& from = *ledger.account(entry.from);
    const std::int64_t lacks =
        std::max<std::int64_t>(0, entry.minutes - ledger.available(entry.to).value);
    const std::int64_t over =
        std::max<std::int64_t>(0, from.balance.value + entry.minutes - from.bounds.cap.value);
    if (to.balance.value + lacks > to.bounds.cap.value ||
        over > ledger.available(entry.from).value) {
        return make_good(step, entry, reason);
    }
    post_if_any(step,
                about(entry, entry.from, excess_account(board), over, EntryKind::excess, reason));
    post_if_any(step, about(entry, bearer(board, entry.to, lacks), entry.to, lacks,
                            EntryKind::cover, reason));
    Entry back = about(entry, entry.to, entry.from, entry.minutes, EntryKind::reversal, reason);
    back.reverses = entry.id;
    post(step, std::move(back));
}

}  // namespace muster::core
