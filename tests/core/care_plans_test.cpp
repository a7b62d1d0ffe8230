// What consultants, personal plans and referrals promise.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "engine/core/care/care_state.hpp"
#include "muster/merges.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"
#include "tests/core/care_stage.hpp"
#include "tests/core/life_cycle_pairs.hpp"

namespace muster::test {
namespace {

using core::CareCaseAction;
using core::CarePlanAction;
using core::ReferralAction;

DraftPlan draft(MemberId member) {
    DraftPlan command;
    command.member = member;
    command.goals = std::vector<CareGoal>{{"meals", "chore", "a warm meal every day"}};
    return command;
}

ReferMember referral(MemberId member) {
    ReferMember command;
    command.member = member;
    command.to = "civil affairs bureau";
    command.need = "allowance";
    return command;
}

const CareCase& case_of(const CareStage& stage, MemberId member) {
    return stage.get(stage.board().derived<CareCase>().of_member(member));
}

UpdateResponder learns(ResponderId responder, std::vector<Code> skills) {
    UpdateResponder command;
    command.responder = responder;
    command.profile.skills = std::move(skills);
    return command;
}

SetMemberStatus becomes(MemberId member, MemberStatus status) {
    return {member, status, "told by the family"};
}

TEST(Consultants, HaveTheSkillAndALimit) {
    CareStage stage;
    const MemberId first = stage.member();
    const MemberId second = stage.member();
    const MemberId third = stage.member();
    const ResponderId nurse = stage.responder({"nurse"});
    const ResponderId chen = stage.responder({"consultant"});
    EXPECT_EQ(stage.send(AssignConsultant{first, nurse, ""}).reason,
              RejectReason::responder_not_able);
    stage.made(AssignConsultant{first, chen, ""});
    stage.made(AssignConsultant{second, chen, ""});
    const Rejection full = stage.send(AssignConsultant{third, chen, ""});
    EXPECT_EQ(full.reason, RejectReason::limit_reached);
    EXPECT_EQ(full.field, "/responder");
    EXPECT_EQ(stage.send(AssignConsultant{first, chen, "again"}).reason,
              RejectReason::illegal_status);
    // Their visits are the consultant's.
    EXPECT_EQ(stage.next(first).visitor, chen);
    EXPECT_FALSE(stage.next(third).visitor);

    const ResponderId wu = stage.responder({"consultant"});
    EXPECT_EQ(stage.send(AssignConsultant{first, wu, ""}).field, "/reason");
    stage.made(AssignConsultant{first, wu, "lives nearer"});
    EXPECT_EQ(case_of(stage, first).consultant, wu);
    EXPECT_EQ(case_of(stage, first).reason.value, "lives nearer");
    EXPECT_EQ(stage.next(first).visitor, wu);
    stage.made(AssignConsultant{third, chen, ""});
    stage.visit(third, stage.now() + hours(24));
    EXPECT_EQ(stage.next(third).visitor, chen);
}

TEST(Consultants, WhoLeavesLeavesCasesThatAreSeen) {
    CareStage stage;
    const MemberId member = stage.member();
    const ResponderId chen = stage.responder({"consultant", "nurse"});
    stage.made(AssignConsultant{member, chen, ""});
    stage.made(learns(chen, {"consultant"}));
    EXPECT_EQ(stage.count("ConsultantLost"), 0u);
    stage.made(learns(chen, {"nurse"}));
    EXPECT_EQ(stage.count("ConsultantLost"), 1u);
    EXPECT_EQ(case_of(stage, member).status, CareCaseStatus::unassigned);
    EXPECT_EQ(case_of(stage, member).consultant, chen);
    EXPECT_FALSE(stage.next(member).visitor);
    EXPECT_TRUE(stage.board().derived<CareCase>().of_consultant(chen).empty());
    // Whoever takes over needs no reason.
    const ResponderId wu = stage.responder({"consultant"});
    stage.made(AssignConsultant{member, wu, ""});
    EXPECT_EQ(stage.board().store<CareCase>().size(), 1u);
}

TEST(Consultants, OfTwoWhoAreOneTheOneOfWhomIsKept) {
    CareStage stage;
    const MemberId kept = stage.member();
    const MemberId alias = stage.member();
    const ResponderId chen = stage.responder({"consultant"});
    const ResponderId wu = stage.responder({"consultant"});
    stage.made(AssignConsultant{kept, chen, ""});
    stage.made(AssignConsultant{alias, wu, ""});
    stage.made(ProposeMerge{kept, alias, ""});
    const MergeId merge = stage.board().derived<MemberMerge>().of_member(kept).back();
    stage.made(MergeMembers{merge, ""});
    EXPECT_EQ(case_of(stage, kept).status, CareCaseStatus::assigned);
    EXPECT_EQ(case_of(stage, alias).status, CareCaseStatus::closed);
    stage.made(UndoMerge{merge, "two people"});
    EXPECT_EQ(case_of(stage, alias).status, CareCaseStatus::assigned);
    EXPECT_EQ(case_of(stage, alias).consultant, wu);
}

// In the record in which a member dies all ends; a correction brings all of it back as it was.
TEST(Care, EndsWithADeathAndComesBackWithACorrection) {
    CareStage stage;
    const MemberId member = stage.member();
    const ResponderId chen = stage.responder({"consultant"});
    stage.made(AssignConsultant{member, chen, ""});
    const CarePlanId active{stage.made(draft(member))};
    stage.made(ActivatePlan{active, {}});
    const CarePlanId drafted{stage.made(draft(member))};
    const ReferralId open{stage.made(referral(member))};
    const ReferralId accepted{stage.made(referral(member))};
    stage.made(AnswerReferral{accepted, ReferralStatus::accepted, "", ""});
    stage.made(becomes(member, MemberStatus::deceased));
    EXPECT_EQ(case_of(stage, member).status, CareCaseStatus::closed);
    EXPECT_EQ(stage.get(active).status, CarePlanStatus::closed);
    EXPECT_EQ(stage.get(drafted).status, CarePlanStatus::closed);
    EXPECT_EQ(stage.get(open).status, ReferralStatus::closed);
    EXPECT_EQ(stage.get(accepted).status, ReferralStatus::closed);
    EXPECT_FALSE(stage.has_next(member));
    EXPECT_EQ(stage.send(draft(member)).reason, RejectReason::illegal_status);
    EXPECT_EQ(stage.send(referral(member)).reason, RejectReason::illegal_status);
    EXPECT_EQ(stage.send(AssignConsultant{member, chen, ""}).reason, RejectReason::illegal_status);

    stage.made(becomes(member, MemberStatus::active), stage.now() + hours(48));
    EXPECT_EQ(case_of(stage, member).status, CareCaseStatus::assigned);
    EXPECT_EQ(stage.get(active).status, CarePlanStatus::active);
    EXPECT_EQ(stage.get(drafted).status, CarePlanStatus::draft);
    EXPECT_EQ(stage.get(open).status, ReferralStatus::made);
    EXPECT_EQ(stage.get(accepted).status, ReferralStatus::accepted);
    EXPECT_TRUE(stage.has_next(member));
}

TEST(Care, NoRoomForWhoComesBack) {
    CareStage stage;
    const ResponderId chen = stage.responder({"consultant"});
    const MemberId member = stage.member();
    stage.made(AssignConsultant{member, chen, ""});
    stage.made(becomes(member, MemberStatus::deceased));
    for (int i = 0; i < 2; ++i)
        stage.made(AssignConsultant{stage.member(), chen, ""});
    stage.made(becomes(member, MemberStatus::active));
    EXPECT_EQ(case_of(stage, member).status, CareCaseStatus::unassigned);
}

TEST(Plans, OneInUse) {
    CareStage stage;
    const MemberId member = stage.member();
    const CarePlanId first{stage.made(draft(member))};
    const CarePlanId second{stage.made(draft(member))};
    stage.made(ActivatePlan{first, {}});
    EXPECT_EQ(stage.send(ActivatePlan{second, {}}).reason, RejectReason::illegal_status);
    stage.made(HoldPlan{first, "in hospital"});
    EXPECT_EQ(stage.send(ActivatePlan{second, {}}).reason, RejectReason::illegal_status);
    stage.made(EndPlan{first, true, ""});
    stage.made(ActivatePlan{second, {}});
}

TEST(Plans, SayWhatIsNeededAndByWhichService) {
    CareStage stage;
    DraftPlan command = draft(stage.member());
    command.goals.value[0].service = "parade";
    EXPECT_EQ(stage.send(command).reason, RejectReason::unknown_service);
    command.goals.value[0].service = "";
    command.goals.value[0].text = "";
    EXPECT_EQ(stage.send(command).field, "/goals/0/text");
    command.goals.value.clear();
    EXPECT_EQ(stage.send(command).field, "/goals");
}

TEST(Plans, AreGoneThroughAgainEverySixMonths) {
    CareStage stage("2025-08-31");
    const MemberId member = stage.member();
    const CarePlanId plan{stage.made(draft(member))};
    stage.made(ActivatePlan{plan, {}});
    EXPECT_EQ(stage.get(plan).review.due_at, at("2026-03-01", 0));
    stage.wait_until(at("2026-02-15", 0));
    EXPECT_TRUE(stage.get(plan).review.warned_at);
    stage.wait_until(at("2026-03-01", 0));
    EXPECT_TRUE(stage.get(plan).review.breached_at);
    RecordVisit visit = CareStage::well(stage.next(member).id);
    visit.reviewed = plan;
    stage.made(visit);
    EXPECT_EQ(stage.get(plan).review.due_at, at("2026-09-02", 0));
    EXPECT_FALSE(stage.get(plan).review.breached_at);
    const CarePlanId others{stage.made(draft(stage.member()))};
    stage.made(ActivatePlan{others, {}});
    visit.visit = stage.next(member).id;
    visit.reviewed = others;
    EXPECT_EQ(stage.send(visit).field, "/reviewed");
}

TEST(Plans, TheirVisitsEndWithThem) {
    CareStage stage;
    const MemberId member = stage.member();
    const CarePlanId plan{stage.made(draft(member))};
    stage.made(ActivatePlan{plan, {}});
    PlanVisit visit;
    visit.member = member;
    visit.kind = VisitKind::plan;
    visit.due = *Date::from_text("2025-12-20");
    visit.care_plan = plan;
    stage.made(visit);
    stage.made(EndPlan{plan, false, "she does not want it"});
    EXPECT_EQ(stage.count("VisitCancelled"), 1u);
    EXPECT_EQ(stage.send(visit).field, "/care_plan");
}

// Working days by the calendar: 2026-02-13 + 3 = 02-25, 14 February being worked.
TEST(Referrals, AreAnsweredInWorkingDays) {
    CareStage stage("2026-02-13");
    const ReferralId made{stage.made(referral(stage.member()))};
    EXPECT_EQ(stage.get(made).answer.due_at, at("2026-02-26", 0));
    EXPECT_FALSE(stage.get(made).provisional);
    stage.wait_until(at("2026-02-26", 9));
    EXPECT_TRUE(stage.get(made).answer.warned_at);
    EXPECT_TRUE(stage.get(made).answer.breached_at);
    AnswerReferral answer{made, ReferralStatus::accepted, "we will come", ""};
    EXPECT_EQ(stage.send(answer).field, "/late_cause");
    answer.late_cause = "the letter was lost";
    stage.made(answer);
    EXPECT_EQ(stage.get(made).answer.cause.value, "the letter was lost");
    stage.made(AnswerReferral{made, ReferralStatus::done, "done", ""});
    EXPECT_EQ(stage.send(AnswerReferral{made, ReferralStatus::closed, "", ""}).field, "/status");
    CareStage later("2026-12-30");
    EXPECT_TRUE(later.get(ReferralId{later.made(referral(later.member()))}).provisional);
}

TEST(Care, LeavesTheBoardSomeTimeAfter) {
    CareStage stage;
    const MemberId member = stage.member();
    const CarePlanId plan{stage.made(draft(member))};
    const ReferralId asked{stage.made(referral(member))};
    stage.made(EndPlan{plan, false, "a mistake"});
    stage.made(AnswerReferral{asked, ReferralStatus::declined, "not ours", ""});
    stage.wait_until(stage.now() + hours(24 * 70));
    EXPECT_EQ(stage.board().store<CarePlan>().size(), 0u);
    EXPECT_EQ(stage.board().store<Referral>().size(), 0u);
}

// Every status with every action.
struct PlansArea {
    struct Stage {
        CareStage care;
        MemberId member;
        CarePlanId plan;
    };

    [[nodiscard]] Stage stage(CarePlanStatus status) const {
        Stage made;
        made.member = made.care.member();
        made.plan = {made.care.made(draft(made.member))};
        const auto must = [&](Command command) { made.care.made(std::move(command)); };
        if (status == CarePlanStatus::draft) return made;
        must(ActivatePlan{made.plan, {}});
        if (status == CarePlanStatus::on_hold) must(HoldPlan{made.plan, "in hospital"});
        if (status == CarePlanStatus::completed) must(EndPlan{made.plan, true, ""});
        if (status == CarePlanStatus::revoked) must(EndPlan{made.plan, false, "not wanted"});
        if (status == CarePlanStatus::closed) {
            must(becomes(made.member, MemberStatus::deceased));
        }
        return made;
    }
    [[nodiscard]] Rejection act(Stage& stage, CarePlanAction action) const {
        const auto send = [&](Command command) { return stage.care.send(std::move(command)); };
        const CarePlanStatus was = stage.care.get(stage.plan).status;
        switch (action) {
            case CarePlanAction::activate:
                return send(ActivatePlan{stage.plan, {}});
            case CarePlanAction::hold:
                return send(HoldPlan{stage.plan, "in hospital"});
            case CarePlanAction::resume:
                return send(ResumePlan{stage.plan});
            case CarePlanAction::complete:
                return send(EndPlan{stage.plan, true, ""});
            case CarePlanAction::revoke:
                return send(EndPlan{stage.plan, false, "not wanted"});
            case CarePlanAction::review: {
                if (!stage.care.has_next(stage.member)) break;
                RecordVisit visit = CareStage::well(stage.care.next(stage.member).id);
                visit.reviewed = stage.plan;
                return send(visit);
            }
            case CarePlanAction::close: {
                send(becomes(stage.member, MemberStatus::deceased));
                const bool closed = stage.care.get(stage.plan).status == CarePlanStatus::closed;
                if (closed && was != CarePlanStatus::closed) return {};
                break;
            }
            case CarePlanAction::reopen_active: {
                send(becomes(stage.member, MemberStatus::active));
                if (stage.care.get(stage.plan).status == was) break;
                return {};
            }
            // As it was before: see above.
            case CarePlanAction::reopen_draft:
            case CarePlanAction::reopen_on_hold:
                if (was != CarePlanStatus::closed) break;
                return {RejectReason::invalid_field, "", "it was active"};
        }
        return {RejectReason::illegal_status, "", ""};
    }
    [[nodiscard]] CarePlanStatus status(const Stage& stage) const {
        return stage.care.get(stage.plan).status;
    }
    [[nodiscard]] bool further_rule(CarePlanStatus status, CarePlanAction action) const {
        return status == CarePlanStatus::closed &&
               (action == CarePlanAction::reopen_draft || action == CarePlanAction::reopen_on_hold);
    }
};

TEST(Plans, EveryStatusWithEveryAction) {
    EXPECT_EQ(disagreements(core::care_plan_cycle, PlansArea{}), (std::vector<std::string>{}));
}

struct ReferralsArea {
    struct Stage {
        CareStage care;
        MemberId member;
        ReferralId referral;
    };

    [[nodiscard]] Stage stage(ReferralStatus status) const {
        Stage made;
        made.member = made.care.member();
        made.referral = {made.care.made(referral(made.member))};
        const auto answer = [&](ReferralStatus to) {
            made.care.made(AnswerReferral{made.referral, to, "so", ""});
        };
        if (status == ReferralStatus::declined) answer(status);
        if (status == ReferralStatus::accepted || status == ReferralStatus::done) {
            answer(ReferralStatus::accepted);
        }
        if (status == ReferralStatus::done) answer(status);
        if (status == ReferralStatus::closed) {
            made.care.made(becomes(made.member, MemberStatus::deceased));
        }
        return made;
    }
    [[nodiscard]] Rejection act(Stage& stage, ReferralAction action) const {
        const auto answer = [&](ReferralStatus to) {
            return stage.care.send(AnswerReferral{stage.referral, to, "so", ""});
        };
        const ReferralStatus was = stage.care.get(stage.referral).status;
        switch (action) {
            case ReferralAction::accept:
                return answer(ReferralStatus::accepted);
            case ReferralAction::decline:
                return answer(ReferralStatus::declined);
            case ReferralAction::finish:
                return answer(ReferralStatus::done);
            case ReferralAction::close:
            case ReferralAction::reopen_made: {
                const bool close = action == ReferralAction::close;
                stage.care.send(
                    becomes(stage.member, close ? MemberStatus::deceased : MemberStatus::active));
                if (stage.care.get(stage.referral).status != was) return {};
                break;
            }
            case ReferralAction::reopen_accepted:
                if (was != ReferralStatus::closed) break;
                return {RejectReason::invalid_field, "", "it was made"};
        }
        return {RejectReason::illegal_status, "", ""};
    }
    [[nodiscard]] ReferralStatus status(const Stage& stage) const {
        return stage.care.get(stage.referral).status;
    }
    [[nodiscard]] bool further_rule(ReferralStatus status, ReferralAction action) const {
        return status == ReferralStatus::closed && action == ReferralAction::reopen_accepted;
    }
};

TEST(Referrals, EveryStatusWithEveryAction) {
    EXPECT_EQ(disagreements(core::referral_cycle, ReferralsArea{}), (std::vector<std::string>{}));
}

TEST(Referrals, AreReckonedAnewByTheCalendarNowInForce) {
    CareStage stage("2026-02-13");
    const ReferralId made{stage.made(referral(stage.member()))};
    Rules rules = care_rules();
    rules.calendar->make_up_days.clear();
    stage.made(LoadRules{rules});
    EXPECT_EQ(stage.get(made).answer.due_at, at("2026-02-26", 0));
    stage.made(RecomputeDeadlines{"14 February is not worked", 1000});
    EXPECT_EQ(stage.get(made).answer.due_at, at("2026-02-27", 0));
    EXPECT_EQ(stage.count("ReferralDeadlineMoved"), 1u);
    stage.made(RecomputeDeadlines{"once more", 1000});
    EXPECT_EQ(stage.last_events().size(), 1u);
    // What was answered is not owed.
    stage.made(AnswerReferral{made, ReferralStatus::accepted, "", ""});
    stage.made(LoadRules{care_rules()});
    stage.made(RecomputeDeadlines{"it is worked", 1000});
    EXPECT_EQ(stage.get(made).answer.due_at, at("2026-02-27", 0));
}

}  // namespace
}  // namespace muster::test
