// Whether the catalogue of what can be booked is sound.
#pragma once

#include "engine/core/service/rule_index.hpp"
#include "muster/envelope.hpp"
#include "muster/rules.hpp"

namespace muster::core {

// As check_rules().
[[nodiscard]] Rejection check_booking(const Rules& rules, const RuleIndex& index);

}  // namespace muster::core
