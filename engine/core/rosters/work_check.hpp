// Whether the rule of working hours is sound.
#pragma once

#include "muster/envelope.hpp"
#include "muster/rules.hpp"

namespace muster::core {

// As check_rules().
[[nodiscard]] Rejection check_work(const Rules& rules);

}  // namespace muster::core
