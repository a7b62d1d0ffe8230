// What is taken back when somebody is gone, has spent it or has no room for it; and for how long
// an entry stays there to be taken back.
#include "muster/service_records_rules.hpp"
#include "tests/core/timebank_stage.hpp"

namespace muster::test {
namespace {

using enum RejectReason;

class TakingBack : public PaidService {
  protected:
    explicit TakingBack(const Rules& rules = bank_rules()) : PaidService(120, rules) {}
    void sum_is_zero() {
        std::int64_t sum = 0;
        const auto& accounts = stage.board().store<Account>();
        for (const core::Index index : accounts.in_order())
            sum += accounts[index].balance_min;
        EXPECT_EQ(sum, 0);
    }
};

TEST_F(TakingBack, HappensOnceAlsoWhenWhoPaidIsGone) {
    stage.must_send(SetMemberStatus{member, MemberStatus::deceased, "told"});
    stage.must_send(EraseMember{member, "asked for"});
    ASSERT_EQ(stage.account(b).status, AccountStatus::closed);
    stage.issue(a, 200);
    stage.reverse(record);
    EXPECT_EQ(stage.balance(a), 200);
    EXPECT_EQ(stage.balance(stage.pool()), 25 + 95);
    EXPECT_EQ(stage.entry(earned).status, EntryStatus::reversed);
    EXPECT_EQ(stage.send(OpenDispute{earned, "nobody came"}).reason, illegal_status);
    EXPECT_EQ(stage.send(ReverseEntry{earned, "nobody came"}).reason, illegal_status);
    EXPECT_EQ(stage.balance(a), 200);
    sum_is_zero();
}

TEST_F(TakingBack, OfADisputeWhosePayerIsGoneIsNotRepeatedByTheService) {
    stage.must_send(OpenDispute{earned, "nobody came"});
    stage.must_send(SetMemberStatus{member, MemberStatus::deceased, "told"});
    stage.must_send(EraseMember{member, "asked for"});
    stage.issue(a, 200);
    stage.must_send(ResolveDispute{earned, true, "nobody came"});
    EXPECT_EQ(stage.balance(a), 200);
    stage.reverse(record);
    EXPECT_EQ(stage.balance(a), 200);
    sum_is_zero();
}

class WithAFund : public TakingBack {
  protected:
    static Rules rules() {
        Rules rules = bank_rules();
        rules.timebank->cap_min = 150;
        rules.timebank->funds = {{1, "key persons", "重点"}};
        rules.timebank->excess_to = 1;
        return rules;
    }
    WithAFund() : TakingBack(rules()) {}
};

TEST_F(WithAFund, WhatHasNoRoomGoesWhereTheExcessGoes) {
    stage.issue(b, 120);  // 145 of 150
    stage.reverse(record);
    EXPECT_EQ(stage.balance(a), 0);
    EXPECT_EQ(stage.balance(b), 150);
    EXPECT_EQ(stage.balance(stage.board().derived<Account>().fund(1)), 90);
    EXPECT_EQ(stage.balance(stage.pool()), 0);
    EXPECT_EQ(stage.entry(earned).status, EntryStatus::reversed);
    sum_is_zero();
}

// The records of services leave early; what a day has earned is known as long as it can be claimed.
class RecordsLeaveEarly : public testing::Test {
  protected:
    static Rules rules() {
        Rules rules = bank_rules();
        rules.service_records.emplace().paper_days = 30;
        rules.service_records->reverse_days = 30;
        rules.service_records->dispute_days = 1;
        rules.timebank->dispute_days = 1;
        return rules;
    }
    TimebankStage stage{rules()};
};

TEST_F(RecordsLeaveEarly, AndTheLimitOfTheDayStillCountsWhatTheyEarned) {
    const MemberId member = stage.member();
    const ResponderId volunteer = stage.volunteer();
    stage.pass(bank_opens + one_day);
    const ServiceRecordId late = stage.confirmed(volunteer, member, bank_opens + hours(8), 300);
    ASSERT_FALSE(stage.approve(stage.confirmed(volunteer, member, bank_opens, 300)));
    stage.pass(stage.now() + one_day * 40);
    ASSERT_FALSE(stage.approve(late));
    EXPECT_EQ(stage.balance(stage.of(volunteer)), 480);
    EXPECT_EQ(stage.made<ServiceCredited>().over_limit_min, 120);
}

}  // namespace
}  // namespace muster::test
