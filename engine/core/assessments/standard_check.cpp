#include "engine/core/assessments/standard_check.hpp"

#include "engine/core/service/rule_check.hpp"

namespace muster::core {
namespace {

constexpr std::size_t max_standards = 16;
constexpr std::size_t max_items = 64;

Rejection check_items(const AssessmentStandard& standard, const std::string& at) {
    const auto code = [](const AssessmentItem& one) -> const Code& { return one.code; };
    if (standard.items.empty() || standard.items.size() > max_items) {
        return wrong(at, "must hold 1 to 64 items");
    }
    if (auto bad = check_codes(at, standard.items, code)) return bad;
    for (std::size_t i = 0; i < standard.items.size(); ++i) {
        if (auto bad = check_number(pointer(at, i) + "/most", standard.items[i].most, 1, 10'000)) {
            return bad;
        }
    }
    return {};
}

// Every number of points has one level, and fewer points never a better one.
Rejection check_levels(const AssessmentStandard& standard, const std::string& at) {
    const auto& levels = standard.levels;
    for (std::size_t i = 0; i < levels.size(); ++i) {
        if (levels[i].level == AbilityLevel::unassessed) {
            return wrong(pointer(at, i) + "/level", "must be a level that an assessment gives");
        }
        if (i == 0) continue;
        if (levels[i].level <= levels[i - 1].level || levels[i].from >= levels[i - 1].from) {
            return wrong(pointer(at, i), "must be worse than the level before, from fewer points");
        }
    }
    if (levels.empty() || levels.back().from != 0) {
        return wrong(at, "the last level must be from 0 points");
    }
    return {};
}

}  // namespace

Rejection check_standards(const Rules& rules) {
    const std::string field = "/assessments";
    if (rules.assessments.size() > max_standards) return wrong(field, "at most 16 standards");
    const auto code = [](const AssessmentStandard& one) -> const Code& { return one.code; };
    if (auto bad = check_codes(field, rules.assessments, code)) return bad;
    for (std::size_t i = 0; i < rules.assessments.size(); ++i) {
        const AssessmentStandard& standard = rules.assessments[i];
        const std::string at = pointer(field, i);
        if (auto bad = check_items(standard, at + "/items")) return bad;
        if (auto bad = check_levels(standard, at + "/levels")) return bad;
        if (auto bad = check_number(at + "/care_events", standard.care_events, 1, 100)) return bad;
        if (auto bad = check_number(at + "/months", standard.months, 1, 120)) return bad;
        if (auto bad = check_number(at + "/warn_days", standard.warn_days, 0, 366)) return bad;
    }
    return {};
}

}  // namespace muster::core
