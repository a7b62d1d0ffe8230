// The departments that the rules name.
#pragma once

#include "muster/envelope.hpp"
#include "muster/rules.hpp"

namespace muster::core {

// nullptr: the rules do not name it.
[[nodiscard]] const Department* find_department(const Rules& rules, Code code);
// What stands in the rules.
[[nodiscard]] Rejection check_departments(const Rules& rules);
// What a command tells. `field` is a JSON pointer.
[[nodiscard]] Rejection check_department(const Rules& rules, std::string_view field, Code code);

}  // namespace muster::core
