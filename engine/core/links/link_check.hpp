// Whether the rule of links is sound.
#pragma once

#include "muster/envelope.hpp"
#include "muster/rules.hpp"

namespace muster::core {

// As check_rules().
[[nodiscard]] Rejection check_links(const Rules& rules);

}  // namespace muster::core
