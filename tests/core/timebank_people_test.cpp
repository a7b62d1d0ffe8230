// One person under several numbers, relatives, and what is left when somebody dies.
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

}  // namespace
}  // namespace muster::test
