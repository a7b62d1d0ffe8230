// The ledger against a naive one, and what holds of any ledger whatever happens.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/core/kernel/ledger.hpp"
#include "tests/core/naive_ledger.hpp"

namespace muster::test {
namespace {

using core::Bounds;
using core::Ledger;
using core::LedgerEntry;
using core::LedgerHold;
using core::LedgerReason;
using core::Minutes;
using core::most_minutes;
using core::Period;
using Entries = std::vector<LedgerEntry>;

// Four accounts of which the first may owe, and the changes that a command asks for.
class Run {
  public:
    Run() {
        for (std::uint64_t id = 1; id <= 4; ++id) {
            const Bounds bounds =
                id == 1 ? Bounds{} : Bounds{Minutes{0}, Minutes{id == 4 ? 80 : 999}};
            ledger_.open({id}, bounds);
            model_.accounts.emplace(AccountId{id}, bounds);
        }
    }

    using Op = std::tuple<int, std::uint64_t, std::uint64_t, std::int64_t, std::uint64_t>;
    void play(const Op& op) {
        const auto& [kind, a, b, minutes, more] = op;
        const std::uint64_t which = more + static_cast<std::uint64_t>(minutes);
        switch (kind) {
            case 0:
                return post({entry(a, b, minutes, more)}, limit(more));
            case 1:
                return post({entry(a, b, at_the_edge({a}, {b}, minutes), more)}, most_minutes);
            case 2:
                return post({entry(a, b, minutes, more), entry(b, more, minutes, more)}, limit(a));
            case 3:
                return reverse(more, minutes, entry(a, b, minutes, more));
            case 4:
            case 5:
                return place(a, minutes, more);
            case 6:
                return settle(which, {entry(a, b, minutes, 0)}, limit(b));
            case 7:
                return settle(which, {entry(a, b, minutes, 1), entry(a, 1, 1, 0)}, limit(b));
            case 8:
                return end(which, (a & 1) != 0);
            case 9:
                now_ = now_ + Millis{minutes / 10 * 10};
                return;
            case 10:
                return forget(static_cast<std::size_t>(minutes));
            case 11:
                return set_bounds({a}, {Minutes{more == 0 ? -5 : 0}, Minutes{minutes * 4}});
            case 12:
                return open_or_close({a + 1});
            default:
                return restore();
        }
    }

    // Every number that the ledger tells.
    void compare() const {
        RC_ASSERT(ledger_.broken() == "");
        RC_ASSERT(ledger_.state().accounts.size() == model_.accounts.size());
        RC_ASSERT(ledger_.state().entries.size() == model_.all.size() - model_.forgotten.size());
        for (const auto& [id, bounds] : model_.accounts) {
            RC_ASSERT(ledger_.account(id) != nullptr);
            RC_ASSERT(ledger_.account(id)->bounds == bounds);
            RC_ASSERT(ledger_.account(id)->balance.value == model_.balance(id));
            RC_ASSERT(ledger_.held(id).value == model_.held(id));
            RC_ASSERT(ledger_.available(id).value ==
                      model_.balance(id) - model_.held(id) - bounds.floor.value);
            for (std::int64_t p = 0; p < 3; ++p)
                RC_ASSERT(ledger_.credited(id, {p}).value == model_.credited(id, {p}));
        }
        for (const LedgerEntry& entry : model_.all) {
            const LedgerEntry* known = model_.known(entry.id);
            RC_ASSERT((ledger_.entry(entry.id) != nullptr) == (known != nullptr));
            if (known == nullptr) continue;
            RC_ASSERT(*ledger_.entry(entry.id) == *known);
            RC_ASSERT(ledger_.reversal_of(entry.id) == model_.reversal_of(entry.id));
            if (entry.reference.empty()) continue;
            RC_ASSERT(ledger_.entry_for(entry.reference) == entry.id);
        }
        std::vector<std::pair<TimePoint, HoldId>> expiring;
        for (const LedgerHold& hold : model_.holds) {
            const bool live = model_.live(hold.id) != nullptr;
            RC_ASSERT((ledger_.hold(hold.id) != nullptr) == live);
            if (live && hold.until != never) expiring.emplace_back(hold.until, hold.id);
        }
        std::sort(expiring.begin(), expiring.end());
        RC_ASSERT(ledger_.next_expiry() == (expiring.empty() ? never : expiring[0].first));
        std::vector<HoldId> expired;
        for (const auto& [until, id] : expiring) {
            if (until <= now_) expired.push_back(id);
        }
        RC_ASSERT(ledger_.expired(now_) == expired);
    }

    // The rules themselves, from what the ledger says and not from how the naive one came there.
    void check_rules() const {
        std::int64_t sum = 0;
        for (const core::LedgerAccount& account : ledger_.state().accounts) {
            sum += account.balance.value;
            RC_ASSERT(account.balance - ledger_.held(account.id) >= account.bounds.floor);
            RC_ASSERT(account.balance <= account.bounds.cap);
        }
        RC_ASSERT(sum == 0);
        for (const LedgerHold& hold : model_.holds) {
            const LedgerEntry pays{{~0ull}, hold.account, {1}, {1}, {}, {}, {}};
            const auto settled = ledger_.check_settle(hold.id, {&pays, 1}, now_);
            const auto released = ledger_.check_release(hold.id, now_);
            const auto expired = ledger_.check_expire(hold.id, now_);
            if (model_.ended.contains(hold.id)) {
                for (const auto& again : {settled, released, expired})
                    RC_ASSERT(again.reason == LedgerReason::unknown_hold);
            } else {
                const bool is_over = hold.until <= now_;
                RC_ASSERT(static_cast<bool>(released) == is_over);
                RC_ASSERT(static_cast<bool>(expired) != is_over);
                RC_ASSERT((settled.reason == LedgerReason::hold_expired) == is_over);
            }
        }
    }

  private:
    // All that the one has, or that the other has room for, and for odd `n` one minute more.
    [[nodiscard]] std::int64_t at_the_edge(AccountId from, AccountId to, std::int64_t n) const {
        if (ledger_.account(from) == nullptr || ledger_.account(to) == nullptr) return n;
        const core::LedgerAccount& receiver = *ledger_.account(to);
        const Minutes room = receiver.bounds.cap - receiver.balance;
        return std::min(ledger_.available(from), room).value + n % 2;
    }
    [[nodiscard]] static Minutes limit(std::uint64_t n) {
        return n % 3 == 0 ? Minutes{40} : most_minutes;
    }
    // One in eight has the id of the entry before; some have a reference, some a period.
    LedgerEntry entry(std::uint64_t from, std::uint64_t to, std::int64_t minutes,
                      std::uint64_t more) {
        LedgerEntry out;
        const bool again = more == 7 && !model_.forgotten.contains({last_id_});
        out.id = {again ? last_id_ : ++last_id_};
        out.from = {from};
        out.to = {to};
        out.minutes = {minutes};
        if (more < 3) out.period = Period{static_cast<std::int64_t>(more)};
        if (more % 2 == 1) out.reference = std::to_string(from) + ":" + std::to_string(minutes % 4);
        return out;
    }

    void post(const Entries& entries, Minutes limit) {
        const auto next = model_.after(entries, limit);
        const auto refusal = ledger_.check_post(entries, limit);
        RC_ASSERT(static_cast<bool>(refusal) == !next.has_value());
        RC_ASSERT(core::to_text(refusal).empty() == next.has_value());
        if (!next) return;
        ledger_.post(entries);
        model_ = *next;
    }
    // Sometimes together with an entry of its own, as when something is booked anew.
    void reverse(std::uint64_t more, std::int64_t minutes, const LedgerEntry& anew) {
        if (model_.all.empty()) return;
        const LedgerEntry& original =
            model_.all[static_cast<std::size_t>(minutes) % model_.all.size()];
        LedgerEntry back = reverse_of(original, {++last_id_});
        if (more == 6) back.minutes = back.minutes + Minutes{1};
        if (more == 7) std::swap(back.from, back.to);
        if (more < 3) return post({anew, back}, limit(0));
        post({back}, most_minutes);
    }
    void place(std::uint64_t account, std::int64_t minutes, std::uint64_t more) {
        LedgerHold hold{{model_.holds.size() + 1}, {account}, {minutes}};
        if (more < 6) hold.until = now_ + Millis{static_cast<std::int64_t>(more) * 10};
        NaiveLedger next = model_;
        next.holds.push_back(hold);
        const bool possible = hold.minutes > Minutes{} && hold.minutes <= most_minutes &&
                              hold.until > now_ && model_.accounts.contains(hold.account) &&
                              next.is_sound();
        RC_ASSERT(static_cast<bool>(ledger_.check_place(hold, now_)) == !possible);
        if (!possible) return;
        ledger_.place(hold, now_);
        model_ = next;
        RC_ASSERT(ledger_.check_place(hold, now_).reason == LedgerReason::hold_known);
    }
    void settle(std::uint64_t which, Entries entries, Minutes limit) {
        const HoldId id = some_hold(which);
        const LedgerHold* hold = model_.live(id);
        std::optional<NaiveLedger> next;
        if (hold != nullptr && hold->until > now_) {
            // Mostly from the account of the hold.
            if (which % 4 != 0) {
                for (LedgerEntry& entry : entries)
                    entry.from = hold->account;
            }
            std::int64_t total = 0;
            bool from_there = true;
            for (const LedgerEntry& entry : entries) {
                total += entry.minutes.value;
                from_there = from_there && entry.from == hold->account;
            }
            NaiveLedger without = model_;
            without.ended.insert(id);
            if (from_there && total <= hold->minutes.value) next = without.after(entries, limit);
        }
        const auto refusal = ledger_.check_settle(id, entries, now_, limit);
        RC_ASSERT(static_cast<bool>(refusal) == !next.has_value());
        if (!next) return;
        ledger_.settle(id, entries, now_);
        model_ = *next;
    }
    // By hand, or because its time has come.
    void end(std::uint64_t which, bool by_time) {
        const HoldId id = some_hold(which);
        const LedgerHold* hold = model_.live(id);
        const bool possible = hold != nullptr && (hold->until <= now_) == by_time;
        const auto refusal =
            by_time ? ledger_.check_expire(id, now_) : ledger_.check_release(id, now_);
        RC_ASSERT(static_cast<bool>(refusal) == !possible);
        if (!possible) return;
        if (by_time) {
            ledger_.expire(id, now_);
        } else {
            ledger_.release(id, now_);
        }
        model_.ended.insert(id);
    }
    void forget(std::size_t which) {
        if (model_.all.empty()) return;
        const LedgerEntry& entry = model_.all[which % model_.all.size()];
        if (model_.known(entry.id) == nullptr || model_.known(entry.reverses) != nullptr) return;
        ledger_.forget(entry.id);
        model_.forgotten.insert(entry.id);
    }
    void set_bounds(AccountId id, Bounds bounds) {
        NaiveLedger next = model_;
        const auto found = next.accounts.find(id);
        if (found != next.accounts.end()) found->second = bounds;
        const bool possible = found != next.accounts.end() && bounds.floor <= bounds.cap &&
                              bounds.cap <= most_minutes && next.is_sound();
        RC_ASSERT(static_cast<bool>(ledger_.check_bounds(id, bounds)) == !possible);
        if (!possible) return;
        ledger_.set_bounds(id, bounds);
        model_ = next;
    }
    // An id is not given twice, so what is closed stays closed.
    void open_or_close(AccountId id) {
        const Bounds bounds{Minutes{-20}, Minutes{100}};
        if (!model_.accounts.contains(id)) {
            if (!closed_.insert(id).second) return;
            RC_ASSERT(!ledger_.check_open(id, bounds));
            ledger_.open(id, bounds);
            model_.accounts.emplace(id, bounds);
            return;
        }
        RC_ASSERT(ledger_.check_open(id, bounds).reason == LedgerReason::account_known);
        const bool possible = model_.balance(id) == 0 && model_.held(id) == 0;
        RC_ASSERT(static_cast<bool>(ledger_.check_close(id)) == !possible);
        if (!possible) return;
        ledger_.close(id);
        model_.accounts.erase(id);
        closed_.insert(id);
    }
    // From here on the restored one is compared.
    void restore() { ledger_ = Ledger(ledger_.state()); }

    [[nodiscard]] HoldId some_hold(std::uint64_t which) const {
        return {which % (model_.holds.size() + 1) + 1};
    }

    Ledger ledger_;
    NaiveLedger model_;
    std::set<AccountId> closed_;
    std::uint64_t last_id_ = 1;
    TimePoint now_{1000};
};

// In the whole range from the first case on.
template <class T>
rc::Gen<T> full(rc::Gen<T> gen) {
    return rc::gen::resize(rc::kNominalSize, std::move(gen));
}

auto ops() {
    const auto account =
        rc::gen::weightedElement<std::uint64_t>({{4, 1}, {4, 2}, {4, 3}, {4, 4}, {1, 5}, {1, 6}});
    const auto minutes = rc::gen::weightedOneOf<std::int64_t>(
        {{20, rc::gen::inRange<std::int64_t>(1, 60)},
         {1, rc::gen::element<std::int64_t>(0, -1, most_minutes.value, most_minutes.value + 1)}});
    return rc::gen::container<std::vector<Run::Op>>(rc::gen::tuple(
        rc::gen::inRange(0, 14), account, account, minutes, rc::gen::inRange<std::uint64_t>(0, 8)));
}

RC_GTEST_PROP(LedgerProperty, DoesAsTheNaiveLedgerAtEveryStep, ()) {
    const auto changes = *rc::gen::resize(300, ops());
    Run run;
    for (const Run::Op& op : changes) {
        run.play(op);
        run.compare();
        run.check_rules();
    }
}

// A ledger with something on each account, and entries that can be reversed.
Ledger some_ledger() {
    Ledger ledger;
    for (std::uint64_t id = 1; id <= 4; ++id)
        ledger.open({id}, {Minutes{id == 1 ? -5'000 : 0}, Minutes{300}});
    Entries first;
    for (std::uint64_t id = 2; id <= 4; ++id) {
        first.push_back({{id}, {1}, {id}, {100}, Period{1}, {}, {}});
        first.push_back(
            {{10 + id}, {1}, {id}, {10}, Period{1}, {}, "first of " + std::to_string(id)});
    }
    ledger.post(first);
    ledger.place({{1}, {2}, {60}}, {1});
    return ledger;
}

// Whatever the order in which entries of one posting stand: the same answer, the same ledger.
RC_GTEST_PROP(LedgerProperty, TheOrderOfAPostingDoesNotMatter, ()) {
    const auto count = *full(rc::gen::inRange<std::size_t>(1, 7));
    const auto wished = *rc::gen::container<std::vector<std::tuple<int, int, int, int>>>(
        count, full(rc::gen::tuple(rc::gen::inRange(0, 4), rc::gen::inRange(1, 4),
                                   rc::gen::inRange(1, 90), rc::gen::inRange(0, 8))));
    const auto seed = *rc::gen::arbitrary<unsigned>();
    const Ledger before = some_ledger();
    const Entries known = before.state().entries;
    Entries entries;
    std::uint64_t id = 100;
    for (const auto& [from, step, minutes, more] : wished) {
        LedgerEntry entry;
        entry.id = {++id};
        entry.from = {static_cast<std::uint64_t>(from + 1)};
        entry.to = {static_cast<std::uint64_t>((from + step) % 4 + 1)};
        entry.minutes = {minutes};
        if (more < 2) entry.period = Period{more};
        if (more == 2) {
            const auto which = static_cast<std::size_t>(minutes) % known.size();
            entry = reverse_of(known[which], {id});
        }
        if (more == 3) entry.reference = "reference " + std::to_string(minutes % 30);
        entries.push_back(entry);
    }
    Entries shuffled = entries;
    std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937(seed));

    const Minutes limit{250};
    const bool possible = !before.check_post(entries, limit);
    RC_CLASSIFY(possible);
    RC_ASSERT(possible == !before.check_post(shuffled, limit));
    if (!possible) return;
    Ledger one = before;
    Ledger other = before;
    one.post(entries);
    other.post(shuffled);
    RC_ASSERT(one == other);
    RC_ASSERT(one.broken() == "");
}

// Posted again, a reference changes nothing, whatever happened in between.
RC_GTEST_PROP(LedgerProperty, AReferenceHasItsEffectOnce, ()) {
    const auto grants = *rc::gen::container<std::vector<std::pair<int, int>>>(
        rc::gen::pair(rc::gen::inRange(2, 5), rc::gen::inRange(0, 6)));
    Ledger ledger = some_ledger();
    std::map<std::string, AccountId> paid;
    std::uint64_t id = 100;
    for (const auto& [to, number] : grants) {
        LedgerEntry entry;
        entry.id = {++id};
        entry.from = {1};
        entry.to = {static_cast<std::uint64_t>(to)};
        entry.minutes = {7};
        entry.reference = "grant " + std::to_string(number);
        const auto known = paid.find(entry.reference);
        const auto refusal = ledger.check_post({&entry, 1});
        if (known == paid.end()) {
            RC_ASSERT(!refusal);
            ledger.post({&entry, 1});
            paid.emplace(entry.reference, entry.to);
        } else {
            RC_ASSERT(refusal.reason == (known->second == entry.to
                                             ? LedgerReason::already_posted
                                             : LedgerReason::reference_reused));
        }
    }
    RC_ASSERT(ledger.account({1})->balance.value ==
              -330 - 7 * static_cast<std::int64_t>(paid.size()));
}

// The parts of a credit add up, each fits, and what was cut would not have fitted.
RC_GTEST_PROP(LedgerProperty, ACreditIsSplitWithoutRest, ()) {
    const auto balance = *full(rc::gen::inRange<std::int64_t>(1, 101));
    const auto minutes = *full(rc::gen::inRange<std::int64_t>(0, 150));
    const Minutes limit{*full(rc::gen::inRange<std::int64_t>(-1, 150))};
    Ledger ledger;
    ledger.open({1}, {});
    ledger.open({2}, {Minutes{0}, Minutes{100}});
    const LedgerEntry first{{1}, {1}, {2}, {balance}, Period{7}, {}, {}};
    ledger.post({&first, 1});
    const core::CreditSplit split = split_credit(ledger, {2}, {minutes}, Period{7}, limit);
    RC_ASSERT(split.credited + split.over_limit + split.over_cap == Minutes{minutes});
    RC_ASSERT(split.credited >= Minutes{} && split.over_limit >= Minutes{});
    RC_ASSERT(split.over_cap >= Minutes{});
    LedgerEntry next{{2}, {1}, {2}, split.credited, Period{7}, {}, {}};
    if (split.credited > Minutes{}) {
        RC_ASSERT(!ledger.check_post({&next, 1}, limit));
    }
    if (split.credited < Minutes{minutes}) {
        next.minutes = next.minutes + Minutes{1};
        RC_ASSERT(ledger.check_post({&next, 1}, limit));
    }
    // Without a period only the cap cuts.
    RC_ASSERT(split_credit(ledger, {2}, {minutes}, std::nullopt, limit).credited ==
              std::min(Minutes{minutes}, Minutes{100 - balance}));
}

}  // namespace
}  // namespace muster::test
