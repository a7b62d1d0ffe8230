// From the points and conditions of an assessment to its level. Pure.
//
// GB/T 42195-2022, clauses 5 and 6: the points of four parts are summed up, the sum gives a level,
// and certain conditions make it worse.
#pragma once

#include <cstdint>
#include <vector>

#include "muster/assessments.hpp"
#include "muster/envelope.hpp"
#include "muster/rules.hpp"

namespace muster::core {

// nullptr when the rules have no such standard.
[[nodiscard]] const AssessmentStandard* find_standard(const Rules& rules, Code code);

// Of each item of the standard once, from 0 to its most.
[[nodiscard]] Rejection check_scores(const AssessmentStandard& standard,
                                     const std::vector<AssessmentScore>& scores);

[[nodiscard]] std::int64_t sum_of(const std::vector<AssessmentScore>& scores);

// The level by the points alone. Precondition: points >= 0.
[[nodiscard]] AbilityLevel level_by_points(const AssessmentStandard& standard, std::int64_t points);

// Coma is complete loss. All else together makes it one level worse, or each by itself where the
// standard adds up; nothing is worse than complete loss.
[[nodiscard]] AbilityLevel adjusted(const AssessmentStandard& standard, AbilityLevel raw,
                                    const std::vector<Adjustment>& adjustments);

}  // namespace muster::core
