// Statuses in messages.
#pragma once

#include <string>

#include "muster/command.hpp"
#include "muster/enum_names.hpp"

namespace muster::core {

using muster::name_of;

// "queued, offered or dispatched".
[[nodiscard]] std::string in_words(RequestStatuses statuses);

}  // namespace muster::core
