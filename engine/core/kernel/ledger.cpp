#include "engine/core/kernel/ledger.hpp"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <utility>

namespace muster::core {
namespace {

// Going on would spread the damage.
void must(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

Ledger::Ledger(const LedgerState& state) {
    for (const LedgerAccount& account : state.accounts) {
        must(are_bounds(account.bounds) && account.bounds.floor <= account.balance &&
             account.balance <= account.bounds.cap &&
             (accounts_.empty() || accounts_.back().account.id < account.id));
        accounts_.push_back({account, {}});
    }
    must(out_of_bounds().empty());
    for (const LedgerHold& hold : state.holds) {
        must(is_amount(hold.minutes) && find(hold.account) != nullptr &&
             !holds_.contains(hold.id) && hold.minutes <= available(hold.account));
        keep_hold(hold);
    }
    for (const LedgerEntry& entry : state.entries) {
        must(is_amount(entry.minutes) && !entries_.contains(entry.id));
        keep_entry(entry);
    }
    for (const LedgerEntry& entry : state.entries)
        note_reversal(entry);
    for (const LedgerEntry& entry : state.entries) {
        if (entry.period && !reversal_of(entry.id)) {
            add_credit(entry.to, *entry.period, entry.minutes);
        }
    }
}

LedgerState Ledger::state() const {
    LedgerState state;
    for (const Kept& kept : accounts_)
        state.accounts.push_back(kept.account);
    for (const auto& [id, hold] : holds_)
        state.holds.push_back(hold);
    for (const auto& [id, entry] : entries_)
        state.entries.push_back(entry);
    return state;
}

const LedgerAccount* Ledger::account(AccountId id) const {
    const Kept* const found = find(id);
    return found == nullptr ? nullptr : &found->account;
}

const LedgerHold* Ledger::hold(HoldId id) const {
    const auto found = holds_.find(id);
    return found == holds_.end() ? nullptr : &found->second;
}

const LedgerEntry* Ledger::entry(EntryId id) const {
    const auto found = entries_.find(id);
    return found == entries_.end() ? nullptr : &found->second;
}

std::deque<Ledger::Kept>::const_iterator Ledger::place_of(AccountId id) const {
    return std::lower_bound(accounts_.begin(), accounts_.end(), id,
                            [](const Kept& kept, AccountId at) { return kept.account.id < at; });
}

const Ledger::Kept* Ledger::find(AccountId id) const {
    const auto found = place_of(id);
    return found == accounts_.end() || found->account.id != id ? nullptr : &*found;
}

const Ledger::Kept& Ledger::kept(AccountId id) const {
    const Kept* const found = find(id);
    must(found != nullptr);
    return *found;
}

Ledger::Kept& Ledger::kept(AccountId id) {
    return const_cast<Kept&>(std::as_const(*this).kept(id));
}

Minutes Ledger::held(AccountId id) const {
    return kept(id).held;
}

Minutes Ledger::available(AccountId id) const {
    return kept(id).available();
}

Minutes Ledger::credited(AccountId id, Period period) const {
    const auto found = credited_.find({id, period});
    return found == credited_.end() ? Minutes{} : found->second;
}

EntryId Ledger::reversal_of(EntryId id) const {
    const auto found = reversals_.find(id);
    return found == reversals_.end() ? EntryId{} : found->second;
}

EntryId Ledger::entry_for(std::string_view reference) const {
    const auto found = references_.find(reference);
    return found == references_.end() ? EntryId{} : found->second;
}

TimePoint Ledger::next_expiry() const {
    TimePoint next = never;
    for (const auto& [id, hold] : holds_)
        next = std::min(next, hold.until);
    return next;
}

std::vector<HoldId> Ledger::expired(TimePoint now) const {
    std::vector<std::pair<TimePoint, HoldId>> over;
    for (const auto& [id, hold] : holds_) {
        if (hold.until <= now) over.emplace_back(hold.until, id);
    }
    std::sort(over.begin(), over.end());
    std::vector<HoldId> holds;
    for (const auto& [until, id] : over)
        holds.push_back(id);
    return holds;
}

void Ledger::open(AccountId id, const Bounds& bounds) {
    must(!check_open(id, bounds));
    accounts_.insert(place_of(id), Kept{{id, bounds, {}}, {}});
}

void Ledger::set_bounds(AccountId id, const Bounds& bounds) {
    must(!check_bounds(id, bounds));
    kept(id).account.bounds = bounds;
}

void Ledger::close(AccountId id) {
    must(!check_close(id));
    accounts_.erase(place_of(id));
}

void Ledger::post(std::span<const LedgerEntry> entries) {
    must(!check_post(entries));
    move_all(entries);
}

void Ledger::forget(EntryId id) {
    const auto found = entries_.find(id);
    must(found != entries_.end() && !entries_.contains(found->second.reverses));
    const LedgerEntry& entry = found->second;
    const bool was_reversed = reversals_.erase(id) != 0;
    if (entry.period && !was_reversed) {
        add_credit(entry.to, *entry.period, Minutes{} - entry.minutes);
    }
    references_.erase(entry.reference);
    entries_.erase(found);
}

void Ledger::place(const LedgerHold& hold, TimePoint now) {
    must(!check_place(hold, now));
    keep_hold(hold);
}

void Ledger::settle(HoldId id, std::span<const LedgerEntry> entries, TimePoint now) {
    must(!check_settle(id, entries, now));
    end_hold(id);
    move_all(entries);
}

void Ledger::settle(HoldId id, TimePoint now) {
    must(!check_live(id, now));
    end_hold(id);
}

void Ledger::release(HoldId id, TimePoint now) {
    must(!check_release(id, now));
    end_hold(id);
}

void Ledger::expire(HoldId id, TimePoint now) {
    must(!check_expire(id, now));
    end_hold(id);
}

void Ledger::keep_entry(const LedgerEntry& entry) {
    entries_.emplace(entry.id, entry);
    if (entry.reference.empty()) return;
    must(references_.emplace(entry.reference, entry.id).second);
}

const LedgerEntry* Ledger::note_reversal(const LedgerEntry& entry) {
    const LedgerEntry* original = this->entry(entry.reverses);
    if (original != nullptr) must(reversals_.emplace(original->id, entry.id).second);
    return original;
}

void Ledger::keep_hold(const LedgerHold& hold) {
    holds_.emplace(hold.id, hold);
    Minutes& held = kept(hold.account).held;
    held = held + hold.minutes;
}

void Ledger::move_all(std::span<const LedgerEntry> entries) {
    for (const LedgerEntry& entry : entries) {
        Minutes& from = kept(entry.from).account.balance;
        Minutes& to = kept(entry.to).account.balance;
        from = from - entry.minutes;
        to = to + entry.minutes;
        keep_entry(entry);
        if (entry.period) add_credit(entry.to, *entry.period, entry.minutes);
        const LedgerEntry* undone = note_reversal(entry);
        if (undone != nullptr && undone->period) {
            add_credit(undone->to, *undone->period, Minutes{} - undone->minutes);
        }
    }
}

void Ledger::end_hold(HoldId id) {
    const auto found = holds_.find(id);
    const LedgerHold& hold = found->second;
    Minutes& held = kept(hold.account).held;
    held = held - hold.minutes;
    holds_.erase(found);
}

void Ledger::add_credit(AccountId id, Period period, Minutes minutes) {
    const auto where = credited_.try_emplace({id, period}).first;
    where->second = where->second + minutes;
    if (where->second == Minutes{}) credited_.erase(where);
}

std::string Ledger::out_of_bounds() const {
    __extension__ using Wide = __int128;
    Wide sum = 0;
    for (const Kept& kept : accounts_) {
        const LedgerAccount& account = kept.account;
        sum += account.balance.value;
        const std::string name = "account " + std::to_string(account.id.value);
        if (kept.available() < Minutes{}) return name + " is below its floor";
        if (account.balance > account.bounds.cap) return name + " is above its cap";
    }
    return sum == 0 ? "" : "the balances of the ledger do not sum to zero";
}

std::string Ledger::broken() const {
    std::string why = out_of_bounds();
    if (!why.empty()) return why;
    return *this == Ledger(state())
               ? ""
               : "what the ledger derives is not what its entries and holds say";
}

LedgerEntry reverse_of(const LedgerEntry& entry, EntryId id) {
    LedgerEntry out;
    out.id = id;
    out.from = entry.to;
    out.to = entry.from;
    out.minutes = entry.minutes;
    out.reverses = entry.id;
    return out;
}

CreditSplit split_credit(const Ledger& ledger, AccountId to, Minutes minutes,
                         std::optional<Period> period, Minutes limit) {
    Minutes allowed = minutes;
    if (period) {
        limit = std::clamp(limit, Minutes{}, most_minutes);
        const Minutes room = std::max(Minutes{}, limit - ledger.credited(to, *period));
        allowed = std::min(minutes, room);
    }
    const LedgerAccount* account = ledger.account(to);
    must(account != nullptr);
    const Minutes credited = std::min(allowed, account->bounds.cap - account->balance);
    return {credited, minutes - allowed, allowed - credited};
}

}  // namespace muster::core
