// Whether the standards of assessment in the rules are sound.
#pragma once

#include "muster/envelope.hpp"
#include "muster/rules.hpp"

namespace muster::core {

// As check_rules().
[[nodiscard]] Rejection check_standards(const Rules& rules);

}  // namespace muster::core
