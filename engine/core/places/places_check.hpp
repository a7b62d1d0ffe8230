// The rules of places, of plans by place, and of questions.
#pragma once

#include "engine/core/service/rule_index.hpp"
#include "muster/envelope.hpp"
#include "muster/rules.hpp"

namespace muster::core {

// `index` is of the same rules, whose services, plans and skills were checked.
[[nodiscard]] Rejection check_places(const Rules& rules, const RuleIndex& index);

}  // namespace muster::core
