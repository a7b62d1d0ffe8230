// What follows from accounts, holds and entries: from one, and from all of them together. The sums
// are the ledger's (Board::ledger).
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <vector>

#include "engine/core/derived.hpp"
#include "engine/core/kernel/id_lists.hpp"
#include "engine/core/kernel/ledger.hpp"
#include "engine/core/kernel/life_cycle.hpp"
#include "muster/timebank.hpp"

namespace muster::core {

// wind_up: the holder is dead or erased, and what was left was passed on.
BOOST_DEFINE_ENUM_CLASS(AccountAction, freeze, thaw, close, wind_up)

constexpr LifeCycle<AccountStatus, AccountAction> account_cycle(
    {AccountStatus::open}, {AccountStatus::closed},
    {{{AccountStatus::open}, AccountAction::freeze, AccountStatus::frozen},
     {{AccountStatus::frozen}, AccountAction::thaw, AccountStatus::open},
     {{AccountStatus::open, AccountStatus::frozen}, AccountAction::close, AccountStatus::closed},
     {{AccountStatus::open, AccountStatus::frozen},
      AccountAction::wind_up,
      AccountStatus::closed}});

// uphold: a dispute was right.
BOOST_DEFINE_ENUM_CLASS(EntryAction, dispute, appeal, dismiss, keep, uphold, reverse)

constexpr LifeCycle<EntryStatus, EntryAction> entry_cycle(
    {EntryStatus::posted},
    {EntryStatus::posted, EntryStatus::dismissed, EntryStatus::kept, EntryStatus::reversed},
    {{.from = {EntryStatus::posted},
      .action = EntryAction::dispute,
      .to = EntryStatus::disputed,
      .leaves_end = true},
     {.from = {EntryStatus::dismissed},
      .action = EntryAction::appeal,
      .to = EntryStatus::appealed,
      .leaves_end = true},
     {{EntryStatus::disputed}, EntryAction::dismiss, EntryStatus::dismissed},
     {{EntryStatus::appealed}, EntryAction::keep, EntryStatus::kept},
     {.from = {EntryStatus::posted, EntryStatus::dismissed, EntryStatus::kept},
      .action = EntryAction::reverse,
      .to = EntryStatus::reversed,
      .leaves_end = true},
     {{EntryStatus::disputed, EntryStatus::appealed}, EntryAction::uphold, EntryStatus::reversed}});

// nullptr: there is no time bank.
[[nodiscard]] const TimebankRule* timebank_rule(const Rules& rules);

// The period in which the ledger counts what this day earns.
[[nodiscard]] constexpr Period period_of(Date day) {
    return {day.days};
}

// The same things as the ledger has them.
[[nodiscard]] LedgerAccount to_ledger(const Account& account);
[[nodiscard]] LedgerHold to_ledger(const Hold& hold);
[[nodiscard]] LedgerEntry to_ledger(const Entry& entry);

class Board;
// What an account keeps ready, in order of id. It looks at every hold where the account has any:
// that is asked when somebody dies, moves or is erased, and no list of it is kept for that.
[[nodiscard]] std::vector<HoldId> holds_of(const Board& board, AccountId account);
// As the entities of the board say it is.
[[nodiscard]] Ledger ledger_of(const Board& board);

template <>
struct Derived<Account> {
  public:
    void add(Index index, const Account& account);
    void remove(Index index, const Account& account);
    // Frozen after a death: wound up. Closed: forgotten.
    [[nodiscard]] static TimePoint due(const Account& account, const Rules& rules);

    // That is not closed; 0 = none. Of the member itself, not of aliases.
    [[nodiscard]] AccountId of(MemberId member) const { return find(by_member_, member.value); }
    [[nodiscard]] AccountId of(ResponderId volunteer) const {
        return find(by_volunteer_, volunteer.value);
    }
    [[nodiscard]] AccountId issue() const { return issue_; }
    [[nodiscard]] AccountId pool() const { return pool_; }
    [[nodiscard]] AccountId fund(std::int64_t number) const {
        return find(by_fund_, static_cast<std::uint64_t>(number));
    }

  private:
    using Found = boost::unordered_flat_map<std::uint64_t, std::uint64_t>;
    [[nodiscard]] static AccountId find(const Found& found, std::uint64_t whose) {
        const auto one = found.find(whose);
        return one == found.end() ? AccountId{} : AccountId{one->second};
    }

    Found by_member_;
    Found by_volunteer_;
    Found by_fund_;
    AccountId issue_;
    AccountId pool_;
};

template <>
struct Derived<Hold> {
  public:
    void add(Index index, const Hold& hold);
    void remove(Index index, const Hold& hold);
    // When it expires.
    [[nodiscard]] static TimePoint due(const Hold& hold, const Rules& rules);

    // In order of id.
    [[nodiscard]] const std::vector<HoldId>& of_booking(BookingId booking) const {
        return by_booking_.of(booking);
    }
    // Those for any service of the member.
    [[nodiscard]] const std::vector<HoldId>& of_member(MemberId member) const {
        return by_member_.of(member);
    }
    // What a dispute keeps; 0 = nothing.
    [[nodiscard]] HoldId of_dispute(EntryId entry) const {
        const auto& list = by_entry_.of(entry);
        return list.empty() ? HoldId{} : list.front();
    }

  private:
    IdLists<BookingId, HoldId> by_booking_;
    IdLists<MemberId, HoldId> by_member_;
    IdLists<EntryId, HoldId> by_entry_;
};

template <>
struct Derived<Entry> {
  public:
    void add(Index index, const Entry& entry);
    void remove(Index index, const Entry& entry);
    // When it is forgotten; not while a dispute about it is open.
    [[nodiscard]] static TimePoint due(const Entry& entry, const Rules& rules);

    // In order of id.
    [[nodiscard]] const std::vector<EntryId>& of_service(ServiceRecordId record) const {
        return by_service_.of(record);
    }

  private:
    IdLists<ServiceRecordId, EntryId> by_service_;
};

}  // namespace muster::core
