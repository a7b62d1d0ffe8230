// What the area does with its commands and events. Events are trusted: the decisions have checked
// them, or they come from the log.

#include "engine/core/timebank/area.hpp"

#include "engine/core/changes.hpp"
#include "engine/core/timebank/account_state.hpp"

namespace muster::core {

// Made in the files beside this one: checks the command, and emits what follows. A rejection means
// that nothing was emitted.
Rejection decide(Step& step, const OpenAccount& command);
Rejection decide(Step& step, const UpdateAccount& command);
Rejection decide(Step& step, const FreezeAccount& command);
Rejection decide(Step& step, const ThawAccount& command);
Rejection decide(Step& step, const CloseAccount& command);
Rejection decide(Step& step, const HoldCredits& command);
Rejection decide(Step& step, const ReleaseHold& command);
Rejection decide(Step& step, const IssueCredits& command);
Rejection decide(Step& step, const GiftCredits& command);
Rejection decide(Step& step, const DonateCredits& command);
Rejection decide(Step& step, const ReverseEntry& command);
Rejection decide(Step& step, const OpenDispute& command);
Rejection decide(Step& step, const ResolveDispute& command);

namespace {

struct Apply {
    Changes& changes;
    const TimePoint at;

    void operator()(const AccountOpened& e) {
        changes.put(e.account);
        const LedgerAccount account = to_ledger(e.account);
        changes.ledger().open(account.id, account.bounds);
    }

    void operator()(const AccountUpdated& e) {
        changes.change(e.account, [&](Account& a) {
            a.member = e.member;
            a.volunteer = e.volunteer;
            a.spouse = e.spouse;
            a.floor_min = e.floor_min;
            a.cap_min = e.cap_min;
            if (e.member) a.kind = AccountKind::member;
            if (!e.member && e.volunteer) a.kind = AccountKind::volunteer;
        });
        changes.ledger().set_bounds(e.account, {{e.floor_min}, {e.cap_min}});
    }

    void operator()(const AccountStatusChanged& e) {
        changes.change(e.account, [&](Account& a) {
            a.status = e.status;
            a.until = e.until;
            a.frozen_by_hand = e.frozen_by_hand;
        });
        if (e.status == AccountStatus::closed) changes.ledger().close(e.account);
    }

    void operator()(const AccountForgotten& e) { changes.forget(e.account); }

    void operator()(const HoldPlaced& e) {
        changes.put(e.hold);
        changes.ledger().place(to_ledger(e.hold), at);
        changes.change(e.hold.account, [&](Account& a) { a.held_min += e.hold.minutes; });
    }

    void operator()(const HoldEnded& e) {
        changes.forget(e.hold);
        switch (e.outcome) {
            case HoldOutcome::settled:
                changes.ledger().settle(e.hold, at);
                break;
            case HoldOutcome::released:
                changes.ledger().release(e.hold, at);
                break;
            case HoldOutcome::expired:
                changes.ledger().expire(e.hold, at);
                break;
        }
        changes.change(e.account, [&](Account& a) { a.held_min -= e.minutes; });
    }

    void operator()(const EntryPosted& e) {
        const LedgerEntry entry = to_ledger(e.entry);
        changes.ledger().post({&entry, 1});
        changes.put(e.entry);
        set_balance(e.entry.from, e.from_balance_min);
        set_balance(e.entry.to, e.to_balance_min);
        if (!e.entry.reverses) return;
        changes.change(e.entry.reverses, [&](Entry& original) {
            original.status = EntryStatus::reversed;
            original.reversed_by = e.entry.id;
        });
    }

    void operator()(const ServiceCredited& /*e*/) {}

    void operator()(const DisputeOpened& e) {
        changes.change(e.entry, [&](Entry& entry) {
            entry.status = e.status;
            entry.disputed_at = at;
            entry.disputed_by = e.by;
            entry.dispute = e.reason;
        });
    }

    void operator()(const DisputeResolved& e) {
        changes.change(e.entry, [&](Entry& entry) {
            entry.status = e.status;
            entry.dispute_until = e.dispute_until;
            entry.decided_at = at;
            entry.decided_by = e.by;
            entry.decision = e.reason;
        });
    }

    void operator()(const EntryForgotten& e) {
        changes.ledger().forget(e.entry);
        changes.forget(e.entry);
    }

    void operator()(const EntryStripped& e) {
        changes.change(e.entry, [](Entry& entry) {
            entry.reason = {};
            entry.dispute = {};
            entry.decision = {};
        });
    }

  private:
    // A balance is no more than a number beside what the account is found by.
    void set_balance(AccountId id, std::int64_t balance) {
        changes.store<Account>()[changes.index_of(id)].balance_min = balance;
    }
};

}  // namespace

Rejection TimebankArea::decide(Step& step, const Command& command) {
    return visit_as(
        Commands(), [&](const auto& one) { return core::decide(step, one); }, command);
}

void TimebankArea::apply(Changes& changes, const Event& event) {
    visit_as(Events(), Apply{changes, changes.at()}, event);
}

}  // namespace muster::core
