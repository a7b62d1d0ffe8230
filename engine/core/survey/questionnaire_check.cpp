#include "engine/core/survey/questionnaire_check.hpp"

#include <set>

#include "engine/core/service/rule_check.hpp"
#include "engine/core/survey/replies.hpp"
#include "engine/core/survey/skip_rules.hpp"
#include "engine/core/survey/survey_state.hpp"

namespace muster::core {
namespace {

constexpr std::size_t max_questionnaires = 32;
constexpr std::size_t max_questions = 256;
constexpr std::size_t max_choices = 64;
constexpr std::size_t max_needs = 256;
constexpr std::size_t max_parts = 256;
constexpr std::size_t max_bands = 32;
constexpr std::size_t max_groups = 64;
constexpr std::int64_t max_years = 150;

// Codes stand beside each other in the text of an answer, and in the quotes of skip rules.
Rejection check_plain(const std::string& at, Code code, std::string_view but) {
    if (code.view().find_first_of(but) == std::string_view::npos) return {};
    return wrong(at, "\"" + code.str() + "\" must have no blank and none of = ' \" { }");
}

template <class Items>
Rejection check_plain_codes(const std::string& at, const Items& items, std::size_t most) {
    if (items.size() > most) return wrong(at, "at most " + std::to_string(most));
    const auto code = [](const auto& one) -> const Code& { return one.code; };
    if (auto bad = check_codes(at, items, code)) return bad;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (auto bad = check_plain(pointer(at, i) + "/code", items[i].code, " ='\"{}")) return bad;
    }
    return {};
}

Rejection check_question(const Questionnaire& questionnaire, std::size_t place,
                         const std::string& at) {
    const SurveyQuestion& question = questionnaire.questions[place];
    if (has_choices(question.kind) == question.choices.empty()) {
        return wrong(at + "/choices", question.choices.empty()
                                          ? "a question of this kind has choices"
                                          : "a question of this kind has no choices");
    }
    if (auto bad = check_plain_codes(at + "/choices", question.choices, max_choices)) return bad;
    const bool has_range = question.least || question.most;
    if (has_range && question.kind != QuestionKind::integer) {
        return wrong(at + "/least", "only whole numbers have a range");
    }
    if (question.least && question.most && *question.least > *question.most) {
        return wrong(at + "/most", "must not be less than least");
    }
    if (const auto rule = SkipRule::of(questionnaire, place); !rule) {
        return wrong(at + "/relevant", rule.error());
    }
    return {};
}

Rejection check_bands(const std::vector<AgeBand>& bands, const std::string& at) {
    if (auto bad = check_plain_codes(at, bands, max_bands)) return bad;
    for (std::size_t i = 0; i < bands.size(); ++i) {
        const std::int64_t least = i == 0 ? 0 : bands[i - 1].from_years + 1;
        const std::string field = pointer(at, i) + "/from_years";
        if (auto bad = check_number(field, bands[i].from_years, least, max_years)) return bad;
    }
    return {};
}

std::size_t count_needs(const Questionnaire& questionnaire) {
    std::set<Code> needs;
    for (const SurveyQuestion& question : questionnaire.questions) {
        for (const SurveyChoice& choice : question.choices)
            needs.insert(choice.need);
    }
    return needs.size();
}

}  // namespace

Rejection check_questionnaire(const Questionnaire& questionnaire, const std::string& at) {
    const std::string questions = at + "/questions";
    if (questionnaire.questions.empty()) return wrong(questions, "must hold 1 to 256 questions");
    if (auto bad = check_plain_codes(questions, questionnaire.questions, max_questions)) return bad;
    for (std::size_t i = 0; i < questionnaire.questions.size(); ++i) {
        if (auto bad = check_question(questionnaire, i, pointer(questions, i))) return bad;
    }
    if (count_needs(questionnaire) > max_needs) {
        return wrong(questions, "at most " + std::to_string(max_needs) + " different needs");
    }
    if (auto bad = check_plain_codes(at + "/districts", questionnaire.districts, max_parts)) {
        return bad;
    }
    if (auto bad = check_bands(questionnaire.age_bands, at + "/age_bands")) return bad;
    return check_plain_codes(at + "/groups", questionnaire.groups, max_groups);
}

Rejection check_questionnaires(const Rules& rules) {
    const SurveyRule& rule = survey_rule(rules);
    const std::string field = "/survey/questionnaires";
    if (rule.questionnaires.size() > max_questionnaires) {
        return wrong(field, "at most " + std::to_string(max_questionnaires));
    }
    const auto code = [](const Questionnaire& one) -> const Code& { return one.code; };
    if (auto bad = check_codes(field, rule.questionnaires, code)) return bad;
    for (std::size_t i = 0; i < rule.questionnaires.size(); ++i) {
        if (auto bad = check_questionnaire(rule.questionnaires[i], pointer(field, i))) return bad;
    }
    if (auto bad = check_number("/survey/hide_below", rule.hide_below, 0, 1000)) return bad;
    return check_number("/survey/max_answers", rule.max_answers, 1, 10'000'000);
}

}  // namespace muster::core
