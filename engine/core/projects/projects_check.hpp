// Whether the templates of projects, and the departments that they name, can be used.
#pragma once

#include "muster/envelope.hpp"
#include "muster/rules.hpp"

namespace muster::core {

// The first thing that is wrong with them.
[[nodiscard]] Rejection check_projects(const Rules& rules);

}  // namespace muster::core
