// What statistics of a survey promise: each share says of what, every margin is the sum, and few
// are never shown.
#include "engine/views/survey_statistics.hpp"

#include <gtest/gtest.h>

#include <map>
#include <numeric>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "engine/codec/json_writer.hpp"
#include "engine/views/survey_report.hpp"

namespace muster::views {
namespace {

Survey survey() {
    using enum QuestionKind;
    Survey made;
    made.id = {7};
    made.invited = 1000;
    Questionnaire& asked = made.questionnaire;
    asked.code = "needs";
    asked.name_en = "Needs";
    asked.name_zh = "需求";
    asked.questions = {
        {"living",
         "Living",
         "居住",
         select_one,
         {{"alone", "", "", {}}, {"family", "", "", {}}},
         "",
         false,
         {},
         {}},
        {"helped",
         "Helped",
         "帮助",
         select_one,
         {{"yes", "", "", {}}, {"no", "", "", {}}},
         "${living} = 'alone'",
         false,
         {},
         {}},
        {"needs",
         "Needs",
         "需要",
         select_multiple,
         {{"meals", "Meals", "助餐", {}}, {"walks", "", "", {}}, {"doctor", "", "", {}}},
         "",
         false,
         {},
         {}},
        {"visits", "", "", integer, {}, "", false, {}, {}},
        {"wish", "", "", text, {}, "", false, {}, {}}};
    asked.age_bands = {{"60", "", "", 60}, {"70", "", "", 70}, {"80", "", "", 80}};
    return made;
}

SurveyAnswer answer(std::string replies, Code district = {}, Code age_band = {}) {
    SurveyAnswer made;
    made.survey = {7};
    made.status = AnswerStatus::accepted;
    made.district = district;
    made.age_band = age_band;
    made.replies = std::move(replies);
    return made;
}

SurveyStatistics statistics(const std::vector<SurveyAnswer>& answers, std::string_view by,
                            std::int64_t hide_below = 5) {
    auto counter = SurveyCounter::of(survey(), by);
    for (const SurveyAnswer& one : answers)
        counter->add(one);
    return counter->result(hide_below);
}

// Yangzhou's 929 answers: six districts, four ages, and whatever people may say.
std::vector<SurveyAnswer> answers_of_929() {
    const char* const districts[] = {"Guangling", "Hanjiang", "Jiangdu",
                                     "Baoying",   "Yizheng",  "Gaoyou"};
    const char* const bands[] = {"60", "70", "80", ""};
    std::mt19937_64 random(929);
    const auto one_of = [&](std::vector<std::string> texts) {
        return texts[random() % texts.size()];
    };
    std::vector<SurveyAnswer> all;
    for (int i = 0; i < 929; ++i) {
        const std::string replies =
            one_of({"living=alone\nhelped=yes\n", "living=alone\n", "living=family\n",
                    "living=family\n", ""}) +
            one_of({"needs=meals\n", "needs=meals walks\n", "needs=doctor walks meals\n", ""}) +
            one_of({"visits=3\n", "visits=10\n", ""});
        all.push_back(answer(replies, districts[random() % 6], bands[random() % 4]));
    }
    return all;
}

// 166 asked, 68 answered, 61 chose: 89.7 % of who answered, 36.7 % of all.
TEST(SurveyStatistics, EachShareSaysOfWhat) {
    std::vector<SurveyAnswer> answers;
    for (int i = 0; i < 166; ++i) {
        const char* reply = i < 61 ? "needs=meals" : i < 68 ? "needs=walks" : "";
        answers.push_back(answer(reply));
    }
    const SurveyReport report = report_of(statistics(answers, ""));
    const ReportQuestion& question = report.questions[2];
    EXPECT_EQ(question.total.asked, 166);
    EXPECT_EQ(question.total.answered, 68);
    const ReportShare& meals = question.choices[0].total;
    EXPECT_EQ(meals.count, 61);
    EXPECT_EQ(meals.of_answered_permille, 897);
    EXPECT_EQ(meals.of_asked_permille, 367);
    EXPECT_EQ(report.accepted_of_invited_permille, 166);
    const std::string page = survey_page(report);
    EXPECT_NE(page.find("89.7 %"), std::string::npos);
    EXPECT_NE(page.find("36.7 %"), std::string::npos);
    EXPECT_NE(page.find("166 asked, 68 answered"), std::string::npos);
}

TEST(SurveyStatistics, SharesAreRounded) {
    EXPECT_EQ(permille(1, 3), 333);
    EXPECT_EQ(permille(2, 3), 667);
    EXPECT_EQ(permille(1, 2000), 1);
    EXPECT_EQ(permille(0, 5), 0);
    EXPECT_EQ(permille(5, 5), 1000);
    EXPECT_EQ(permille(0, 0), std::nullopt);
}

// 929 = sum of districts = sum of age bands = every margin of every cross table.
TEST(SurveyStatistics, EveryMarginIsTheSum) {
    const std::vector<SurveyAnswer> answers = answers_of_929();
    for (const char* by : {"district", "age_band", "group", "living", "helped"}) {
        SCOPED_TRACE(by);
        const SurveyStatistics found = statistics(answers, by, 0);
        EXPECT_EQ(found.accepted(), 929);
        EXPECT_EQ(found.all(), 929);
        std::int64_t sum = 0;
        for (const SurveyPartFound& part : found.parts)
            sum += part.answers.count;
        EXPECT_EQ(sum, 929);
        for (const QuestionFound& question : found.questions) {
            QuestionBase base;
            for (std::size_t i = 0; i < found.parts.size(); ++i) {
                base.asked += question.parts[i].asked;
                base.answered += question.parts[i].answered;
                // Each part is who was not asked, who did not answer, and who chose.
                const bool exclusive = question.question < 2;
                std::int64_t chose = 0;
                for (const ChoiceFound& choice : question.choices)
                    chose += choice.parts[i].count;
                if (exclusive) {
                    EXPECT_EQ(chose, question.parts[i].answered);
                }
                EXPECT_LE(question.parts[i].answered, question.parts[i].asked);
                EXPECT_LE(question.parts[i].asked, found.parts[i].answers.count);
            }
            EXPECT_EQ(base.asked, question.total.asked);
            EXPECT_EQ(base.answered, question.total.answered);
            for (const ChoiceFound& choice : question.choices) {
                std::int64_t of_parts = 0;
                for (const SurveyCell& cell : choice.parts)
                    of_parts += cell.count;
                EXPECT_EQ(of_parts, choice.total.count);
            }
        }
    }
}

// The same counted another way.
TEST(SurveyStatistics, CountsWhatASlowCountCounts) {
    const std::vector<SurveyAnswer> answers = answers_of_929();
    std::map<std::pair<std::string, bool>, std::int64_t> slow;
    std::int64_t asked_helped = 0;
    for (const SurveyAnswer& one : answers) {
        const std::string text = "\n" + one.replies.value;
        ++slow[{one.district.str(), text.find("\nliving=alone") != std::string::npos}];
        asked_helped += text.find("\nliving=alone") != std::string::npos ? 1 : 0;
    }
    const SurveyStatistics found = statistics(answers, "district");
    EXPECT_EQ(found.questions[1].total.asked, asked_helped);
    for (std::size_t i = 0; i < found.parts.size(); ++i) {
        const std::int64_t alone = slow[{found.parts[i].code.str(), true}];
        EXPECT_EQ(found.questions[0].choices[0].parts[i].count, alone);
        EXPECT_EQ(found.parts[i].answers.count, alone + (slow[{found.parts[i].code.str(), false}]));
    }
}

TEST(SurveyStatistics, OnlyAcceptedAnswersCount) {
    std::vector<SurveyAnswer> answers;
    for (const AnswerStatus status : enum_values<AnswerStatus>) {
        answers.push_back(answer("living=alone"));
        answers.back().status = status;
    }
    const SurveyStatistics found = statistics(answers, "");
    EXPECT_EQ(found.all(), 5);
    EXPECT_EQ(found.accepted(), 1);
    EXPECT_EQ(found.questions[0].total.answered, 1);
}

// Whatever is asked for, no number of 1 to 4 leaves the house, nor what gives one away.
TEST(SurveyStatistics, FewAreNeverShown) {
    std::vector<SurveyAnswer> answers;
    for (int i = 0; i < 40; ++i)
        answers.push_back(answer("living=family\nneeds=meals\nvisits=3", i < 30 ? "A" : "B", "60"));
    for (int i = 0; i < 3; ++i)
        answers.push_back(answer("living=alone\nhelped=no\nneeds=doctor\nvisits=9", "C", "80"));
    const SurveyReport report = report_of(statistics(answers, "district"));
    ASSERT_EQ(report.parts.size(), 3u);
    EXPECT_EQ(report.parts[0].answers, 30);
    // B goes with C, or C would be what is left of all.
    EXPECT_FALSE(report.parts[1].answers);
    EXPECT_FALSE(report.parts[2].answers);
    EXPECT_FALSE(report.questions[0].parts[2].answered);
    // 3 of 43 live alone: both are hidden, since the sum is known.
    EXPECT_FALSE(report.questions[0].choices[0].total.count);
    EXPECT_FALSE(report.questions[0].choices[1].total.count);
    EXPECT_FALSE(report.questions[2].choices[2].total.count);
    EXPECT_FALSE(report.questions[3].parts[2].mean_tenths);
    std::string json;
    codec::write(json, report);
    EXPECT_EQ(json.find("\"count\":3,"), std::string::npos) << json;
    EXPECT_EQ(json.find("\"asked\":3,"), std::string::npos);
    EXPECT_NE(json.find("\"hidden\":true"), std::string::npos);
    EXPECT_NE(survey_page(report).find("<td>–</td>"), std::string::npos);
}

TEST(SurveyStatistics, HiddenCellsOf929AreSafe) {
    for (const char* by : {"district", "age_band", "living"}) {
        const SurveyStatistics found = statistics(answers_of_929(), by, 40);
        for (const QuestionFound& question : found.questions) {
            for (const ChoiceFound& choice : question.choices) {
                std::size_t hidden = 0;
                for (const SurveyCell& cell : choice.parts) {
                    hidden += cell.hidden ? 1 : 0;
                    if (!cell.hidden) {
                        EXPECT_TRUE(cell.count == 0 || cell.count >= 40);
                    }
                }
                // One alone is the rest of the row.
                EXPECT_NE(hidden, 1u) << by << " " << question.question;
            }
        }
    }
}

TEST(SurveyStatistics, ChoicesThatTheQuestionnaireDoesNotHaveAreOthers) {
    std::vector<SurveyAnswer> answers(6, answer("living=moon\nneeds=meals meals parade"));
    const SurveyReport report = report_of(statistics(answers, "living"));
    ASSERT_EQ(report.questions[0].choices.size(), 3u);
    EXPECT_EQ(report.questions[0].choices[2].total.count, 6);
    EXPECT_EQ(report.questions[0].choices[2].name_en, "none of these");
    // Twice in one answer is once.
    EXPECT_EQ(report.questions[2].choices[0].total.count, 6);
    EXPECT_EQ(report.parts.back().name_en, "others");
    EXPECT_EQ(report.parts.back().answers, 6);
}

TEST(SurveyStatistics, MeansAreInTenths) {
    std::vector<SurveyAnswer> answers;
    for (int i = 0; i < 6; ++i)
        answers.push_back(answer(i < 4 ? "visits=1" : "visits=2"));
    EXPECT_EQ(report_of(statistics(answers, "")).questions[3].total.mean_tenths, 13);
    answers.resize(4);
    EXPECT_EQ(report_of(statistics(answers, "")).questions[3].total.mean_tenths, std::nullopt);
}

TEST(SurveyStatistics, KnowsWhatItCanBeCountedBy) {
    for (const char* by : {"", "district", "age_band", "group", "living"})
        EXPECT_TRUE(SurveyCounter::of(survey(), by)) << by;
    for (const char* by : {"needs", "visits", "wish", "weather"})
        EXPECT_FALSE(SurveyCounter::of(survey(), by)) << by;
}

TEST(SurveyStatistics, ManyPartsAreCountedTogether) {
    std::vector<SurveyAnswer> answers;
    for (int i = 0; i < 700; ++i)
        answers.push_back(answer("living=family", Code("d" + std::to_string(i / 7))));
    const SurveyStatistics found = statistics(answers, "district");
    ASSERT_EQ(found.parts.size(), max_survey_parts + 1);
    EXPECT_EQ(found.parts.back().kind, PartKind::others);
    EXPECT_EQ(found.parts.back().answers.count, 700 - 7 * 64);
}

TEST(SurveyStatistics, ThePageIsSafeToShow) {
    Survey evil = survey();
    evil.title = "<script>alert('x')</script> & more";
    auto counter = SurveyCounter::of(evil, "");
    const std::string page = survey_page(report_of(counter->result(5)));
    EXPECT_EQ(page.find("<script"), std::string::npos);
    EXPECT_NE(page.find("&lt;script&gt;alert"), std::string::npos);
    EXPECT_NE(page.find("助餐 · Meals"), std::string::npos);
}

}  // namespace
}  // namespace muster::views
