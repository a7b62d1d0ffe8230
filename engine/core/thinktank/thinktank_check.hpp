// Whether what the rules say of the think tank is sound.
#pragma once

#include "muster/envelope.hpp"
#include "muster/rules.hpp"

namespace muster::core {

[[nodiscard]] Rejection check_thinktank(const Rules& rules);

}  // namespace muster::core
