// Whether the rule of the talent register is sound.
#pragma once

#include "muster/envelope.hpp"
#include "muster/rules.hpp"

namespace muster::core {

// As check_rules().
[[nodiscard]] Rejection check_talents(const Rules& rules);

}  // namespace muster::core
