// Whether the rules of service records are sound.
#pragma once

#include "muster/envelope.hpp"
#include "muster/rules.hpp"

namespace muster::core {

// As check_rules().
[[nodiscard]] Rejection check_service_records(const Rules& rules);

}  // namespace muster::core
