// The names of what requests can be and what can be done to them, for messages.
#pragma once

#include <string>

#include "engine/core/kernel/names.hpp"
#include "engine/core/requests/legality.hpp"

namespace muster::core {

// "queued, offered or dispatched": where an action is legal.
[[nodiscard]] std::string legal_statuses(RequestAction action);

}  // namespace muster::core
