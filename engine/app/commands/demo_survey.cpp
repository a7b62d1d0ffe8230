#include "engine/app/commands/demo_survey.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "engine/core/survey/replies.hpp"
#include "engine/core/survey/skip_rules.hpp"

namespace muster::app {
namespace {

// Earlier choices are made more often, as the wants of many are.
std::string choices_made(const SurveyQuestion& question, sim::Rng& rng) {
    const auto count = static_cast<std::uint32_t>(question.choices.size());
    if (question.kind == QuestionKind::select_one) {
        const std::uint32_t place = std::min(rng.below(count), rng.below(count));
        return question.choices[place].code.str();
    }
    // The last one is that there is nothing.
    if (rng.permille(150)) return question.choices.back().code.str();
    std::string made;
    for (std::uint32_t i = 0; i + 1 < count; ++i) {
        if (!rng.permille(500 / (i + 1))) continue;
        made += (made.empty() ? "" : " ") + question.choices[i].code.str();
    }
    return made;
}

std::string reply(const SurveyQuestion& question, sim::Rng& rng) {
    if (!question.required && rng.permille(60)) return {};
    if (core::has_choices(question.kind)) return choices_made(question, rng);
    if (question.kind == QuestionKind::text) return {};
    const std::int64_t least = question.least.value_or(0);
    const std::int64_t most = std::min(question.most.value_or(least + 20), least + 20);
    return std::to_string(rng.between(least, most));
}

std::string replies(const Questionnaire& questionnaire, sim::Rng& rng) {
    const core::SkipRules skip(questionnaire);
    std::vector<std::string> told(questionnaire.questions.size());
    core::ReplyValues values(told.size());
    std::vector<bool> asked;
    for (std::size_t i = 0; i < told.size(); ++i) {
        skip.find_asked(values, asked);
        if (!asked[i]) continue;
        told[i] = reply(questionnaire.questions[i], rng);
        values[i] = told[i];
    }
    return core::write_replies(questionnaire, values);
}

template <class Parts>
std::string any_part(const Parts& parts, sim::Rng& rng) {
    return parts.empty() ? ""
                         : parts[rng.below(static_cast<std::uint32_t>(parts.size()))].code.str();
}

}  // namespace

boost::json::object invented_answer(const Questionnaire& questionnaire, std::size_t n,
                                    const MemberProfile* member, sim::Rng& rng) {
    boost::json::object answer{{"reference", "S-" + std::to_string(n + 1)},
                               {"replies", replies(questionnaire, rng)}};
    if (member != nullptr) {
        answer["member_ref"] = member->external_ref;
    } else {
        answer["district"] = any_part(questionnaire.districts, rng);
        answer["age_band"] = any_part(questionnaire.age_bands, rng);
        answer["group"] = any_part(questionnaire.groups, rng);
    }
    return answer;
}

}  // namespace muster::app
