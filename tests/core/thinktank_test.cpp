// What the think tank promises: each suggestion is handled once, and each author is answered.
#include <functional>
#include <map>
#include <set>

#include "tests/core/thinktank_stage.hpp"

namespace muster::test {
namespace {

using enum SuggestionStatus;
using Stage = ThinktankStage;

// The raw ones, by the one that each is handled with.
std::map<SuggestionId, std::size_t> group_sizes(const Stage& stage) {
    std::map<SuggestionId, std::size_t> sizes;
    const auto& all = stage.engine.board().store<Suggestion>();
    for (const core::Index index : all.in_order()) {
        const Suggestion& one = all[index];
        ++sizes[one.merged_into ? one.merged_into : one.id];
    }
    return sizes;
}

// 25 suggestions of 20 authors: five authors made two.
std::vector<SuggestionId> twenty_five(Stage& stage) {
    std::vector<SuggestionId> all;
    for (int i = 0; i < 25; ++i) {
        all.push_back(stage.registered(std::to_string(i + 1), "author " + std::to_string(i % 20)));
    }
    return all;
}

TEST(Thinktank, TwentyFiveOfTwentyAuthorsThreeMergedAre23ItemsAnd25FeedbacksTo20Authors) {
    Stage stage;
    const std::vector<SuggestionId> all = twenty_five(stage);
    stage.must(MergeSuggestions{all[2], {all[7], all[24]}, "the same"});
    std::vector<SuggestionId> handled;
    for (const auto& [id, size] : group_sizes(stage))
        handled.push_back(id);
    EXPECT_EQ(handled.size(), 23u);
    for (const SuggestionId id : handled)
        stage.accept(id);
    const SuggestionReport report = stage.get(stage.report(handled));
    EXPECT_EQ(report.items.size(), 23u);
    EXPECT_EQ(report.raw_count, 25);
    EXPECT_EQ(report.author_count, 20);
    std::size_t feedbacks = 0;
    std::set<std::string> authors;
    for (const SuggestionId id : handled) {
        stage.instruct(id);
        stage.assign(id);
        stage.reply(id);
        stage.grade(id);
    }
    for (const SuggestionId id : all) {
        stage.tell(id);
        feedbacks += stage.get(id).feedbacks.size();
        authors.insert(stage.get(id).author.value);
    }
    EXPECT_EQ(feedbacks, 25u);
    EXPECT_EQ(authors.size(), 20u);
    for (const SuggestionId id : handled)
        EXPECT_EQ(stage.status(id), fed_back);
    for (const SuggestionId id : all)
        stage.content(id);
    for (const SuggestionId id : handled)
        EXPECT_EQ(stage.status(id), closed);
    EXPECT_EQ(stage.status(all[7]), merged);
}

TEST(Thinktank, UndoRestoresStatusesAndDates) {
    Stage stage;
    const SuggestionId kept = stage.registered("1", "a");
    const SuggestionId fresh = stage.registered("2", "b");
    stage.go_on_to("2025-12-03");
    const SuggestionId looked_at = stage.reviewed("3", "c");
    stage.accept(kept);
    stage.go_on_to("2025-12-05");
    const std::vector<std::string> before{stage.json(kept), stage.json(fresh),
                                          stage.json(looked_at)};
    stage.must(MergeSuggestions{kept, {fresh, looked_at}, "the same"});
    EXPECT_EQ(stage.status(fresh), merged);
    EXPECT_EQ(stage.get(fresh).merged_into, kept);
    EXPECT_EQ(stage.json(kept), before[0]) << "the one that is kept is not touched";
    // What it owed sleeps meanwhile, however long that is.
    stage.go_on_to("2025-12-31");
    EXPECT_FALSE(stage.deadline(fresh, SuggestionDuty::review).warned_at);
    stage.must(SplitSuggestion{fresh, "another lift"});
    EXPECT_EQ(stage.told(), "SuggestionSplit");
    stage.must(SplitSuggestion{looked_at, ""});
    EXPECT_EQ(stage.json(kept), before[0]);
    EXPECT_EQ(stage.json(fresh), before[1]);
    EXPECT_EQ(stage.json(looked_at), before[2]);
    // It is late now, and the next tick says so.
    EXPECT_FALSE(stage.send(Tick{}));
    EXPECT_EQ(stage.told(), "SuggestionDeadlineWarned SuggestionDeadlineBreached");
}

TEST(Thinktank, RawIsTheSumOverTheGroups) {
    Stage stage;
    const std::vector<SuggestionId> all = twenty_five(stage);
    stage.must(MergeSuggestions{all[0], {all[1], all[2], all[3]}, ""});
    stage.must(MergeSuggestions{all[9], {all[8]}, ""});
    stage.must(SplitSuggestion{all[2], ""});
    std::size_t raw = 0;
    for (const auto& [id, size] : group_sizes(stage))
        raw += size;
    EXPECT_EQ(raw, 25u);
    EXPECT_EQ(group_sizes(stage).at(all[0]), 3u);
    EXPECT_EQ(group_sizes(stage).at(all[9]), 2u);
    EXPECT_EQ(group_sizes(stage).size(), 22u);
    // What has others is not merged itself, nor does it end: those would end with it.
    EXPECT_EQ(stage.send(MergeSuggestions{all[5], {all[0]}, ""}).field, "/others/0");
    EXPECT_EQ(stage.send(WithdrawSuggestion{all[0], "no"}).reason, RejectReason::illegal_status);
    const ReviewSuggestion decline{all[0], SuggestionVerdict::decline, "", {}, "no"};
    EXPECT_EQ(stage.send(decline).reason, RejectReason::illegal_status);
    // A merged one is no end of a merge, in either way.
    EXPECT_EQ(stage.send(MergeSuggestions{all[1], {all[5]}, ""}).field, "/suggestion");
    EXPECT_EQ(stage.send(MergeSuggestions{all[5], {all[1]}, ""}).field, "/others/0");
}

// decidim#13699: merging made a new proposal, and the originals lost their authors and comments.
TEST(Thinktank, MergedOnesStayAsTheirAuthorsMadeThem) {
    Stage stage;
    const SuggestionId kept = stage.reviewed("1", "a");
    RegisterSuggestion other = Stage::suggestion("2", "b", "Lifts, please");
    other.text = "My legs are old.";
    const SuggestionId raw = stage.must(other);
    stage.must(MergeSuggestions{kept, {raw}, "the same"});
    const Suggestion& one = stage.get(raw);
    EXPECT_EQ(one.author.value, "b");
    EXPECT_EQ(one.title, "Lifts, please");
    EXPECT_EQ(one.text.value, "My legs are old.");
    EXPECT_EQ(one.reference, "2");
    stage.bring_to(kept, replied);
    stage.grade(kept);
    stage.must(GiveFeedback{raw, "Yours is the third lift."});
    EXPECT_EQ(stage.status(kept), replied);
    stage.tell(kept);
    EXPECT_EQ(stage.told(), "FeedbackGiven SuggestionFedBack");
    EXPECT_EQ(stage.get(raw).feedbacks[0].text.value, "Yours is the third lift.");
    EXPECT_EQ(stage.get(kept).feedbacks[0].text.value, "Ten were built.");
}

TEST(Thinktank, GradedOnlyAfterAReply) {
    Stage stage;
    const SuggestionId id = stage.reviewed("1");
    for (const SuggestionStatus before : {reported, instructed, assigned}) {
        if (before == reported) stage.report({id});
        if (before == instructed) stage.instruct(id);
        if (before == assigned) stage.assign(id);
        const Rejection early = stage.send(GradeSuggestion{id, SuggestionGrade::solved});
        EXPECT_EQ(early.reason, RejectReason::illegal_status) << name_of(before);
    }
    stage.reply(id);
    EXPECT_EQ(stage.send(GiveFeedback{id, ""}).reason, RejectReason::illegal_status)
        << "told before it was graded";
    stage.grade(id, SuggestionGrade::deferred);
    stage.grade(id, SuggestionGrade::under_way);
    EXPECT_EQ(core::grade_of(stage.get(id)), SuggestionGrade::under_way);
    EXPECT_EQ(stage.send(GradeSuggestion{id, SuggestionGrade::none}).field, "/grade");
}

TEST(Thinktank, AGradeThatSomebodyWasToldOfStays) {
    Stage stage;
    const SuggestionId kept = stage.reviewed("1", "a");
    const SuggestionId raw = stage.registered("2", "b");
    stage.must(MergeSuggestions{kept, {raw}, ""});
    stage.bring_to(kept, replied);
    stage.grade(kept);
    stage.tell(raw);
    const Rejection late = stage.send(GradeSuggestion{kept, SuggestionGrade::deferred});
    EXPECT_EQ(late.reason, RejectReason::illegal_status);
    EXPECT_NE(late.detail.find("suggestion " + std::to_string(raw.value)), std::string::npos);
}

TEST(Thinktank, OneFeedbackPerRawSuggestionAndRound) {
    Stage stage;
    const SuggestionId kept = stage.reviewed("1", "a");
    const SuggestionId raw = stage.registered("2", "b");
    stage.must(MergeSuggestions{kept, {raw}, ""});
    stage.bring_to(kept, replied);
    stage.grade(kept);
    stage.tell(raw);
    EXPECT_EQ(stage.send(GiveFeedback{raw, ""}).reason, RejectReason::illegal_status);
    stage.tell(kept);
    EXPECT_EQ(stage.send(GiveFeedback{kept, ""}).reason, RejectReason::illegal_status);
    stage.content(kept);
    stage.complain(raw);
    EXPECT_EQ(stage.status(kept), assigned);
    EXPECT_EQ(stage.get(kept).round, 2u);
    EXPECT_EQ(core::grade_of(stage.get(kept)), SuggestionGrade::none);
    EXPECT_EQ(stage.send(GiveFeedback{raw, ""}).reason, RejectReason::illegal_status);
    stage.reply(kept);
    stage.grade(kept);
    // All of them are told again, of the same round.
    stage.tell(kept);
    stage.tell(raw);
    EXPECT_EQ(stage.get(raw).feedbacks.size(), 2u);
    EXPECT_EQ(stage.get(raw).feedbacks[1].round, 2u);
    stage.content(raw);
    EXPECT_EQ(stage.send(RecordSatisfaction{raw, Satisfaction::satisfied, ""}).reason,
              RejectReason::illegal_status);
    EXPECT_EQ(stage.status(kept), fed_back);
    stage.must(RecordSatisfaction{kept, Satisfaction::no_answer, ""});
    EXPECT_EQ(stage.told(), "SatisfactionRecorded SuggestionClosed");
}

TEST(Thinktank, ADissatisfiedAuthorHasItTakenUpAgain) {
    Stage stage;
    const SuggestionId id = stage.reviewed("1");
    stage.bring_to(id, assigned);
    stage.must(ExtendSuggestion{id, "rock"});
    stage.reply(id);
    stage.grade(id, SuggestionGrade::for_reference);
    stage.tell(id);
    stage.go_on_to("2025-12-20");
    EXPECT_EQ(stage.send(RecordSatisfaction{id, Satisfaction::dissatisfied, ""}).field, "/comment");
    stage.complain(id);
    EXPECT_EQ(stage.told(), "SatisfactionRecorded SuggestionTakenUpAgain");
    const Suggestion& one = stage.get(id);
    EXPECT_EQ(one.status, assigned);
    EXPECT_EQ(one.department, Code("housing"));
    EXPECT_EQ(stage.text(stage.deadline(id, SuggestionDuty::reply).due_at), "2026-03-21 00:00");
    EXPECT_FALSE(one.extension);
    stage.must(ExtendSuggestion{id, "a new round, a new extension"});
    stage.reply(id);
    stage.grade(id);
    stage.tell(id);
    stage.content(id);
    EXPECT_EQ(stage.status(id), closed);
    EXPECT_EQ(stage.get(id).replies.size(), 2u);
}

// 3 months from 2025-11-30 = 2026-02-28, one more month = 2026-03-30.
TEST(Thinktank, AnExtensionCountsFromTheOriginalDay) {
    Stage stage;
    // The stage begins on 2025-12-01; the same clamp a year later.
    stage.go_on_to("2026-11-30");
    const SuggestionId id = stage.reviewed("1");
    stage.bring_to(id, assigned);
    EXPECT_EQ(stage.text(stage.deadline(id, SuggestionDuty::reply).due_at), "2027-03-01 00:00");
    stage.go_on_to("2027-02-28");
    stage.must(ExtendSuggestion{id, "the ground is frozen"});
    EXPECT_EQ(stage.text(stage.deadline(id, SuggestionDuty::reply).due_at), "2027-03-31 00:00");
    EXPECT_EQ(stage.text(stage.get(id).extension->due_before), "2027-03-01 00:00");
    EXPECT_EQ(stage.send(ExtendSuggestion{id, "again"}).reason, RejectReason::illegal_status);
}

// It was assigned when the rules gave a year.
TEST(Thinktank, MoreTimeIsNeverLessThanThereWas) {
    Rules rules = test_rules();
    rules.thinktank.emplace().reply_months = 12;
    Stage stage(rules);
    const SuggestionId id = stage.reviewed("1");
    stage.bring_to(id, assigned);
    EXPECT_EQ(stage.text(stage.deadline(id, SuggestionDuty::reply).due_at), "2026-12-02 00:00");
    rules.thinktank->reply_months = 3;
    rules.version = "another";
    stage.must(LoadRules{rules});
    stage.must(ExtendSuggestion{id, "rock"});
    EXPECT_EQ(stage.text(stage.deadline(id, SuggestionDuty::reply).due_at), "2027-01-02 00:00");
}

TEST(Thinktank, MoreTimeIsAskedForBeforeTheEnd) {
    Stage stage;
    const SuggestionId id = stage.reviewed("1");
    stage.bring_to(id, assigned);
    const TimePoint due = stage.deadline(id, SuggestionDuty::reply).due_at;
    EXPECT_EQ(stage.text(due), "2026-03-02 00:00");
    // Compared with now, and not only by the tick.
    EXPECT_EQ(stage.send(ExtendSuggestion{id, "rock"}, due).reason, RejectReason::illegal_status);
    Stage other;
    const SuggestionId in_time = other.reviewed("1");
    other.bring_to(in_time, assigned);
    EXPECT_FALSE(other.send(ExtendSuggestion{in_time, "rock"}, due - Millis{1}));
}

TEST(Thinktank, AnotherDepartmentDoesNotMoveTheDay) {
    Stage stage;
    const SuggestionId id = stage.reviewed("1");
    stage.bring_to(id, assigned);
    const TimePoint due = stage.deadline(id, SuggestionDuty::reply).due_at;
    stage.go_on_to("2026-01-10");
    stage.must(AssignSuggestion{id, "transport", {"housing", "finance"}, ""});
    EXPECT_EQ(stage.deadline(id, SuggestionDuty::reply).due_at, due);
    EXPECT_EQ(stage.get(id).department, Code("transport"));
    EXPECT_EQ(stage.get(id).co_departments.size(), 2u);
    stage.must(ExtendSuggestion{id, "rock"});
    EXPECT_EQ(stage.text(stage.deadline(id, SuggestionDuty::reply).due_at), "2026-04-02 00:00");
    const auto twice = stage.send(AssignSuggestion{id, "transport", {"transport"}, ""});
    EXPECT_EQ(twice.field, "/co_departments/0");
}

TEST(Thinktank, EachDutyIsWarnedOfAndBreachedOnce) {
    Stage stage;
    const SuggestionId id = stage.registered("1");
    const auto times_told = [&](const char* day) {
        std::string told;
        while (stage.engine.next_deadline() <= stage.at(day)) {
            EXPECT_FALSE(stage.send(Tick{}, stage.engine.next_deadline()));
            told += stage.told() + ";";
        }
        stage.go_on_to(day);
        return told;
    };
    // 10 working days from Monday 2025-12-01: Monday 2025-12-15.
    EXPECT_EQ(stage.text(stage.deadline(id, SuggestionDuty::review).due_at), "2025-12-16 00:00");
    EXPECT_EQ(times_told("2025-12-20"), "SuggestionDeadlineWarned;SuggestionDeadlineBreached;");
    stage.accept(id, "the reader was ill");
    EXPECT_TRUE(stage.deadline(id, SuggestionDuty::review).met_at);
    EXPECT_TRUE(stage.deadline(id, SuggestionDuty::review).breached_at);
    stage.bring_to(id, assigned);
    EXPECT_EQ(times_told("2026-03-25"), "SuggestionDeadlineWarned;SuggestionDeadlineBreached;");
    EXPECT_EQ(stage.send(ReplySuggestion{id, "Ten.", ""}).field, "/cause");
    stage.must(ReplySuggestion{id, "Ten.", "the engineer was ill"});
    EXPECT_EQ(stage.deadline(id, SuggestionDuty::reply).cause.value, "the engineer was ill");
    EXPECT_EQ(times_told("2026-05-01"), "SuggestionDeadlineWarned;SuggestionDeadlineBreached;");
    stage.grade(id);
    stage.tell(id, "the author was away");
    stage.content(id);
    EXPECT_EQ(times_told("2027-01-01"), "");
}

TEST(Thinktank, AReviewThatComesLateSaysWhy) {
    for (const SuggestionVerdict verdict :
         {SuggestionVerdict::accept, SuggestionVerdict::send_back, SuggestionVerdict::decline}) {
        Stage stage;
        const SuggestionId id = stage.registered("1");
        const SuggestionId in_time = stage.registered("2");
        const TimePoint due = stage.deadline(id, SuggestionDuty::review).due_at;
        ReviewSuggestion command{in_time, verdict, "Build lifts.", {}, "so"};
        EXPECT_FALSE(stage.send(command, due - Millis{1}));
        // Compared with now, and not only by the tick.
        command.suggestion = id;
        const Rejection late = stage.send(command, due);
        EXPECT_EQ(late.reason, RejectReason::invalid_field);
        EXPECT_EQ(late.field, "/late_cause");
        command.late_cause = "the reader was ill";
        stage.must(command);
        EXPECT_EQ(stage.deadline(id, SuggestionDuty::review).cause.value, "the reader was ill");
        EXPECT_EQ(stage.deadline(in_time, SuggestionDuty::review).cause.value, "");
    }
}

// Whatever is thought of it later: it was looked at in time, or it was said why not.
TEST(Thinktank, WhoThinksAgainLaterIsNotLateNorChangesWhyItWas) {
    Stage stage;
    const SuggestionId late = stage.registered("1");
    const SuggestionId in_time = stage.reviewed("2");
    stage.go_on_to("2026-02-02");
    stage.accept(late, "the reader was ill");
    stage.must(ReviewSuggestion{in_time, SuggestionVerdict::decline, "", {}, "it was built"});
    stage.must(ReviewSuggestion{late, SuggestionVerdict::decline, "", {}, "built", "no reason"});
    EXPECT_EQ(stage.deadline(in_time, SuggestionDuty::review).cause.value, "");
    EXPECT_EQ(stage.deadline(late, SuggestionDuty::review).cause.value, "the reader was ill");
}

// The one that is handled owes it to all of its authors, and says once why it is late.
TEST(Thinktank, AFeedbackThatComesLateSaysWhyOnceInARound) {
    Stage stage;
    const SuggestionId kept = stage.reviewed("1", "a");
    const SuggestionId raw = stage.registered("2", "b");
    stage.must(MergeSuggestions{kept, {raw}, "the same"});
    stage.bring_to(kept, replied);
    stage.grade(kept);
    const TimePoint due = stage.deadline(kept, SuggestionDuty::feedback).due_at;
    const Rejection late = stage.send(GiveFeedback{raw, ""}, due);
    EXPECT_EQ(late.reason, RejectReason::invalid_field);
    EXPECT_EQ(late.field, "/late_cause");
    stage.tell(raw, "the author was away");
    EXPECT_EQ(stage.deadline(kept, SuggestionDuty::feedback).cause.value, "the author was away");
    EXPECT_EQ(core::find_deadline(stage.get(raw), SuggestionDuty::feedback), nullptr);
    stage.tell(kept);
    EXPECT_EQ(stage.told(), "FeedbackGiven SuggestionFedBack");
    EXPECT_EQ(stage.deadline(kept, SuggestionDuty::feedback).cause.value, "the author was away");
    // In the next round it is another day.
    stage.complain(raw);
    stage.reply(kept);
    EXPECT_EQ(stage.deadline(kept, SuggestionDuty::feedback).cause.value, "");
}

TEST(Thinktank, TheSameReferenceCountsOnce) {
    Stage stage;
    const SuggestionId id = stage.registered("TT-7");
    stage.must(Stage::suggestion("TT-7"));
    EXPECT_EQ(stage.told(), "SuggestionRepeated");
    EXPECT_EQ(stage.events[0].get_if<SuggestionRepeated>()->suggestion, id);
    const Rejection other = stage.send(Stage::suggestion("TT-7", "Zhao Qi", "Something else"));
    EXPECT_EQ(other.reason, RejectReason::illegal_status);
    EXPECT_EQ(other.field, "/reference");
    EXPECT_EQ(other.detail.find(std::to_string(id.value)), std::string::npos)
        << "it says nothing of the other one";
    RegisterSuggestion open = Stage::suggestion("TT-7");
    open.confidentiality = Confidentiality::open;
    EXPECT_EQ(stage.send(open).field, "/reference");
    // Whatever became of it meanwhile.
    stage.must(WithdrawSuggestion{id, "changed his mind"});
    EXPECT_FALSE(stage.send(Stage::suggestion("TT-7")));
    // Without a number there can be many.
    stage.registered("");
    stage.registered("");
    EXPECT_EQ(stage.engine.board().store<Suggestion>().size(), 3u);
}

TEST(Thinktank, WhatIsMergedHasOneConfidentiality) {
    Stage stage;
    const SuggestionId internal = stage.registered("1");
    RegisterSuggestion secret = Stage::suggestion("2");
    secret.confidentiality = Confidentiality::confidential;
    const SuggestionId other = stage.must(secret);
    EXPECT_EQ(stage.send(MergeSuggestions{internal, {other}, ""}).field, "/others/0");
    EXPECT_EQ(stage.send(MergeSuggestions{other, {internal}, ""}).reason,
              RejectReason::illegal_status);
    stage.accept(internal);
    stage.accept(other);
    EXPECT_EQ(stage.get(stage.report({internal, other})).confidentiality,
              Confidentiality::confidential);
}

TEST(Thinktank, AReportIsAllOrNothingAndKeepsItsWords) {
    Stage stage;
    const SuggestionId first = stage.reviewed("1", "a");
    const SuggestionId second = stage.reviewed("2", "b");
    const SuggestionId fresh = stage.registered("3", "c");
    const Rejection early = stage.send(ReportSuggestions{{first, second, fresh}, "Winter", ""});
    EXPECT_EQ(early.field, "/suggestions/2");
    EXPECT_EQ(stage.status(first), reviewed);
    EXPECT_EQ(stage.send(ReportSuggestions{{first, first}, "Winter", ""}).field, "/suggestions/1");
    EXPECT_EQ(stage.send(ReportSuggestions{{}, "Winter", ""}).field, "/suggestions");
    EXPECT_EQ(stage.send(ReportSuggestions{{first}, "", ""}).field, "/title");
    const SuggestionReportId id = stage.report({second, first});
    EXPECT_EQ(stage.told(), "SuggestionReportMade SuggestionReported SuggestionReported");
    const SuggestionReport& report = stage.get(id);
    EXPECT_EQ(report.number, "2025-1");
    EXPECT_EQ(report.items[0].suggestion, second);
    EXPECT_EQ(report.items[0].gist, "Build lifts.");
    EXPECT_EQ(report.items[0].raw[0].author.value, "b");
    // Whatever becomes of them, the report is what it was.
    const std::string before = stage.json(id);
    stage.bring_to(first, reviewed);
    for (const SuggestionId one : {first, second}) {
        stage.instruct(one);
        stage.assign(one);
        stage.reply(one);
        stage.grade(one);
        stage.tell(one);
        stage.complain(one);
    }
    EXPECT_EQ(stage.json(id), before);
    stage.accept(fresh);
    EXPECT_EQ(stage.get(stage.report({fresh})).number, "2025-2");
    stage.go_on_to("2026-01-02");
    EXPECT_EQ(stage.get(stage.report({stage.reviewed("4")})).number, "2026-1");
}

TEST(Thinktank, ASplitAfterTheReportHandlesItByItself) {
    Stage stage;
    const SuggestionId kept = stage.reviewed("1", "a");
    const SuggestionId raw = stage.registered("2", "b");
    stage.must(MergeSuggestions{kept, {raw}, ""});
    stage.bring_to(kept, assigned);
    stage.must(SplitSuggestion{raw, "another house"});
    EXPECT_EQ(stage.status(raw), registered);
    stage.reply(kept);
    stage.grade(kept);
    stage.tell(kept);
    EXPECT_EQ(stage.status(kept), fed_back) << "only its own author waits";
    stage.accept(raw);
    stage.report({raw});
}

TEST(Thinktank, WhatWasAnsweredTogetherIsNotSplit) {
    Stage stage;
    const SuggestionId kept = stage.reviewed("1", "a");
    const SuggestionId raw = stage.registered("2", "b");
    stage.must(MergeSuggestions{kept, {raw}, ""});
    stage.bring_to(kept, replied);
    EXPECT_EQ(stage.send(SplitSuggestion{raw, ""}).reason, RejectReason::illegal_status);
    stage.grade(kept);
    stage.tell(kept);
    stage.tell(raw);
    stage.complain(raw);
    ASSERT_EQ(stage.status(kept), assigned);
    const Rejection told = stage.send(SplitSuggestion{raw, ""});
    EXPECT_EQ(told.reason, RejectReason::illegal_status);
    EXPECT_NE(told.detail.find("answered"), std::string::npos);
}

TEST(Thinktank, TheRulesNameCategoriesAndDepartments) {
    Rules rules = test_rules();
    rules.departments = {{"housing", "Housing", "住建局", std::string("desk")},
                         {"finance", "Finance", "财政局", std::string("desk")}};
    rules.projects.reset();
    ThinktankRule& rule = rules.thinktank.emplace();
    rule.categories = {{"urban", "Streets", "城建"}};
    rule.max_merged = 1;
    rule.max_in_report = 1;
    rule.max_open = 3;
    Stage stage(rules);
    EXPECT_EQ(stage.send(Stage::suggestion("1")).field, "/category");
    EXPECT_EQ(stage.send(Stage::suggestion("1")).detail,
              "\"\" is no category of the rules; they have urban");
    RegisterSuggestion command = Stage::suggestion("1");
    command.category = "urban";
    const SuggestionId first = stage.must(command);
    command.reference = "2";
    const SuggestionId second = stage.must(command);
    command.reference = "3";
    const SuggestionId third = stage.must(command);
    command.reference = "4";
    EXPECT_EQ(stage.send(command).reason, RejectReason::limit_reached);
    EXPECT_EQ(stage.send(MergeSuggestions{first, {second, third}, ""}).field, "/others");
    stage.must(MergeSuggestions{first, {second}, ""});
    EXPECT_EQ(stage.send(MergeSuggestions{first, {third}, ""}).reason, RejectReason::limit_reached);
    stage.accept(first);
    stage.accept(third);
    EXPECT_EQ(stage.send(ReportSuggestions{{first, third}, "x", ""}).field, "/suggestions");
    EXPECT_EQ(stage.get(stage.report({first})).items[0].category_zh, "城建");
    stage.instruct(first);
    EXPECT_EQ(stage.send(AssignSuggestion{first, "moon", {}, ""}).detail,
              "\"moon\" is not one of GET /v1/departments");
    EXPECT_EQ(stage.send(AssignSuggestion{first, "moon", {}, ""}).field, "/department");
    EXPECT_EQ(stage.send(AssignSuggestion{first, "housing", {"moon"}, ""}).field,
              "/co_departments/0");
    stage.must(AssignSuggestion{first, "housing", {"finance"}, ""});
}

TEST(Thinktank, WhileTheRulesNameNoDepartmentAnyIsTaken) {
    Rules rules = test_rules();
    rules.departments.clear();
    rules.projects.reset();
    Stage stage(rules);
    const SuggestionId id = stage.must(Stage::suggestion("1"));
    stage.accept(id);
    stage.report({id});
    stage.instruct(id);
    EXPECT_EQ(stage.send(AssignSuggestion{id, "", {}, ""}).field, "/department");
    stage.must(AssignSuggestion{id, "moon", {}, ""});
}

TEST(Thinktank, RulesThatCannotBeAreRefused) {
    const auto field = [](const std::function<void(ThinktankRule&)>& spoil) {
        Rules rules = test_rules();
        spoil(rules.thinktank.emplace());
        core::Engine engine;
        Envelope envelope{1, Stage::start, "test", "", 0, LoadRules{std::move(rules)}};
        return engine.handle(envelope).rejection.field;
    };
    EXPECT_EQ(field([](ThinktankRule&) {}), "");
    EXPECT_EQ(field([](ThinktankRule& r) { r.reply_months = 0; }), "/rules/thinktank/reply_months");
    EXPECT_EQ(field([](ThinktankRule& r) { r.extension_months = 25; }),
              "/rules/thinktank/extension_months");
    EXPECT_EQ(field([](ThinktankRule& r) { r.review_days = 367; }), "/rules/thinktank/review_days");
    EXPECT_EQ(field([](ThinktankRule& r) { r.warn_permille = 1000; }),
              "/rules/thinktank/warn_permille");
    EXPECT_EQ(field([](ThinktankRule& r) { r.max_in_report = 501; }),
              "/rules/thinktank/max_in_report");
    EXPECT_EQ(field([](ThinktankRule& r) {
                  r.categories = {{"a", "", ""}, {"a", "", ""}};
              }),
              "/rules/thinktank/categories/1");
}

TEST(Suggestions, WhatIsOwedInWorkingDaysIsReckonedAnew) {
    Stage stage;
    const SuggestionId id = stage.registered("1");
    const SuggestionId handled = stage.reviewed("2");
    stage.bring_to(handled, assigned);
    const SuggestionId answered = stage.reviewed("3");
    stage.bring_to(answered, replied);
    const TimePoint reply = stage.deadline(handled, SuggestionDuty::reply).due_at;
    Rules rules = test_rules();
    CalendarRule& calendar = rules.calendar.emplace();
    calendar.holidays = {{*Date::from_text("2025-12-03"), *Date::from_text("2025-12-04")}};
    calendar.known_until = *Date::from_text("2026-12-31");
    stage.must(LoadRules{rules});
    // 10 working days from Monday 2025-12-01, two of which became free.
    EXPECT_EQ(stage.text(stage.deadline(id, SuggestionDuty::review).due_at), "2025-12-16 00:00");
    stage.must(RecomputeDeadlines{"two days are free", 1000});
    EXPECT_EQ(stage.told(), "DeadlinesRecomputed SuggestionDeadlineMoved SuggestionDeadlineMoved");
    EXPECT_EQ(stage.text(stage.deadline(id, SuggestionDuty::review).due_at), "2025-12-18 00:00");
    EXPECT_EQ(stage.text(stage.deadline(answered, SuggestionDuty::feedback).due_at),
              "2025-12-18 00:00");
    // Months do not ask the calendar, and what was met keeps its day.
    EXPECT_EQ(stage.deadline(handled, SuggestionDuty::reply).due_at, reply);
    EXPECT_EQ(stage.text(stage.deadline(answered, SuggestionDuty::review).due_at),
              "2025-12-16 00:00");
    stage.must(RecomputeDeadlines{"once more", 1000});
    EXPECT_EQ(stage.told(), "DeadlinesRecomputed");
}

}  // namespace
}  // namespace muster::test
