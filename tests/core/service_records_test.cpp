// What service records promise: times that nobody has twice, a member who confirms, a second
// reviewer, and hours that count in full.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "engine/core/service_records/service_records_check.hpp"
#include "muster/merges.hpp"
#include "tests/core/life_cycle_pairs.hpp"
#include "tests/core/service_records_stage.hpp"

namespace muster::test {
namespace {

using enum ServiceRecordStatus;
using Stage = ServiceStage;

TimePoint at(std::int64_t hour, std::int64_t minute = 0) {
    return start + hours(hour - 8) + minutes(minute);
}

TEST(ServiceRecords, GoFromSignInToHoursThatCount) {
    Stage stage;
    const ServiceRecordId id = stage.sign_in();
    EXPECT_EQ(stage.get(id).status, open);
    EXPECT_EQ(stage.get(id).signed_in.from_home_m->value, 0);
    stage.pass(start + minutes(95));
    stage.sign_out(id);
    EXPECT_EQ(stage.get(id).status, ended);
    EXPECT_EQ(stage.get(id).minutes, 95);
    EXPECT_TRUE(stage.get(id).doubts.empty());
    stage.confirm(id);
    EXPECT_EQ(stage.get(id).confirmer, ServiceConfirmer::member);
    EXPECT_EQ(stage.standing().approved_min, 0);
    stage.approve(id);
    EXPECT_EQ(stage.get(id).status, approved);
    EXPECT_EQ(stage.get(id).reviewed_by, reviewer);
    EXPECT_EQ(stage.count("VolunteerHoursChanged"), 1u);
    EXPECT_EQ(stage.standing().approved_min, 95);
    EXPECT_EQ(stage.standing().services, 1);
    stage.must_send(ReverseService{id, "was another day"}, reviewer);
    EXPECT_EQ(stage.get(id).status, reversed);
    EXPECT_EQ(stage.standing().approved_min, 95);
    EXPECT_EQ(stage.standing().reversed_min, 95);
    EXPECT_EQ(stage.standing().services, 0);
}

struct Cycle {
    struct Here {
        Stage stage;
        ServiceRecordId id;
    };
    Here stage(ServiceRecordStatus status) const {
        Here here;
        here.id = here.stage.in(status);
        return here;
    }
    ServiceRecordStatus status(const Here& here) const { return here.stage.get(here.id).status; }
    bool further_rule(ServiceRecordStatus /*status*/, core::ServiceRecordAction /*action*/) const {
        return false;
    }
    Rejection act(Here& here, core::ServiceRecordAction action) const {
        using enum core::ServiceRecordAction;
        Stage& stage = here.stage;
        const auto resolved = [&](ServiceVerdict verdict) {
            return stage.send(ResolveService{here.id, verdict, "looked into", "", {}}, reviewer);
        };
        switch (action) {
            case sign_out:
                return stage.send(SignOut{here.id, {}, {}, {}, ""});
            case correct:
                return stage.send(
                    CorrectService{here.id, stage.now() - minutes(30), stage.now(), "by clock"});
            case confirm:
                return stage.send(ConfirmService{here.id, ServiceConfirmer::desk, {}, "", ""});
            case approve:
                return stage.send(Stage::accepted(here.id), reviewer);
            case core::ServiceRecordAction::reject:
                return stage.send(Stage::rejected(here.id), reviewer);
            case dispute:
                return stage.send(DisputeService{here.id, "was shorter"});
            case uphold:
                return resolved(ServiceVerdict::accept);
            case dismiss:
                return resolved(ServiceVerdict::reject);
            case reverse:
                return stage.send(ReverseService{here.id, "was another day"});
            // These no command asks for: time does, and another area.
            case lapse: {
                const bool was_open = status(here) == open;
                stage.pass(stage.now() + hours(12));
                return was_open ? Rejection{} : Rejection{RejectReason::illegal_status, "", ""};
            }
            case drop: {
                const ServiceRecordStatus before = status(here);
                stage.must_send(RemoveMember{stage.members[0], "a test entry"});
                return status(here) != before ? Rejection{}
                                              : Rejection{RejectReason::illegal_status, "", ""};
            }
        }
        return {};
    }
};

TEST(ServiceRecords, EveryStatusWithEveryActionAsTheTableSays) {
    EXPECT_EQ(disagreements(core::service_record_cycle, Cycle{}), std::vector<std::string>{});
}

// 22:00-02:00 = 240 min, 120 on each local day; 20:00-24:00 = 240.
TEST(ServiceRecords, KeepMinutesByDayOfTheCity) {
    Stage stage;
    stage.pass(at(22));
    const ServiceRecordId night = stage.sign_in();
    stage.pass(at(26));
    stage.sign_out(night);
    EXPECT_EQ(stage.get(night).minutes, 240);
    EXPECT_EQ(stage.get(night).days, (std::vector<ServiceDay>{{*Date::of(2025, 12, 1), 120},
                                                              {*Date::of(2025, 12, 2), 120}}));
    stage.pass(at(24 + 20));
    const ServiceRecordId evening = stage.sign_in();
    stage.pass(at(48));
    stage.sign_out(evening);
    EXPECT_EQ(stage.get(evening).minutes, 240);
    EXPECT_EQ(stage.get(evening).days, (std::vector<ServiceDay>{{*Date::of(2025, 12, 2), 240}}));
}

// [9,10) and [10,11) both count, [9,10) and [9:59,11) do not.
TEST(ServiceRecords, HalfOpenTimesDoNotOverlapWhereTheyTouch) {
    Stage stage;
    stage.pass(at(12));
    stage.paper(at(9), at(10));
    EXPECT_EQ(stage.send(stage.paper_of(at(9, 59), at(11))).reason, RejectReason::responder_busy);
    stage.paper(at(10), at(11));
    stage.paper(at(9, 59), at(11), 1);  // somebody else
}

// engelsystem#184: shifts of one person overlapped when they came by different ways.
TEST(ServiceRecords, NobodyServesTwiceAtOneTimeWhateverTheChannel) {
    Stage stage;
    stage.pass(at(9));
    const ServiceRecordId open_one = stage.sign_in();
    const auto busy = [&](Command command) {
        const Rejection rejection = stage.send(std::move(command));
        EXPECT_EQ(rejection.reason, RejectReason::responder_busy) << rejection.detail;
        EXPECT_EQ(rejection.field, "/volunteer");
    };
    stage.pass(at(10));
    busy(stage.sign_in_of(0, 1));
    busy(stage.paper_of(at(9, 30), at(9, 40)));
    stage.paper(at(8), at(9));
    stage.sign_out(open_one);
    // A sign-in that is told late, before what is over already.
    SignIn late = stage.sign_in_of(0, 1);
    late.at = at(8, 30);
    busy(late);
    const ServiceRecordId next = stage.sign_in(0, 1);
    stage.pass(at(11));
    stage.sign_out(next);
    busy(CorrectService{next, at(9, 59), at(11), "by her clock"});
    stage.must_send(CorrectService{next, at(10), at(10, 30), "by her clock"});
    // What was rejected or reversed gives its time back.
    stage.must_send(Stage::rejected(open_one), reviewer);
    stage.paper(at(9), at(10));
}

// The same person by another number of the register: two volunteers who are one member.
TEST(ServiceRecords, NobodyServesTwiceAtOneTimeUnderTwoNumbers) {
    Stage stage;
    stage.link(stage.volunteers[0], stage.members[1]);
    RegisterMember twin;
    twin.profile.name = "Li";
    stage.must_send(twin);
    const MemberId same{stage.last_seq()};
    stage.link(stage.volunteers[1], same);
    stage.sign_in(0);
    const ServiceRecordId other = stage.sign_in(1);
    stage.pass(at(9));
    stage.sign_out(other);
    stage.confirm(other);
    // It comes out only now, and is asked again before it counts.
    stage.must_send(ProposeMerge{stage.members[1], same, ""});
    stage.must_send(MergeMembers{{stage.last_seq()}, "one person"});
    EXPECT_EQ(stage.send(stage.sign_in_of(1)).reason, RejectReason::responder_busy);
    EXPECT_EQ(stage.send(Stage::accepted(other), reviewer).reason, RejectReason::responder_busy);
}

// Who reviews, who serves and who is served are three people.
TEST(ServiceRecords, WhoServesIsNotWhoIsServed) {
    Stage stage;
    stage.link(stage.volunteers[0], stage.members[0]);
    EXPECT_EQ(stage.send(stage.sign_in_of(0, 0)).reason, RejectReason::not_eligible);
    const ServiceRecordId other = stage.sign_in(0, 1);
    EXPECT_EQ(stage.get(other).volunteer_member, stage.members[0]);
    // Nor by another entry of the same member.
    stage.must_send(ProposeMerge{stage.members[0], stage.members[1], ""});
    stage.must_send(MergeMembers{{stage.last_seq()}, "one person"});
    stage.pass(at(9));
    stage.sign_out(other);
    stage.confirm(other);
    EXPECT_EQ(stage.send(Stage::accepted(other), reviewer).reason, RejectReason::not_eligible);
}

TEST(ServiceRecords, WhoReviewsHasNoHandInIt) {
    Stage stage;
    const ServiceRecordId id = stage.confirmed();
    for (const char* hand : {"http:volunteer", "http:desk"}) {
        EXPECT_EQ(stage.send(Stage::accepted(id), hand).reason, RejectReason::not_eligible) << hand;
        EXPECT_EQ(stage.send(Stage::rejected(id), hand).reason, RejectReason::not_eligible) << hand;
    }
    const ServiceRecordId paper = stage.paper(start - hours(3), start - hours(2));
    stage.must_send(ConfirmService{paper, ServiceConfirmer::family, {}, "", ""}, "http:other");
    EXPECT_EQ(stage.send(Stage::accepted(paper), "http:desk").reason, RejectReason::not_eligible);
    stage.approve(id);
    stage.approve(paper);
}

TEST(ServiceRecords, WhoReviewsNeitherServesNorIsServedUnderAnyNumber) {
    Stage stage;
    const ResponderId staff = stage.join(ResponderKind::staff);
    stage.link(staff, stage.members[0]);
    const ServiceRecordId id = stage.confirmed();
    const auto by = [&](ResponderId who) {
        ReviewService review = Stage::accepted(id);
        review.reviewer = who;
        return stage.send(review, reviewer);
    };
    EXPECT_EQ(by(stage.volunteers[0]).reason, RejectReason::not_eligible);
    EXPECT_EQ(by(staff).reason, RejectReason::not_eligible);
    EXPECT_EQ(by({999}).reason, RejectReason::unknown_responder);
    EXPECT_FALSE(by(stage.volunteers[1]));
    EXPECT_EQ(stage.get(id).reviewer, stage.volunteers[1]);
}

TEST(ServiceRecords, FarFromTheHomeIsPointedOutAndNotRefused) {
    Stage stage;
    SignIn far = stage.sign_in_of();
    far.place = Point{home.lat_e7 + 50'000, home.lon_e7};  // 556 m
    stage.must_send(far);
    const ServiceRecordId id{stage.last_seq()};
    EXPECT_EQ(stage.get(id).doubts, std::vector{ServiceDoubt::far_at_start});
    EXPECT_NEAR(static_cast<double>(stage.get(id).signed_in.from_home_m->value), 556, 1);
    stage.pass(at(9));
    SignOut out;
    out.service_record = id;
    stage.must_send(out);
    EXPECT_EQ(stage.get(id).doubts,
              (std::vector{ServiceDoubt::far_at_start, ServiceDoubt::no_place}));
    EXPECT_EQ(stage.send(Stage::accepted(id), reviewer).reason, RejectReason::illegal_status);
}

TEST(ServiceRecords, JustAsFarAsAllowedIsNotFar) {
    const auto doubts_within = [](std::int64_t far_m) {
        Rules rules = test_rules();
        rules.service_records.emplace().far_m = {far_m};
        Stage stage(rules);
        SignIn there = stage.sign_in_of();
        there.place = Point{home.lat_e7 + 50'000, home.lon_e7};
        stage.must_send(there);
        const ServiceRecord& record = stage.get({stage.last_seq()});
        EXPECT_EQ(record.signed_in.from_home_m->value, 555);
        return record.doubts;
    };
    EXPECT_TRUE(doubts_within(555).empty());
    EXPECT_EQ(doubts_within(554), std::vector{ServiceDoubt::far_at_start});
}

TEST(ServiceRecords, NobodySignedOut) {
    Stage stage;
    const ServiceRecordId id = stage.sign_in();
    stage.pass(start + hours(6) - Millis{1});
    EXPECT_EQ(std::count(stage.all.begin(), stage.all.end(), "ServiceDutyWarned"), 0);
    stage.pass(start + hours(6));
    EXPECT_EQ(stage.count("ServiceDutyWarned"), 1u);
    stage.pass(start + hours(12) - Millis{1});
    EXPECT_EQ(stage.get(id).status, open);
    stage.pass(start + hours(12));
    EXPECT_EQ(stage.get(id).status, ended);
    EXPECT_EQ(stage.get(id).minutes, 0);
    EXPECT_EQ(stage.get(id).doubts, std::vector{ServiceDoubt::no_sign_out});
    EXPECT_EQ(stage.get(id).duties.front().breached_at, start + hours(12));
    EXPECT_FALSE(stage.get(id).duties.front().met_at);
    // What nobody said does not count, and does not stand in the way.
    EXPECT_EQ(stage.send(ConfirmService{id, ServiceConfirmer::member, {}, "", ""}).reason,
              RejectReason::illegal_status);
    stage.sign_in();
    EXPECT_EQ(stage.send(CorrectService{id, start, start + hours(12) + Millis{1}, "?"}).reason,
              RejectReason::invalid_field);
    stage.must_send(CorrectService{id, start, start + hours(2), "told by her"});
    EXPECT_EQ(stage.get(id).minutes, 120);
    EXPECT_EQ(stage.get(id).doubts, std::vector{ServiceDoubt::corrected});
    stage.confirm(id);
}

// As tigerbeetle#2000 teaches: a deadline is compared with now in decide, not only by Tick.
TEST(ServiceRecords, TheDeadlineOfTheSignOutHoldsBeforeTheTick) {
    Stage stage;
    const ServiceRecordId id = stage.sign_in();
    const SignOut out{id, {}, {}, {}, ""};
    EXPECT_EQ(stage.send_before_tick(out, start + hours(12)).reason, RejectReason::illegal_status);
    Stage other;
    const ServiceRecordId in_time = other.sign_in();
    EXPECT_FALSE(
        other.send_before_tick(SignOut{in_time, {}, {}, {}, ""}, start + hours(12) - Millis{1}));
}

TEST(ServiceRecords, TimesThatAreToldLateLieALittleBack) {
    Stage stage;
    stage.pass(start + day * 2);
    SignIn command = stage.sign_in_of();
    command.at = stage.now() - hours(24) - Millis{1};
    EXPECT_EQ(stage.send(command).field, "/at");
    command.at = stage.now() + Millis{1};
    EXPECT_EQ(stage.send(command).field, "/at");
    command.at = stage.now() - hours(2);
    stage.must_send(command);
    const ServiceRecordId id{stage.last_seq()};
    EXPECT_EQ(stage.get(id).doubts, std::vector{ServiceDoubt::told_late});
    SignOut out;
    out.service_record = id;
    out.at = stage.now() - hours(3);
    EXPECT_EQ(stage.send(out).field, "/at");
    out.at = stage.now() - hours(1);
    stage.must_send(out);
    EXPECT_EQ(stage.get(id).minutes, 60);
}

TEST(ServiceRecords, AreWrittenDownLaterFromPaper) {
    Stage stage;
    const TimePoint long_ago = start - day * 30;
    EXPECT_EQ(stage.send(stage.paper_of(long_ago - Millis{1}, long_ago + hours(1))).field,
              "/starts_at");
    EXPECT_EQ(stage.send(stage.paper_of(start - hours(1), start + Millis{1})).field, "/ends_at");
    EXPECT_EQ(stage.send(stage.paper_of(start - hours(1), start - hours(1))).field, "/ends_at");
    EXPECT_EQ(stage.send(stage.paper_of(start - hours(13), start)).field, "/starts_at");
    const ServiceRecordId id = stage.paper(long_ago, long_ago + hours(12));
    EXPECT_EQ(stage.get(id).minutes, 720);
    EXPECT_EQ(stage.get(id).doubts, std::vector{ServiceDoubt::on_paper});
    // The member has as long as anybody to say that it was not so.
    EXPECT_EQ(stage.get(id).dispute_until, start + day * 15);
}

TEST(ServiceRecords, ACorrectionTakesTheConfirmationBack) {
    Stage stage;
    const ServiceRecordId id = stage.confirmed();
    stage.must_send(CorrectService{id, start, start + minutes(50), "by the family's clock"});
    EXPECT_EQ(stage.get(id).status, ended);
    EXPECT_EQ(stage.get(id).minutes, 50);
    EXPECT_EQ(stage.get(id).confirmer, ServiceConfirmer::nobody);
    EXPECT_TRUE(stage.get(id).confirmed_by.empty());
    stage.confirm(id);
    stage.approve(id);
    EXPECT_EQ(stage.standing().approved_min, 50);
    // No edits any more, only a reversal.
    EXPECT_EQ(stage.send(CorrectService{id, start, start + minutes(10), "?"}).reason,
              RejectReason::illegal_status);
}

TEST(ServiceRecords, CanBeDisputedForFifteenDays) {
    Stage stage;
    const ServiceRecordId id = stage.confirmed();
    const TimePoint until = stage.get(id).dispute_until;
    EXPECT_EQ(until, start + hours(1) + day * 15);
    stage.pass(until - Millis{1});
    Stage late;
    const ServiceRecordId other = late.confirmed();
    late.pass(until);
    EXPECT_EQ(late.send(DisputeService{other, "was shorter"}).reason, RejectReason::illegal_status);
    stage.must_send(DisputeService{id, "was shorter"});
    EXPECT_EQ(stage.send(DisputeService{id, "again"}).reason, RejectReason::illegal_status);
    stage.must_send(ResolveService{id, ServiceVerdict::accept, "the neighbour saw her", "", {}},
                    "http:head");
    EXPECT_EQ(stage.get(id).status, ServiceRecordStatus::confirmed);
    // Who upheld it stands for it now, and does not review it as well.
    EXPECT_EQ(stage.send(Stage::accepted(id), "http:head").reason, RejectReason::not_eligible);
    stage.approve(id);
}

TEST(ServiceRecords, WhoDisputesOneDoesNotResolveThatHimself) {
    Stage stage;
    const ServiceRecordId id = stage.confirmed();
    stage.must_send(DisputeService{id, "was shorter"}, "http:niece");
    EXPECT_EQ(stage.get(id).disputed_by, "http:niece");
    for (const ServiceVerdict verdict : {ServiceVerdict::accept, ServiceVerdict::reject}) {
        const Rejection refused =
            stage.send(ResolveService{id, verdict, "I know it", "", {}}, "http:niece");
        EXPECT_EQ(refused.reason, RejectReason::not_eligible);
        EXPECT_EQ(refused.detail, "http:niece has disputed it; somebody else resolves that");
    }
    EXPECT_EQ(stage.get(id).status, ServiceRecordStatus::disputed);
    stage.must_send(ResolveService{id, ServiceVerdict::accept, "the neighbour saw her", "", {}},
                    "http:head");
    // It is the last dispute that counts.
    stage.must_send(DisputeService{id, "still"}, "http:nephew");
    EXPECT_EQ(stage.get(id).disputed_by, "http:nephew");
    stage.must_send(ResolveService{id, ServiceVerdict::reject, "so it is", "", {}}, "http:niece");
}

// Nobody keeps a record waiting for ever by asking for one thing after the other.
TEST(ServiceRecords, AreDisputedAndCorrectedSoOftenAndNoMore) {
    Stage stage;
    const ServiceRecordId id = stage.confirmed();
    Rejection refused;
    for (int i = 0; i < 100 && !refused; ++i) {
        refused = stage.send(CorrectService{id, start, start + minutes(50), "by clock"});
        if (!refused) stage.confirm(id);
    }
    EXPECT_EQ(refused.reason, RejectReason::limit_reached);
    EXPECT_EQ(refused.field, "/service_record");
    EXPECT_EQ(stage.send(DisputeService{id, "was shorter"}).reason, RejectReason::limit_reached);
    EXPECT_LE(stage.get(id).duties.size(), 34u);
    stage.approve(id);
}

TEST(ServiceRecords, WhatIsOwedIsWarnedOfAndBreachedOnce) {
    Stage stage;
    const ServiceRecordId id = stage.in(ended);
    const TimePoint end = stage.now();
    stage.pass(end + day * 7 - Millis{1});
    EXPECT_EQ(std::count(stage.all.begin(), stage.all.end(), "ServiceDutyWarned"), 1);
    stage.pass(end + day * 60);
    EXPECT_EQ(std::count(stage.all.begin(), stage.all.end(), "ServiceDutyWarned"), 1);
    EXPECT_EQ(std::count(stage.all.begin(), stage.all.end(), "ServiceDutyBreached"), 1);
    stage.must_send(ConfirmService{id, ServiceConfirmer::member, {}, "", "was in hospital"});
    EXPECT_EQ(stage.get(id).duties[1].cause.value, "was in hospital");
    EXPECT_EQ(stage.get(id).duties[1].breached_at, end + day * 7);
    // The review is due at the end of the fifth working day: from Friday, 2026-01-30.
    const ServiceDuty review = stage.get(id).duties.back();
    EXPECT_EQ(review.what, ServiceDutyKind::review);
    EXPECT_EQ(review.due_at, TimePoint{1'770'393'600'000});  // 2026-02-07 00:00 in the city
}

TEST(ServiceRecords, LeaveTheBoardAndTheHoursStay) {
    Stage stage;
    const ServiceRecordId id = stage.confirmed(90);
    stage.approve(id);
    const TimePoint until = stage.get(id).reverse_until;
    EXPECT_EQ(until, stage.now() + day * 365);
    const ServiceRecordId other = stage.in(rejected);
    stage.pass(stage.now() + day * 35);
    EXPECT_FALSE(stage.is_there(other));
    stage.pass(until - Millis{1});
    EXPECT_TRUE(stage.is_there(id));
    // The deadline holds before time has brought it.
    EXPECT_EQ(stage.send_before_tick(ReverseService{id, "?"}, until).reason,
              RejectReason::illegal_status);
    stage.pass(until);
    EXPECT_FALSE(stage.is_there(id));
    EXPECT_EQ(stage.standing().approved_min, 90);
    EXPECT_EQ(stage.send(ReverseService{id, "?"}).reason, RejectReason::unknown_service_record);
}

TEST(ServiceRecords, CountForWhoDiedAndTellNothingOfWhoWasErased) {
    Stage stage;
    const ServiceRecordId id = stage.sign_in();
    stage.must_send(SetMemberStatus{stage.members[0], MemberStatus::deceased, "told by her son"});
    stage.pass(at(9));
    stage.sign_out(id);
    EXPECT_TRUE(stage.get(id).signed_in.place);
    stage.must_send(EraseMember{stage.members[0], "asked for"});
    EXPECT_EQ(stage.count("ServiceRecordStripped"), 1u);
    EXPECT_FALSE(stage.get(id).signed_in.place);
    EXPECT_FALSE(stage.get(id).signed_out->place);
    EXPECT_FALSE(stage.get(id).signed_in.from_home_m);
    stage.must_send(ConfirmService{id, ServiceConfirmer::family, {}, "", ""});
    stage.approve(id);
    EXPECT_EQ(stage.standing().approved_min, 60);
    EXPECT_EQ(stage.send(stage.sign_in_of()).reason, RejectReason::illegal_status);
}

TEST(ServiceRecords, OfAMemberWhoDiedWhatWasDoneBefore) {
    Stage stage;
    stage.pass(at(12));
    stage.must_send(SetMemberStatus{stage.members[0], MemberStatus::deceased, "told by her son"});
    stage.pass(at(14));
    EXPECT_EQ(stage.send(stage.paper_of(at(12), at(13))).reason, RejectReason::illegal_status);
    stage.paper(at(11), at(12));
}

TEST(ServiceRecords, FollowAMemberWhoWasMerged) {
    Stage stage;
    const ServiceRecordId id = stage.sign_in(0, 1);
    stage.must_send(ProposeMerge{stage.members[0], stage.members[1], ""});
    stage.must_send(MergeMembers{{stage.last_seq()}, "one person"});
    EXPECT_EQ(stage.get(id).member, stage.members[1]);
    stage.pass(at(9));
    stage.sign_out(id);
    stage.confirm(id);
    stage.approve(id);
    // Signed in by the old number, served under the new one.
    const ServiceRecordId next = stage.sign_in(1, 1);
    EXPECT_EQ(stage.get(next).member, stage.members[0]);
}

// Whatever is written down, told late or corrected must meet all that it may overlap: so long what
// counts stays on the board.
TEST(ServiceRecords, TheirRulesKeepWhatMayBeOverlapped) {
    const auto wrong = [](auto change) {
        Rules rules = test_rules();
        change(rules.service_records.emplace());
        return core::check_service_records(rules).field;
    };
    EXPECT_EQ(wrong([](ServiceRecordsRule&) {}), "");
    EXPECT_EQ(wrong([](ServiceRecordsRule& rule) { rule.reverse_days = 29; }),
              "/rules/service_records/reverse_days");
    EXPECT_EQ(wrong([](ServiceRecordsRule& rule) {
                  rule.paper_days = 0;
                  rule.late_ms = day * 2;
                  rule.reverse_days = 1;
              }),
              "/rules/service_records/reverse_days");
    EXPECT_EQ(wrong([](ServiceRecordsRule& rule) { rule.most_min = 60; }),
              "/rules/service_records/sign_out_ms");
    EXPECT_EQ(wrong([](ServiceRecordsRule& rule) {
                  rule.star_hours = {100, 100};
              }),
              "/rules/service_records/star_hours/1");
}

TEST(ServiceRecords, AreOfVolunteers) {
    Stage stage;
    SignIn command = stage.sign_in_of();
    command.volunteer = stage.join(ResponderKind::staff);
    EXPECT_EQ(stage.send(command).reason, RejectReason::responder_not_able);
    SignOut foreign{stage.sign_in(), stage.volunteers[1], {}, {}, ""};
    EXPECT_EQ(stage.send(foreign).reason, RejectReason::not_the_assignee);
}

TEST(ServiceRecords, ReviewsAreReckonedAnewAndConfirmationsAreNot) {
    Stage stage;
    const ServiceRecordId waits = stage.confirmed();
    const ServiceRecordId told = stage.sign_in(1);
    stage.pass(stage.now() + hours(1));
    stage.sign_out(told);
    const TimePoint confirm = stage.get(told).duties.back().due_at;
    // Five working days from Monday 2025-12-01 are over with Monday the 8th.
    EXPECT_EQ(stage.get(waits).duties.back().due_at, at(24) + day * 7);
    Rules rules = test_rules();
    CalendarRule& calendar = rules.calendar.emplace();
    calendar.holidays = {{*Date::from_text("2025-12-03"), *Date::from_text("2025-12-04")}};
    calendar.known_until = *Date::from_text("2026-12-31");
    stage.must_send(LoadRules{rules});
    stage.must_send(RecomputeDeadlines{"two days are free", 1000});
    EXPECT_EQ(stage.count("ServiceDutyMoved"), 1u);
    EXPECT_EQ(stage.get(waits).duties.back().due_at, at(24) + day * 9);
    EXPECT_FALSE(stage.get(waits).duties.back().provisional);
    EXPECT_EQ(stage.get(told).duties.back().due_at, confirm);
    stage.must_send(RecomputeDeadlines{"once more", 1000});
    EXPECT_EQ(stage.count("ServiceDutyMoved"), 0u);
    stage.pass(at(24) + day * 9 - Millis{1});
    EXPECT_FALSE(stage.get(waits).duties.back().breached_at);
    stage.pass(at(24) + day * 9);
    EXPECT_TRUE(stage.get(waits).duties.back().breached_at);
}

}  // namespace
}  // namespace muster::test
