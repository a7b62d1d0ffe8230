#include "engine/core/assessments/scoring.hpp"

#include <algorithm>
#include <string>

namespace muster::core {

const AssessmentStandard* find_standard(const Rules& rules, Code code) {
    for (const AssessmentStandard& standard : rules.assessments) {
        if (standard.code == code) return &standard;
    }
    return nullptr;
}

Rejection check_scores(const AssessmentStandard& standard,
                       const std::vector<AssessmentScore>& scores) {
    const auto wrong = [](const std::string& field, std::string detail) {
        return Rejection{RejectReason::invalid_field, "/scores" + field, std::move(detail)};
    };
    for (std::size_t i = 0; i < scores.size(); ++i) {
        const std::string at = "/" + std::to_string(i);
        const Code item = scores[i].item;
        const auto known =
            std::find_if(standard.items.begin(), standard.items.end(),
                         [&](const AssessmentItem& one) { return one.code == item; });
        if (known == standard.items.end()) {
            return wrong(at + "/item",
                         "\"" + item.str() + "\" is not an item of " + standard.code.str());
        }
        if (scores[i].points < 0 || scores[i].points > known->most) {
            return wrong(at + "/points", "must be from 0 to " + std::to_string(known->most) +
                                             ", is " + std::to_string(scores[i].points));
        }
        const auto before = scores.begin() + static_cast<std::ptrdiff_t>(i);
        if (std::any_of(scores.begin(), before,
                        [&](const AssessmentScore& one) { return one.item == item; })) {
            return wrong(at + "/item", "\"" + item.str() + "\" stands twice");
        }
    }
    for (const AssessmentItem& item : standard.items) {
        if (std::none_of(scores.begin(), scores.end(),
                         [&](const AssessmentScore& one) { return one.item == item.code; })) {
            return wrong("", "the points of \"" + item.code.str() + "\" are missing");
        }
    }
    return {};
}

std::int64_t sum_of(const std::vector<AssessmentScore>& scores) {
    std::int64_t sum = 0;
    for (const AssessmentScore& score : scores)
        sum += score.points;
    return sum;
}

AbilityLevel level_by_points(const AssessmentStandard& standard, std::int64_t points) {
    for (const AssessmentLevel& level : standard.levels) {
        if (points >= level.from) return level.level;
    }
    return AbilityLevel::complete_loss;
}

AbilityLevel adjusted(const AssessmentStandard& standard, AbilityLevel raw,
                      const std::vector<Adjustment>& adjustments) {
    constexpr int worst = static_cast<int>(AbilityLevel::complete_loss);
    int worse = 0;
    for (const Adjustment adjustment : adjustments) {
        if (adjustment == Adjustment::coma) return AbilityLevel::complete_loss;
        worse += standard.add_up || worse == 0 ? 1 : 0;
    }
    return static_cast<AbilityLevel>(std::min(static_cast<int>(raw) + worse, worst));
}

}  // namespace muster::core
