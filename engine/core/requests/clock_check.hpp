// Whether the rules of working days are sound.
#pragma once

#include "muster/envelope.hpp"
#include "muster/rules.hpp"

namespace muster::core {

// As check_rules().
[[nodiscard]] Rejection check_onestop(const Rules& rules);

}  // namespace muster::core
