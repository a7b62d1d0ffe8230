// Minutes that belong to accounts: entries move them from one account to another, holds keep them
// ready for a promise. Entries sum to zero because each takes from one account what it gives to
// another.
//
// Each change has a check. decide() asks the check, and emits the event; apply() makes the change,
// which aborts where its check refuses, for then the log and this build disagree. Only the limit of
// a period is not asked again, since it belongs to the rules of the time when it was decided.
//
// What the ledger keeps is a function of LedgerState, the plain values that the area's entities
// hold: a restored ledger is the same ledger. Source: service.md, "Time bank".
#pragma once

#include <boost/describe/enum.hpp>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "muster/ids.hpp"
#include "muster/units.hpp"

namespace muster::core {

// Ids are given by the area, not 0, and never given again.

// What an account holds or an entry moves, in whole minutes.
struct Minutes {
    std::int64_t value = 0;

    constexpr auto operator<=>(const Minutes&) const = default;
    friend constexpr Minutes operator+(Minutes a, Minutes b) { return {a.value + b.value}; }
    friend constexpr Minutes operator-(Minutes a, Minutes b) { return {a.value - b.value}; }
};

// No balance and no amount is larger, so that no sum here overflows and every reader of JSON shows
// each number as it is.
constexpr Minutes most_minutes{(std::int64_t{1} << 53) - 1};
// Posted together.
constexpr std::size_t most_entries = 1000;

// What is left of the balance after all holds is never below `floor`, the balance never above
// `cap`. As they stand here both are no more than the ends of the range.
struct Bounds {
    Minutes floor = Minutes{} - most_minutes;
    Minutes cap = most_minutes;

    constexpr bool operator==(const Bounds&) const = default;
};

// Whether an entry can move it and a hold keep it.
[[nodiscard]] constexpr bool is_amount(Minutes minutes) {
    return minutes > Minutes{} && minutes <= most_minutes;
}
// Whether an account can have them: the one below the other, and none out of the range.
[[nodiscard]] constexpr bool are_bounds(const Bounds& bounds) {
    return Minutes{} - most_minutes <= bounds.floor && bounds.floor <= bounds.cap &&
           bounds.cap <= most_minutes;
}

// A stretch of time over which credits are counted together, such as a local day. The area numbers
// them.
struct Period {
    std::int64_t value = 0;
    constexpr auto operator<=>(const Period&) const = default;
};

struct LedgerAccount {
    AccountId id;
    Bounds bounds;
    Minutes balance;

    bool operator==(const LedgerAccount&) const = default;
};

// Never changed. A reversal moves the same minutes back and names the entry.
struct LedgerEntry {
    EntryId id;
    AccountId from;
    AccountId to;
    Minutes minutes;
    std::optional<Period> period;  // in which it counts as credited to `to`
    EntryId reverses;              // 0 = an entry of its own
    std::string reference;         // what it is for, posted at most once; empty = not told

    bool operator==(const LedgerEntry&) const = default;
};

// Minutes that stay in the account and can be used for nothing but settling the hold. A hold ends
// once: settled, released or expired.
struct LedgerHold {
    HoldId id;
    AccountId account;
    Minutes minutes;
    TimePoint until = never;  // from then on it can only expire

    bool operator==(const LedgerHold&) const = default;
};

// Each in order of id. Accounts that are not closed; holds that have not ended; entries that were
// not forgotten.
struct LedgerState {
    std::vector<LedgerAccount> accounts;
    std::vector<LedgerHold> holds;
    std::vector<LedgerEntry> entries;

    bool operator==(const LedgerState&) const = default;
};

// already_posted: the reference and all that it moved are known: there is nothing left to do.
// reference_reused: the reference is known, for something else.
// bad_bounds: `has` and `needs` are the floor and the cap that were asked for.
BOOST_DEFINE_ENUM_CLASS(LedgerReason, none, account_known, bad_bounds, unknown_hold, hold_known,
                        no_entries, too_many_entries, bad_minutes, same_account, entry_known,
                        already_posted, reference_reused, unknown_account, unknown_entry,
                        is_reversal, already_reversed, not_its_reverse, hold_expired, not_expired,
                        not_of_hold, more_than_held, below_floor, above_cap, over_limit,
                        out_of_bounds, not_empty, has_holds)

// Why not: which account, hold or entry stands in the way (0 = it is not about one), what there is
// and what would be needed.
struct LedgerRefusal {
    LedgerReason reason = LedgerReason::none;
    AccountId account{};
    HoldId hold{};
    EntryId entry{};
    Minutes has{};
    Minutes needs{};

    [[nodiscard]] explicit operator bool() const { return reason != LedgerReason::none; }
};

// In English, for the detail of a Rejection. Empty for none.
[[nodiscard]] std::string to_text(const LedgerRefusal& refusal);

class Ledger {
  public:
    Ledger() = default;
    // Aborts when the balances do not sum to zero or one of them is out of its bounds.
    explicit Ledger(const LedgerState& state);
    [[nodiscard]] LedgerState state() const;
    bool operator==(const Ledger&) const = default;

    // nullptr: there is none (any more).
    [[nodiscard]] const LedgerAccount* account(AccountId id) const;
    [[nodiscard]] const LedgerHold* hold(HoldId id) const;
    [[nodiscard]] const LedgerEntry* entry(EntryId id) const;
    // Of an account that exists.
    [[nodiscard]] Minutes held(AccountId id) const;
    [[nodiscard]] Minutes available(AccountId id) const;  // above the floor, and not held
    // By entries that count in the period, were not reversed and not forgotten.
    [[nodiscard]] Minutes credited(AccountId id, Period period) const;
    // 0 = none.
    [[nodiscard]] EntryId reversal_of(EntryId id) const;
    [[nodiscard]] EntryId entry_for(std::string_view reference) const;
    // When the next hold expires; `never` if none does. Looks at each hold, as expired() does: an
    // area has deadlines of its own.
    [[nodiscard]] TimePoint next_expiry() const;
    // Holds that have to be expired, the earliest first, then by id.
    [[nodiscard]] std::vector<HoldId> expired(TimePoint now) const;

    // An account begins with nothing, so 0 lies within its bounds; it ends with nothing and no
    // hold.
    [[nodiscard]] LedgerRefusal check_open(AccountId id, const Bounds& bounds) const;
    void open(AccountId id, const Bounds& bounds);
    [[nodiscard]] LedgerRefusal check_bounds(AccountId id, const Bounds& bounds) const;
    void set_bounds(AccountId id, const Bounds& bounds);
    [[nodiscard]] LedgerRefusal check_close(AccountId id) const;
    void close(AccountId id);

    // All of the entries or none. They are judged by what they change together, and change the same
    // in whatever order they stand. `limit`: what each account may be credited in one period.
    [[nodiscard]] LedgerRefusal check_post(std::span<const LedgerEntry> entries,
                                           Minutes limit = most_minutes) const;
    void post(std::span<const LedgerEntry> entries);
    // From now on the entry cannot be reversed, its reference is free, and it counts in no period.
    // An entry is forgotten before its reversal is. Balances stay.
    void forget(EntryId id);

    [[nodiscard]] LedgerRefusal check_place(const LedgerHold& hold, TimePoint now) const;
    void place(const LedgerHold& hold, TimePoint now);
    // Ends the hold and posts entries from its account, of its minutes or fewer; the rest is free.
    [[nodiscard]] LedgerRefusal check_settle(HoldId id, std::span<const LedgerEntry> entries,
                                             TimePoint now, Minutes limit = most_minutes) const;
    void settle(HoldId id, std::span<const LedgerEntry> entries, TimePoint now);
    // The same for entries that the caller posts next, one after the other, in the same step.
    void settle(HoldId id, TimePoint now);
    // Only before `until`, even while nobody has expired the hold yet.
    [[nodiscard]] LedgerRefusal check_release(HoldId id, TimePoint now) const;
    void release(HoldId id, TimePoint now);
    // Only from `until` on.
    [[nodiscard]] LedgerRefusal check_expire(HoldId id, TimePoint now) const;
    void expire(HoldId id, TimePoint now);

    // The first invariant that is broken, or nothing. Recomputes everything that is derived.
    [[nodiscard]] std::string broken() const;

  private:
    struct Kept {
        LedgerAccount account;
        Minutes held;

        [[nodiscard]] Minutes available() const {
            return account.balance - held - account.bounds.floor;
        }
        bool operator==(const Kept&) const = default;
    };
    using InPeriod = std::pair<AccountId, Period>;

    // Where it stands, or would.
    [[nodiscard]] std::deque<Kept>::const_iterator place_of(AccountId id) const;
    // nullptr: there is none.
    [[nodiscard]] const Kept* find(AccountId id) const;
    [[nodiscard]] const Kept& kept(AccountId id) const;
    // Precondition: it exists.
    [[nodiscard]] Kept& kept(AccountId id);
    [[nodiscard]] LedgerRefusal check_live(HoldId id, TimePoint now) const;
    [[nodiscard]] LedgerRefusal check_entry(const LedgerEntry& entry) const;
    [[nodiscard]] LedgerRefusal check_entries(std::span<const LedgerEntry> entries) const;
    [[nodiscard]] LedgerRefusal check_reference(const LedgerEntry& entry) const;
    [[nodiscard]] LedgerRefusal check_reversal(const LedgerEntry& entry) const;
    [[nodiscard]] LedgerRefusal check_balances(std::span<const LedgerEntry> entries,
                                               const LedgerHold* settled) const;
    [[nodiscard]] LedgerRefusal check_limit(std::span<const LedgerEntry> entries,
                                            Minutes limit) const;
    [[nodiscard]] std::string out_of_bounds() const;
    void keep_entry(const LedgerEntry& entry);
    // What it reverses, unless that is not kept.
    const LedgerEntry* note_reversal(const LedgerEntry& entry);
    void keep_hold(const LedgerHold& hold);
    void move_all(std::span<const LedgerEntry> entries);
    void end_hold(HoldId id);
    void add_credit(AccountId id, Period period, Minutes minutes);

    // In order of id. Ids grow, so that an account opens at the end, and one is found by halving. A
    // list in pieces takes 43 bytes an account; one in a single piece leaves half of that behind,
    // each time it grows.
    std::deque<Kept> accounts_;
    std::map<HoldId, LedgerHold> holds_;
    std::map<EntryId, LedgerEntry> entries_;
    // Derived.
    std::map<EntryId, EntryId> reversals_;  // the entry -> what reversed it
    std::map<std::string, EntryId, std::less<>> references_;
    std::map<InPeriod, Minutes> credited_;  // without zeros
};

// The entry that moves back what `entry` moved. It counts in no period.
[[nodiscard]] LedgerEntry reverse_of(const LedgerEntry& entry, EntryId id);

// How much of `minutes` an account can be credited: first the limit of the period cuts, then the
// cap. The three add up to `minutes`.
struct CreditSplit {
    Minutes credited;
    Minutes over_limit;
    Minutes over_cap;
};
// Preconditions: the account exists, minutes >= 0.
[[nodiscard]] CreditSplit split_credit(const Ledger& ledger, AccountId to, Minutes minutes,
                                       std::optional<Period> period, Minutes limit);

}  // namespace muster::core
