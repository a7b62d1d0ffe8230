// Changing one rule by its name, as the command line of `whatif` does.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "muster/rules.hpp"

namespace muster::pipeline {

// path: field names and list places with dots between, as the rules look in JSON; an item of a list
// goes by its place from 0 or by its code, urgency, flag, colour or role:
//   dispatch.detour_permille   classes.P1.acknowledge_ms   plans.visit.slots.0.fallback_ms
// value: JSON, or text that stands for itself. Returns what is wrong; then the rules are unchanged.
// Whether the values make sense together is for the engine to say when the rules are loaded.
[[nodiscard]] std::optional<std::string> change_rule(Rules& rules, std::string_view path,
                                                     std::string_view value);

}  // namespace muster::pipeline
