// What is told of a survey's statistics: as JSON, and as a page to be printed. What is hidden is
// not in it at all.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/views/survey_statistics.hpp"

namespace muster::views {

// A number of people, and which share it is of those who answered the question and of those who
// were asked, in thousandths. Hidden: none of them is told.
struct ReportShare {
    bool hidden = false;
    std::optional<std::int64_t> count;
    std::optional<std::int64_t> of_answered_permille;
    std::optional<std::int64_t> of_asked_permille;
};
BOOST_DESCRIBE_STRUCT(ReportShare, (), (hidden, count, of_answered_permille, of_asked_permille))

struct ReportBase {
    bool hidden = false;
    std::optional<std::int64_t> asked;
    std::optional<std::int64_t> answered;
    std::optional<std::int64_t> mean_tenths;  // of whole numbers
};
BOOST_DESCRIBE_STRUCT(ReportBase, (), (hidden, asked, answered, mean_tenths))

struct ReportChoice {
    Code code;  // empty = what is none of the choices
    std::string name_en;
    std::string name_zh;
    ReportShare total;
    std::vector<ReportShare> parts;
};
BOOST_DESCRIBE_STRUCT(ReportChoice, (), (code, name_en, name_zh, total, parts))

struct ReportQuestion {
    Code code;
    QuestionKind kind = QuestionKind::select_one;
    std::string name_en;
    std::string name_zh;
    ReportBase total;
    std::vector<ReportBase> parts;
    std::vector<ReportChoice> choices;
};
BOOST_DESCRIBE_STRUCT(ReportQuestion, (), (code, kind, name_en, name_zh, total, parts, choices))

struct ReportPart {
    Code code;  // empty = who told none, was not asked, or is in none of the others
    std::string name_en;
    std::string name_zh;
    bool hidden = false;
    std::optional<std::int64_t> answers;
};
BOOST_DESCRIBE_STRUCT(ReportPart, (), (code, name_en, name_zh, hidden, answers))

struct ReportAnswers {
    std::int64_t all = 0;  // that were received, whatever became of them; the sum of the others
    std::int64_t received = 0;
    std::int64_t accepted = 0;
    std::int64_t flagged = 0;
    std::int64_t rejected = 0;
    std::int64_t superseded = 0;
};
BOOST_DESCRIBE_STRUCT(ReportAnswers, (), (all, received, accepted, flagged, rejected, superseded))

struct SurveyReport {
    SurveyId survey;
    std::string title;
    Code questionnaire;
    std::string version;
    std::string name_en;
    std::string name_zh;
    ReportAnswers answers;
    std::optional<std::int64_t> invited;
    std::optional<std::int64_t> accepted_of_invited_permille;
    std::int64_t hidden_below = 0;
    std::string by;
    std::vector<ReportPart> parts;
    std::vector<ReportQuestion> questions;
};
BOOST_DESCRIBE_STRUCT(SurveyReport, (),
                      (survey, title, questionnaire, version, name_en, name_zh, answers, invited,
                       accepted_of_invited_permille, hidden_below, by, parts, questions))

[[nodiscard]] SurveyReport report_of(const SurveyStatistics& statistics);

// HTML with pictures in it, in both languages, in large type, that prints well and loads nothing.
[[nodiscard]] std::string survey_page(const SurveyReport& report);

// The only style of the page, as it stands in it: for a Content-Security-Policy.
[[nodiscard]] std::string_view survey_page_style();

}  // namespace muster::views
