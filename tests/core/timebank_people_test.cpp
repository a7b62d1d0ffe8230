// One person under several numbers, relatives, and what is left when somebody dies or is erased.
#include "muster/talents.hpp"
#include "tests/core/timebank_stage.hpp"

namespace muster::test {
namespace {

using enum RejectReason;

// A member and a volunteer who are one person, as the register of talents says.
class OnePerson : public testing::Test {
  protected:
    explicit OnePerson(const Rules& rules = bank_rules()) : stage(rules) {}
    void register_talent() {
        RegisterTalent command;
        command.profile.name = "Li";
        command.member = member;
        command.responder = volunteer;
        stage.must_send(command);
    }
    void die() { stage.must_send(SetMemberStatus{member, MemberStatus::deceased, "told"}); }

    TimebankStage stage;
    MemberId member = stage.member();
    ResponderId volunteer = stage.volunteer();
};

TEST_F(OnePerson, DiesAndTheAccountOfTheVolunteerIsFrozenAndWoundUp) {
    const AccountId account = stage.open(volunteer);
    register_talent();
    stage.issue(account, 500);
    die();
    EXPECT_EQ(stage.account(account).status, AccountStatus::frozen);
    EXPECT_EQ(stage.account(account).until, stage.now() + one_day * 90);
    stage.pass(stage.now() + one_day * 90);
    EXPECT_EQ(stage.account(account).status, AccountStatus::closed);
    EXPECT_EQ(stage.balance(stage.pool()), 500);
}

TEST_F(OnePerson, WasDeadByMistakeAndEveryAccountIsThawed) {
    const AccountId own = stage.open(member);
    const AccountId other = stage.open(volunteer);
    register_talent();
    die();
    EXPECT_EQ(stage.account(own).status, AccountStatus::frozen);
    EXPECT_EQ(stage.account(other).status, AccountStatus::frozen);
    stage.must_send(SetMemberStatus{member, MemberStatus::active, "it was somebody else"});
    EXPECT_EQ(stage.account(own).status, AccountStatus::open);
    EXPECT_EQ(stage.account(other).status, AccountStatus::open);
}

TEST_F(OnePerson, WhoseServiceIsApprovedAfterTheDeathLeavesWhatItEarns) {
    register_talent();
    const ServiceRecordId record =
        stage.confirmed(volunteer, stage.member(), stage.now() - hours(2), 60);
    die();
    ASSERT_FALSE(stage.approve(record));
    const AccountId account = stage.made<ServiceCredited>().account;
    EXPECT_EQ(stage.balance(account), 60);
    EXPECT_EQ(stage.account(account).status, AccountStatus::frozen);
    stage.pass(stage.now() + one_day * 90);
    EXPECT_EQ(stage.account(account).status, AccountStatus::closed);
    EXPECT_EQ(stage.balance(stage.pool()), 60);
}

TEST_F(OnePerson, IsNamedOnTheAccountThatTheRegisterFindsAlready) {
    UpdateAccount update;
    update.account = stage.open(volunteer);
    update.member = member;
    register_talent();
    stage.must_send(update);
    EXPECT_EQ(stage.account(update.account).member, member);
    EXPECT_EQ(stage.account(update.account).kind, AccountKind::member);
}

TEST_F(OnePerson, BringsTwoAccountsTogether) {
    const AccountId own = stage.open(member);
    const AccountId other = stage.open(volunteer);
    stage.issue(other, 100);
    const GiftCredits all{other, own, 100, Relation::self, "", "the register says so"};
    EXPECT_EQ(stage.send(all).reason, not_eligible);
    register_talent();
    stage.must_send(all);
    EXPECT_EQ(stage.balance(own), 100);
    stage.must_send(CloseAccount{other, ""});
}

class ServedFirst : public OnePerson {
  protected:
    static Rules rules() {
        Rules rules = bank_rules();
        rules.timebank->redeem_after_min = 100;
        return rules;
    }
    ServedFirst() : OnePerson(rules()) {}
};

TEST_F(ServedFirst, UnderWhateverNumber) {
    const AccountId account = stage.open(member);
    register_talent();
    stage.serve(volunteer, stage.member(), 100);
    ASSERT_EQ(stage.balance(account), 100);
    stage.hold(account, 60, member);
    EXPECT_EQ(stage.held(account), 60);
}

class Death : public testing::Test {
  protected:
    void die() { stage.must_send(SetMemberStatus{member, MemberStatus::deceased, ""}); }

    TimebankStage stage;
    MemberId member = stage.member();
    AccountId account = stage.open(member);
};

TEST_F(Death, FreezesTheAccountForNinetyDaysAndThenThePoolGetsIt) {
    stage.issue(account, 500);
    stage.hold(account, 100, member);
    die();
    EXPECT_EQ(stage.account(account).status, AccountStatus::frozen);
    EXPECT_EQ(stage.held(account), 0);
    const TimePoint end = stage.account(account).until;
    EXPECT_EQ(end, stage.now() + one_day * 90);
    EXPECT_EQ(stage.send(ThawAccount{account, "x"}).reason, illegal_status);
    stage.pass(end - Millis{1});
    EXPECT_EQ(stage.balance(account), 500);
    stage.pass(end);
    EXPECT_EQ(stage.account(account).status, AccountStatus::closed);
    EXPECT_EQ(stage.balance(stage.pool()), 500);
}

TEST_F(Death, LeavesTheCreditsToTheSpouseWhereTheSchemeSaysSo) {
    Rules rules = bank_rules();
    rules.timebank->heir = CreditHeir::spouse;
    stage.must_send(LoadRules{rules});
    const AccountId spouse = stage.open(stage.member());
    UpdateAccount update;
    update.account = account;
    update.spouse = spouse;
    stage.must_send(update);
    stage.issue(account, 500);
    stage.issue(spouse, 89'800);
    die();
    stage.pass(stage.now() + one_day * 91);
    EXPECT_EQ(stage.balance(spouse), 90'000);
    EXPECT_EQ(stage.balance(stage.pool()), 300);
}

TEST_F(Death, TakenBackThawsTheAccount) {
    stage.issue(account, 500);
    die();
    stage.must_send(SetMemberStatus{member, MemberStatus::active, "it was somebody else"});
    EXPECT_EQ(stage.account(account).status, AccountStatus::open);
    stage.pass(stage.now() + one_day * 100);
    EXPECT_EQ(stage.balance(account), 500);
}

TEST_F(Death, TakenBackLeavesFrozenWhatWasFrozenByHandBefore) {
    stage.issue(account, 500);
    stage.must_send(FreezeAccount{account, "the court asks"});
    EXPECT_TRUE(stage.account(account).frozen_by_hand);
    die();
    EXPECT_EQ(stage.account(account).until, stage.now() + one_day * 90);
    stage.must_send(SetMemberStatus{member, MemberStatus::active, "it was somebody else"});
    EXPECT_EQ(stage.account(account).status, AccountStatus::frozen);
    EXPECT_FALSE(stage.account(account).until);
    EXPECT_EQ(stage.send(DonateCredits{account, {}, 1, "", ""}).reason, illegal_status);
    stage.pass(stage.now() + one_day * 100);
    EXPECT_EQ(stage.balance(account), 500);
    // Whoever thaws it, thaws it for good: another mistake leaves it open.
    stage.must_send(ThawAccount{account, "the court has what it wants"});
    EXPECT_FALSE(stage.account(account).frozen_by_hand);
    die();
    stage.must_send(SetMemberStatus{member, MemberStatus::active, "it was somebody else"});
    EXPECT_EQ(stage.account(account).status, AccountStatus::open);
}

TEST_F(Death, EndsAnAccountThatWasFrozenByHandAsAnyOther) {
    stage.issue(account, 500);
    stage.must_send(FreezeAccount{account, "the court asks"});
    die();
    stage.pass(stage.now() + one_day * 90);
    EXPECT_EQ(stage.account(account).status, AccountStatus::closed);
    EXPECT_FALSE(stage.account(account).frozen_by_hand);
    EXPECT_EQ(stage.balance(stage.pool()), 500);
}

TEST_F(Death, ErasedTheAccountIsWoundUpAtOnce) {
    stage.issue(account, 500);
    die();
    stage.must_send(EraseMember{member, "asked for"});
    EXPECT_EQ(stage.account(account).status, AccountStatus::closed);
    EXPECT_EQ(stage.balance(stage.pool()), 500);
}

// What is written about one member and about another, in entries of every sort.
class WrittenAbout : public testing::Test {
  protected:
    EntryId issued(AccountId account) {
        stage.must_send(IssueCredits{account, 100, "", "for his years at the mill"});
        return stage.made<EntryPosted>().entry.id;
    }
    EntryId disputed(EntryId entry) {
        stage.must_send(OpenDispute{entry, "Li was in hospital then"});
        stage.must_send(ResolveDispute{entry, false, "the ward says he was not"});
        return entry;
    }
    void erase() {
        stage.must_send(SetMemberStatus{member, MemberStatus::moved_away, "to her sister"});
        stage.must_send(EraseMember{member, "asked for"});
    }
    [[nodiscard]] bool is_stripped(EntryId id) const {
        const Entry& entry = stage.entry(id);
        return entry.reason.value.empty() && entry.dispute.value.empty() &&
               entry.decision.value.empty();
    }

    TimebankStage stage;
    MemberId member = stage.member();
    AccountId account = stage.open(member);
    AccountId other = stage.open(stage.member());
};

TEST_F(WrittenAbout, WhoIsErasedIsGoneFromTheEntriesOfTheAccount) {
    const EntryId own = disputed(issued(account));
    const EntryId others = disputed(issued(other));
    stage.must_send(GiftCredits{account, other, 10, Relation::child, "", "shown by the book"});
    const EntryId gift = stage.made<EntryPosted>().entry.id;
    const Entry before = stage.entry(own);
    erase();
    EXPECT_EQ(stage.all<EntryStripped>().size(), 2u);
    EXPECT_TRUE(is_stripped(own));
    EXPECT_TRUE(is_stripped(gift));
    EXPECT_EQ(stage.entry(others).reason.value, "for his years at the mill");
    EXPECT_EQ(stage.entry(others).dispute.value, "Li was in hospital then");
    EXPECT_EQ(stage.entry(others).decision.value, "the ward says he was not");
    // All but the texts is as it was.
    EXPECT_EQ(stage.entry(own).minutes, before.minutes);
    EXPECT_EQ(stage.entry(own).status, EntryStatus::dismissed);
    EXPECT_EQ(stage.entry(own).decided_by, before.decided_by);
    EXPECT_EQ(stage.balance(other), 110);
}

TEST_F(WrittenAbout, WhoIsErasedIsGoneFromWhatOthersEarnedByServingHim) {
    const ResponderId volunteer = stage.volunteer();
    stage.serve(volunteer, member, 60);
    const EntryId earned = disputed(stage.made<EntryPosted>().entry.id);
    ASSERT_FALSE(is_stripped(earned));
    erase();
    EXPECT_TRUE(is_stripped(earned));
    EXPECT_EQ(stage.balance(stage.of(volunteer)), 60);
}

TEST_F(WrittenAbout, WhoIsErasedIsGoneFromAnAccountThatWasClosedBefore) {
    const EntryId own = issued(account);
    stage.must_send(DonateCredits{account, {}, 100, "", "he wants no thanks"});
    const EntryId given = stage.made<EntryPosted>().entry.id;
    stage.must_send(CloseAccount{account, ""});
    erase();
    EXPECT_TRUE(is_stripped(own));
    EXPECT_TRUE(is_stripped(given));
}

TEST_F(WrittenAbout, WhoWasRegisteredByMistakeIsGoneToo) {
    const EntryId own = disputed(issued(account));
    stage.must_send(RemoveMember{member, "never was one"});
    EXPECT_TRUE(is_stripped(own));
}

TEST(TimebankPeople, NothingIsKeptReadyForTheDead) {
    TimebankStage stage;
    const MemberId member = stage.member();
    const AccountId account = stage.open(stage.member());
    stage.issue(account, 100);
    stage.must_send(SetMemberStatus{member, MemberStatus::deceased, "told"});
    HoldCredits command;
    command.account = account;
    command.minutes = 10;
    command.member = member;
    command.relation = Relation::parent;
    const Rejection bad = stage.send(command);
    EXPECT_EQ(bad.reason, illegal_status);
    EXPECT_EQ(bad.field, "/member");
    UpdateAccount update;
    update.account = stage.open(stage.volunteer());
    update.member = member;
    EXPECT_EQ(stage.send(update).field, "/member");
    EXPECT_EQ(stage.send(OpenAccount{member, {}, {}, ""}).field, "/member");
}

TEST(TimebankPeople, NothingIsKeptReadyForAMemberWithoutEnd) {
    TimebankStage stage;
    const MemberId member = stage.member();
    const AccountId account = stage.open(member);
    stage.issue(account, 100);
    for (int i = 0; i < 64; ++i)
        stage.hold(account, 1, member);
    HoldCredits command;
    command.account = account;
    command.minutes = 1;
    command.member = member;
    EXPECT_EQ(stage.send(command).reason, limit_reached);
    EXPECT_EQ(stage.held(account), 64);
}

TEST(TimebankPeople, TheSpouseInheritsWhoeverOfTheTwoNamedTheOther) {
    Rules rules = bank_rules();
    rules.timebank->heir = CreditHeir::spouse;
    TimebankStage stage(rules);
    const MemberId member = stage.member();
    const AccountId account = stage.open(member);
    stage.must_send(OpenAccount{stage.member(), {}, account, ""});
    const AccountId spouse = stage.made<AccountOpened>().account.id;
    stage.issue(account, 500);
    stage.must_send(SetMemberStatus{member, MemberStatus::deceased, "told"});
    stage.pass(stage.now() + one_day * 90);
    EXPECT_EQ(stage.balance(spouse), 500);
    EXPECT_EQ(stage.balance(stage.pool()), 0);
}

TEST(TimebankPeople, CreditsComeOutOfNothingByADecisionOnly) {
    TimebankStage stage;
    EXPECT_EQ(stage.send(DonateCredits{stage.issuer(), {}, 60, "", ""}).reason, not_eligible);
    EXPECT_EQ(stage.send(DonateCredits{stage.issuer(), stage.pool(), 60, "", ""}).reason,
              not_eligible);
    EXPECT_EQ(stage.balance(stage.pool()), 0);
}

TEST(TimebankPeople, ThePoolKeepsNothingReadyUnlessTheSchemeSaysSo) {
    Rules rules = bank_rules();
    TimebankStage stage(rules);
    stage.issue(stage.pool(), 100);
    HoldCredits command;
    command.account = stage.pool();
    command.minutes = 60;
    command.member = stage.member();
    EXPECT_EQ(stage.send(command).reason, not_eligible);
    rules.timebank->pool_pays = true;
    stage.must_send(LoadRules{rules});
    stage.must_send(command);
    EXPECT_EQ(stage.held(stage.pool()), 60);
}

// Every person of the time bank has one: 80 bytes in the list of them, of which 100,000 fit into
// four large pages.
TEST(TimebankPeople, AnAccountTakesNoMoreRoomThanItself) {
    using Accounts = core::StoreOf<Account>;
    EXPECT_EQ(sizeof(Accounts::Entry), sizeof(Account));
    EXPECT_EQ(sizeof(Account), 80u);
    EXPECT_EQ(sizeof(core::StoreOf<Hold>::Entry), sizeof(Hold));
    // The id alone tells where one lives.
    Accounts accounts;
    Account first;
    first.id = {1};
    Account second;
    second.id = {2};
    const core::Index place = accounts.insert(first);
    accounts.insert(second);
    accounts.erase(place);
    EXPECT_FALSE(accounts.used(place));
    EXPECT_EQ(accounts.in_order(), std::vector<core::Index>{accounts.find(second.id)});
    EXPECT_EQ(accounts.insert(first), place);
    EXPECT_TRUE(accounts.used(place));
}

}  // namespace
}  // namespace muster::test
