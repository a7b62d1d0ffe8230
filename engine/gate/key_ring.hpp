// The secrets by which cards and gateways are known. Pure; any thread.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace muster::gate {

// Keys by their short name. An old key stays here as long as what was made with it is in use.
using KeyRing = std::map<std::string, std::string, std::less<>>;

// What is wrong with a ring, in words for an operator: a key without a name, or one of less than 16
// bytes.
[[nodiscard]] std::optional<std::string> check_keys(const KeyRing& keys);

}  // namespace muster::gate
