// A ledger that keeps everything that ever happened, computes each number anew from it, and decides
// by trying: a change is possible when the rules hold after it.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/core/kernel/ledger.hpp"

namespace muster::test {

struct NaiveLedger {
    std::map<AccountId, core::Bounds> accounts;
    std::vector<core::LedgerEntry> all;
    std::set<EntryId> forgotten;
    std::vector<core::LedgerHold> holds;
    std::set<HoldId> ended;

    [[nodiscard]] std::int64_t balance(AccountId id) const {
        std::int64_t sum = 0;
        for (const core::LedgerEntry& entry : all) {
            if (entry.to == id) sum += entry.minutes.value;
            if (entry.from == id) sum -= entry.minutes.value;
        }
        return sum;
    }
    [[nodiscard]] std::int64_t held(AccountId id) const {
        std::int64_t sum = 0;
        for (const core::LedgerHold& hold : holds) {
            if (hold.account == id && !ended.contains(hold.id)) sum += hold.minutes.value;
        }
        return sum;
    }
    [[nodiscard]] const core::LedgerEntry* known(EntryId id) const {
        for (const core::LedgerEntry& entry : all) {
            if (entry.id == id && !forgotten.contains(id)) return &entry;
        }
        return nullptr;
    }
    [[nodiscard]] EntryId reversal_of(EntryId id) const {
        for (const core::LedgerEntry& entry : all) {
            if (entry.reverses == id) return entry.id;
        }
        return {};
    }
    [[nodiscard]] EntryId entry_for(const std::string& reference) const {
        for (const core::LedgerEntry& entry : all) {
            if (entry.reference == reference && known(entry.id) != nullptr) return entry.id;
        }
        return {};
    }
    [[nodiscard]] std::int64_t credited(AccountId id, core::Period period) const {
        std::int64_t sum = 0;
        for (const core::LedgerEntry& entry : all) {
            if (entry.to != id || entry.period != period || known(entry.id) == nullptr) continue;
            if (!reversal_of(entry.id)) sum += entry.minutes.value;
        }
        return sum;
    }
    [[nodiscard]] const core::LedgerHold* live(HoldId id) const {
        for (const core::LedgerHold& hold : holds) {
            if (hold.id == id && !ended.contains(id)) return &hold;
        }
        return nullptr;
    }

    // Nobody is out of the bounds.
    [[nodiscard]] bool is_sound() const {
        return std::all_of(accounts.begin(), accounts.end(), [this](const auto& account) {
            const auto& [id, bounds] = account;
            return balance(id) - held(id) >= bounds.floor.value && balance(id) <= bounds.cap.value;
        });
    }

    // An entry that may follow all that there is; what it does to balances is not looked at.
    [[nodiscard]] bool may_follow(const core::LedgerEntry& entry) const {
        if (entry.minutes.value <= 0 || entry.minutes > core::most_minutes) return false;
        if (entry.from == entry.to || known(entry.id) != nullptr) return false;
        if (!accounts.contains(entry.from) || !accounts.contains(entry.to)) return false;
        if (!entry.reference.empty() && entry_for(entry.reference)) return false;
        if (!entry.reverses) return true;
        const core::LedgerEntry* original = known(entry.reverses);
        return original != nullptr && !original->reverses && !reversal_of(original->id) &&
               entry.from == original->to && entry.to == original->from &&
               entry.minutes == original->minutes && !entry.period;
    }
    // The model after the entries, if there is one. `limit` stops only who gets more than before.
    [[nodiscard]] std::optional<NaiveLedger> after(const std::vector<core::LedgerEntry>& entries,
                                                   core::Minutes limit) const {
        if (entries.empty()) return std::nullopt;
        NaiveLedger next = *this;
        std::set<EntryId> before;
        for (const core::LedgerEntry& entry : all)
            before.insert(entry.id);
        for (const core::LedgerEntry& entry : entries) {
            if (!next.may_follow(entry)) return std::nullopt;
            // What is reversed was there before.
            if (entry.reverses && !before.contains(entry.reverses)) return std::nullopt;
            next.all.push_back(entry);
        }
        if (!next.is_sound()) return std::nullopt;
        for (const core::LedgerEntry& entry : entries) {
            if (!entry.period) continue;
            const std::int64_t sum = next.credited(entry.to, *entry.period);
            if (sum > limit.value && sum > credited(entry.to, *entry.period)) return std::nullopt;
        }
        return next;
    }
};

}  // namespace muster::test
