// The ledger by hand: the figures of the time bank (service.md, H), each refusal with its words,
// and the ends of the range.
#include "engine/core/kernel/ledger.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

namespace muster::test {
namespace {

using core::Bounds;
using core::Ledger;
using core::LedgerEntry;
using core::LedgerReason;
using core::LedgerRefusal;
using core::Minutes;
using core::most_minutes;
using core::Period;
using Entries = std::vector<LedgerEntry>;

constexpr AccountId issue{1};
constexpr AccountId pool{2};
constexpr AccountId member{3};
constexpr AccountId volunteer{4};
constexpr TimePoint now{1'000'000};
constexpr Period today{20'500};

// Nobody owes, but for the account that credits come from.
constexpr Bounds from_nothing{Minutes{0}, most_minutes};

LedgerEntry moves(std::uint64_t id, AccountId from, AccountId to, std::int64_t minutes) {
    LedgerEntry entry;
    entry.id = {id};
    entry.from = from;
    entry.to = to;
    entry.minutes = {minutes};
    return entry;
}

struct Bank : testing::Test {
    Ledger ledger;

    Bank() {
        ledger.open(issue, {});
        ledger.open(pool, from_nothing);
        ledger.open(member, from_nothing);
        ledger.open(volunteer, {Minutes{0}, Minutes{90'000}});
    }
    ~Bank() override { EXPECT_EQ(ledger.broken(), ""); }

    [[nodiscard]] std::int64_t balance(AccountId id) const {
        return ledger.account(id)->balance.value;
    }
    void post(const LedgerEntry& entry) { ledger.post({&entry, 1}); }
    [[nodiscard]] LedgerRefusal refused(const Entries& entries,
                                        Minutes limit = most_minutes) const {
        const LedgerRefusal refusal = ledger.check_post(entries, limit);
        EXPECT_TRUE(refusal);
        return refusal;
    }
    void has(std::int64_t minutes, AccountId account = member) {
        post(moves(1, issue, account, minutes));
    }
};

TEST_F(Bank, HoldsAreSettledOnceAndEntriesReversedOnce) {
    post(moves(1, issue, member, 600));
    EXPECT_EQ(balance(issue), -600);
    EXPECT_EQ(balance(member), 600);

    ledger.place({{1}, member, {120}}, now);
    EXPECT_EQ(ledger.available(member), Minutes{480});
    const LedgerRefusal too_much = ledger.check_place({{2}, member, {500}}, now);
    EXPECT_EQ(too_much.reason, LedgerReason::below_floor);
    EXPECT_EQ(to_text(too_much),
              "account 3 has 480 minutes available, and 500 minutes would be needed");

    const Entries served{moves(2, member, volunteer, 95)};
    ledger.settle({1}, served, now);
    EXPECT_EQ(balance(member), 505);
    EXPECT_EQ(balance(volunteer), 95);
    EXPECT_EQ(ledger.available(member), Minutes{505});
    EXPECT_EQ(ledger.hold({1}), nullptr);
    const LedgerRefusal again =
        ledger.check_settle({1}, Entries{moves(3, member, volunteer, 95)}, now);
    EXPECT_EQ(again.reason, LedgerReason::unknown_hold);
    EXPECT_EQ(to_text(again), "there is no hold 1 that has not ended");
    EXPECT_EQ(ledger.check_release({1}, now).reason, LedgerReason::unknown_hold);
    EXPECT_EQ(ledger.check_expire({1}, now).reason, LedgerReason::unknown_hold);

    const LedgerEntry back = reverse_of(*ledger.entry({2}), {3});
    post(back);
    EXPECT_EQ(balance(member), 600);
    EXPECT_EQ(balance(volunteer), 0);
    EXPECT_EQ(ledger.reversal_of({2}), EntryId{3});
    const LedgerRefusal twice = refused({reverse_of(*ledger.entry({2}), {4})});
    EXPECT_EQ(twice.reason, LedgerReason::already_reversed);
    EXPECT_EQ(to_text(twice), "it was reversed already, by entry 3");
    EXPECT_EQ(refused({reverse_of(back, {4})}).reason, LedgerReason::is_reversal);
}

TEST_F(Bank, WhatIsAboveTheCapGoesToThePool) {
    has(1'000);
    post(moves(2, issue, volunteer, 89'950));
    const core::CreditSplit split = split_credit(ledger, volunteer, {95}, today, most_minutes);
    EXPECT_EQ(split.credited, Minutes{50});
    EXPECT_EQ(split.over_cap, Minutes{45});
    EXPECT_EQ(split.over_limit, Minutes{0});
    const LedgerRefusal whole = refused({moves(3, member, volunteer, 95)});
    EXPECT_EQ(to_text(whole),
              "account 4 has room for 50 minutes below its cap, and 95 minutes would be needed");
    ledger.place({{1}, member, {95}}, now);
    ledger.settle({1}, Entries{moves(3, member, volunteer, 50), moves(4, member, pool, 45)}, now);
    EXPECT_EQ(balance(volunteer), 90'000);
    EXPECT_EQ(balance(pool), 45);
    EXPECT_EQ(balance(member), 905);
}

TEST_F(Bank, ADayHasALimit) {
    has(1'000);
    const auto counted = [](std::uint64_t id, std::int64_t minutes, Period day) {
        LedgerEntry entry = moves(id, member, volunteer, minutes);
        entry.period = day;
        return entry;
    };
    const Minutes limit{480};
    post(counted(2, 450, today));
    const core::CreditSplit split = split_credit(ledger, volunteer, {60}, today, limit);
    EXPECT_EQ(split.credited, Minutes{30});
    EXPECT_EQ(split.over_limit, Minutes{30});
    EXPECT_EQ(split.over_cap, Minutes{0});
    EXPECT_EQ(to_text(refused({counted(3, 60, today)}, limit)),
              "account 4 can be credited 30 minutes more in this period, and 60 minutes would be "
              "needed");
    EXPECT_FALSE(ledger.check_post(Entries{counted(3, 30, today)}, limit));
    // Another day, no day, or two entries that are too much only together.
    EXPECT_FALSE(ledger.check_post(Entries{counted(3, 60, {20'501})}, limit));
    EXPECT_FALSE(ledger.check_post(Entries{moves(3, member, volunteer, 60)}, limit));
    EXPECT_EQ(refused({counted(3, 20, today), counted(4, 20, today)}, limit).needs, Minutes{40});
    // What was decided under another limit stays, and has left no room.
    EXPECT_EQ(refused({counted(3, 1, today)}, {100}).has, Minutes{0});
    EXPECT_EQ(split_credit(ledger, volunteer, {60}, today, {100}).credited, Minutes{0});
    // Booked anew in one posting: what is reversed makes room for what takes its place.
    const LedgerEntry back = reverse_of(*ledger.entry({2}), {3});
    EXPECT_FALSE(ledger.check_post(Entries{counted(4, 480, today), back}, limit));
    const LedgerRefusal anew = refused({back, counted(4, 481, today)}, limit);
    EXPECT_EQ(anew.reason, LedgerReason::over_limit);
    EXPECT_EQ(anew.has, Minutes{30});
    EXPECT_EQ(anew.needs, Minutes{31});
    // A reversed service counts no more.
    post(back);
    EXPECT_EQ(ledger.credited(volunteer, today), Minutes{0});
    EXPECT_FALSE(ledger.check_post(Entries{counted(4, 480, today)}, limit));
}

TEST_F(Bank, AHoldIsOverAtItsTimeWhetherATickCameOrNot) {
    has(100);
    const Entries served{moves(2, member, volunteer, 50)};
    ledger.place({{1}, member, {60}, now + seconds(1)}, now);
    const TimePoint last = now + Millis{999};
    const TimePoint over = now + seconds(1);
    EXPECT_EQ(ledger.next_expiry(), over);
    EXPECT_FALSE(ledger.check_settle({1}, served, last));
    EXPECT_FALSE(ledger.check_release({1}, last));
    EXPECT_EQ(ledger.check_expire({1}, last).reason, LedgerReason::not_expired);
    EXPECT_TRUE(ledger.expired(last).empty());
    EXPECT_EQ(to_text(ledger.check_settle({1}, served, over)),
              "hold 1 of 60 minutes on account 3 has expired");
    EXPECT_EQ(ledger.check_release({1}, over).reason, LedgerReason::hold_expired);
    EXPECT_EQ(ledger.expired(over), std::vector<HoldId>{{1}});
    // Until it is said to be over, its minutes are not free.
    EXPECT_EQ(ledger.available(member), Minutes{40});
    ledger.expire({1}, over);
    EXPECT_EQ(ledger.available(member), Minutes{100});
    EXPECT_EQ(ledger.next_expiry(), never);
    EXPECT_EQ(ledger.check_place({{2}, member, {1}, over}, over).reason,
              LedgerReason::hold_expired);
}

TEST_F(Bank, HoldsExpireInTheOrderOfTimeThenId) {
    has(100);
    ledger.place({{5}, member, {1}, {2'000'000}}, now);
    ledger.place({{4}, member, {1}, {2'000'000}}, now);
    ledger.place({{6}, member, {1}, {1'500'000}}, now);
    ledger.place({{3}, member, {1}}, now);
    EXPECT_EQ(ledger.expired({2'000'000}), (std::vector<HoldId>{{6}, {4}, {5}}));
    EXPECT_EQ(ledger.expired({1'999'999}), (std::vector<HoldId>{{6}}));
}

TEST_F(Bank, TheSixthOfSixHoldsOfAThousandOnFiveThousandIsRefused) {
    has(5'000);
    for (std::uint64_t id = 1; id <= 5; ++id)
        ledger.place({{id}, member, {1'000}}, now);
    const LedgerRefusal sixth = ledger.check_place({{6}, member, {1'000}}, now);
    EXPECT_EQ(sixth.reason, LedgerReason::below_floor);
    EXPECT_EQ(sixth.account, member);
    EXPECT_EQ(sixth.has, Minutes{0});
    EXPECT_EQ(sixth.needs, Minutes{1'000});
}

TEST_F(Bank, AHoldPaysNoMoreThanItKeepsAndOnlyFromItsAccount) {
    has(500);
    post(moves(2, issue, volunteer, 500));
    ledger.place({{1}, member, {100}}, now);
    const auto refusal = [&](const Entries& entries) {
        return to_text(ledger.check_settle({1}, entries, now));
    };
    EXPECT_EQ(refusal({moves(3, member, volunteer, 60), moves(4, member, pool, 41)}),
              "hold 1 keeps 100 minutes of account 3, and 101 minutes would be needed");
    EXPECT_EQ(refusal({moves(3, volunteer, member, 60)}),
              "hold 1 is not on account 4, which 60 minutes would be taken from");
    EXPECT_EQ(refusal({}), "at least one entry is posted");
    // The rest of the account may be on hold for something else.
    ledger.place({{2}, member, {400}}, now);
    EXPECT_EQ(to_text(refused({moves(3, member, volunteer, 1)})),
              "account 3 has 0 minutes available, and 1 minute would be needed");
    EXPECT_EQ(refusal({moves(3, member, volunteer, 100)}), "");
}

TEST_F(Bank, AReferenceIsPostedOnce) {
    LedgerEntry grant = moves(1, issue, member, 60);
    grant.reference = "grant 2026-01 of member 7";
    post(grant);
    grant.id = {2};
    EXPECT_EQ(ledger.entry_for(grant.reference), EntryId{1});
    const LedgerRefusal same = refused({grant});
    EXPECT_EQ(same.reason, LedgerReason::already_posted);
    EXPECT_EQ(to_text(same), "account 3 has got the 60 minutes already, with entry 1");
    grant.minutes = {90};
    const LedgerRefusal other = refused({grant});
    EXPECT_EQ(other.reason, LedgerReason::reference_reused);
    EXPECT_EQ(to_text(other),
              "the reference of the 90 minutes belongs to entry 1, of 60 minutes for account 3");
    // Twice in one posting; entries without a reference are not of one.
    LedgerEntry a = moves(2, issue, member, 5);
    LedgerEntry b = moves(3, issue, member, 5);
    EXPECT_FALSE(ledger.check_post(Entries{a, b}));
    a.reference = b.reference = "lunch";
    EXPECT_EQ(refused({a, b}).reason, LedgerReason::reference_reused);

    ledger.forget({1});
    EXPECT_EQ(ledger.entry({1}), nullptr);
    EXPECT_EQ(balance(member), 60);
    EXPECT_FALSE(ledger.check_post({&grant, 1}));
}

TEST_F(Bank, EachRefusalNamesWhatIsInTheWay) {
    has(100);
    const LedgerEntry known = *ledger.entry({1});
    const auto text = [&](const Entries& entries) { return to_text(refused(entries)); };
    EXPECT_EQ(text({}), "at least one entry is posted");
    EXPECT_EQ(text({moves(1, member, pool, 5)}), "entry 1 is posted already");
    EXPECT_EQ(text({moves(2, member, pool, 5), moves(2, member, pool, 5)}),
              "entry 2 is posted already");
    EXPECT_EQ(text({moves(2, member, member, 5)}), "account 3 cannot give 5 minutes to itself");
    EXPECT_EQ(text({moves(2, member, {9}, 5)}), "there is no account 9");
    EXPECT_EQ(text({moves(2, {9}, member, 5)}), "there is no account 9");
    for (const std::int64_t minutes :
         {std::int64_t{0}, std::int64_t{-5}, most_minutes.value + 1,
          std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()}) {
        EXPECT_EQ(text({moves(2, member, pool, minutes)}),
                  "1 to 9007199254740991 minutes can be taken from account 3, not " +
                      std::to_string(minutes) + " minutes");
        EXPECT_EQ(ledger.check_place({{1}, member, {minutes}}, now).reason,
                  LedgerReason::bad_minutes);
    }
    EXPECT_EQ(text({moves(2, member, pool, 101)}),
              "account 3 has 100 minutes available, and 101 minutes would be needed");

    LedgerEntry back = reverse_of(known, {2});
    EXPECT_EQ(text({back, reverse_of(known, {3})}), "it was reversed already, by entry 2");
    back.minutes = {99};
    EXPECT_EQ(text({back}),
              "to reverse entry 1, 100 minutes must go back the same way from account 3, not 99 "
              "minutes");
    back = reverse_of(known, {2});
    back.period = today;
    EXPECT_EQ(refused({back}).reason, LedgerReason::not_its_reverse);
    back = reverse_of(known, {2});
    back.reverses = {7};
    EXPECT_EQ(text({back}), "there is no entry 7 that can be reversed (it may be too old)");

    EXPECT_EQ(to_text(ledger.check_place({{1}, {9}, {5}}, now)), "there is no account 9");
    ledger.place({{1}, member, {5}}, now);
    EXPECT_EQ(to_text(ledger.check_place({{1}, member, {5}}, now)), "hold 1 is placed already");
    EXPECT_EQ(to_text(ledger.check_expire({1}, now)),
              "hold 1 of 5 minutes on account 3 has not expired yet");
    EXPECT_EQ(core::to_text(core::LedgerRefusal{}), "");
}

TEST_F(Bank, AReversalNeedsTheMinutesToBeThere) {
    has(100);
    post(moves(2, member, volunteer, 40));
    EXPECT_EQ(to_text(refused({reverse_of(*ledger.entry({1}), {3})})),
              "account 3 has 60 minutes available, and 100 minutes would be needed");
}

TEST_F(Bank, AccountsOpenAndCloseEmpty) {
    EXPECT_EQ(to_text(ledger.check_open(member, from_nothing)),
              "account 3 is open already and has 0 minutes");
    for (const Bounds& bad : {Bounds{Minutes{1}, Minutes{2}}, Bounds{Minutes{-2}, Minutes{-1}},
                              Bounds{Minutes{-1} - most_minutes, most_minutes},
                              Bounds{Minutes{0}, most_minutes + Minutes{1}}}) {
        EXPECT_EQ(ledger.check_open({9}, bad).reason, LedgerReason::bad_bounds);
    }
    has(60);
    EXPECT_EQ(to_text(ledger.check_close(member)),
              "account 3 has 60 minutes; it can be closed with 0");
    post(moves(2, member, pool, 60));
    EXPECT_FALSE(ledger.check_close(member));
    // An account that may owe can have minutes on hold and a balance of 0.
    ledger.set_bounds(member, {Minutes{-100}, most_minutes});
    ledger.place({{1}, member, {5}}, now);
    EXPECT_EQ(to_text(ledger.check_close(member)),
              "account 3 has 5 minutes on hold; it can be closed when no hold is left");
    ledger.release({1}, now);
    ledger.close(member);
    EXPECT_EQ(ledger.account(member), nullptr);
    EXPECT_EQ(ledger.check_close(member).reason, LedgerReason::unknown_account);
    EXPECT_EQ(ledger.check_bounds(member, {}).reason, LedgerReason::unknown_account);
}

TEST_F(Bank, NewBoundsMustHoldForWhatThereIs) {
    has(100);
    ledger.place({{1}, member, {30}}, now);
    EXPECT_FALSE(ledger.check_bounds(member, {Minutes{70}, Minutes{100}}));
    EXPECT_EQ(to_text(ledger.check_bounds(member, {Minutes{71}, Minutes{100}})),
              "account 3 has 70 minutes, and the bound would be 71 minutes");
    EXPECT_EQ(to_text(ledger.check_bounds(member, {Minutes{0}, Minutes{99}})),
              "account 3 has 100 minutes, and the bound would be 99 minutes");
    EXPECT_EQ(to_text(ledger.check_bounds(member, {Minutes{2}, Minutes{1}})),
              "account 3 cannot have the floor 2 minutes and the cap 1 minute");
    ledger.set_bounds(member, {Minutes{20}, Minutes{100}});
    EXPECT_EQ(ledger.available(member), Minutes{50});
}

TEST_F(Bank, NothingOverflowsAtTheEndsOfTheRange) {
    post(moves(1, issue, member, most_minutes.value));
    EXPECT_EQ(balance(issue), -most_minutes.value);
    EXPECT_EQ(refused({moves(2, issue, pool, 1)}).has, Minutes{0});
    EXPECT_EQ(refused({moves(2, pool, member, 1)}).reason, LedgerReason::below_floor);
    ledger.set_bounds(pool, {});
    EXPECT_EQ(refused({moves(2, pool, member, 1)}).reason, LedgerReason::above_cap);
    ledger.place({{1}, pool, most_minutes}, now);
    EXPECT_EQ(ledger.available(pool), Minutes{0});
    ledger.release({1}, now);

    // As many and as much as can be, to and fro: together they change nothing.
    Entries circle;
    for (std::size_t i = 0; i < core::most_entries; ++i) {
        const bool there = i < core::most_entries / 2;
        circle.push_back(there ? moves(10 + i, member, pool, most_minutes.value)
                               : moves(10 + i, pool, member, most_minutes.value));
    }
    ledger.post(circle);
    EXPECT_EQ(balance(member), most_minutes.value);
    EXPECT_EQ(balance(pool), 0);
    circle.push_back(moves(9, member, pool, 1));
    EXPECT_EQ(to_text(refused(circle)), "at most 1000 entries are posted together, not 1001");

    LedgerEntry counted = moves(2, member, pool, most_minutes.value);
    counted.period = today;
    post(counted);
    LedgerEntry more = moves(3, pool, member, 1);
    more.period = today;
    EXPECT_FALSE(ledger.check_post({&more, 1}));
    LedgerEntry again = moves(4, pool, issue, 5);
    post(again);
    again = moves(5, issue, pool, 5);
    again.period = today;
    EXPECT_EQ(refused({again}, {std::numeric_limits<std::int64_t>::max()}).reason,
              LedgerReason::over_limit);
    EXPECT_EQ(refused({again}, {std::numeric_limits<std::int64_t>::min()}).has, Minutes{0});
}

// The log and this build disagree: going on would spread the damage.
TEST_F(Bank, WhatWasNotDecidedAborts) {
    has(100);
    const LedgerEntry back = reverse_of(*ledger.entry({1}), {2});
    EXPECT_DEATH(post(moves(2, member, pool, 101)), "");
    EXPECT_DEATH(ledger.place({{1}, member, {101}}, now), "");
    EXPECT_DEATH(ledger.release({1}, now), "");
    EXPECT_DEATH(ledger.forget({7}), "");
    post(back);
    EXPECT_DEATH(ledger.forget({2}), "");  // before what it reverses
    core::LedgerState state = ledger.state();
    state.accounts[0].balance = {1};
    EXPECT_DEATH(Ledger{state}, "");
}

// A reversal that outlives its entry, and is forgotten itself.
TEST_F(Bank, ForgetsAnEntryThenItsReversal) {
    LedgerEntry counted = moves(1, issue, member, 100);
    counted.period = today;
    post(counted);
    post(reverse_of(counted, {2}));
    ledger.forget({1});
    EXPECT_EQ(ledger.credited(member, today), Minutes{0});
    EXPECT_EQ(ledger.broken(), "");
    EXPECT_EQ(refused({reverse_of(counted, {3})}).reason, LedgerReason::unknown_entry);
    ledger.forget({2});
    EXPECT_TRUE(ledger.state().entries.empty());
}

}  // namespace
}  // namespace muster::test
