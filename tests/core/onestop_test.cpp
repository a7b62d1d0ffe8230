// What the desk owes to whoever waits for an answer: clocks of working days, more time, urging,
// giving back, ratings that open a request again.
#include <utility>

#include "engine/core/requests/legality.hpp"
#include "engine/core/requests/request_state.hpp"
#include "tests/core/onestop_stage.hpp"

namespace muster::test {
namespace {

using enum RejectReason;

// The end of a day in the city.
TimePoint end_of(std::string_view date) {
    return at(date, 24);
}

TEST(Clocks, CountWorkingDaysOverHolidays) {
    const std::pair<std::string_view, std::string_view> oracle[]{{"2026-02-13", "2026-02-25"},
                                                                 {"2026-09-30", "2026-10-10"},
                                                                 {"2026-04-30", "2026-05-08"},
                                                                 {"2025-09-30", "2025-10-11"}};
    for (const auto& [from, due] : oracle) {
        OnestopStage s(onestop_rules(), from);
        const RequestId request = s.ask("advice");
        EXPECT_EQ(s.answer(request).due_at, end_of(due)) << from;
        EXPECT_FALSE(s.answer(request).provisional) << from;
        EXPECT_EQ(s.get(request).clock, ClockKind::advice);
        // It stands in the place of the class's own 72 hours.
        EXPECT_EQ(s.get(request).milestones.size(), 1u);
    }
    Rules one_day = onestop_rules();
    one_day.onestop->clocks[0].days = 1;
    const std::pair<std::string_view, std::string_view> next[]{
        {"2026-02-14", "2026-02-24"}, {"2026-09-18", "2026-09-20"}, {"2025-12-31", "2026-01-04"}};
    for (const auto& [from, due] : next) {
        OnestopStage s(one_day, from);
        EXPECT_EQ(s.answer(s.ask("advice")).due_at, end_of(due)) << from;
    }
}

TEST(Clocks, BeyondWhatIsKnownAreProvisional) {
    OnestopStage s(onestop_rules(), "2026-12-30");
    const RequestId request = s.ask("advice");
    EXPECT_TRUE(s.answer(request).provisional);
    EXPECT_EQ(s.answer(request).due_at, end_of("2027-01-04"));
}

TEST(Clocks, ComplaintsHaveThirteenWorkingDays) {
    OnestopStage s(onestop_rules(), "2026-03-02");
    EXPECT_EQ(s.answer(s.ask("repair")).due_at, end_of("2026-03-19"));
}

// The same commands with another calendar, and with none of the clocks: what is urgent is the same.
TEST(Clocks, WhatIsUrgentKnowsNoCalendar) {
    const auto run = [](Rules rules) {
        OnestopStage s(std::move(rules), "2026-02-13");
        std::vector<std::pair<TimePoint, TimePoint>> out;
        for (const Urgency urgency : {Urgency::P0, Urgency::P1, Urgency::P2}) {
            CreateRequest command;
            command.service = "advice";
            command.urgency = urgency;
            command.member = s.member;
            s.wait_until(at("2026-02-13", 10, 1 + static_cast<int>(urgency)));
            const RequestId request{s.made(command)};
            s.made(ReclassifyRequest{request, urgency, ""});
            const Request& r = s.get(request);
            EXPECT_EQ(r.clock, ClockKind::none);
            EXPECT_FALSE(r.urge_at);
            for (const MilestoneState& state : r.milestones)
                out.emplace_back(state.due_at, state.warn_at);
        }
        const RequestId request = s.served();
        for (const MilestoneState& state : s.get(request).milestones)
            out.emplace_back(state.due_at, state.met_at);
        return out;
    };
    Rules all_holidays = onestop_rules();
    all_holidays.calendar->holidays = {{day("2026-01-05"), day("2026-02-20")},
                                       {day("2026-02-21"), day("2026-04-10")}};
    all_holidays.calendar->make_up_days.clear();
    all_holidays.onestop->callback_days = 3;
    Rules none = onestop_rules();
    none.onestop.reset();
    none.calendar.reset();
    EXPECT_EQ(run(onestop_rules()), run(all_holidays));
    EXPECT_EQ(run(onestop_rules()), run(none));
}

TEST(Clocks, AnotherClassTakesTheClockAwayAndGivesItBack) {
    OnestopStage s;
    const RequestId request = s.ask("advice");
    const TimePoint due = s.answer(request).due_at;
    s.made(ReclassifyRequest{request, Urgency::P2, "worse"});
    EXPECT_EQ(core::answer_of(s.get(request)), nullptr);
    s.wait_until(at("2026-02-14"));
    s.made(ReclassifyRequest{request, Urgency::P3, "not so bad"});
    EXPECT_EQ(s.answer(request).due_at, due);
}

TEST(Clocks, AreMetByAnAnswer) {
    OnestopStage s;
    const RequestId request = s.advised();
    EXPECT_TRUE(s.answer(request).met_at);
    s.wait_until(at("2026-03-20"));
    EXPECT_TRUE(s.seen<DeadlineBreached>().empty());
    EXPECT_TRUE(s.seen<RequestUrged>().empty());
}

TEST(Clocks, CallBackInWorkingDaysOnlyIfTheRulesSaySo) {
    Rules rules = onestop_rules();
    const auto due = [](Rules with) {
        OnestopStage s(std::move(with));
        const RequestId request = s.ask("repair");
        ResponderProfile profile;
        profile.skills = {"repair"};
        profile.post = Point{324'000'000, 1'194'000'000};
        s.made(LocateRequest{request, Point{324'000'000, 1'194'000'000}, {}});
        const ResponderId who{s.made(RegisterResponder{profile})};
        s.made(SetDuty{who, ResponderStatus::available, {}, ""});
        s.made(CompleteAssignment{request, who, Disposition::helped, {}});
        EXPECT_EQ(s.get(request).milestones.back().milestone, Milestone::called_back);
        return s.get(request).milestones.back().due_at;
    };
    EXPECT_EQ(due(rules), at("2026-02-14"));
    rules.onestop->callback_days = 1;
    EXPECT_EQ(due(rules), end_of("2026-02-14"));  // a Saturday that is worked
}

TEST(Extensions, AreAskedForBeforeTheEndAndOnce) {
    OnestopStage s;
    const RequestId request = s.ask("advice");
    EXPECT_EQ(s.send(ExtendRequest{request, ""}).reason, invalid_field);
    s.wait_until(end_of("2026-02-25") - Millis{1});
    s.made(ExtendRequest{request, "the office has to look at it"});
    // Three working days after the day that was first promised.
    EXPECT_EQ(s.answer(request).due_at, end_of("2026-02-28"));  // a make-up Saturday
    ASSERT_TRUE(s.get(request).extension);
    EXPECT_EQ(s.get(request).extension->due_before, end_of("2026-02-25"));
    EXPECT_EQ(s.get(request).extension->by, "http:wang");
    const Rejection again = s.send(ExtendRequest{request, "more"});
    EXPECT_EQ(again.reason, illegal_status);
    EXPECT_EQ(again.detail, "it was given more time already, until 2026-02-28");
}

TEST(Extensions, ComeTooLateAtTheEnd) {
    OnestopStage s;
    const RequestId request = s.ask("advice");
    // The tick is late: the time itself is compared.
    s.skip_to(end_of("2026-02-25"));
    const Rejection late = s.send(ExtendRequest{request, "the office has to look at it"});
    EXPECT_EQ(late.reason, illegal_status);
    EXPECT_EQ(late.detail,
              "it had to be answered by 2026-02-25; more time is asked for before that");
    s.wait_until(end_of("2026-02-25"));
    EXPECT_EQ(s.seen<DeadlineBreached>().size(), 1u);
    EXPECT_FALSE(core::can_be_extended(s.get(request)));
    EXPECT_EQ(s.send(ExtendRequest{request, "please"}).reason, illegal_status);
}

TEST(Extensions, AreNotForWhatHasNoClock) {
    OnestopStage s;
    const Rejection none = s.send(ExtendRequest{s.ask("fall"), "please"});
    EXPECT_EQ(none.detail, "the rules give it no working days to be answered in");
    Rules rules = onestop_rules();
    rules.onestop->clocks[0].extension_days = 0;
    OnestopStage strict(rules);
    EXPECT_EQ(strict.send(ExtendRequest{strict.ask("advice"), "please"}).detail,
              "the rules give no more time to what is advice");
}

TEST(Extensions, KeepThroughAnotherClass) {
    OnestopStage s;
    const RequestId request = s.ask("advice");
    s.made(ExtendRequest{request, "hard"});
    s.made(ReclassifyRequest{request, Urgency::P3, "worse"});
    EXPECT_EQ(s.answer(request).due_at, end_of("2026-02-28"));
    s.made(ReclassifyRequest{request, Urgency::P2, "worse"});
    s.made(ReclassifyRequest{request, Urgency::P4, "better"});
    EXPECT_EQ(s.answer(request).due_at, end_of("2026-02-28"));
}

TEST(Urging, ComesByItselfTheWorkingDayAfterTheEnd) {
    OnestopStage s;
    const RequestId request = s.ask("advice");
    s.wait_until(at("2026-02-26", 8, 29));
    EXPECT_EQ(s.seen<DeadlineWarned>().size(), 1u);
    EXPECT_EQ(s.seen<DeadlineBreached>().size(), 1u);
    EXPECT_TRUE(s.seen<RequestUrged>().empty());
    s.wait_until(at("2026-02-26", 8, 30));
    ASSERT_EQ(s.seen<RequestUrged>().size(), 1u);
    EXPECT_TRUE(s.seen<RequestUrged>()[0].automatic);
    EXPECT_EQ(s.get(request).urged, 1u);
    EXPECT_EQ(s.get(request).urged_at, at("2026-02-26", 8, 30));
    // Once.
    s.wait_until(at("2026-03-26"));
    EXPECT_EQ(s.seen<RequestUrged>().size(), 1u);
}

TEST(Urging, MovesWithAnExtension) {
    OnestopStage s;
    const RequestId request = s.ask("advice");
    s.made(ExtendRequest{request, "hard"});
    s.wait_until(at("2026-03-02", 8, 29));
    EXPECT_TRUE(s.seen<RequestUrged>().empty());
    s.wait_until(at("2026-03-02", 8, 30));
    EXPECT_EQ(s.seen<RequestUrged>().size(), 1u);
}

TEST(Urging, IsCountedAndNotAskedForTwiceInAMomentByLink) {
    OnestopStage s;
    const RequestId request = s.ask("advice");
    const LinkId link{s.made(IssueLink{request, LinkAudience::family, {}, {}})};
    s.made(UrgeRequest{request, "she waits", link});
    EXPECT_EQ(s.send(UrgeRequest{request, "still", link}, "link").reason, limit_reached);
    s.made(UrgeRequest{request, "her son rang", {}});  // the desk says what it hears
    EXPECT_EQ(s.get(request).urged, 2u);
    s.wait_until(at("2026-02-13", 10, 30));
    s.made(UrgeRequest{request, "still", link});
    EXPECT_EQ(s.get(request).urged, 3u);
}

TEST(Returning, OfWhatWasTransferredTellsWhoPassedItOn) {
    OnestopStage s;
    const RequestId request = s.ask("advice");
    s.made(TakeRequest{request, "li"});
    const TimePoint due = s.answer(request).due_at;
    s.made(TransferRequest{request, "housing", ""});
    EXPECT_EQ(s.send(ReturnRequest{request, ""}).field, "/reason");
    s.made(ReturnRequest{request, "not ours: it is about pensions"});
    const Request& r = s.get(request);
    EXPECT_EQ(r.status, RequestStatus::received);
    EXPECT_EQ(r.owner, "li");
    EXPECT_EQ(r.transferred_to, "");
    EXPECT_EQ(r.reopened, 0u);
    ASSERT_EQ(r.returns.size(), 1u);
    EXPECT_EQ(r.returns[0].from, "housing");
    EXPECT_EQ(s.seen<RequestReturned>()[0].owner, "li");
    // It has waited all the time.
    EXPECT_EQ(s.answer(request).due_at, due);
}

TEST(Returning, OfWhatSomebodyHas) {
    Rules rules = onestop_rules();
    rules.onestop->returns_to = "head of the desk";
    OnestopStage s(rules);
    const RequestId request = s.ask("advice");
    EXPECT_EQ(s.send(ReturnRequest{request, "not ours"}).reason, illegal_status);
    s.made(TakeRequest{request, "li"});
    s.made(ReturnRequest{request, "not ours"});
    EXPECT_EQ(s.get(request).owner, "head of the desk");
    EXPECT_EQ(s.get(request).returns[0].from, "li");
    s.made(TakeRequest{request, "li"});
    s.made(SuperviseRequest{request, "chen", "an old matter"});
    EXPECT_EQ(s.get(request).supervised_by, "chen");
    s.made(ReturnRequest{request, "not ours"});
    EXPECT_EQ(s.get(request).owner, "chen");
}

TEST(Ratings, ABadOneOpensItAgainWithItsReason) {
    OnestopStage s;
    const RequestId request = s.advised();
    s.made(RateRequest{request, 2, "nobody listened", FaultSide::not_said, {}});
    const Request& r = s.get(request);
    EXPECT_EQ(r.status, RequestStatus::received);
    EXPECT_EQ(r.rating, 0u);
    EXPECT_EQ(core::round_of(r), 2u);
    ASSERT_EQ(r.reopenings.size(), 1u);
    EXPECT_EQ(r.reopenings[0].reason, "rated 2 of 5: nobody listened");
    EXPECT_EQ(r.reopenings[0].rating, 2u);
    EXPECT_EQ(r.reopenings[0].by, "http:wang");
    ASSERT_EQ(s.seen<RequestReopened>().size(), 1u);
    EXPECT_EQ(s.seen<RequestReopened>()[0].reason, "rated 2 of 5: nobody listened");
    // The clock runs anew from today.
    EXPECT_EQ(s.answer(request).due_at, end_of("2026-02-25"));
    EXPECT_FALSE(s.answer(request).met_at);
}

TEST(Ratings, OneInEachRoundOfService) {
    OnestopStage s;
    const RequestId request = s.advised();
    s.made(RateRequest{request, 5, "", FaultSide::not_said, {}});
    const Rejection again = s.send(RateRequest{request, 4, "", FaultSide::not_said, {}});
    EXPECT_EQ(again.reason, illegal_status);
    EXPECT_EQ(again.detail, "round 1 of its service was rated 5 already");
    s.made(ReopenRequest{request, "one more question"});
    EXPECT_EQ(s.send(RateRequest{request, 4, "", FaultSide::not_said, {}}).reason, illegal_status);
    s.made(CloseRequest{request, Disposition::advised, {}});
    s.made(RateRequest{request, 4, "", FaultSide::not_said, {}});
    EXPECT_EQ(s.get(request).rating, 4u);
    ASSERT_EQ(s.get(request).reopenings.size(), 1u);
    EXPECT_EQ(s.get(request).reopenings[0].reason, "one more question");
}

TEST(Ratings, ACallBackIsTheSameThing) {
    OnestopStage s;
    const RequestId request = s.served();
    s.made(RateRequest{request, 4, "", FaultSide::not_said, {}});
    // Whoever was rated by link is called back all the same, and not asked again.
    EXPECT_EQ(s.send(RecordCallback{request, true, 3, {}}).reason, illegal_status);
    s.made(RecordCallback{request, true, 0, {}});
    EXPECT_EQ(s.get(request).status, RequestStatus::called_back);
    EXPECT_EQ(s.get(request).rating, 4u);
    EXPECT_EQ(s.send(RateRequest{request, 5, "", FaultSide::not_said, {}}).reason, illegal_status);

    const RequestId other = s.served();
    s.made(RecordCallback{other, true, 1, "came too late"});
    ASSERT_EQ(s.get(other).reopenings.size(), 1u);
    EXPECT_EQ(s.get(other).reopenings[0].reason, "rated 1 of 5: came too late");
}

TEST(Ratings, WhatIsOurFaultIsDoneAgainAndWhatIsNotIsNot) {
    OnestopStage s;
    const RequestId ours = s.served();
    s.made(RecordCallback{ours, true, 4, "forgot the key", FaultSide::ours});
    ASSERT_EQ(s.get(ours).reopenings.size(), 1u);
    EXPECT_EQ(s.get(ours).reopenings[0].reason, "our own fault: forgot the key");
    EXPECT_EQ(s.get(ours).reopenings[0].fault, FaultSide::ours);

    OnestopStage elsewhere;
    const RequestId others = elsewhere.served();
    EXPECT_EQ(elsewhere.send(RecordCallback{others, true, 1, {}, FaultSide::others}).field,
              "/note");
    elsewhere.made(RecordCallback{others, true, 1, "the lift was broken", FaultSide::others});
    EXPECT_TRUE(elsewhere.get(others).reopenings.empty());
    EXPECT_EQ(elsewhere.get(others).rating, 1u);
    Rules rules = onestop_rules();
    rules.onestop->redo_when_ours = false;
    OnestopStage strict(rules);
    const RequestId request = strict.served();
    strict.made(RecordCallback{request, true, 4, "forgot the key", FaultSide::ours});
    EXPECT_TRUE(strict.get(request).reopenings.empty());
}

TEST(Supervision, SaysWhoAndSince) {
    OnestopStage s;
    const RequestId request = s.ask("advice");
    s.made(SuperviseRequest{request, "", ""});
    EXPECT_EQ(s.get(request).supervised_by, "http:wang");
    EXPECT_EQ(s.get(request).supervised_at, at("2026-02-13"));
    s.made(SuperviseRequest{request, "", ""});
    EXPECT_EQ(s.seen<RequestSupervised>().size(), 1u);
}

TEST(OnestopRules, SayWhatIsWrongAndWhere) {
    const auto field = [](auto change) {
        Rules rules = onestop_rules();
        change(*rules.onestop);
        return core::check_rules(rules).field;
    };
    EXPECT_EQ(field([](OnestopRule&) {}), "");
    EXPECT_EQ(field([](OnestopRule& r) { r.clocks[1].days = 0; }), "/rules/onestop/clocks/1/days");
    EXPECT_EQ(field([](OnestopRule& r) { r.clocks[1].kind = ClockKind::advice; }),
              "/rules/onestop/clocks/1/kind");
    EXPECT_EQ(field([](OnestopRule& r) { r.clocks[0].kind = ClockKind::none; }),
              "/rules/onestop/clocks/0/kind");
    EXPECT_EQ(field([](OnestopRule& r) { r.clocks[2].warn_permille = 1001; }),
              "/rules/onestop/clocks/2/warn_permille");
    EXPECT_EQ(field([](OnestopRule& r) { r.services[0].service = "no_such"; }),
              "/rules/onestop/services/0/service");
    EXPECT_EQ(field([](OnestopRule& r) { r.clocks.clear(); }), "");
    EXPECT_EQ(field([](OnestopRule& r) { r.clocks.pop_back(); }), "/rules/onestop/services/1/kind");
    EXPECT_EQ(field([](OnestopRule& r) { r.callback_days = 367; }), "/rules/onestop/callback_days");
}

// The notice of 2027 comes: its first of January is free.
Rules with_new_year() {
    Rules rules = onestop_rules();
    rules.calendar->holidays.push_back({day("2027-01-01"), day("2027-01-03")});
    rules.calendar->known_until = day("2027-12-31");
    return rules;
}

const RecomputeDeadlines recompute{"the notice of 2027", 1000};

TEST(ClocksAnew, MoveWhenSomebodySaysSoAndNotWithTheRules) {
    OnestopStage s(onestop_rules(), "2026-12-30");
    const RequestId request = s.ask("advice");
    s.made(LoadRules{with_new_year()});
    EXPECT_EQ(s.answer(request).due_at, end_of("2027-01-04"));
    EXPECT_EQ(s.send(RecomputeDeadlines{"", 1000}).field, "/reason");
    EXPECT_EQ(s.send(RecomputeDeadlines{"a notice", 0}).field, "/most");
    EXPECT_EQ(s.send(RecomputeDeadlines{"a notice", 1001}).field, "/most");
    s.made(recompute);
    EXPECT_EQ(s.answer(request).due_at, end_of("2027-01-05"));
    EXPECT_FALSE(s.answer(request).provisional);
    EXPECT_EQ(s.get(request).urge_at, at("2027-01-06", 8, 30));
    const auto moved = s.seen<RequestDeadlineMoved>();
    ASSERT_EQ(moved.size(), 1u);
    EXPECT_EQ(moved[0].moved.due_before, end_of("2027-01-04"));
    EXPECT_EQ(moved[0].moved.due_at, end_of("2027-01-05"));
    s.wait_until(end_of("2027-01-05") - Millis{1});
    EXPECT_TRUE(s.answer(request).warned_at);
    EXPECT_FALSE(s.answer(request).breached_at);
    s.wait_until(end_of("2027-01-05"));
    EXPECT_TRUE(s.answer(request).breached_at);
}

TEST(ClocksAnew, ChangeNothingTheSecondTime) {
    OnestopStage s(onestop_rules(), "2026-12-30");
    const RequestId request = s.ask("advice");
    s.made(recompute);  // by the calendar by which it was given
    EXPECT_TRUE(s.seen<RequestDeadlineMoved>().empty());
    s.made(LoadRules{with_new_year()});
    s.made(recompute);
    const TimePoint warn_at = s.answer(request).warn_at;
    s.wait_until(at("2027-01-04"));
    s.events.clear();
    s.made(recompute);
    EXPECT_EQ(s.events.size(), 1u);
    EXPECT_EQ(s.answer(request).due_at, end_of("2027-01-05"));
    EXPECT_EQ(s.answer(request).warn_at, warn_at);
}

TEST(ClocksAnew, WhatWasLateStaysLate) {
    OnestopStage s(onestop_rules(), "2026-12-30");
    const RequestId request = s.ask("advice");
    s.wait_until(end_of("2027-01-04"));
    s.made(LoadRules{with_new_year()});
    s.made(recompute);
    EXPECT_EQ(s.answer(request).due_at, end_of("2027-01-04"));
    EXPECT_EQ(s.answer(request).breached_at, end_of("2027-01-04"));
    // Nor does it matter that nobody has looked at the clock yet.
    OnestopStage unseen(onestop_rules(), "2026-12-30");
    const RequestId other = unseen.ask("advice");
    unseen.skip_to(end_of("2027-01-04"));
    unseen.made(LoadRules{with_new_year()});
    unseen.made(recompute);
    EXPECT_EQ(unseen.answer(other).due_at, end_of("2027-01-04"));
}

// Thirteen working days from 30 December are until the 18th; with two weekends that are worked,
// until the 12th, which is past when it becomes known on the 14th.
TEST(ClocksAnew, AnEarlierDayLeavesAWorkingDayAndIsWarnedOf) {
    Rules worked = onestop_rules();
    worked.onestop->clocks[0].days = 13;
    OnestopStage s(worked, "2026-12-30");
    const RequestId request = s.ask("advice");
    EXPECT_EQ(s.answer(request).due_at, end_of("2027-01-18"));
    s.wait_until(at("2027-01-14"));
    for (const char* const one : {"2027-01-02", "2027-01-03", "2027-01-09", "2027-01-10"})
        worked.calendar->make_up_days.push_back(day(one));
    worked.calendar->known_until = day("2027-12-31");
    s.made(LoadRules{worked});
    s.made(recompute);
    EXPECT_EQ(s.answer(request).due_at, end_of("2027-01-15"));
    s.wait_until(at("2027-01-14", 11));
    EXPECT_TRUE(s.answer(request).warned_at);
    EXPECT_FALSE(s.answer(request).breached_at);
    // A day later it would leave one more, but it does not move again.
    s.wait_until(at("2027-01-15"));
    s.made(recompute);
    EXPECT_EQ(s.answer(request).due_at, end_of("2027-01-15"));
    s.wait_until(end_of("2027-01-15"));
    EXPECT_TRUE(s.answer(request).breached_at);
}

TEST(ClocksAnew, MoreTimeThatWasGivenIsReckonedWithTheFirst) {
    OnestopStage s(onestop_rules(), "2026-12-30");
    const RequestId request = s.ask("advice");
    s.made(ExtendRequest{request, "the bureau is slow"});
    EXPECT_EQ(s.answer(request).due_at, end_of("2027-01-07"));
    s.made(LoadRules{with_new_year()});
    s.made(recompute);
    EXPECT_EQ(s.answer(request).due_at, end_of("2027-01-08"));
    EXPECT_EQ(s.get(request).extension->due_at, end_of("2027-01-08"));
    EXPECT_EQ(s.get(request).extension->due_before, end_of("2027-01-04"));
}

TEST(ClocksAnew, SaysHowManyAreLeftWhereARecordMovesOnlySoMany) {
    OnestopStage s(onestop_rules(), "2026-12-30");
    const RequestId first = s.ask("advice");
    s.skip_to(at("2026-12-30", 11));  // at once it would be the same request
    s.ask("advice");
    const RequestId last = s.ask("repair");
    s.made(LoadRules{with_new_year()});
    const RecomputeDeadlines one{"a notice", 1};
    for (const std::int64_t left : {2, 1}) {
        s.events.clear();
        s.made(one);
        EXPECT_EQ(s.seen<RequestDeadlineMoved>().size(), 1u);
        ASSERT_EQ(s.seen<DeadlinesLeft>().size(), 1u);
        EXPECT_EQ(s.seen<DeadlinesLeft>()[0].count, left);
    }
    EXPECT_EQ(s.answer(first).due_at, end_of("2027-01-05"));
    EXPECT_EQ(s.answer(last).due_at, end_of("2027-01-18"));
    s.events.clear();
    s.made(one);
    EXPECT_TRUE(s.seen<DeadlinesLeft>().empty());
    EXPECT_EQ(s.answer(last).due_at, end_of("2027-01-19"));
}

}  // namespace
}  // namespace muster::test
