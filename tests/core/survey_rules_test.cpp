// What a questionnaire asks of whom, what is wrong with an answer, and with a questionnaire.
#include "engine/core/survey/answer_check.hpp"
#include "engine/core/survey/questionnaire_check.hpp"
#include "engine/core/survey/replies.hpp"
#include "engine/core/survey/skip_rules.hpp"
#include "tests/core/survey_stage.hpp"

namespace muster::test {
namespace {

using core::ReplyValues;
using enum AnswerStatus;

// a and b, then c with this skip rule.
Questionnaire with_rule(std::string relevant) {
    Questionnaire made;
    made.code = "q";
    made.questions.resize(3);
    made.questions[0].code = "a";
    made.questions[1].code = "b";
    made.questions[2].code = "c";
    for (SurveyQuestion& question : made.questions)
        question.kind = QuestionKind::text;
    made.questions[2].relevant = std::move(relevant);
    return made;
}

bool is_asked(const char* relevant, std::string_view a, std::string_view b) {
    std::vector<bool> asked;
    core::SkipRules(with_rule(relevant)).find_asked({a, b, {}}, asked);
    return asked[2];
}

TEST(SkipRules, SayWhenAQuestionIsAsked) {
    EXPECT_TRUE(is_asked("", "", ""));
    EXPECT_TRUE(is_asked("${a} = 'x'", "x", ""));
    EXPECT_FALSE(is_asked("${a} = 'x'", "xx", ""));
    EXPECT_TRUE(is_asked("${a}=\"x\"", "x", ""));
    EXPECT_TRUE(is_asked("${a} != 'x'", "", ""));
    EXPECT_TRUE(is_asked("${a} = ''", "", ""));
    EXPECT_TRUE(is_asked("selected(${a}, 'x')", "w x y", ""));
    EXPECT_FALSE(is_asked("selected(${a}, 'x')", "w xy", ""));
    EXPECT_TRUE(is_asked("not(selected(${a}, 'x'))", "w xy", ""));
    EXPECT_TRUE(is_asked("not (${a} = 'x')", "y", ""));
    // `and` binds more than `or`.
    EXPECT_TRUE(is_asked("${a} = 'x' or ${a} = 'y' and ${b} = 'z'", "x", ""));
    EXPECT_FALSE(is_asked("(${a} = 'x' or ${a} = 'y') and ${b} = 'z'", "x", ""));
    EXPECT_TRUE(is_asked(" ( ${a} = 'x' or ${a} = 'y' )\n and ${b} = 'z' ", "y", "z"));
}

TEST(SkipRules, WhatIsNotAskedIsNotAnswered) {
    Questionnaire made = with_rule("${b} = 'x'");
    made.questions[1].relevant = "${a} = 'yes'";
    std::vector<bool> asked;
    core::SkipRules(made).find_asked({"no", "x", {}}, asked);
    EXPECT_EQ(asked, (std::vector<bool>{true, false, false}));
    core::SkipRules(made).find_asked({"yes", "x", {}}, asked);
    EXPECT_EQ(asked, (std::vector<bool>{true, true, true}));
}

TEST(SkipRules, RefuseTheRest) {
    for (const char* wrong :
         {"${a}", "a = 'x'", "${a} = x", "${a} = 'x", "${c} = 'x'", "${d} = 'x'", "${a} > 5",
          "${a} = 'x' and", "${a} = 'x' ${b} = 'y'", "selected(${a})", "selected(${a}, 'x'",
          "not ${a} = 'x'", "count-selected(${a}) = '2'", "(${a} = 'x'", "${a} = 'x')", "= 'x'",
          "${a} = 'x' andor ${b} = 'y'", "${a = 'x'", ". > 5"}) {
        const auto rule = core::SkipRule::of(with_rule(wrong), 2);
        ASSERT_FALSE(rule) << wrong;
        EXPECT_FALSE(rule.error().empty()) << wrong;
    }
    EXPECT_EQ(core::SkipRule::of(with_rule("${a} > 5"), 2).error(),
              "\"${a} > 5\": at character 6 stands \"> 5\", where = or != is expected");
    const std::string deep(1000, '(');
    EXPECT_FALSE(core::SkipRule::of(with_rule(deep), 2));
}

TEST(Replies, AreOneText) {
    const Questionnaire made = with_rule("");
    const std::string text = core::write_replies(made, {"x", "", "two\nlines"});
    EXPECT_EQ(text, "a=x\nc=two lines");
    ReplyValues values;
    core::read_replies(made, text, values);
    EXPECT_EQ(values, (ReplyValues{"x", "", "two lines"}));
    core::read_replies(made, "z=1\nb=a=b", values);
    EXPECT_EQ(values, (ReplyValues{"", "a=b", ""}));
}

// As "living missing, visits out_of_range: flagged".
std::string looked_at(std::vector<SurveyReply> replies) {
    const Questionnaire made = test_questionnaire();
    core::CheckedReplies checked;
    const Rejection refused = core::check_replies(made, replies, checked);
    if (refused) return refused.field;
    std::string text;
    for (const AnswerFinding& one : checked.findings) {
        text +=
            (text.empty() ? "" : ", ") + one.question.str() + " " + std::string(name_of(one.fault));
    }
    return text + ": " + std::string(name_of(core::status_after(made, checked.findings)));
}

TEST(AnswerCheck, FindsWhatBreaksTheQuestionnaire) {
    EXPECT_EQ(looked_at({{"living", "family"}}), ": accepted");
    EXPECT_EQ(looked_at({}), "living missing: flagged");
    EXPECT_EQ(looked_at({{"living", "moon"}}), "living unknown_choice: rejected");
    EXPECT_EQ(looked_at({{"living", "family"}, {"helped", "no"}}), "helped not_asked: flagged");
    EXPECT_EQ(looked_at({{"living", "alone"}, {"helped", "no"}}), ": accepted");
    EXPECT_EQ(looked_at({{"living", "family"}, {"needs", "meals parade"}}),
              "needs unknown_choice: rejected");
    EXPECT_EQ(looked_at({{"living", "family"}, {"visits", "31"}}), ": accepted");
    EXPECT_EQ(looked_at({{"living", "family"}, {"visits", "32"}}), "visits out_of_range: flagged");
    EXPECT_EQ(looked_at({{"living", "family"}, {"visits", "-1"}}), "visits out_of_range: flagged");
    EXPECT_EQ(looked_at({{"living", "family"}, {"visits", "often"}}),
              "visits not_a_number: rejected");
    EXPECT_EQ(looked_at({{"visits", "3.5"}}), "living missing, visits not_a_number: rejected");
    EXPECT_EQ(looked_at({{"living", "family"}, {"living", "family"}}), "/replies/1/question");
    EXPECT_EQ(looked_at({{"weather", "fine"}}), "/replies/0/question");
}

TEST(AnswerCheck, NeedsAreThoseOfTheChoices) {
    const Questionnaire made = test_questionnaire();
    EXPECT_EQ(core::needs_told(made, "living=alone\nhelped=no\nneeds=walks meals"),
              (std::vector<Code>{"company", "helper", "meals"}));
    // Not of a question that he was not to be asked.
    EXPECT_EQ(core::needs_told(made, "living=family\nhelped=no\nneeds=none"), std::vector<Code>());
}

TEST(Questionnaires, AreCheckedWithTheRules) {
    const auto broken = [](auto change) {
        Rules rules = test_rules();
        change(rules.survey->questionnaires[0]);
        return core::check_questionnaires(rules).field;
    };
    const std::string at = "/rules/survey/questionnaires/0";
    EXPECT_EQ(broken([](Questionnaire&) {}), "");
    EXPECT_EQ(broken([](Questionnaire& q) { q.questions.clear(); }), at + "/questions");
    EXPECT_EQ(broken([](Questionnaire& q) { q.questions[1].code = "living"; }),
              at + "/questions/1");
    EXPECT_EQ(broken([](Questionnaire& q) { q.questions[1].code = "a b"; }),
              at + "/questions/1/code");
    EXPECT_EQ(broken([](Questionnaire& q) { q.questions[1].relevant = "${needs} = 'x'"; }),
              at + "/questions/1/relevant");
    EXPECT_EQ(broken([](Questionnaire& q) { q.questions[0].choices.clear(); }),
              at + "/questions/0/choices");
    EXPECT_EQ(broken([](Questionnaire& q) { q.questions[3].choices.resize(1); }),
              at + "/questions/3/choices");
    EXPECT_EQ(broken([](Questionnaire& q) { q.questions[3].least = 32; }),
              at + "/questions/3/most");
    EXPECT_EQ(broken([](Questionnaire& q) { q.questions[4].least = 0; }),
              at + "/questions/4/least");
    EXPECT_EQ(broken([](Questionnaire& q) { q.age_bands[1].from_years = 60; }),
              at + "/age_bands/1/from_years");
    EXPECT_EQ(broken([](Questionnaire& q) { q.groups[1].code = "bureau"; }), at + "/groups/1");
}

TEST(Questionnaires, NameWhatRespondentsAreCountedBy) {
    SurveyStage stage;
    SubmitAnswer command = stage.answer("a");
    command.group = "parade";
    EXPECT_EQ(stage.send(command).field, "/group");
    command.group = "county";
    command.age_band = "65";
    EXPECT_EQ(stage.send(command).field, "/age_band");
    command.age_band = "60";
    command.district = "anywhere";  // the questionnaire names none
    stage.must(command);
}

}  // namespace
}  // namespace muster::test
