// What surveys promise: each sheet counts once, each respondent once, and needs follow.
#include <map>

#include "engine/core/survey/survey_state.hpp"
#include "muster/projects.hpp"
#include "tests/core/life_cycle_pairs.hpp"
#include "tests/core/survey_stage.hpp"

namespace muster::test {
namespace {

using core::AnswerAction;
using core::NeedAction;
using enum AnswerStatus;

const std::vector<SurveyReply> alone_and_hungry{{"living", "alone"},
                                                {"helped", "no"},
                                                {"needs", "meals walks"},
                                                {"visits", "4"},
                                                {"wish", "a phone\nthat rings"}};

TEST(Survey, AnAnswerIsKeptInShort) {
    SurveyStage stage;
    const MemberId member = stage.member("7");
    const AnswerId id = stage.must(stage.answer("s-1", member, alone_and_hungry));
    const SurveyAnswer& answer = stage.get(id);
    EXPECT_EQ(answer.status, accepted);
    EXPECT_EQ(answer.replies.value,
              "living=alone\nhelped=no\nneeds=meals walks\nvisits=4\nwish=a phone that rings");
    // From the register: born 1946-03-01, 79 on 2025-12-01.
    EXPECT_EQ(answer.district, Code("Hanjiang"));
    EXPECT_EQ(answer.age_band, Code("70"));
    EXPECT_EQ(to_string(answer.answered_on), "2025-12-01");
    EXPECT_EQ(stage.needs(), "company open, helper open, meals open");
}

TEST(Survey, TheBandIsThatOfTheDayOfAnswering) {
    SurveyStage stage;
    const MemberId member = stage.member("7");
    const auto on = [&](std::string reference, const char* day) {
        SubmitAnswer command = stage.answer(std::move(reference), member);
        command.answered_on = *Date::from_text(day);
        return stage.must(command);
    };
    EXPECT_FALSE(stage.send(Tick{}, SurveyStage::start + hours(24 * 120)));
    EXPECT_EQ(stage.get(on("a", "2026-02-28")).age_band, Code("70"));
    EXPECT_EQ(stage.get(on("b", "2026-03-01")).age_band, Code("80"));
    SubmitAnswer told = stage.answer("c", member);
    told.age_band = "60";
    EXPECT_EQ(stage.get(stage.must(told)).age_band, Code("60"));
}

// getodk/central#608.
TEST(Survey, TheSameReferenceCountsOnce) {
    SurveyStage stage;
    const AnswerId id = stage.must(stage.answer("s-1"));
    EXPECT_FALSE(stage.send(stage.answer("s-1")));
    ASSERT_EQ(stage.events.size(), 1u);
    EXPECT_EQ(stage.events[0].name(), "AnswerRepeated");
    EXPECT_EQ(stage.events[0].get_if<AnswerRepeated>()->answer, id);
    const Rejection other = stage.send(stage.answer("s-1", {}, {{"living", "alone"}}));
    EXPECT_EQ(other.reason, RejectReason::illegal_status);
    EXPECT_EQ(other.field, "/reference");
    // Of another respondent likewise; in another survey it is another one.
    EXPECT_EQ(stage.send(stage.answer("s-1", stage.member("7"))).field, "/reference");
    stage.must(OpenSurvey{"needs", "Spring", {}, {}});
    SubmitAnswer elsewhere = stage.answer("s-1");
    elsewhere.survey = {stage.last()};
    stage.must(elsewhere);
    EXPECT_EQ(stage.engine.board().store<SurveyAnswer>().size(), 2u);
    // Also when it closed meanwhile.
    stage.must(CloseSurvey{stage.survey, ""});
    EXPECT_FALSE(stage.send(stage.answer("s-1")));
    EXPECT_EQ(stage.send(stage.answer("s-2")).reason, RejectReason::illegal_status);
}

TEST(Survey, OfARespondentTheLatestCounts) {
    SurveyStage stage;
    const MemberId member = stage.member("7");
    const AnswerId first = stage.must(stage.answer("a", member, alone_and_hungry));
    const AnswerId second =
        stage.must(stage.answer("b", member, {{"living", "alone"}, {"needs", "meals"}}));
    EXPECT_EQ(stage.status(first), superseded);
    EXPECT_EQ(stage.get(first).superseded_by, second);
    EXPECT_EQ(stage.status(second), accepted);
    EXPECT_EQ(stage.needs(), "company resolved, helper resolved, meals open");
    // One that was answered before, and is sent later, is history from the start.
    SubmitAnswer late = stage.answer("c", member);
    late.answered_on = *Date::from_text("2025-11-01");
    const AnswerId third = stage.must(late);
    EXPECT_EQ(stage.status(third), superseded);
    EXPECT_EQ(stage.status(second), accepted);
    // Nobody knows whether two anonymous ones are of one.
    EXPECT_EQ(stage.status(stage.must(stage.answer("d"))), accepted);
    EXPECT_EQ(stage.status(stage.must(stage.answer("e"))), accepted);
}

TEST(Survey, WhatWaitsForAReviewIsSupersededToo) {
    SurveyStage stage;
    const MemberId member = stage.member("7");
    const AnswerId bad = stage.must(stage.answer("a", member, {{"visits", "40"}}));
    EXPECT_EQ(stage.status(bad), flagged);
    const AnswerId good = stage.must(stage.answer("b", member));
    EXPECT_EQ(stage.status(bad), superseded);
    // A later one waits, and counts when somebody has looked at it.
    const AnswerId next = stage.must(stage.answer("c", member, {{"visits", "40"}}));
    EXPECT_EQ(stage.status(good), accepted);
    stage.must(ReviewAnswer{next, AnswerVerdict::accept, "forty it is"});
    EXPECT_EQ(stage.status(next), accepted);
    EXPECT_EQ(stage.status(good), superseded);
    EXPECT_EQ(stage.get(next).reviewed_by, "test");
}

TEST(Survey, RespondentsAreFoundByTheirExternalNumber) {
    SurveyStage stage;
    const MemberId member = stage.member("7");
    SubmitAnswer known = stage.answer("a");
    known.member_ref = "7";
    const AnswerId a = stage.must(known);
    EXPECT_EQ(stage.get(a).member, member);
    EXPECT_EQ(stage.get(a).member_ref, "");
    SubmitAnswer unknown = stage.answer("b");
    unknown.member_ref = "8";
    const AnswerId b = stage.must(unknown);
    EXPECT_EQ(stage.status(b), flagged);
    ASSERT_EQ(stage.get(b).findings.size(), 1u);
    EXPECT_EQ(stage.get(b).findings[0].fault, AnswerFault::unknown_respondent);
    // The same again, by either name.
    EXPECT_FALSE(stage.send(known));
    EXPECT_EQ(stage.events[0].name(), "AnswerRepeated");
    EXPECT_FALSE(stage.send(unknown));
    EXPECT_EQ(stage.events[0].name(), "AnswerRepeated");
    EXPECT_FALSE(stage.send(stage.answer("a", member)));
    EXPECT_EQ(stage.events[0].name(), "AnswerRepeated");
    known.member = member;
    EXPECT_EQ(stage.send(known).field, "/member_ref");
}

// accepted + flagged + rejected + superseded + received = all.
TEST(Survey, EveryAnswerIsInOneStatus) {
    Rules rules = test_rules();
    rules.survey->questionnaires.push_back(test_questionnaire());
    rules.survey->questionnaires[1].code = "slow";
    rules.survey->questionnaires[1].review_all = true;
    SurveyStage stage(rules);
    const MemberId member = stage.member("7");
    stage.must(stage.answer("a", member));
    stage.must(stage.answer("b", member));
    stage.must(stage.answer("c", {}, {}));
    stage.must(stage.answer("d", {}, {{"living", "moon"}}));
    stage.must(OpenSurvey{"slow", "", {}, {}});
    SubmitAnswer slow = stage.answer("a");
    slow.survey = {stage.last()};
    stage.must(slow);
    std::map<AnswerStatus, int> counts;
    for (const core::Index index : stage.engine.board().store<SurveyAnswer>().in_order())
        ++counts[stage.engine.board().store<SurveyAnswer>()[index].status];
    EXPECT_EQ(counts,
              (std::map<AnswerStatus, int>{
                  {received, 1}, {accepted, 1}, {flagged, 1}, {rejected, 1}, {superseded, 1}}));
    EXPECT_EQ(stage.engine.board().derived<SurveyAnswer>().count(stage.survey), 4);
}

TEST(Survey, ClosesAtItsTime) {
    SurveyStage stage;
    const TimePoint end = SurveyStage::start + hours(2);
    const auto survey = stage.must<SurveyId>(OpenSurvey{"needs", "", {}, end});
    EXPECT_EQ(stage.engine.next_deadline(), end);
    SubmitAnswer command = stage.answer("a");
    command.survey = survey;
    EXPECT_FALSE(stage.send(command, end + Millis{-1}));
    command.reference = "b";
    // Even when the tick comes late.
    EXPECT_EQ(stage.send(command, end).reason, RejectReason::illegal_status);
    EXPECT_FALSE(stage.send(Tick{}, end));
    EXPECT_EQ(stage.get(survey).status, SurveyStatus::closed);
    EXPECT_EQ(stage.get(survey).closed_at, end);
    EXPECT_EQ(stage.send(OpenSurvey{"needs", "", {}, end}).field, "/closes_at");
    EXPECT_EQ(stage.send(OpenSurvey{"guess", "", {}, {}}).field, "/questionnaire");
    EXPECT_EQ(stage.send(OpenSurvey{"needs", "", 0, {}}).field, "/invited");
}

TEST(Survey, KeepsTheQuestionnaireItWasOpenedWith) {
    SurveyStage stage;
    Rules rules = test_rules();
    rules.survey->questionnaires[0].version = "2";
    rules.survey->questionnaires[0].questions.resize(1);
    stage.must(LoadRules{rules});
    EXPECT_EQ(stage.get(stage.survey).questionnaire.version, "1");
    EXPECT_EQ(stage.status(stage.must(stage.answer("a", {}, alone_and_hungry))), accepted);
    const auto second = stage.must<SurveyId>(OpenSurvey{"needs", "", {}, {}});
    EXPECT_EQ(stage.get(second).questionnaire.version, "2");
    SubmitAnswer command = stage.answer("a", {}, alone_and_hungry);
    command.survey = second;
    EXPECT_EQ(stage.send(command).field, "/replies/1/question");
}

TEST(Survey, TakesNoMoreAnswersThanTheRulesAllow) {
    Rules rules = test_rules();
    rules.survey->max_answers = 2;
    SurveyStage stage(rules);
    stage.must(stage.answer("a"));
    stage.must(stage.answer("b"));
    EXPECT_EQ(stage.send(stage.answer("c")).reason, RejectReason::limit_reached);
    EXPECT_FALSE(stage.send(stage.answer("b")));
}

TEST(Survey, MergedMembersAreOneRespondent) {
    SurveyStage stage;
    const MemberId kept = stage.member("7");
    const MemberId other = stage.member("8");
    const AnswerId first = stage.must(stage.answer("a", kept, alone_and_hungry));
    const AnswerId second =
        stage.must(stage.answer("b", other, {{"living", "family"}, {"needs", "walks"}}));
    EXPECT_EQ(stage.needs(), "company open, helper open, meals open, company open");
    const MergeId merge = stage.merge(kept, other);
    EXPECT_EQ(stage.status(first), superseded);
    EXPECT_EQ(stage.status(second), accepted);
    EXPECT_EQ(stage.needs(), "company open, helper resolved, meals resolved, company open");
    // He answers once more, by the number that he had.
    SubmitAnswer more = stage.answer("c");
    more.member_ref = "8";
    more.replies = std::vector<SurveyReply>{{"living", "alone"}};
    EXPECT_EQ(stage.get(stage.must(more)).member, kept);
    EXPECT_EQ(stage.status(second), superseded);
    stage.must(UndoMerge{merge, "two people"});
    // Each has the latest of his own.
    EXPECT_EQ(stage.status(second), accepted);
    EXPECT_EQ(stage.status(first), superseded);
}

TEST(Survey, AnUndoneMergeGivesBackAnswersAndNeeds) {
    SurveyStage stage;
    const MemberId kept = stage.member("7");
    const MemberId other = stage.member("8");
    const AnswerId first = stage.must(stage.answer("a", kept, alone_and_hungry));
    stage.must(stage.answer("b", other));
    const MergeId merge = stage.merge(kept, other);
    EXPECT_EQ(stage.status(first), superseded);
    stage.must(UndoMerge{merge, "two people"});
    EXPECT_EQ(stage.status(first), accepted);
    EXPECT_FALSE(stage.get(first).superseded_by);
    EXPECT_EQ(stage.needs(),
              "company resolved, helper resolved, meals resolved, company open, "
              "helper open, meals open");
}

TEST(Survey, WhatAnErasedMemberSaidCountsWithoutHim) {
    SurveyStage stage;
    const MemberId member = stage.member("7");
    const AnswerId id = stage.must(stage.answer("a", member, alone_and_hungry));
    stage.must(SetMemberStatus{member, MemberStatus::deceased, "told"});
    stage.must(EraseMember{member, "the law"});
    const SurveyAnswer& answer = stage.get(id);
    EXPECT_FALSE(answer.member);
    EXPECT_EQ(answer.status, accepted);
    EXPECT_EQ(answer.replies.value, "living=alone\nhelped=no\nneeds=meals walks\nvisits=4");
    EXPECT_EQ(stage.needs(), "");
    EXPECT_EQ(stage.engine.board().derived<SurveyAnswer>().count(stage.survey), 1);
}

TEST(Survey, NeedsEndWithTheLifeOfTheirMember) {
    SurveyStage stage;
    const MemberId member = stage.member("7");
    stage.must(stage.answer("a", member, {{"living", "family"}, {"needs", "meals walks"}}));
    stage.must(ResolveNeed{stage.need(0), "plan-3", ""});
    EXPECT_EQ(stage.needs(), "company planned, meals open");
    stage.must(SetMemberStatus{member, MemberStatus::deceased, "told"});
    EXPECT_EQ(stage.needs(), "company closed, meals closed");
    EXPECT_EQ(stage.send(stage.answer("b", member)).reason, RejectReason::illegal_status);
    stage.must(SetMemberStatus{member, MemberStatus::active, "somebody else"});
    EXPECT_EQ(stage.needs(), "company open, meals open");
    EXPECT_EQ(stage.get(stage.need(0)).plan, "plan-3");
}

TEST(Survey, ANeedIsPlannedForAndResolved) {
    SurveyStage stage;
    const MemberId member = stage.member("7");
    stage.must(stage.answer("a", member, {{"living", "family"}, {"needs", "meals"}}));
    EXPECT_EQ(stage.send(ResolveNeed{stage.need(0), "", ""}).field, "/reason");
    stage.must(ResolveNeed{stage.need(0), "", "his daughter cooks"});
    EXPECT_EQ(stage.needs(), "meals resolved");
    EXPECT_EQ(stage.get(stage.need(0)).ended_at, SurveyStage::start);
    // Told again by a later answer it is a need again.
    stage.must(stage.answer("b", member, {{"living", "family"}, {"needs", "meals"}}));
    EXPECT_EQ(stage.needs(), "meals resolved, meals open");
}

struct AnswerArea {
    [[nodiscard]] auto stage(AnswerStatus status) const {
        Rules rules = test_rules();
        rules.survey->questionnaires[0].review_all = status == received;
        auto made = std::make_unique<SurveyStage>(rules);
        const MemberId member = made->member("7");
        // A rejected one has an unknown choice, a flagged one too many visits.
        const char* visits = status == flagged ? "40" : "4";
        const char* living = status == rejected ? "moon" : "family";
        id = made->must(made->answer("a", member, {{"living", living}, {"visits", visits}}));
        if (status == superseded) made->must(made->answer("b", member));
        return made;
    }
    Rejection act(const std::unique_ptr<SurveyStage>& on, AnswerAction action) const {
        switch (action) {
            case AnswerAction::accept:
                return on->send(ReviewAnswer{id, AnswerVerdict::accept, ""});
            case AnswerAction::flag:
                return on->send(ReviewAnswer{id, AnswerVerdict::flag, "odd"});
            case AnswerAction::reject:
                return on->send(ReviewAnswer{id, AnswerVerdict::reject, "wrong"});
            case AnswerAction::supersede:
                return follow(on, answered_again(on));
            case AnswerAction::revive:
                return follow(on, merged_and_undone(on));
        }
        std::abort();
    }
    [[nodiscard]] AnswerStatus status(const std::unique_ptr<SurveyStage>& on) const {
        return on->status(id);
    }
    [[nodiscard]] bool further_rule(AnswerStatus /*status*/, AnswerAction /*action*/) const {
        return false;
    }

    mutable AnswerId id;

  private:
    // What follows from something else is refused by staying as it is.
    Rejection follow(const std::unique_ptr<SurveyStage>& on, AnswerStatus before) const {
        if (on->status(id) != before) return {};
        return {RejectReason::illegal_status, "", "stays"};
    }
    AnswerStatus answered_again(const std::unique_ptr<SurveyStage>& on) const {
        const AnswerStatus before = on->status(id);
        const AnswerId other = on->must(on->answer("c", on->get(id).member));
        if (on->status(other) == received) on->must(ReviewAnswer{other, AnswerVerdict::accept, ""});
        return before;
    }
    AnswerStatus merged_and_undone(const std::unique_ptr<SurveyStage>& on) const {
        const AnswerStatus before = on->status(id);
        if (before == superseded) {
            // By somebody else's answer, after his own was forgotten with his second number.
            id = on->must(on->answer("d", on->get(id).member));
            const MemberId member = on->get(id).member;
            const MemberId other = on->member("9");
            on->must(on->answer("e", other));
            const MergeId merge = on->merge(member, other);
            EXPECT_EQ(on->status(id), superseded);
            on->must(UndoMerge{merge, "two"});
        }
        return before;
    }
};

TEST(Survey, EveryStatusWithEveryActionOfAnAnswer) {
    EXPECT_EQ(disagreements(core::answer_cycle, AnswerArea()), std::vector<std::string>());
}

struct NeedArea {
    [[nodiscard]] auto stage(NeedStatus status) const {
        auto made = std::make_unique<SurveyStage>();
        const MemberId member = made->member("7");
        made->must(made->answer("a", member, {{"living", "family"}, {"needs", "meals"}}));
        if (status == NeedStatus::planned) made->must(ResolveNeed{made->need(0), "p", ""});
        if (status == NeedStatus::resolved) made->must(ResolveNeed{made->need(0), "", "done"});
        if (status == NeedStatus::closed) {
            made->must(SetMemberStatus{member, MemberStatus::deceased, "told"});
        }
        return made;
    }
    Rejection act(const std::unique_ptr<SurveyStage>& on, NeedAction action) const {
        const MemberId member = on->get(on->need(0)).member;
        const NeedStatus before = status(on);
        const auto lives = [&](MemberStatus to) {
            if (on->get(member).status != to) on->must(SetMemberStatus{member, to, "told"});
            if (status(on) != before) return Rejection{};
            return Rejection{RejectReason::illegal_status, "", "stays"};
        };
        switch (action) {
            case NeedAction::plan:
                return on->send(ResolveNeed{on->need(0), "p", ""});
            case NeedAction::unplan: {
                if (before != NeedStatus::planned) {
                    return Rejection{RejectReason::illegal_status, "", "nothing is planned"};
                }
                on->must(OpenProject{member, "doctor", "", on->need(0), ""});
                const auto& projects = on->engine.board().store<Project>();
                return on->send(CancelProject{projects[projects.in_order().back()].id, "so"});
            }
            case NeedAction::resolve:
                return on->send(ResolveNeed{on->need(0), "", "done"});
            case NeedAction::close:
                return lives(MemberStatus::deceased);
            case NeedAction::reopen:
                return lives(MemberStatus::active);
        }
        std::abort();
    }
    [[nodiscard]] NeedStatus status(const std::unique_ptr<SurveyStage>& on) const {
        return on->get(on->need(0)).status;
    }
    [[nodiscard]] bool further_rule(NeedStatus /*status*/, NeedAction /*action*/) const {
        return false;
    }
};

TEST(Survey, EveryStatusWithEveryActionOfANeed) {
    EXPECT_EQ(disagreements(core::need_cycle, NeedArea()), std::vector<std::string>());
}

TEST(Survey, ASurveyIsClosedOnce) {
    SurveyStage stage;
    stage.must(CloseSurvey{stage.survey, "enough"});
    EXPECT_EQ(stage.send(CloseSurvey{stage.survey, ""}).reason, RejectReason::illegal_status);
}

}  // namespace
}  // namespace muster::test
