// Questionnaires as data: questions, choices, skip rules, and what is done about answers that break
// them (engine/core/survey/DESIGN.md).
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "muster/ids.hpp"

namespace muster {

// What a reply is: one code of the choices; some of them; a whole number; a text.
BOOST_DEFINE_ENUM_CLASS(QuestionKind, select_one, select_multiple, integer, text)

// What can be wrong with an answer. unknown_choice: it is none of the question's. not_asked: the
// skip rule leaves the question out. missing: it must be answered. out_of_range, not_a_number: of
// whole numbers. unknown_respondent: nobody in the register has the number that was told.
BOOST_DEFINE_ENUM_CLASS(AnswerFault, unknown_choice, not_asked, missing, out_of_range, not_a_number,
                        unknown_respondent)

struct SurveyChoice {
    Code code;
    std::string name_en;
    std::string name_zh;
    Code need;  // whoever chooses it needs this; empty = nothing
};
BOOST_DESCRIBE_STRUCT(SurveyChoice, (), (code, name_en, name_zh, need))

struct SurveyQuestion {
    Code code;
    std::string name_en;
    std::string name_zh;
    QuestionKind kind = QuestionKind::select_one;
    std::vector<SurveyChoice> choices;  // of the select kinds, 1..64; their codes have no blanks
    // When it is asked, in the words of XLSForm: ${q} = 'x', selected(${q}, 'x'), and, or, not(),
    // parentheses; of questions before it. Empty = always.
    std::string relevant;
    bool required = false;
    std::optional<std::int64_t> least;  // of an integer
    std::optional<std::int64_t> most;
};
BOOST_DESCRIBE_STRUCT(SurveyQuestion, (),
                      (code, name_en, name_zh, kind, choices, relevant, required, least, most))

// A value by which respondents are counted apart.
struct SurveyPart {
    Code code;
    std::string name_en;
    std::string name_zh;
};
BOOST_DESCRIBE_STRUCT(SurveyPart, (), (code, name_en, name_zh))

// From so many years of age on, until before those of the next.
struct AgeBand {
    Code code;
    std::string name_en;
    std::string name_zh;
    std::int64_t from_years = 0;  // 0..150
};
BOOST_DESCRIBE_STRUCT(AgeBand, (), (code, name_en, name_zh, from_years))

struct Questionnaire {
    Code code;
    std::string version;
    std::string name_en;
    std::string name_zh;
    std::vector<SurveyQuestion> questions;  // 1..256
    std::vector<SurveyPart> districts;      // at most 256; none = whatever is told
    std::vector<AgeBand> age_bands;         // at most 32, each from more years than the one before
    std::vector<SurveyPart> groups;         // at most 64; none = whatever is told
    // An answer with such a fault is rejected; with another one it waits for a review.
    std::vector<AnswerFault> reject;
    bool review_all = false;  // answers without a fault wait for a review too
};
BOOST_DESCRIBE_STRUCT(Questionnaire, (),
                      (code, version, name_en, name_zh, questions, districts, age_bands, groups,
                       reject, review_all))

struct SurveyRule {
    std::vector<Questionnaire> questionnaires;  // at most 32
    std::int64_t hide_below = 5;                // smaller cells of statistics are hidden; 0..1000
    std::int64_t max_answers = 200'000;         // of one survey, 1..10000000
};
BOOST_DESCRIBE_STRUCT(SurveyRule, (), (questionnaires, hide_below, max_answers))

}  // namespace muster
