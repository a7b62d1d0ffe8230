#include "engine/core/survey/survey_state.hpp"

#include <algorithm>

#include "engine/core/kernel/text_hash.hpp"

namespace muster::core {
namespace {

std::uint64_t reference_key(SurveyId survey, std::string_view reference) {
    return text_hash(reference, text_hash(std::to_string(survey.value) + "/"));
}

}  // namespace

const SurveyRule& survey_rule(const Rules& rules) {
    return or_usual(rules.survey);
}

const Questionnaire* find_questionnaire(const Rules& rules, Code code) {
    for (const Questionnaire& one : survey_rule(rules).questionnaires) {
        if (one.code == code) return &one;
    }
    return nullptr;
}

TimePoint Derived<Survey>::due(const Survey& survey, const Rules& /*rules*/) {
    return survey.status == SurveyStatus::open && survey.closes_at ? survey.closes_at : never;
}

void Derived<SurveyAnswer>::add(Index index, const SurveyAnswer& one) {
    if (one.member) by_member_.add(one.member, one.id);
    const std::uint64_t key = reference_key(one.survey, one.reference);
    if (!by_reference_.emplace(key, index).second) more_by_reference_[key].push_back(index);
    ++counts_[one.survey.value];
}

void Derived<SurveyAnswer>::remove(Index index, const SurveyAnswer& one) {
    if (one.member) by_member_.remove(one.member, one.id);
    const auto count = counts_.find(one.survey.value);
    if (--count->second == 0) counts_.erase(count);
    const std::uint64_t key = reference_key(one.survey, one.reference);
    const auto first = by_reference_.find(key);
    const auto more = more_by_reference_.find(key);
    if (more == more_by_reference_.end()) {
        by_reference_.erase(first);
        return;
    }
    std::vector<Index>& others = more->second;
    if (first->second == index) {
        first->second = others.back();
        others.pop_back();
    } else {
        others.erase(std::find(others.begin(), others.end(), index));
    }
    if (others.empty()) more_by_reference_.erase(more);
}

TimePoint Derived<SurveyAnswer>::due(const SurveyAnswer& /*answer*/, const Rules& /*rules*/) {
    return never;
}

std::vector<Index> Derived<SurveyAnswer>::like(SurveyId survey, std::string_view reference) const {
    std::vector<Index> found;
    const std::uint64_t key = reference_key(survey, reference);
    const auto first = by_reference_.find(key);
    if (first == by_reference_.end()) return found;
    found.push_back(first->second);
    const auto more = more_by_reference_.find(key);
    if (more != more_by_reference_.end()) {
        found.insert(found.end(), more->second.begin(), more->second.end());
    }
    return found;
}

std::int64_t Derived<SurveyAnswer>::count(SurveyId survey) const {
    const auto count = counts_.find(survey.value);
    return count == counts_.end() ? 0 : count->second;
}

TimePoint Derived<Need>::due(const Need& /*need*/, const Rules& /*rules*/) {
    return never;
}

}  // namespace muster::core
