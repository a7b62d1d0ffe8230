// When steps of projects are due, and what moves their day.
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/projects/times.hpp"
#include "muster/requests.hpp"
#include "tests/core/project_stage.hpp"

namespace muster::test {
namespace {

using Stage = ProjectStage;
using enum DeadlineUnit;

Date date(std::string_view text) {
    return Date::from_text(text).value();
}

// Spring Festival of 2026 as the State Council has it.
CalendarRule with_holidays() {
    CalendarRule rule;
    rule.holidays = {{date("2026-02-15"), date("2026-02-23")}};
    rule.make_up_days = {date("2026-02-14"), date("2026-02-28")};
    rule.known_until = date("2026-12-31");
    return rule;
}

Rules rules_with(std::optional<CalendarRule> calendar) {
    Rules rules = test_rules();
    rules.calendar = std::move(calendar);
    return rules;
}

TimePoint noon(std::string_view text) {
    return core::time_at(CalendarRule{}, date(text), {12 * 60});
}

TEST(ProjectTimes, CountWorkingDaysByTheCalendar) {
    const Rules rules = rules_with(with_holidays());
    EXPECT_EQ(core::due_after(rules, noon("2026-02-13"), {3, working_days}).at,
              Stage::end_of("2026-02-25"));
    EXPECT_EQ(core::due_after(rules, noon("2026-02-14"), {1, working_days}).at,
              Stage::end_of("2026-02-24"));
    EXPECT_EQ(core::due_after(rules, noon("2026-02-13"), {10, days}).at,
              Stage::end_of("2026-02-23"));
    EXPECT_EQ(core::due_after(rules, noon("2025-08-31"), {6, months}).at,
              Stage::end_of("2026-02-28"));
    EXPECT_FALSE(core::due_after(rules, noon("2026-12-01"), {3, working_days}).provisional);
    EXPECT_TRUE(core::due_after(rules, noon("2026-12-30"), {3, working_days}).provisional);
    EXPECT_TRUE(core::due_after(rules_with(std::nullopt), noon("2026-02-13"), {3, working_days})
                    .provisional);
}

// 2026-02-13 to 02-23 is free; whoever counts hours does not see it, nor does whoever is sent.
TEST(ProjectTimes, WhatRunsAroundTheClockDoesNotNoticeTheCalendar) {
    CalendarRule all_free;
    all_free.holidays = {{date("2026-02-13"), date("2026-02-23")}};
    all_free.office_hours = {{{9 * 60}, {10 * 60}}};
    all_free.known_until = date("2026-02-23");
    Stage with(rules_with(all_free));
    Stage without(rules_with(std::nullopt));
    const ProjectId one = with.open("doctor");
    const ProjectId other = without.open("doctor");
    const auto& found = with.step(one, "find").due;
    EXPECT_EQ(found.due_at, friday_13 + muster::hours(48));
    EXPECT_EQ(found.due_at, without.step(other, "find").due.due_at);
    EXPECT_EQ(found.warn_at, without.step(other, "find").due.warn_at);
    EXPECT_FALSE(found.provisional);
    for (const Stage* const stage : {&with, &without})
        EXPECT_FALSE(stage->step(one, "find").due.breached_at);
    for (const char* const service : {"emergency", "fall", "chore"}) {
        CreateRequest call;
        call.service = service;
        call.member = with.member;
        with.must_send(call);
        without.must_send(call);
        const auto milestones = [](const Stage& stage) {
            return stage.board().requests().get({stage.last_seq()})->milestones;
        };
        const auto seen = milestones(with);
        const auto blind = milestones(without);
        ASSERT_EQ(seen.size(), blind.size());
        ASSERT_FALSE(seen.empty());
        for (std::size_t i = 0; i < seen.size(); ++i) {
            EXPECT_EQ(seen[i].due_at, blind[i].due_at) << service;
            EXPECT_EQ(seen[i].provisional, blind[i].provisional) << service;
        }
    }
}

TEST(ProjectTimes, AnExtensionCountsFromTheOriginalDay) {
    // Three months from 30 November are 28 February, one more is 30 March.
    ProjectStep build;
    build.rule.within = {3, months};
    build.rule.extension = {1, months};
    build.counted_at = noon("2025-11-30");
    const Rules rules = rules_with(with_holidays());
    build.due = core::promise(rules, build.counted_at, build.rule.within, 800);
    EXPECT_EQ(build.due.due_at, Stage::end_of("2026-02-28"));
    EXPECT_EQ(core::extended(rules, build).at, Stage::end_of("2026-03-30"));
    // Working days are added to the day on which it was due.
    build.rule.within = {3, working_days};
    build.rule.extension = {2, working_days};
    build.counted_at = noon("2026-02-13");
    build.due = core::promise(rules, build.counted_at, build.rule.within, 800);
    EXPECT_EQ(core::extended(rules, build).at, Stage::end_of("2026-02-27"));
    build.rule.within = {24, hours};
    build.rule.extension = {6, hours};
    build.due = core::promise(rules, build.counted_at, build.rule.within, 800);
    EXPECT_EQ(core::extended(rules, build).at, noon("2026-02-14") + muster::hours(6));
}

TEST(ProjectTimes, AStepIsExtendedOnceAndInTime) {
    Stage stage;
    const ProjectId project = stage.open();
    const ProjectStep& look = stage.step(project, "look");
    EXPECT_EQ(look.due.due_at, Stage::end_of("2026-02-20"));
    stage.pass(look.due.warn_at);
    EXPECT_TRUE(look.due.warned_at);
    EXPECT_EQ(stage.send(ExtendStep{project, "look", ""}).field, "/reason");
    stage.must_send(ExtendStep{project, "look", "he is in hospital"});
    EXPECT_EQ(look.due.due_at, Stage::end_of("2026-02-25"));
    EXPECT_FALSE(look.due.warned_at);
    ASSERT_TRUE(look.extension);
    EXPECT_EQ(look.extension->due_before, Stage::end_of("2026-02-20"));
    EXPECT_EQ(stage.send(ExtendStep{project, "look", "still"}).detail,
              "step \"look\" was extended already");
    stage.do_step(project, "look");
    EXPECT_EQ(stage.send(ExtendStep{project, "plan", "so"}).detail,
              "step \"plan\" is not extended");

    Stage late;
    const ProjectId other = late.open();
    late.pass(Stage::end_of("2026-02-20"));
    EXPECT_EQ(late.send(ExtendStep{other, "look", "so"}).detail,
              "step \"look\" was due by 2026-02-21 00:00; an extension is asked for before");
}

TEST(ProjectTimes, EachRoundOfTheWorkHasItsOwnTimeAndExtension) {
    Stage stage;
    const ProjectId project = stage.to_build();
    stage.must_send(ExtendStep{project, "build", "frost"});
    EXPECT_EQ(stage.step(project, "build").due.due_at, Stage::end_of("2026-06-13"));
    stage.build(project);
    stage.pass(noon("2026-03-31"));
    stage.start(stage.open("doctor"), "find");
    ASSERT_FALSE(stage.send(RejectWork{project, "the tiles are loose", "the inspector was ill"}));
    EXPECT_EQ(stage.step(project, "build").due.due_at, Stage::end_of("2026-06-30"));
    EXPECT_FALSE(stage.step(project, "build").extension);
    stage.must_send(ExtendStep{project, "build", "frost"});
    EXPECT_EQ(stage.step(project, "build").due.due_at, Stage::end_of("2026-07-31"));
}

TEST(ProjectTimes, StandStillWhileTheProjectIsSuspended) {
    Stage stage(rules_with(with_holidays()));
    const ProjectId project = stage.open();
    const ProjectStep& look = stage.step(project, "look");
    // Of five working days, one is gone on the 14th, which is worked.
    EXPECT_EQ(look.due.due_at, Stage::end_of("2026-02-27"));
    stage.pass(noon("2026-02-14"));
    stage.must_send(SuspendProject{project, "he is in hospital"});
    EXPECT_EQ(look.status, ProjectStepStatus::suspended);
    // Nothing is late, however long that takes.
    stage.pass(noon("2026-03-06"));
    EXPECT_EQ(stage.last_seq(), 4u);
    EXPECT_EQ(stage.send(StartStep{project, "look", ""}).reason, RejectReason::illegal_status);
    stage.must_send(ResumeProject{project, "home again"});
    EXPECT_EQ(look.status, ProjectStepStatus::ready);
    // Four working days are left after Friday, 6 March.
    EXPECT_EQ(look.due.due_at, Stage::end_of("2026-03-12"));
    stage.pass(Stage::end_of("2026-03-12"));
    EXPECT_EQ(stage.events, std::vector<std::string>{"StepBreached"});
}

TEST(ProjectTimes, HoursDaysAndOpinionsStandStillToo) {
    Stage stage;
    const ProjectId doctor = stage.open("doctor");
    const ProjectId bath = stage.open();
    stage.do_step(bath, "look");
    stage.start(doctor, "find");
    stage.pass(friday_13 + muster::hours(10));
    for (const ProjectId project : {doctor, bath})
        stage.must_send(SuspendProject{project, "he is in hospital"});
    stage.pass(friday_13 + muster::hours(10 + 24 * 7));
    for (const ProjectId project : {doctor, bath})
        stage.must_send(ResumeProject{project, ""});
    EXPECT_EQ(stage.status(doctor, "find"), ProjectStepStatus::under_way);
    EXPECT_EQ(stage.step(doctor, "find").due.due_at, friday_13 + muster::hours(48 + 24 * 7));
    EXPECT_EQ(stage.step(doctor, "papers").due.due_at, Stage::end_of("2026-02-25"));
    EXPECT_EQ(stage.step(bath, "plan").due.due_at, Stage::end_of("2026-04-20"));
    EXPECT_EQ(stage.step(bath, "plan").opinions.at(0).due.due_at, Stage::end_of("2026-03-20"));
}

TEST(ProjectTimes, TheTimeToReturnAStepStandsStillToo) {
    const auto returned_at = [](TimePoint at) {
        Stage stage;
        const ProjectId project = stage.open();
        stage.pass(friday_13 + day * 5);
        stage.must_send(SuspendProject{project, "he is in hospital"});
        stage.pass(friday_13 + day * 25);
        stage.must_send(ResumeProject{project, ""});
        stage.pass(at);
        return stage.send(ReturnStep{project, "look", "housing", "not ours"});
    };
    // Ten days from 13 February, of which five were left.
    EXPECT_FALSE(returned_at(Stage::end_of("2026-03-15") - Millis{1}));
    EXPECT_EQ(returned_at(Stage::end_of("2026-03-15")).detail,
              "step \"look\" could be returned until 2026-03-16 00:00");
}

// A log is read as it says; one of before does not say it.
TEST(ProjectTimes, AResumedStepSaysSinceWhenItCountsAsAssigned) {
    Stage stage;
    const ProjectId project = stage.open();
    stage.must_send(SuspendProject{project, "he is in hospital"});
    stage.pass(friday_13 + day * 20);
    const auto read = [&](TimePoint assigned_at) {
        core::Engine engine;
        engine.restore(stage.state());
        ProjectResumed resumed;
        resumed.project = project;
        resumed.steps.push_back({"look", stage.step(project, "look").due, {}, assigned_at});
        const std::vector<Event> events{resumed};
        core::AppliedRecord record;
        record.seq = engine.last_seq() + 1;
        record.at = stage.now();
        record.source = "test";
        record.events = events;
        engine.apply(record);
        return core::find_step(*engine.board().store<Project>().get(project), "look")->assigned_at;
    };
    EXPECT_EQ(read(friday_13 + day * 7), friday_13 + day * 7);
    EXPECT_EQ(read({}), friday_13);
}

TEST(ProjectTimes, WhatWasLateBeforeStaysLate) {
    Stage stage;
    const ProjectId project = stage.open("doctor");
    stage.pass(friday_13 + muster::hours(48));
    stage.must_send(SuspendProject{project, "so"});
    stage.pass(friday_13 + muster::hours(72));
    stage.must_send(ResumeProject{project, ""});
    EXPECT_EQ(stage.step(project, "find").due.breached_at, friday_13 + muster::hours(48));
    EXPECT_EQ(stage.step(project, "find").due.due_at, friday_13 + muster::hours(48));
}

// Looked at by health within five working days, after two others were asked.
Rules asked_about_the_look() {
    Rules rules = rules_with(with_holidays());
    rules.projects->templates[0].steps[0].co_departments = {"finance", "housing"};
    return rules;
}

// Five working days from 13 February end with the 27th, which its department has to itself.
TEST(ProjectTimes, WhoeverIsSilentDoesNotMakeAStepLate) {
    Stage stage(asked_about_the_look());
    const ProjectId project = stage.open();
    const ProjectStep& look = stage.step(project, "look");
    ASSERT_EQ(look.due.due_at, Stage::end_of("2026-02-27"));
    ASSERT_EQ(look.opinions.size(), 2u);
    for (const ProjectOpinion& opinion : look.opinions) {
        EXPECT_EQ(opinion.due.due_at, Stage::end_of("2026-02-26"));
        EXPECT_GT(opinion.due.warn_at, friday_13);
        EXPECT_LT(opinion.due.warn_at, opinion.due.due_at);
    }
    stage.start(project, "look");
    stage.pass(Stage::end_of("2026-02-26") - Millis{1});
    EXPECT_TRUE(stage.finish(project, "look"));
    stage.pass(Stage::end_of("2026-02-26"));
    EXPECT_EQ(stage.count("OpinionBreached"), 2u);
    EXPECT_FALSE(stage.finish(project, "look"));
    EXPECT_FALSE(look.due.breached_at);
}

// Ten days from 13 February end with Monday, the 23rd, which is a holiday as all days since the
// 15th; the last on which somebody works is the 14th.
TEST(ProjectTimes, TheLastWorkingDayOfAStepIsNoHoliday) {
    Rules rules = rules_with(with_holidays());
    rules.projects->templates[1].steps[1].within = {10, days};
    rules.projects->templates[1].steps[1].co_departments = {"finance"};
    Stage stage(rules);
    const ProjectStep& papers = stage.step(stage.open("doctor"), "papers");
    ASSERT_EQ(papers.due.due_at, Stage::end_of("2026-02-23"));
    EXPECT_EQ(papers.opinions.at(0).due.due_at, Stage::end_of("2026-02-13"));
}

TEST(ProjectTimes, AStepOfHoursWaitsForAnOpinionUntilItIsWarnedOf) {
    Rules rules = test_rules();
    rules.projects->templates[1].steps[0].co_departments = {"civil"};
    Stage stage(rules);
    const ProjectStep& find = stage.step(stage.open("doctor"), "find");
    EXPECT_EQ(find.opinions.at(0).due.due_at, find.due.warn_at);
}

TEST(ProjectTimes, ATemplateMayLetItsStepsWaitForOpinions) {
    Rules rules = asked_about_the_look();
    rules.projects->templates[0].opinion_after_step = true;
    Stage stage(rules);
    const ProjectId project = stage.open();
    EXPECT_TRUE(stage.get(project).opinion_after_step);
    EXPECT_EQ(stage.step(project, "look").opinions.at(0).due.due_at, Stage::end_of("2026-03-13"));
}

// A month counts each day, and the step working days only: it would be due after it.
TEST(ProjectTimes, AnOpinionIsDueBeforeItsStepAfterAPauseToo) {
    Stage stage(asked_about_the_look());
    const ProjectId project = stage.open();
    const ProjectStep& look = stage.step(project, "look");
    stage.pass(noon("2026-02-14"));
    stage.must_send(SuspendProject{project, "he is in hospital"});
    stage.pass(noon("2026-03-09"));
    stage.must_send(ResumeProject{project, ""});
    // Of the step four working days are left, of the opinion twelve days.
    EXPECT_EQ(look.due.due_at, Stage::end_of("2026-03-13"));
    for (const ProjectOpinion& opinion : look.opinions) {
        EXPECT_EQ(opinion.due.due_at, Stage::end_of("2026-03-12"));
        EXPECT_LE(opinion.due.warn_at, opinion.due.due_at);
    }
}

// Suspended and resumed within a day, nothing moves but what counts hours.
TEST(ProjectTimes, APauseWithinADayMovesNoDay) {
    for (const DeadlineUnit unit : {days, working_days, months}) {
        const Rules rules = rules_with(with_holidays());
        const ProjectPromise before = core::promise(rules, friday_13, {3, unit}, 800);
        const ProjectPromise after = core::after_pause(
            rules, before, unit, friday_13 + muster::hours(1), friday_13 + muster::hours(5));
        EXPECT_EQ(after.due_at, before.due_at);
        EXPECT_EQ(after.warn_at, before.warn_at);
    }
}

// Five working days from Friday 13 February: by the week until the 20th; with Spring Festival, and
// Saturday the 14th worked, until the 27th.
TEST(ProjectTimes, StepsAreReckonedAnewByTheCalendarNowInForce) {
    Stage stage(rules_with(std::nullopt));
    const ProjectId bath = stage.open();
    stage.must_send(LoadRules{rules_with(with_holidays())});
    EXPECT_EQ(stage.step(bath, "look").due.due_at, Stage::end_of("2026-02-20"));
    EXPECT_TRUE(stage.step(bath, "look").due.provisional);
    stage.must_send(RecomputeDeadlines{"the notice of 2026", 1000});
    EXPECT_EQ(stage.count("StepDeadlineMoved"), 1u);
    EXPECT_EQ(stage.step(bath, "look").due.due_at, Stage::end_of("2026-02-27"));
    EXPECT_FALSE(stage.step(bath, "look").due.provisional);
    stage.must_send(RecomputeDeadlines{"once more", 1000});
    EXPECT_EQ(stage.events.size(), 1u);
}

// Three more: by the week until the 25th. With the holidays, Saturday the 28th being worked, until
// 3 March.
TEST(ProjectTimes, AStepAndItsExtensionAreReckonedAnewTogether) {
    Stage stage(rules_with(std::nullopt));
    const ProjectId bath = stage.open();
    stage.must_send(ExtendStep{bath, "look", "nobody at home"});
    EXPECT_EQ(stage.step(bath, "look").due.due_at, Stage::end_of("2026-02-25"));
    stage.must_send(LoadRules{rules_with(with_holidays())});
    stage.must_send(RecomputeDeadlines{"the notice of 2026", 1000});
    EXPECT_EQ(stage.step(bath, "look").due.due_at, Stage::end_of("2026-03-03"));
}

TEST(ProjectTimes, OpinionsInWorkingDaysAreReckonedAnewAndMonthsStay) {
    const auto asked = [](ProjectTime within) {
        Rules rules = rules_with(std::nullopt);
        for (ProjectTemplate& one : rules.projects->templates)
            one.opinion_within = within;
        return rules;
    };
    for (const bool by_days : {true, false}) {
        Stage stage(asked(by_days ? ProjectTime{5, working_days} : ProjectTime{1, months}));
        const ProjectId bath = stage.open();
        stage.do_step(bath, "look");
        const TimePoint before = stage.step(bath, "plan").opinions.at(0).due.due_at;
        stage.must_send(LoadRules{rules_with(with_holidays())});
        stage.must_send(RecomputeDeadlines{"the notice of 2026", 1000});
        EXPECT_EQ(stage.count("OpinionDeadlineMoved"), by_days ? 1u : 0u);
        EXPECT_EQ(stage.step(bath, "plan").opinions.at(0).due.due_at,
                  by_days ? Stage::end_of("2026-02-27") : before);
    }
}

// Ten working days or a month would be due after the step: it is due on the eve of the step's last
// working day, of 20 February by the week and of 27 February with Spring Festival.
TEST(ProjectTimes, AnOpinionReckonedAnewIsStillDueBeforeItsStep) {
    for (const ProjectTime within : {ProjectTime{10, working_days}, ProjectTime{1, months}}) {
        Rules rules = asked_about_the_look();
        rules.calendar.reset();
        rules.projects->templates[0].opinion_within = within;
        Stage stage(rules);
        const ProjectStep& look = stage.step(stage.open(), "look");
        EXPECT_EQ(look.due.due_at, Stage::end_of("2026-02-20"));
        EXPECT_EQ(look.opinions.at(0).due.due_at, Stage::end_of("2026-02-19"));
        rules.calendar = with_holidays();
        stage.must_send(LoadRules{rules});
        stage.must_send(RecomputeDeadlines{"the notice of 2026", 1000});
        EXPECT_EQ(look.due.due_at, Stage::end_of("2026-02-27"));
        // Only what was given in working days is known to have had more time.
        const bool moves = within.unit == working_days;
        EXPECT_EQ(look.opinions.at(0).due.due_at,
                  Stage::end_of(moves ? "2026-02-26" : "2026-02-19"));
        stage.must_send(RecomputeDeadlines{"once more", 1000});
        EXPECT_EQ(stage.events.size(), 1u);
    }
}

// Holidays that turn out to be worked bring the step forward, and the opinion with it.
TEST(ProjectTimes, AnOpinionComesForwardWithItsStep) {
    Rules rules = asked_about_the_look();
    rules.calendar = with_holidays();
    Stage stage(rules);
    const ProjectStep& look = stage.step(stage.open(), "look");
    ASSERT_EQ(look.due.due_at, Stage::end_of("2026-02-27"));
    ASSERT_EQ(look.opinions.at(0).due.due_at, Stage::end_of("2026-02-26"));
    rules.calendar.reset();
    stage.must_send(LoadRules{rules});
    stage.must_send(RecomputeDeadlines{"there is no holiday this year", 1000});
    EXPECT_EQ(look.due.due_at, Stage::end_of("2026-02-20"));
    EXPECT_EQ(look.opinions.at(0).due.due_at, Stage::end_of("2026-02-19"));
    EXPECT_LE(look.opinions.at(0).due.warn_at, look.opinions.at(0).due.due_at);
}

// It was given in months, and goes with its step all the same. That holds after each record, of
// which each moves one.
TEST(ProjectTimes, AnOpinionIsNotLeftBehindAStepThatMovesToAnEarlierDay) {
    Stage stage(asked_about_the_look());
    const ProjectId bath = stage.open();
    const ProjectStep& look = stage.step(bath, "look");
    ASSERT_EQ(look.due.due_at, Stage::end_of("2026-02-27"));
    stage.must_send(LoadRules{rules_with(std::nullopt)});
    for (int record = 0; record < 3; ++record) {
        stage.must_send(RecomputeDeadlines{"no holidays", 1});
        EXPECT_EQ(stage.events.size(), record < 2 ? 3u : 2u);
        for (const ProjectOpinion& opinion : look.opinions)
            EXPECT_LE(opinion.due.due_at, look.due.due_at);
    }
    EXPECT_EQ(look.due.due_at, Stage::end_of("2026-02-20"));
    for (const ProjectOpinion& opinion : look.opinions)
        EXPECT_EQ(opinion.due.due_at, Stage::end_of("2026-02-19"));
    stage.must_send(RecomputeDeadlines{"once more", 1});
    EXPECT_EQ(stage.events.size(), 1u);
}

// On Tuesday the 24th, what would have been due on the 20th is due with the next day: so are the
// opinions, which would have no working day left before it.
TEST(ProjectTimes, AnOpinionThatMovesToAnEarlierDayHasAWorkingDayLeft) {
    Stage stage(asked_about_the_look());
    const ProjectId bath = stage.open();
    const ProjectStep& look = stage.step(bath, "look");
    stage.pass(noon("2026-02-24"));
    stage.must_send(LoadRules{rules_with(std::nullopt)});
    stage.must_send(RecomputeDeadlines{"no holidays", 1000});
    EXPECT_EQ(look.due.due_at, Stage::end_of("2026-02-25"));
    for (const ProjectOpinion& opinion : look.opinions)
        EXPECT_EQ(opinion.due.due_at, Stage::end_of("2026-02-25"));
    stage.must_send(RecomputeDeadlines{"once more", 1000});
    EXPECT_EQ(stage.events.size(), 1u);
    stage.pass(noon("2026-02-25"));
    stage.must_send(RecomputeDeadlines{"once more", 1000});
    EXPECT_EQ(stage.events.size(), 1u);
}

// Two working days until Tuesday the 17th and one more; with the weekend worked, all three are over
// with Monday.
TEST(ProjectTimes, AnExtendedStepMayMoveBeforeTheDayThatItHadFirst) {
    Rules rules = rules_with(std::nullopt);
    rules.projects->templates[0].steps[0].within = {2, working_days};
    rules.projects->templates[0].steps[0].extension = {1, working_days};
    Stage stage(rules);
    const ProjectId bath = stage.open();
    stage.must_send(ExtendStep{bath, "look", "nobody at home"});
    EXPECT_EQ(stage.step(bath, "look").due.due_at, Stage::end_of("2026-02-18"));
    CalendarRule worked;
    worked.make_up_days = {date("2026-02-14"), date("2026-02-15")};
    worked.known_until = date("2026-12-31");
    rules.calendar = worked;
    stage.must_send(LoadRules{rules});
    stage.must_send(RecomputeDeadlines{"the weekend is worked", 1000});
    EXPECT_EQ(stage.step(bath, "look").due.due_at, Stage::end_of("2026-02-16"));
}

// Of five working days none had passed, so that five are left, whatever became of those until the
// day on which they were to end.
TEST(ProjectTimes, WhatIsSuspendedGoesOnWithTheDaysThatWereGiven) {
    Stage stage(rules_with(std::nullopt));
    const ProjectId bath = stage.open();
    stage.must_send(SuspendProject{bath, "she is in hospital"});
    stage.must_send(LoadRules{rules_with(with_holidays())});
    stage.must_send(ResumeProject{bath, "home again"});
    EXPECT_EQ(stage.step(bath, "look").due.due_at, Stage::end_of("2026-02-27"));
    EXPECT_FALSE(stage.step(bath, "look").due.provisional);
    stage.must_send(RecomputeDeadlines{"the notice of 2026", 1000});
    EXPECT_EQ(stage.events.size(), 1u);
    EXPECT_EQ(stage.step(bath, "look").due.due_at, Stage::end_of("2026-02-27"));
}

// What has a day left by notice, and none by what was given, keeps that day.
TEST(ProjectTimes, APauseTakesNoDayThatNoticeGave) {
    const Rules rules = rules_with(std::nullopt);
    ProjectPromise before = core::promise(rules, friday_13, {1, working_days}, 800);
    before.due_at = Stage::end_of("2026-02-17");
    const ProjectPromise after =
        core::after_pause(rules, before, working_days, noon("2026-02-16"), noon("2026-03-09"));
    EXPECT_EQ(after.due_at, Stage::end_of("2026-03-10"));
    ASSERT_TRUE(after.given);
    EXPECT_EQ(after.given->count, 0);
}

// It gets the rest of its time by the calendar when it goes on.
TEST(ProjectTimes, WhatIsSuspendedIsNotReckonedAnew) {
    Stage stage(rules_with(std::nullopt));
    const ProjectId bath = stage.open();
    stage.must_send(SuspendProject{bath, "she is in hospital"});
    stage.must_send(LoadRules{rules_with(with_holidays())});
    stage.must_send(RecomputeDeadlines{"the notice of 2026", 1000});
    EXPECT_EQ(stage.count("StepDeadlineMoved"), 0u);
    EXPECT_EQ(stage.step(bath, "look").due.due_at, Stage::end_of("2026-02-20"));
}

}  // namespace
}  // namespace muster::test
