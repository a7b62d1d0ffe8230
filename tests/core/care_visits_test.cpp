// What the visits of members promise: each has one next visit, in time; none is owed to the dead.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "engine/core/care/completion.hpp"
#include "engine/core/kernel/calendar.hpp"
#include "engine/core/kernel/names.hpp"
#include "muster/dispatch.hpp"
#include "muster/merges.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"
#include "tests/core/care_stage.hpp"

namespace muster::test {
namespace {

using core::VisitAction;
using Days = std::vector<std::string>;

Date date_of(const char* text) {
    return *Date::from_text(text);
}

// Routine, due on that day.
PlanVisit agreed(MemberId member, const char* due) {
    PlanVisit command;
    command.member = member;
    command.due = date_of(due);
    return command;
}

PlanVisit one_more(MemberId member, const char* due) {
    PlanVisit command = agreed(member, due);
    command.kind = VisitKind::plan;
    return command;
}

VisitCompletion of_month(const CareStage& stage, std::int32_t month, std::int32_t year = 2026) {
    return core::completion(stage.board(), *Date::of(year, month, 1), CompletionBy::all).at(0);
}

SetMemberStatus now_is(MemberId member, MemberStatus status) {
    return {member, status, "told by the family"};
}

// The only one of the member that is not the next.
const Visit& other(const CareStage& stage, MemberId member, std::size_t place = 0) {
    return stage.get(stage.board().derived<Visit>().others_of(member).at(place));
}

// Weekly from Thursday, 1 January 2026: due on 1, 8, 15, 22 and 29; four done are 80.0 %.
TEST(Visits, WeeklyFromTheDayAgreedOn) {
    CareStage stage("2025-12-28");
    const MemberId member = stage.member(RiskTier::high);
    stage.made(agreed(member, "2026-01-01"));
    Days due;
    for (const char* on : {"2026-01-01", "2026-01-08", "2026-01-15", "2026-01-22"}) {
        due.push_back(stage.due_day(stage.next(member)));
        stage.visit(member, at(on));
    }
    due.push_back(stage.due_day(stage.next(member)));
    EXPECT_EQ(due, (Days{"2026-01-01", "2026-01-08", "2026-01-15", "2026-01-22", "2026-01-29"}));
    stage.wait_until(at("2026-02-01", 9));
    const VisitCompletion counts = of_month(stage, 1);
    EXPECT_EQ(counts.due, 5);
    EXPECT_EQ(counts.done, 4);
    EXPECT_EQ(counts.missed, 1);
    EXPECT_EQ(counts.late, 0);
    EXPECT_EQ(counts.done_permille, 800);
}

TEST(Visits, QuarterlyOnAClampedDay) {
    CareStage stage("2025-11-30");
    const MemberId member = stage.member();
    Days due;
    for (int i = 0; i < 4; ++i) {
        due.push_back(stage.due_day(stage.next(member)));
        stage.visit(member, stage.next(member).due.due_at - hours(3));
    }
    EXPECT_EQ(due, (Days{"2026-02-28", "2026-05-30", "2026-08-30", "2026-11-30"}));
}

TEST(Visits, EachTierHasItsInterval) {
    CareStage stage("2025-12-01");
    EXPECT_EQ(stage.due_day(stage.next(stage.member(RiskTier::high))), "2025-12-08");
    EXPECT_EQ(stage.due_day(stage.next(stage.member(RiskTier::key))), "2026-01-01");
    EXPECT_EQ(stage.due_day(stage.next(stage.member(RiskTier::general))), "2026-03-01");
}

TEST(Visits, WarnedOfThenLateThenMissedAndAnotherOneIsNext) {
    CareStage stage("2025-12-01");
    const MemberId member = stage.member(RiskTier::high);
    const VisitId first = stage.next(member).id;
    stage.wait_until(at("2025-12-08", 0));
    EXPECT_TRUE(stage.get(first).due.warned_at);
    EXPECT_FALSE(stage.get(first).due.breached_at);
    stage.wait_until(at("2025-12-09", 0));
    EXPECT_TRUE(stage.get(first).due.breached_at);
    EXPECT_EQ(stage.next(member).id, first);
    stage.wait_until(at("2025-12-11", 0));
    EXPECT_EQ(stage.get(first).status, VisitStatus::missed);
    EXPECT_NE(stage.next(member).id, first);
    EXPECT_EQ(stage.due_day(stage.next(member)), "2025-12-15");
}

TEST(Visits, DueOneIntervalAfterTheLastOneAtMost) {
    CareStage stage("2025-12-01");
    const MemberId member = stage.member(RiskTier::high);
    stage.visit(member, at("2025-12-05"));
    EXPECT_EQ(stage.due_day(stage.next(member)), "2025-12-12");
    const VisitId late = stage.next(member).id;
    stage.wait_until(at("2025-12-14"));
    EXPECT_EQ(stage.send(CareStage::well(late)).field, "/late_cause");
    stage.made(CareStage::well(late, "the visitor was ill"));
    EXPECT_EQ(stage.due_day(stage.next(member)), "2025-12-21");
    // The visitor wants to come again soon.
    RecordVisit soon = CareStage::well(stage.next(member).id);
    soon.next_due = date_of("2025-12-17");
    stage.made(soon);
    EXPECT_EQ(stage.due_day(stage.next(member)), "2025-12-17");
}

// A task that was not done in time can still be completed, and says why it was late
// (cht-core#7060).
TEST(Visits, AMissedOneIsDoneLateWithItsCause) {
    CareStage stage("2025-12-01");
    const MemberId member = stage.member(RiskTier::high);
    const VisitId missed = stage.next(member).id;
    stage.wait_until(at("2025-12-12"));
    EXPECT_EQ(stage.get(missed).status, VisitStatus::missed);
    EXPECT_EQ(of_month(stage, 12, 2025).done_permille, 0);
    EXPECT_EQ(stage.send(CareStage::well(missed)).field, "/late_cause");
    stage.made(CareStage::well(missed, "the road was flooded"));
    EXPECT_EQ(stage.get(missed).status, VisitStatus::done);
    EXPECT_EQ(stage.get(missed).due.cause.value, "the road was flooded");
    EXPECT_TRUE(stage.get(missed).due.breached_at);
    const VisitCompletion counts = of_month(stage, 12, 2025);
    EXPECT_EQ(counts.done, 1);
    EXPECT_EQ(counts.late, 1);
    EXPECT_EQ(stage.due_day(stage.next(member)), "2025-12-15");
}

TEST(Visits, NobodyWasAtHomeAndItIsPlannedAgain) {
    CareStage stage("2025-12-01");
    const MemberId member = stage.member(RiskTier::high);
    const VisitId visit = stage.next(member).id;
    stage.made(MissVisit{visit, "nobody at home"}, at("2025-12-06"));
    // It is still the next one until its time is over.
    EXPECT_EQ(stage.next(member).id, visit);
    stage.made(MoveVisit{visit, at("2025-12-08", 9), at("2025-12-08", 11), {}, ""});
    EXPECT_EQ(stage.get(visit).status, VisitStatus::planned);
    EXPECT_EQ(stage.get(visit).moved, 1);
    EXPECT_EQ(stage.due_day(stage.next(member)), "2025-12-08");
    stage.visit(member, at("2025-12-08", 10));
    EXPECT_EQ(stage.due_day(stage.next(member)), "2025-12-15");
}

TEST(Visits, WithinADayOfAMajorEvent) {
    CareStage stage("2025-12-01");
    const MemberId member = stage.member();
    const VisitId next = stage.next(member).id;
    stage.made(ReportMemberEvent{member, "admission", {}, ""}, at("2025-12-02"));
    EXPECT_EQ(stage.get(next).kind, VisitKind::routine);
    stage.made(ReportMemberEvent{member, "fall", at("2025-12-03", 9), ""}, at("2025-12-03", 10));
    EXPECT_EQ(stage.next(member).id, next);
    EXPECT_EQ(stage.get(next).kind, VisitKind::event);
    EXPECT_EQ(stage.get(next).due.due_at, at("2025-12-04", 9));
    EXPECT_EQ(stage.get(next).tier.value, RiskTier::high);
    stage.visit(member, at("2025-12-04", 8));
    EXPECT_EQ(stage.due_day(stage.next(member)), "2025-12-11");
    // Told too late to be kept: as soon as it is known.
    stage.made(ReportMemberEvent{member, "discharge", at("2025-12-01"), ""}, at("2025-12-05", 10));
    EXPECT_EQ(stage.next(member).due.due_at, at("2025-12-06", 10));
}

TEST(Visits, AnEventDoesNotHideThatOneIsLate) {
    CareStage stage("2025-12-01");
    const MemberId member = stage.member(RiskTier::high);
    const VisitId late = stage.next(member).id;
    stage.made(ReportMemberEvent{member, "fall", {}, ""}, at("2025-12-09", 10));
    EXPECT_EQ(stage.get(late).status, VisitStatus::missed);
    EXPECT_EQ(stage.next(member).due.due_at, at("2025-12-10", 10));
    EXPECT_EQ(of_month(stage, 12, 2025).due, 2);
}

// In the record in which a member dies nothing is owed any more, and the month counts only what was
// (cht-core#2179).
TEST(Visits, NoneOfTheDead) {
    CareStage stage("2025-12-01");
    const MemberId member = stage.member(RiskTier::high);
    const MemberId neighbour = stage.member(RiskTier::high);
    stage.made(one_more(member, "2025-12-20"));
    for (const char* on : {"2025-12-08", "2025-12-15"}) {
        stage.visit(member, at(on));
        stage.visit(neighbour, at(on));
    }
    EXPECT_EQ(of_month(stage, 12, 2025).due, 7);
    const std::string before = stage.state();
    stage.made(now_is(member, MemberStatus::deceased), at("2025-12-16"));
    EXPECT_EQ(stage.count("VisitClosed"), 2u);
    EXPECT_FALSE(stage.has_next(member));
    EXPECT_TRUE(stage.has_next(neighbour));
    // What was done counts; neither 20 nor 22 December does.
    EXPECT_EQ(of_month(stage, 12, 2025).due, 5);
    EXPECT_EQ(of_month(stage, 12, 2025).done, 4);
    EXPECT_EQ(stage.send(agreed(member, "2025-12-21")).reason, RejectReason::illegal_status);

    stage.made(now_is(member, MemberStatus::active), at("2025-12-17"));
    EXPECT_EQ(stage.due_day(stage.next(member)), "2025-12-22");
    EXPECT_EQ(of_month(stage, 12, 2025).due, 7);
}

TEST(Visits, WhatWasLateBeforeADeathStaysInTheMonth) {
    CareStage stage("2025-12-01");
    const MemberId member = stage.member(RiskTier::high);
    stage.made(now_is(member, MemberStatus::deceased), at("2025-12-09", 8));
    EXPECT_EQ(of_month(stage, 12, 2025).due, 1);
    EXPECT_EQ(of_month(stage, 12, 2025).done, 0);
}

TEST(Visits, WhoeverIsAwayIsVisitedWhenHeIsBack) {
    CareStage stage("2025-12-01");
    const MemberId member = stage.member(RiskTier::high);
    stage.made(now_is(member, MemberStatus::away), at("2025-12-03"));
    EXPECT_FALSE(stage.has_next(member));
    stage.made(now_is(member, MemberStatus::active), at("2025-12-30"));
    EXPECT_TRUE(stage.has_next(member));
    EXPECT_EQ(stage.due_day(stage.next(member)), "2026-01-05");
    EXPECT_EQ(of_month(stage, 12, 2025).due, 0);
}

// Whoever was asked to go there is called off; who is on the way already is for a person to decide.
TEST(Visits, NobodyStandsBeforeTheDoorOfWhoIsAway) {
    CareStage stage("2025-12-01");
    const MemberId member = stage.member();
    const VisitId visit = stage.next(member).id;
    stage.made(StartVisit{visit, {}, true});
    const RequestId waiting = stage.get(visit).request;
    stage.made(now_is(member, MemberStatus::away));
    EXPECT_EQ(stage.get(waiting).status, RequestStatus::cancelled);
    EXPECT_EQ(stage.get(visit).status, VisitStatus::closed);

    const ResponderId visitor = stage.responder({"repair"});
    stage.made(SetDuty{visitor, ResponderStatus::available, {}, ""});
    const MemberId other = stage.member();
    const VisitId begun = stage.next(other).id;
    stage.made(StartVisit{begun, {}, true});
    const RequestId sent = stage.get(begun).request;
    stage.made(ReportEnRoute{sent, visitor});
    stage.made(now_is(other, MemberStatus::away));
    EXPECT_EQ(stage.count("RequestInDoubt"), 1u);
    EXPECT_TRUE(core::is_open(stage.get(sent).status));
}

TEST(Visits, GoneWithTheMember) {
    CareStage stage("2025-12-01");
    const MemberId erased = stage.member(RiskTier::high);
    const MemberId removed = stage.member(RiskTier::high);
    stage.made(one_more(erased, "2025-12-20"));
    stage.made(now_is(erased, MemberStatus::moved_away));
    stage.made(EraseMember{erased, "the law"});
    stage.made(RemoveMember{removed, "never existed"});
    EXPECT_EQ(stage.board().store<Visit>().size(), 0u);
}

// Moving one member's visit moves nobody else's.
TEST(Visits, MovingOneMovesNoOther) {
    CareStage stage("2025-12-01");
    std::vector<MemberId> members;
    for (int i = 0; i < 20; ++i)
        members.push_back(stage.member(i % 2 ? RiskTier::high : RiskTier::key));
    std::vector<Visit> before;
    for (const MemberId one : members)
        before.push_back(stage.next(one));
    const VisitId moved = stage.next(members[7]).id;
    stage.made(MoveVisit{moved, at("2025-12-05", 9), at("2025-12-05", 11), {}, ""});
    EXPECT_EQ(stage.last_events(), (std::vector<std::string>{"VisitMoved"}));
    for (std::size_t i = 0; i < members.size(); ++i) {
        const Visit& now = stage.next(members[i]);
        EXPECT_EQ(now.id, before[i].id);
        EXPECT_EQ(now.due.due_at, before[i].due.due_at);
        EXPECT_EQ(now.window_from == before[i].window_from, i != 7) << i;
    }
}

TEST(Visits, MovedBeyondItsDayOnlyWithAReason) {
    CareStage stage("2025-12-01");
    const MemberId member = stage.member(RiskTier::high);
    const VisitId visit = stage.next(member).id;
    MoveVisit later{visit, at("2025-12-09", 9), at("2025-12-09", 11), {}, ""};
    EXPECT_EQ(stage.send(later).reason, RejectReason::limit_reached);
    later.reason = "in hospital until then";
    stage.made(later);
    // It is late all the same.
    EXPECT_EQ(stage.due_day(stage.get(visit)), "2025-12-08");
    later.window_until = at("2025-12-12");
    EXPECT_EQ(stage.send(later).field, "/window_until");
}

TEST(Visits, AnotherTierIsAnotherInterval) {
    CareStage stage("2025-12-01");
    const MemberId member = stage.member();
    UpdateMember key;
    key.member = member;
    key.profile.flags = std::vector{MemberFlag::key_person};
    stage.made(key, at("2025-12-11"));
    EXPECT_EQ(stage.due_day(stage.next(member)), "2026-01-01");
    UpdateMember worse;
    worse.member = member;
    worse.profile.ability = AbilityLevel::severe;
    stage.made(worse, at("2025-12-20"));
    // One interval after the last visit has passed already: it counts from today.
    EXPECT_EQ(stage.due_day(stage.next(member)), "2025-12-27");
    UpdateMember better;
    better.member = member;
    better.profile.ability = AbilityLevel::mild;
    better.profile.flags = std::vector<MemberFlag>{};
    stage.made(better, at("2025-12-21"));
    EXPECT_EQ(stage.due_day(stage.next(member)), "2026-03-20");
    EXPECT_EQ(stage.board().store<Visit>().size(), 1u);
}

TEST(Visits, TwoWhoAreOneHaveOne) {
    CareStage stage("2025-12-01");
    const MemberId kept = stage.member();
    const MemberId alias = stage.member(RiskTier::key);
    stage.made(ProposeMerge{kept, alias, ""});
    const MergeId merge = stage.board().derived<MemberMerge>().of_member(kept).back();
    stage.made(MergeMembers{merge, ""});
    EXPECT_TRUE(stage.has_next(kept));
    EXPECT_FALSE(stage.has_next(alias));
    // The one of both that comes first.
    EXPECT_EQ(stage.due_day(stage.next(kept)), "2026-01-01");
    stage.made(UndoMerge{merge, "two sisters"});
    EXPECT_TRUE(stage.has_next(kept));
    EXPECT_TRUE(stage.has_next(alias));
    EXPECT_EQ(stage.due_day(stage.next(alias)), "2026-01-01");
}

TEST(Visits, OneMoreBesideTheNext) {
    CareStage stage("2025-12-01");
    const MemberId member = stage.member();
    stage.made(one_more(member, "2025-12-10"));
    const VisitId more = other(stage, member).id;
    EXPECT_EQ(stage.due_day(stage.get(more)), "2025-12-10");
    EXPECT_EQ(stage.send(CancelVisit{stage.next(member).id, "no time"}).reason,
              RejectReason::limit_reached);
    stage.made(MoveVisit{more, at("2025-12-12", 9), at("2025-12-12", 11), {}, ""});
    EXPECT_EQ(stage.get(more).due.due_at, at("2025-12-12", 11));
    stage.made(CancelVisit{more, "not wanted any more"});
    EXPECT_EQ(of_month(stage, 12, 2025).due, 0);
    EXPECT_EQ(stage.due_day(stage.next(member)), "2026-03-01");
}

TEST(Visits, TheDayAgreedOnIsWithinTheInterval) {
    CareStage stage("2025-12-01");
    const MemberId member = stage.member(RiskTier::high);
    EXPECT_EQ(stage.send(agreed(member, "2025-12-09")).reason, RejectReason::limit_reached);
    const VisitId before = stage.next(member).id;
    stage.made(agreed(member, "2025-12-04"));
    EXPECT_EQ(stage.get(before).status, VisitStatus::cancelled);
    EXPECT_EQ(stage.due_day(stage.next(member)), "2025-12-04");
    stage.visit(member, at("2025-12-04"));
    EXPECT_EQ(stage.due_day(stage.next(member)), "2025-12-11");
    // Planning anew does not make a late one disappear.
    const VisitId late = stage.next(member).id;
    stage.wait_until(at("2025-12-12", 9));
    stage.made(agreed(member, "2025-12-12"));
    EXPECT_EQ(stage.get(late).status, VisitStatus::missed);
    EXPECT_EQ(of_month(stage, 12, 2025).due, 3);
}

// The same engine sends somebody, as to any other request.
TEST(Visits, SomebodyIsSentByARequest) {
    CareStage stage("2025-12-01");
    const MemberId member = stage.member();
    const ResponderId visitor = stage.responder({"repair"});
    stage.made(SetDuty{visitor, ResponderStatus::available, {}, ""});
    const VisitId visit = stage.next(member).id;
    stage.made(StartVisit{visit, {}, true});
    const RequestId request = stage.get(visit).request;
    ASSERT_TRUE(request);
    EXPECT_EQ(stage.get(request).channel, Channel::system);
    EXPECT_EQ(stage.get(visit).status, VisitStatus::planned);
    EXPECT_EQ(stage.send(StartVisit{visit, {}, true}).reason, RejectReason::illegal_status);
    stage.made(ReportEnRoute{request, visitor});
    stage.made(ReportOnScene{request, visitor});
    EXPECT_EQ(stage.get(visit).status, VisitStatus::under_way);
    EXPECT_EQ(stage.get(visit).visitor, visitor);
    stage.made(CompleteAssignment{request, visitor, Disposition::helped, ""});
    EXPECT_EQ(stage.get(visit).status, VisitStatus::done);
    EXPECT_EQ(stage.get(visit).outcome.value, VisitOutcome::none);
    EXPECT_NE(stage.next(member).id, visit);
    stage.made(CareStage::well(visit));
    EXPECT_EQ(stage.get(visit).outcome.value, VisitOutcome::well);
    EXPECT_EQ(stage.send(CareStage::well(visit)).reason, RejectReason::illegal_status);
}

TEST(Visits, ACancelledRequestLeavesTheVisit) {
    CareStage stage("2025-12-01");
    const MemberId member = stage.member();
    const VisitId visit = stage.next(member).id;
    stage.made(StartVisit{visit, {}, true});
    const RequestId request = stage.get(visit).request;
    EXPECT_EQ(
        stage.send(MoveVisit{visit, at("2025-12-05", 9), at("2025-12-05", 11), {}, ""}).reason,
        RejectReason::illegal_status);
    stage.made(CancelRequest{request, "nobody is free"});
    EXPECT_EQ(stage.count("VisitReleased"), 1u);
    EXPECT_FALSE(stage.get(visit).request);
    EXPECT_EQ(stage.get(visit).status, VisitStatus::planned);
    EXPECT_EQ(stage.next(member).id, visit);
}

// One request a record: all are sent somebody, one after the other.
TEST(Visits, AllWhoAreDueAreSentSomebodyByThemselves) {
    Rules rules = care_rules();
    rules.care->dispatched = true;
    rules.care->ask_within_ms = seconds(1);
    CareStage stage("2025-12-01", rules);
    std::vector<MemberId> members;
    for (int i = 0; i < 12; ++i)
        members.push_back(stage.member(RiskTier::high));
    stage.wait_until(at("2025-12-05", 12));
    for (const MemberId one : members)
        EXPECT_FALSE(stage.next(one).request);
    stage.wait_until(at("2025-12-07", 12));
    for (const MemberId one : members)
        EXPECT_TRUE(stage.next(one).request) << one.value;
}

// When the rules come to a register that is there already, everybody gets a visit soon.
TEST(Visits, WhoeverWasThereBeforeTheRules) {
    Rules rules = care_rules();
    const auto care = std::exchange(rules.care, std::nullopt);
    CareStage stage("2025-12-01", rules);
    std::vector<MemberId> members;
    for (int i = 0; i < 100; ++i)
        members.push_back(stage.member(i % 3 ? RiskTier::general : RiskTier::high));
    EXPECT_EQ(stage.board().store<Visit>().size(), 0u);
    EXPECT_EQ(stage.send(agreed(members[0], "2025-12-05")).reason, RejectReason::illegal_status);
    rules.care = care;
    rules.care->visits.pop_back();
    stage.made(LoadRules{rules});
    stage.wait_until(stage.now());
    EXPECT_EQ(stage.board().store<Visit>().size(), 34u);
    rules.care = care;
    stage.made(LoadRules{rules});
    stage.wait_until(stage.now());
    for (const MemberId one : members)
        EXPECT_TRUE(stage.has_next(one));
}

TEST(Visits, CompletionByDistrictTierAndVisitor) {
    CareStage stage("2025-12-01");
    const MemberId east = stage.member(RiskTier::high, "east");
    const MemberId west = stage.member(RiskTier::high, "west");
    stage.member(RiskTier::key, "west");
    stage.visit(east, at("2025-12-08"));
    stage.visit(west, at("2025-12-08", 13));
    stage.visit(east, at("2025-12-15"));
    stage.wait_until(at("2026-01-02"));
    const auto rows =
        core::completion(stage.board(), date_of("2025-12-01"), CompletionBy::district);
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[0].key, "east");
    EXPECT_EQ(rows[0].done, 2);
    EXPECT_EQ(rows[1].done, 1);
    EXPECT_EQ(rows[0].due, rows[1].due);
    EXPECT_EQ(core::completion(stage.board(), date_of("2025-12-01"), CompletionBy::tier).size(),
              1u);
    EXPECT_EQ(core::completion(stage.board(), date_of("2025-12-01"), CompletionBy::visitor).size(),
              1u);
    EXPECT_EQ(of_month(stage, 12, 2025).due, 8);
    EXPECT_EQ(of_month(stage, 1, 2027).done_permille, 1000);
}

TEST(Visits, LeaveTheBoardSomeTimeAfter) {
    CareStage stage("2025-12-01");
    const MemberId member = stage.member();
    const VisitId visit = stage.next(member).id;
    stage.visit(member, at("2025-12-02"));
    stage.wait_until(at("2025-12-02") + hours(24 * 70) - Millis{1});
    EXPECT_NE(stage.board().store<Visit>().find(visit), core::no_index);
    stage.wait_until(at("2025-12-02") + hours(24 * 70));
    EXPECT_EQ(stage.board().store<Visit>().find(visit), core::no_index);
}

// Every status with every action.
struct VisitsArea {
    struct Stage {
        CareStage care{"2025-12-01"};
        MemberId member;
        VisitId visit;
    };

    [[nodiscard]] Stage stage(VisitStatus status) const {
        Stage made;
        made.member = made.care.member();
        made.care.made(one_more(made.member, "2025-12-10"));
        made.visit = other(made.care, made.member).id;
        const auto must = [&](Command command) { made.care.made(std::move(command)); };
        switch (status) {
            case VisitStatus::planned:
                break;
            case VisitStatus::under_way:
                must(StartVisit{made.visit, {}, false});
                break;
            case VisitStatus::done:
                serve(made);
                break;
            case VisitStatus::missed:
                must(MissVisit{made.visit, "nobody at home"});
                break;
            case VisitStatus::cancelled:
                must(CancelVisit{made.visit, "not wanted"});
                break;
            case VisitStatus::closed:
                must(now_is(made.member, MemberStatus::deceased));
                break;
        }
        return made;
    }
    // Done, and nothing told yet.
    static void serve(Stage& stage) {
        const ResponderId visitor = stage.care.responder({"repair"});
        stage.care.made(SetDuty{visitor, ResponderStatus::available, {}, ""});
        stage.care.made(StartVisit{stage.visit, {}, true});
        const RequestId request = stage.care.get(stage.visit).request;
        stage.care.made(ReportOnScene{request, visitor});
        stage.care.made(CompleteAssignment{request, visitor, Disposition::helped, ""});
    }
    [[nodiscard]] Rejection act(Stage& stage, VisitAction action) const {
        const VisitId visit = stage.visit;
        switch (action) {
            case VisitAction::move:
                return stage.care.send(
                    MoveVisit{visit, at("2025-12-05", 9), at("2025-12-05", 11), {}, ""});
            case VisitAction::start:
                return stage.care.send(StartVisit{visit, {}, false});
            case VisitAction::add_findings:
            case VisitAction::record:
                return stage.care.send(CareStage::well(visit));
            case VisitAction::miss:
                return stage.care.send(MissVisit{visit, "nobody at home"});
            case VisitAction::cancel:
                return stage.care.send(CancelVisit{visit, "not wanted"});
            // No command asks for these: they follow from something else, tested above.
            case VisitAction::replan:
            case VisitAction::give:
            case VisitAction::send:
            case VisitAction::release:
            case VisitAction::close:
                break;
        }
        return {RejectReason::illegal_status, "", ""};
    }
    [[nodiscard]] VisitStatus status(const Stage& stage) const {
        return stage.care.get(stage.visit).status;
    }
    [[nodiscard]] bool further_rule(VisitStatus /*status*/, VisitAction /*action*/) const {
        return false;
    }
};

// What no command asks for is left out; and RecordVisit is three actions in one command.
TEST(Visits, EveryStatusWithEveryAction) {
    const VisitsArea area;
    const auto cycle = core::visit_cycle;
    for (const VisitStatus status : enum_values<VisitStatus>) {
        for (const VisitAction action : {VisitAction::move, VisitAction::start, VisitAction::record,
                                         VisitAction::miss, VisitAction::cancel}) {
            auto stage = area.stage(status);
            ASSERT_EQ(area.status(stage), status);
            const Rejection rejection = area.act(stage, action);
            const bool word = action == VisitAction::record;
            const bool begins = word && cycle.legal(status, VisitAction::start);
            const bool adds = word && cycle.legal(status, VisitAction::add_findings);
            const auto next = begins || adds ? VisitStatus::done : cycle.next(status, action);
            const std::string pair =
                std::string(core::name_of(action)) + " when " + std::string(core::name_of(status));
            EXPECT_EQ(rejection.reason == RejectReason::illegal_status, !next) << pair;
            EXPECT_EQ(area.status(stage), next.value_or(status)) << pair << rejection.detail;
        }
    }
}

}  // namespace
}  // namespace muster::test
