#include "engine/core/places/places_check.hpp"

#include <tuple>

#include "engine/core/service/rule_check.hpp"

namespace muster::core {
namespace {

constexpr std::size_t max_overrides = 4096;
constexpr std::size_t max_sets = 256;
constexpr std::size_t max_questions = 32;
constexpr std::size_t max_choices = 16;

Rejection check_rule(const PlacesRule& rule) {
    const std::string at = "/places";
    if (auto bad = check_number(at + "/radius_m", rule.radius_m.value, 0, 10'000)) return bad;
    if (auto bad = check_span(at + "/keep_notes_ms", rule.keep_notes_ms, {0})) return bad;
    return check_span(at + "/keep_past_ms", rule.keep_past_ms, hours(24));
}

Rejection check_service(std::string field, Code service, const RuleIndex& index) {
    if (index.service(service) != nullptr) return {};
    return wrong(std::move(field), "\"" + service.str() + "\" is not one of the services");
}

auto goes_for(const PlanOverride& rule) {
    return std::tie(rule.service, rule.urgency, rule.district, rule.community, rule.place);
}

Rejection check_overrides(const std::vector<PlanOverride>& overrides, const RuleIndex& index) {
    if (overrides.size() > max_overrides) return wrong("/plan_overrides", "at most 4096 of them");
    for (std::size_t i = 0; i < overrides.size(); ++i) {
        const std::string at = pointer("/plan_overrides", i);
        const PlanOverride& rule = overrides[i];
        if (auto bad = check_service(at + "/service", rule.service, index)) return bad;
        if (index.plan(rule.plan) == nullptr) {
            return wrong(at + "/plan", "\"" + rule.plan.str() + "\" is not one of the plans");
        }
        for (const std::uint32_t other : index.overrides_of(rule.service)) {
            if (other >= i) break;
            if (goes_for(overrides[other]) == goes_for(rule)) {
                return wrong(at, "goes for the same as " + pointer("/plan_overrides", other));
            }
        }
    }
    return {};
}

Rejection check_question(const std::string& at, const TriageQuestion& question,
                         const RuleIndex& index) {
    if (question.choices.empty() || question.choices.size() > max_choices) {
        return wrong(at + "/choices", "must be 1 to 16 choices");
    }
    const auto code = [](const TriageChoice& one) -> const Code& { return one.code; };
    if (auto bad = check_codes(at + "/choices", question.choices, code)) return bad;
    for (std::size_t c = 0; c < question.choices.size(); ++c) {
        Code unknown;
        if (index.mask(question.choices[c].skills, &unknown)) continue;
        return wrong(pointer(at + "/choices", c) + "/skills",
                     "\"" + unknown.str() + "\" is not one of the skills of the rules");
    }
    return {};
}

Rejection check_set(const std::string& at, const QuestionSet& set, const RuleIndex& index) {
    if (set.questions.empty() || set.questions.size() > max_questions) {
        return wrong(at + "/questions", "must be 1 to 32 questions");
    }
    for (std::size_t s = 0; s < set.services.size(); ++s) {
        const std::string field = pointer(at + "/services", s);
        if (auto bad = check_service(field, set.services[s], index)) return bad;
        const QuestionSet* const first = index.questions_of(set.services[s]);
        if (first->code != set.code) {
            return wrong(field, "\"" + set.services[s].str() + "\" is in set \"" +
                                    first->code.str() + "\" already");
        }
    }
    const auto code = [](const TriageQuestion& one) -> const Code& { return one.code; };
    if (auto bad = check_codes(at + "/questions", set.questions, code)) return bad;
    for (std::size_t q = 0; q < set.questions.size(); ++q) {
        if (auto bad = check_question(pointer(at + "/questions", q), set.questions[q], index)) {
            return bad;
        }
    }
    return {};
}

}  // namespace

Rejection check_places(const Rules& rules, const RuleIndex& index) {
    if (rules.places) {
        if (auto bad = check_rule(*rules.places)) return bad;
    }
    if (auto bad = check_overrides(rules.plan_overrides, index)) return bad;
    if (rules.question_sets.size() > max_sets) return wrong("/question_sets", "at most 256 sets");
    const auto code = [](const QuestionSet& one) -> const Code& { return one.code; };
    if (auto bad = check_codes("/question_sets", rules.question_sets, code)) return bad;
    for (std::size_t i = 0; i < rules.question_sets.size(); ++i) {
        const std::string at = pointer("/question_sets", i);
        if (auto bad = check_set(at, rules.question_sets[i], index)) return bad;
    }
    return {};
}

}  // namespace muster::core
