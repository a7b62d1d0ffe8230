// Whether the rules of care are sound.
#pragma once

#include "muster/envelope.hpp"
#include "muster/rules.hpp"

namespace muster::core {

// As check_rules(), once the skills and services are found to be sound.
[[nodiscard]] Rejection check_care(const Rules& rules);

}  // namespace muster::core
