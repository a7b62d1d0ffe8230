// Whether the rules of risk, and the purposes of consents, are sound.
#pragma once

#include "muster/envelope.hpp"
#include "muster/rules.hpp"

namespace muster::core {

// As check_rules().
[[nodiscard]] Rejection check_risk(const Rules& rules);

}  // namespace muster::core
