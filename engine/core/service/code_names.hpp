// The names of codes that the rules have for themselves.
#pragma once

#include <string_view>

#include "muster/envelope.hpp"
#include "muster/rules.hpp"

namespace muster::core {

// nullptr: it has none, or the rules name nothing of this list.
[[nodiscard]] const CodeName* find_code_name(const Rules& rules, std::string_view list, Code code);
// What stands in the rules: each code of a list once, in both languages.
[[nodiscard]] Rejection check_code_names(const Rules& rules);

}  // namespace muster::core
