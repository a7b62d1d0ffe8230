// Whether a change is possible, and if not, what is in the way.

#include <algorithm>

#include "engine/core/kernel/ledger.hpp"

namespace muster::core {
namespace {

// Whatever they are called, they say and do the same.
bool same_but_id(LedgerEntry a, const LedgerEntry& b) {
    a.id = b.id;
    return a == b;
}

LedgerRefusal about(const LedgerEntry& entry, LedgerReason reason, AccountId account) {
    return {.reason = reason, .account = account, .entry = entry.id, .needs = entry.minutes};
}

LedgerRefusal about(const LedgerHold& hold, LedgerReason reason) {
    return {.reason = reason, .account = hold.account, .hold = hold.id, .needs = hold.minutes};
}

}  // namespace

LedgerRefusal Ledger::check_open(AccountId id, const Bounds& bounds) const {
    if (const LedgerAccount* known = account(id)) {
        return {.reason = LedgerReason::account_known, .account = id, .has = known->balance};
    }
    if (!are_bounds(bounds) || bounds.floor > Minutes{} || bounds.cap < Minutes{}) {
        return {.reason = LedgerReason::bad_bounds,
                .account = id,
                .has = bounds.floor,
                .needs = bounds.cap};
    }
    return {};
}

LedgerRefusal Ledger::check_bounds(AccountId id, const Bounds& bounds) const {
    if (!are_bounds(bounds)) {
        return {.reason = LedgerReason::bad_bounds,
                .account = id,
                .has = bounds.floor,
                .needs = bounds.cap};
    }
    const LedgerAccount* found = account(id);
    if (found == nullptr) return {.reason = LedgerReason::unknown_account, .account = id};
    const Minutes left = found->balance - held(id);
    if (left < bounds.floor) {
        return {.reason = LedgerReason::out_of_bounds,
                .account = id,
                .has = left,
                .needs = bounds.floor};
    }
    if (found->balance > bounds.cap) {
        return {.reason = LedgerReason::out_of_bounds,
                .account = id,
                .has = found->balance,
                .needs = bounds.cap};
    }
    return {};
}

LedgerRefusal Ledger::check_close(AccountId id) const {
    const LedgerAccount* found = account(id);
    if (found == nullptr) return {.reason = LedgerReason::unknown_account, .account = id};
    if (found->balance != Minutes{}) {
        return {.reason = LedgerReason::not_empty, .account = id, .has = found->balance};
    }
    if (held(id) != Minutes{}) {
        return {.reason = LedgerReason::has_holds, .account = id, .has = held(id)};
    }
    return {};
}

LedgerRefusal Ledger::check_reference(const LedgerEntry& entry) const {
    if (entry.reference.empty()) return {};
    const EntryId known = entry_for(entry.reference);
    if (!known) return {};
    const LedgerEntry& before = *this->entry(known);
    const LedgerReason reason =
        same_but_id(entry, before) ? LedgerReason::already_posted : LedgerReason::reference_reused;
    return {.reason = reason,
            .account = before.to,
            .entry = known,
            .has = before.minutes,
            .needs = entry.minutes};
}

LedgerRefusal Ledger::check_reversal(const LedgerEntry& entry) const {
    if (!entry.reverses) return {};
    LedgerRefusal refusal = about(entry, LedgerReason::unknown_entry, {});
    refusal.entry = entry.reverses;
    const LedgerEntry* original = this->entry(entry.reverses);
    if (original == nullptr) return refusal;

    refusal.account = original->to;
    refusal.has = original->minutes;
    LedgerEntry mirror = reverse_of(*original, entry.id);
    mirror.reference = entry.reference;
    if (original->reverses) {
        refusal.reason = LedgerReason::is_reversal;
    } else if (const EntryId reversal = reversal_of(original->id)) {
        refusal.reason = LedgerReason::already_reversed;
        refusal.entry = reversal;
    } else if (entry != mirror) {
        refusal.reason = LedgerReason::not_its_reverse;
    } else {
        return {};
    }
    return refusal;
}

LedgerRefusal Ledger::check_entry(const LedgerEntry& entry) const {
    if (!is_amount(entry.minutes)) return about(entry, LedgerReason::bad_minutes, entry.from);
    if (entry.from == entry.to) return about(entry, LedgerReason::same_account, entry.from);
    if (entries_.contains(entry.id)) return about(entry, LedgerReason::entry_known, entry.to);
    if (auto known = check_reference(entry)) return known;
    for (const AccountId id : {entry.from, entry.to}) {
        if (find(id) == nullptr) return about(entry, LedgerReason::unknown_account, id);
    }
    return check_reversal(entry);
}

// Each entry by itself, and that no two of them are about the same.
LedgerRefusal Ledger::check_entries(std::span<const LedgerEntry> entries) const {
    if (entries.empty()) return {.reason = LedgerReason::no_entries, .needs = {1}};
    if (entries.size() > most_entries) {
        const auto size = static_cast<std::int64_t>(entries.size());
        return {.reason = LedgerReason::too_many_entries, .has = {most_entries}, .needs = {size}};
    }
    std::set<EntryId> ids;
    std::set<std::string_view> references;
    std::map<EntryId, EntryId> reversed;
    for (const LedgerEntry& entry : entries) {
        if (auto wrong = check_entry(entry)) return wrong;
        if (!ids.insert(entry.id).second) {
            return about(entry, LedgerReason::entry_known, entry.to);
        }
        if (!entry.reference.empty() && !references.insert(entry.reference).second) {
            return about(entry, LedgerReason::reference_reused, entry.to);
        }
        if (!entry.reverses) continue;
        const auto [first, fresh] = reversed.emplace(entry.reverses, entry.id);
        if (!fresh) {
            auto refusal = about(entry, LedgerReason::already_reversed, entry.from);
            refusal.entry = first->second;
            return refusal;
        }
    }
    return {};
}

// What all of them change together. No sum overflows: most_entries amounts of most_minutes and a
// balance are less than 2^63.
LedgerRefusal Ledger::check_balances(std::span<const LedgerEntry> entries,
                                     const LedgerHold* settled) const {
    std::map<AccountId, Minutes> changes;
    for (const LedgerEntry& entry : entries) {
        changes[entry.from] = changes[entry.from] - entry.minutes;
        changes[entry.to] = changes[entry.to] + entry.minutes;
    }
    for (const auto& [id, change] : changes) {
        const Kept& found = kept(id);
        Minutes has = found.available();
        if (settled != nullptr && settled->account == id) has = has + settled->minutes;
        const Minutes needs = Minutes{} - change;
        if (needs > Minutes{} && needs > has) {
            return {.reason = LedgerReason::below_floor, .account = id, .has = has, .needs = needs};
        }
        const Minutes room = found.account.bounds.cap - found.account.balance;
        if (change > room) {
            return {.reason = LedgerReason::above_cap, .account = id, .has = room, .needs = change};
        }
    }
    return {};
}

LedgerRefusal Ledger::check_limit(std::span<const LedgerEntry> entries, Minutes limit) const {
    limit = std::clamp(limit, Minutes{}, most_minutes);
    std::map<InPeriod, Minutes> changes;
    for (const LedgerEntry& entry : entries) {
        if (entry.period) {
            Minutes& change = changes[{entry.to, *entry.period}];
            change = change + entry.minutes;
        }
        const LedgerEntry* original = entry.reverses ? this->entry(entry.reverses) : nullptr;
        if (original != nullptr && original->period) {
            Minutes& change = changes[{original->to, *original->period}];
            change = change - original->minutes;
        }
    }
    for (const auto& [where, change] : changes) {
        const Minutes before = credited(where.first, where.second);
        const Minutes room = std::max(Minutes{}, limit - before);
        if (change > room) {
            return {.reason = LedgerReason::over_limit,
                    .account = where.first,
                    .has = room,
                    .needs = change};
        }
    }
    return {};
}

LedgerRefusal Ledger::check_post(std::span<const LedgerEntry> entries, Minutes limit) const {
    if (auto wrong = check_entries(entries)) return wrong;
    if (auto short_of = check_balances(entries, nullptr)) return short_of;
    return check_limit(entries, limit);
}

LedgerRefusal Ledger::check_place(const LedgerHold& hold, TimePoint now) const {
    if (holds_.contains(hold.id)) return about(hold, LedgerReason::hold_known);
    if (!is_amount(hold.minutes)) return about(hold, LedgerReason::bad_minutes);
    if (find(hold.account) == nullptr) return about(hold, LedgerReason::unknown_account);
    if (hold.until <= now) return about(hold, LedgerReason::hold_expired);
    LedgerRefusal refusal;
    const Minutes has = available(hold.account);
    if (hold.minutes > has) {
        refusal = about(hold, LedgerReason::below_floor);
        refusal.has = has;
    }
    return refusal;
}

LedgerRefusal Ledger::check_live(HoldId id, TimePoint now) const {
    const LedgerHold* found = hold(id);
    if (found == nullptr) return {.reason = LedgerReason::unknown_hold, .hold = id};
    if (found->until <= now) return about(*found, LedgerReason::hold_expired);
    return {};
}

LedgerRefusal Ledger::check_settle(HoldId id, std::span<const LedgerEntry> entries, TimePoint now,
                                   Minutes limit) const {
    if (auto ended = check_live(id, now)) return ended;
    if (auto wrong = check_entries(entries)) return wrong;
    const LedgerHold& settled = *hold(id);
    Minutes total;
    for (const LedgerEntry& entry : entries) {
        if (entry.from != settled.account) {
            auto refusal = about(entry, LedgerReason::not_of_hold, entry.from);
            refusal.hold = id;
            return refusal;
        }
        total = total + entry.minutes;
    }
    if (total > settled.minutes) {
        return {.reason = LedgerReason::more_than_held,
                .account = settled.account,
                .hold = id,
                .has = settled.minutes,
                .needs = total};
    }
    if (auto short_of = check_balances(entries, &settled)) return short_of;
    return check_limit(entries, limit);
}

LedgerRefusal Ledger::check_release(HoldId id, TimePoint now) const {
    return check_live(id, now);
}

LedgerRefusal Ledger::check_expire(HoldId id, TimePoint now) const {
    const LedgerHold* found = hold(id);
    if (found == nullptr) return {.reason = LedgerReason::unknown_hold, .hold = id};
    if (found->until > now) return about(*found, LedgerReason::not_expired);
    return {};
}

}  // namespace muster::core
