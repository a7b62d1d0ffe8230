// A form becomes a questionnaire, or says in which row and column it asks more than can be asked;
// and answers go into a table and come back.
#include "engine/app/tables/survey_form.hpp"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <string>
#include <utility>

#include "engine/app/tables/mapping.hpp"
#include "engine/app/tables/survey_table.hpp"
#include "engine/app/tables/table_text.hpp"
#include "engine/core/survey/questionnaire_check.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::app {
namespace {

const std::string survey_sheet =
    "type,name,label::English (en),label::中文 (zh),hint,required,relevant,constraint\n"
    "select_one yesno,alone,Alone?,独居？,be kind,yes,,\n"
    "select_multiple help,daily,Help,帮助,,no,not(${alone} = 'no'),\n"
    "integer,days,Days,天数,,,\"selected(${daily}, 'meals') and ${alone} = 'yes'\",. >= 0 and . <= "
    "31\n"
    "text,wish,Wish,意见,,,,\n";
const std::string choices_sheet =
    "list_name,name,label::English (en),label::中文 (zh),need\n"
    "yesno,yes,yes,是,\n"
    "yesno,no,no,否,\n"
    "help,meals,meals,助餐,meals\n"
    "help,walks,walks,散步,company\n";

Expected<Questionnaire, FormFault> form(
    const std::string& survey, const std::string& choices = choices_sheet,
    const std::string& settings = "form_id,version\nshort,3\n") {
    FormSheets sheets{*read_csv(survey), *read_csv(choices), *read_csv(settings)};
    return read_form(sheets);
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

std::string fault(const std::string& from, const std::string& to) {
    const auto made = form(replaced(survey_sheet, from, to));
    return made ? "none" : to_string(made.error());
}

bool starts(const std::string& text, const std::string& front) {
    return text.starts_with(front);
}

TEST(SurveyForm, BecomesAQuestionnaire) {
    const auto made = form(survey_sheet);
    ASSERT_TRUE(made) << to_string(made.error());
    EXPECT_EQ(made->code, Code("short"));
    EXPECT_EQ(made->version, "3");
    ASSERT_EQ(made->questions.size(), 4u);
    EXPECT_TRUE(made->questions[0].required);
    EXPECT_EQ(made->questions[0].name_en, "Alone?");
    EXPECT_EQ(made->questions[0].name_zh, "独居？");
    EXPECT_EQ(made->questions[1].kind, QuestionKind::select_multiple);
    EXPECT_EQ(made->questions[1].choices[1].need, Code("company"));
    EXPECT_EQ(made->questions[2].least, 0);
    EXPECT_EQ(made->questions[2].most, 31);
    EXPECT_FALSE(core::check_questionnaire(*made, ""));
    const std::string toml = to_toml(*made);
    EXPECT_NE(toml.find("[[survey.questionnaires]]\ncode = \"short\"\n"), std::string::npos);
    EXPECT_NE(toml.find("need = \"company\""), std::string::npos) << toml;
}

TEST(SurveyForm, SaysWhereItAsksMore) {
    EXPECT_TRUE(
        starts(fault("text,wish", "date,wish"), "survey, row 5, column \"type\": \"date\""));
    EXPECT_TRUE(starts(fault("text,wish", "begin group,wish"), "survey, row 5, column \"type\""));
    EXPECT_TRUE(starts(fault("yesno,alone", "maybe,alone"), "survey, row 2, column \"type\""));
    EXPECT_TRUE(starts(fault("text,wish", "text,alone"), "survey, row 5, column \"name\""));
    EXPECT_TRUE(starts(fault("= 'no'", "> 5"), "survey, row 3, column \"relevant\""));
    EXPECT_TRUE(starts(fault("${alone} = 'no'", "${wish} = 'no'"),
                       "survey, row 3, column \"relevant\": \"wish\" is no question before"));
    EXPECT_TRUE(starts(fault("<= 31", "!= 31"), "survey, row 4, column \"constraint\""));
    EXPECT_TRUE(starts(fault(",yes,,", ",perhaps,,"), "survey, row 2, column \"required\""));
    EXPECT_TRUE(
        starts(fault("constraint\n", "calculation\n"), "survey, row 4, column \"calculation\""));
    const auto no_list = form(survey_sheet, replaced(choices_sheet, "\nhelp,meals", "\n,meals"));
    ASSERT_FALSE(no_list);
    EXPECT_TRUE(starts(to_string(no_list.error()), "choices, row 4, column \"list_name\""));
    const auto twice = form(survey_sheet, replaced(choices_sheet, "yesno,no,", "yesno,yes,"));
    ASSERT_FALSE(twice);
    EXPECT_TRUE(starts(to_string(twice.error()), "survey, row 2"));
    const auto settings = form(survey_sheet, choices_sheet, "form_id,public_key\nshort,x\n");
    ASSERT_FALSE(settings);
    EXPECT_TRUE(starts(to_string(settings.error()), "settings, row 2, column \"public_key\""));
}

TableRule table() {
    TableRule rule;
    rule.create = "SubmitAnswer";
    rule.collection = "answers";
    rule.key = "reference";
    rule.of_survey = true;
    rule.columns.resize(2);
    rule.columns[0].field = "reference";
    rule.columns[0].headers = {"reference"};
    rule.columns[0].required = true;
    rule.columns[1].field = "district";
    rule.columns[1].headers = {"区县", "district"};
    auto made = form(survey_sheet);
    made->districts = {{"hanjiang", "Hanjiang", "邗江区"}};
    add_questions(rule, *made);
    return rule;
}

TEST(SurveyTable, QuestionsAreColumnsByTitleOrCode) {
    const TableRule rule = table();
    const auto csv = read_csv(
        "reference,区县,独居？,daily,Days\n"
        "1,邗江区,是,助餐、walks,4\n"
        "2,elsewhere,,,\n");
    ASSERT_TRUE(csv);
    const auto mapping = Mapping::of(rule, csv->header);
    ASSERT_TRUE(mapping) << mapping.error().what.en;
    EXPECT_TRUE(mapping->unused().empty());
    const auto fields = mapping->fields(csv->rows[0]);
    ASSERT_TRUE(fields) << fields.error().what.en;
    EXPECT_EQ(boost::json::serialize(*fields),
              R"({"reference":"1","district":"hanjiang","replies":[)"
              R"({"question":"alone","value":"yes"},{"question":"daily","value":"meals walks"},)"
              R"({"question":"days","value":"4"}]})");
    EXPECT_EQ(boost::json::serialize(*mapping->fields(csv->rows[1])),
              R"({"reference":"2","district":"elsewhere"})");
}

TEST(SurveyTable, WhatIsExportedIsReadBack) {
    const TableRule rule = table();
    const boost::json::object answer{
        {"reference", "007"},
        {"district", "hanjiang"},
        {"replies", "alone=yes\ndaily=meals walks\ndays=4\nwish=a, b"}};
    const std::string text = header_line(rule, TableLanguage::zh) + entity_line(rule, answer);
    EXPECT_EQ(text,
              "reference,区县,独居？,帮助,天数,意见\r\n"
              "'007,邗江区,是,助餐、散步,4,\"a, b\"\r\n");
    const auto csv = read_csv(text);
    ASSERT_TRUE(csv);
    const auto fields = Mapping::of(rule, csv->header)->fields(csv->rows[0]);
    ASSERT_TRUE(fields);
    EXPECT_EQ(fields->at("reference"), "007");
    EXPECT_EQ(fields->at("replies").as_array().size(), 4u);
    EXPECT_EQ(fields->at("replies").as_array()[3].at("value"), "a, b");
}

// The engine names the question in its detail, which is English.
TEST(SurveyTable, AReplyThatIsRefusedIsNamedInChinese) {
    const TableRule rule = table();
    const auto csv = read_csv("reference,daily,意见\n1,walks," + std::string(9'000, 'x') + "\n");
    const auto mapping = Mapping::of(rule, csv->header);
    const std::optional<AnsweredSurvey> answered = AnsweredSurvey{{17}, *form(survey_sheet)};
    const ImportPlan wrong = rehearse(
        rule, *mapping, *csv, test::test_rules(), {}, {}, [](std::size_t) {}, answered);
    ASSERT_EQ(wrong.faults.size(), 1u);
    EXPECT_EQ(wrong.faults[0].reason, "invalid_field");
    EXPECT_EQ(wrong.faults[0].what.zh, "“意见”列：有一项填写不正确。");
}

// 929 rows: all new, then none.
TEST(SurveyTable, TheSameFileTwiceBringsNothingNew) {
    const TableRule rule = table();
    std::string text = "reference,district,alone,daily\n";
    for (int i = 1; i <= 929; ++i)
        text += std::to_string(i) + ",hanjiang,no,\n";
    const auto csv = read_csv(text);
    const auto mapping = Mapping::of(rule, csv->header);
    const Rules rules = test::test_rules();
    const std::optional<AnsweredSurvey> answered = AnsweredSurvey{{17}, *form(survey_sheet)};
    constexpr TimePoint now{1'764'547'200'000};
    const auto told = [](std::size_t) {};
    const ImportPlan first = rehearse(rule, *mapping, *csv, rules, now, {}, told, answered);
    ASSERT_TRUE(first.faults.empty()) << first.faults[0].what.en;
    EXPECT_EQ(first.created, 929u);
    EXPECT_EQ(first.commands[0].body, R"({"reference":"1","district":"hanjiang","replies":[)"
                                      R"({"question":"alone","value":"no"}],"survey":17})");
    KnownEntities known;
    for (std::uint64_t i = 1; i <= 929; ++i)
        known[std::to_string(i)] = {i, {}};
    const ImportPlan again = rehearse(rule, *mapping, *csv, rules, now, known, told, answered);
    EXPECT_EQ(again.created, 0u);
    EXPECT_EQ(again.unchanged, 929u);
    EXPECT_TRUE(again.commands.empty());
}

}  // namespace
}  // namespace muster::app
