// Whether the rule of certificates is sound.
#pragma once

#include "muster/envelope.hpp"
#include "muster/rules.hpp"

namespace muster::core {

// As check_rules().
[[nodiscard]] Rejection check_certificates(const Rules& rules);

}  // namespace muster::core
