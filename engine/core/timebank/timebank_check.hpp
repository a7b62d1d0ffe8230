// Whether the scheme of a time bank is sound.
#pragma once

#include "muster/envelope.hpp"
#include "muster/rules.hpp"

namespace muster::core {

[[nodiscard]] Rejection check_timebank(const Rules& rules);

}  // namespace muster::core
