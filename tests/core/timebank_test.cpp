// The time bank by what service.md promises of it, with its numbers.
#include "tests/core/timebank_stage.hpp"

namespace muster::test {
namespace {

using enum RejectReason;

HoldCredits hold_of(AccountId account, std::int64_t minutes, MemberId member) {
    HoldCredits command;
    command.account = account;
    command.minutes = minutes;
    command.member = member;
    return command;
}

// I -600 B 600.
class TimebankOracle : public testing::Test {
  protected:
    TimebankOracle() { stage.issue(b, 600); }

    TimebankStage stage;
    MemberId member = stage.member();
    ResponderId volunteer = stage.volunteer();
    AccountId b = stage.open(member);
    AccountId a = stage.open(volunteer);
};

TEST_F(TimebankOracle, IssuedMinutesLeaveTheIssueAccount) {
    EXPECT_EQ(stage.balance(stage.issuer()), -600);
    EXPECT_EQ(stage.balance(b), 600);
}

TEST_F(TimebankOracle, AHoldLeavesTheRestAvailable) {
    stage.hold(b, 120, member);
    EXPECT_EQ(stage.balance(b), 600);
    EXPECT_EQ(stage.available(b), 480);
    EXPECT_EQ(stage.send(hold_of(b, 500, member)).reason, not_enough_credits);
    EXPECT_EQ(stage.available(b), 480);
}

TEST_F(TimebankOracle, AConfirmedServiceSettlesItsHoldOnce) {
    const HoldId hold = stage.hold(b, 120, member);
    const ServiceRecordId record = stage.serve(volunteer, member, 95);
    EXPECT_EQ(stage.balance(b), 505);
    EXPECT_EQ(stage.balance(a), 95);
    EXPECT_EQ(stage.held(b), 0);
    EXPECT_EQ(stage.board().store<Hold>().get(hold), nullptr);
    // Settling again: the service is approved no second time, and the hold is none any more.
    EXPECT_EQ(stage.approve(record).reason, illegal_status);
    EXPECT_EQ(stage.send(ReleaseHold{hold, ""}).reason, unknown_hold);
    EXPECT_EQ(stage.balance(a), 95);
}

TEST_F(TimebankOracle, AHoldSettlesForNoMoreThanItKeeps) {
    stage.hold(b, 60, member);
    stage.serve(volunteer, member, 95);
    EXPECT_EQ(stage.made<HoldEnded>().settled_min, 60);
    EXPECT_EQ(stage.balance(b), 540);
    EXPECT_EQ(stage.balance(a), 95);
    // What is beyond it is as a service without a price.
    EXPECT_EQ(stage.balance(stage.issuer()), -635);
}

TEST_F(TimebankOracle, AReversedServiceGivesEverythingBackOnce) {
    stage.hold(b, 120, member);
    const ServiceRecordId record = stage.serve(volunteer, member, 95);
    const EntryId earned = stage.made<EntryPosted>().entry.id;
    stage.reverse(record);
    EXPECT_EQ(stage.balance(b), 600);
    EXPECT_EQ(stage.balance(a), 0);
    EXPECT_EQ(stage.made<EntryPosted>().entry.reverses, earned);
    EXPECT_EQ(stage.entry(earned).status, EntryStatus::reversed);
    EXPECT_EQ(stage.send(ReverseService{record, "again"}, "who reverses").reason, illegal_status);
    EXPECT_EQ(stage.send(ReverseEntry{earned, "again"}).reason, illegal_status);
    EXPECT_EQ(stage.balance(b), 600);
}

TEST_F(TimebankOracle, AnEntryIsReversedAtMostOnceAndAReversalNever) {
    stage.issue(a, 50);
    const EntryId issued = stage.made<EntryPosted>().entry.id;
    stage.must_send(ReverseEntry{issued, "by mistake"});
    EXPECT_EQ(stage.balance(a), 0);
    const EntryId back = stage.made<EntryPosted>().entry.id;
    EXPECT_EQ(stage.entry(issued).reversed_by, back);
    EXPECT_EQ(stage.send(ReverseEntry{issued, "again"}).reason, illegal_status);
    EXPECT_EQ(stage.send(ReverseEntry{back, "after all"}).reason, illegal_status);
}

// Red-DiscordBot#2923: what was above the cap was lost.
TEST_F(TimebankOracle, AboveTheCapThePoolGetsTheExcessInTheSameRecord) {
    stage.issue(a, 89'950);
    const std::int64_t pool = stage.balance(stage.pool());
    stage.serve(volunteer, member, 95);
    EXPECT_EQ(stage.balance(a), 90'000);
    EXPECT_EQ(stage.balance(stage.pool()), pool + 45);
    EXPECT_EQ(stage.all<EntryPosted>().size(), 2u);
    const ServiceCredited credited = stage.made<ServiceCredited>();
    EXPECT_EQ(credited.minutes, 95);
    EXPECT_EQ(credited.credited_min, 50);
    EXPECT_EQ(credited.over_cap_min, 45);
    // Hours and credits are two facts.
    EXPECT_EQ(stage.made<VolunteerHoursChanged>().approved_min, 95);
}

TEST_F(TimebankOracle, OverTheLimitOfTheDayOnlyTheCreditIsCut) {
    stage.pass(bank_opens + hours(12));
    const TimePoint morning = bank_opens;
    ASSERT_FALSE(stage.approve(stage.confirmed(volunteer, member, morning, 450)));
    EXPECT_EQ(stage.balance(a), 450);
    ASSERT_FALSE(stage.approve(stage.confirmed(volunteer, member, morning + hours(8), 60)));
    EXPECT_EQ(stage.balance(a), 480);
    EXPECT_EQ(stage.made<ServiceCredited>().over_limit_min, 30);
    EXPECT_EQ(stage.made<VolunteerHoursChanged>().approved_min, 510);
}

TEST_F(TimebankOracle, AServiceOverMidnightCountsOnEachLocalDay) {
    stage.pass(bank_opens + hours(40));  // Tuesday, 24:00
    // From 22:00 to 02:00 of the night between.
    ASSERT_FALSE(stage.approve(stage.confirmed(volunteer, member, bank_opens + hours(14), 240)));
    const auto entries = stage.all<EntryPosted>();
    ASSERT_EQ(entries.size(), 2u);
    EXPECT_EQ(entries[0].entry.minutes, 120);
    EXPECT_EQ(entries[1].entry.minutes, 120);
    EXPECT_EQ(*entries[1].entry.day - *entries[0].entry.day, 1);
    // 420 more on Tuesday are 360 credits: 120 of its 480 are earned.
    ASSERT_FALSE(stage.approve(stage.confirmed(volunteer, member, bank_opens + hours(24), 420)));
    EXPECT_EQ(stage.balance(a), 240 + 360);
    EXPECT_EQ(stage.made<ServiceCredited>().over_limit_min, 60);
}

TEST_F(TimebankOracle, WhatWasReversedCountsForNoLimit) {
    stage.pass(bank_opens + hours(12));
    const ServiceRecordId record = stage.confirmed(volunteer, member, bank_opens, 450);
    ASSERT_FALSE(stage.approve(record));
    stage.reverse(record);
    ASSERT_FALSE(stage.approve(stage.confirmed(volunteer, member, bank_opens, 450)));
    EXPECT_EQ(stage.balance(a), 450);
}

// tigerbeetle#2000: what was over by the clock could still be used until something swept it away.
TEST_F(TimebankOracle, AHoldIsOverAtItsTimeEvenBeforeTheTick) {
    HoldCredits command = hold_of(b, 120, member);
    const TimePoint until = stage.now() + hours(1);
    command.until = until;
    stage.must_send(command);
    const HoldId hold = stage.made<HoldPlaced>().hold.id;
    stage.must_send(command);
    const HoldId other = stage.made<HoldPlaced>().hold.id;
    stage.only_the_clock(until - Millis{1});
    EXPECT_FALSE(stage.send_without_ticks(ReleaseHold{hold, ""}));
    stage.only_the_clock(until);
    EXPECT_EQ(stage.send_without_ticks(ReleaseHold{other, ""}).reason, illegal_status);
    // What it keeps stays kept until the tick says that it is over.
    EXPECT_EQ(stage.available(b), 480);
    stage.pass(until);
    EXPECT_EQ(stage.available(b), 600);
}

TEST_F(TimebankOracle, SettledAMillisecondBeforeItsTimeAndNotAtIt) {
    const TimePoint until = stage.now() + hours(1);
    HoldCredits command = hold_of(b, 120, member);
    command.until = until;
    stage.must_send(command);
    stage.only_the_clock(until - Millis{1});
    const TimePoint from = bank_opens - hours(24);
    const ServiceRecordId first = stage.confirmed(volunteer, member, from, 30);
    const ServiceRecordId second = stage.confirmed(volunteer, member, from + hours(1), 30);
    ReviewService review;
    review.service_record = first;
    Envelope envelope{
        stage.engine().last_seq() + 1, until - Millis{1}, "who reviews", "", 0, review};
    EXPECT_FALSE(stage.engine().handle(envelope).rejection);
    EXPECT_EQ(stage.balance(b), 570);
    command.until = until + hours(1);
    stage.must_send(command);
    // At the time of the second hold no tick has come, and the service is paid by nobody's hold.
    review.service_record = second;
    envelope = {stage.engine().last_seq() + 1, until + hours(1), "who reviews", "", 0, review};
    EXPECT_FALSE(stage.engine().handle(envelope).rejection);
    EXPECT_EQ(stage.balance(b), 570);
    EXPECT_EQ(stage.balance(a), 60);
    EXPECT_EQ(stage.held(b), 120);
}

// blnk#181: holds were not counted against each other.
TEST_F(TimebankOracle, OfSixHoldsOfAThousandOnFiveThousandTheSixthIsRefused) {
    stage.issue(b, 4'400);
    for (int i = 0; i < 5; ++i)
        stage.hold(b, 1'000, member);
    EXPECT_EQ(stage.send(hold_of(b, 1'000, member)).reason, not_enough_credits);
    EXPECT_EQ(stage.held(b), 5'000);
}

TEST_F(TimebankOracle, MinutesArePositiveAndGoFromOneAccountToAnother) {
    for (const std::int64_t minutes : {std::int64_t{0}, std::int64_t{-5}, std::int64_t{1} << 53}) {
        EXPECT_EQ(stage.send(IssueCredits{b, minutes, "", ""}).reason, invalid_field);
        EXPECT_EQ(stage.send(hold_of(b, minutes, member)).reason, invalid_field);
        EXPECT_EQ(stage.send(DonateCredits{b, {}, minutes, "", ""}).reason, invalid_field);
    }
    EXPECT_EQ(stage.send(IssueCredits{stage.issuer(), 5, "", ""}).reason, not_eligible);
    EXPECT_EQ(stage.send(GiftCredits{b, b, 5, Relation::spouse, "", "x"}).reason, invalid_field);
}

TEST_F(TimebankOracle, ADecisionIsIssuedOnce) {
    stage.must_send(IssueCredits{b, 60, "decision 7", ""});
    EXPECT_EQ(stage.send(IssueCredits{b, 60, "decision 7", ""}).reason, illegal_status);
    EXPECT_EQ(stage.balance(b), 660);
}

TEST_F(TimebankOracle, NobodyEarnsForAServiceToHimself) {
    const AccountId both = stage.open(stage.member(), stage.volunteer());
    const Account account = stage.account(both);
    const ServiceRecordId record =
        stage.confirmed(account.volunteer, account.member, stage.now() - hours(1), 60);
    EXPECT_EQ(stage.approve(record).reason, not_eligible);
    EXPECT_EQ(stage.balance(both), 0);
}

TEST_F(TimebankOracle, AVolunteerWithoutAnAccountGetsOneWithTheFirstService) {
    const ResponderId fresh = stage.volunteer();
    stage.serve(fresh, member, 60);
    EXPECT_EQ(stage.balance(stage.of(fresh)), 60);
}

TEST_F(TimebankOracle, WhatTheVolunteerHasSpentIsCoveredWhenAServiceIsReversed) {
    stage.hold(b, 120, member);
    const ServiceRecordId record = stage.serve(volunteer, member, 95);
    stage.must_send(DonateCredits{a, {}, 80, "", ""});
    stage.reverse(record);
    EXPECT_EQ(stage.balance(b), 600);
    EXPECT_EQ(stage.balance(a), 0);
    EXPECT_EQ(stage.balance(stage.pool()), 0);  // 80 given, 80 back
}

TEST_F(TimebankOracle, AServiceApprovedTooLateEarnsHoursAlone) {
    Rules rules = bank_rules();
    rules.timebank->claim_days = 3;
    stage.must_send(LoadRules{rules});
    stage.pass(bank_opens + one_day * 20);
    ASSERT_FALSE(stage.approve(stage.confirmed(volunteer, member, bank_opens + hours(1), 60)));
    EXPECT_EQ(stage.balance(a), 0);
    EXPECT_EQ(stage.made<ServiceCredited>().cut_min, 60);
    EXPECT_EQ(stage.made<VolunteerHoursChanged>().approved_min, 60);
}

TEST_F(TimebankOracle, AnEntryLeavesTheBoardWhenItCanBeReversedNoMore) {
    stage.issue(b, 10);
    const EntryId issued = stage.made<EntryPosted>().entry.id;
    const TimePoint over = stage.entry(issued).reverse_until;
    EXPECT_EQ(over, stage.now() + one_day * 365);
    stage.pass(over - Millis{1});
    ASSERT_NE(stage.board().store<Entry>().get(issued), nullptr);
    stage.pass(over);
    EXPECT_EQ(stage.board().store<Entry>().get(issued), nullptr);
    EXPECT_EQ(stage.balance(b), 610);
    EXPECT_EQ(stage.send(ReverseEntry{issued, "too late"}).reason, unknown_entry);
}

TEST(Timebank, WithoutARuleNothingIsPaidAndNothingIsOpened) {
    TimebankStage stage(test_rules());
    EXPECT_EQ(stage.board().store<Account>().size(), 0u);
    const MemberId member = stage.member();
    const ResponderId volunteer = stage.volunteer();
    EXPECT_EQ(stage.send(OpenAccount{member, {}, {}, ""}).reason, not_ready);
    stage.serve(volunteer, member, 60);
    EXPECT_EQ(stage.board().store<Account>().size(), 0u);
    EXPECT_EQ(stage.board().store<Entry>().size(), 0u);
}

TEST(Timebank, ItsOwnAccountsOpenWithTheRulesAndOnce) {
    Rules rules = bank_rules();
    rules.timebank->funds = {{1, "key persons", "重点"}, {2, "meals", "助餐"}};
    TimebankStage stage(rules);
    EXPECT_EQ(stage.board().store<Account>().size(), 4u);
    stage.must_send(LoadRules{rules});
    EXPECT_EQ(stage.board().store<Account>().size(), 4u);
    EXPECT_EQ(stage.send(CloseAccount{stage.pool(), ""}).reason, illegal_status);
    EXPECT_EQ(stage.send(FreezeAccount{stage.issuer(), "x"}).reason, illegal_status);
}

TEST(Timebank, APersonHasOneAccount) {
    TimebankStage stage;
    const MemberId member = stage.member();
    const ResponderId volunteer = stage.volunteer();
    const AccountId own = stage.open(member, volunteer);
    EXPECT_EQ(stage.send(OpenAccount{member, {}, {}, ""}).reason, illegal_status);
    EXPECT_EQ(stage.send(OpenAccount{{}, volunteer, {}, ""}).reason, illegal_status);
    stage.serve(volunteer, stage.member(), 60);
    EXPECT_EQ(stage.balance(own), 60);
}

TEST(Timebank, AnAccountClosesEmptyAndLeavesTheBoard) {
    TimebankStage stage;
    const MemberId member = stage.member();
    const AccountId id = stage.open(member);
    stage.issue(id, 60);
    EXPECT_EQ(stage.send(CloseAccount{id, ""}).reason, illegal_status);
    stage.must_send(DonateCredits{id, {}, 60, "", ""});
    stage.must_send(CloseAccount{id, ""});
    EXPECT_EQ(stage.send(IssueCredits{id, 5, "", ""}).reason, illegal_status);
    stage.pass(stage.now() + bank_rules().timebank->keep_ms);
    EXPECT_EQ(stage.board().store<Account>().get(id), nullptr);
    EXPECT_NE(stage.open(member), id);
}

TEST(Timebank, AFrozenAccountGivesNothingAndEarnsOn) {
    TimebankStage stage;
    const MemberId member = stage.member();
    const ResponderId volunteer = stage.volunteer();
    const AccountId id = stage.open(member, volunteer);
    stage.issue(id, 100);
    stage.must_send(FreezeAccount{id, "looked into"});
    EXPECT_EQ(stage.send(hold_of(id, 10, member)).reason, illegal_status);
    EXPECT_EQ(stage.send(DonateCredits{id, {}, 10, "", ""}).reason, illegal_status);
    stage.serve(volunteer, stage.member(), 60);
    EXPECT_EQ(stage.balance(id), 160);
    stage.must_send(ThawAccount{id, "all is well"});
    stage.hold(id, 160, member);
}

}  // namespace
}  // namespace muster::test
