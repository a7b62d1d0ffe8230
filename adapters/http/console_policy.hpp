// The Content-Security-Policy of the console's pages. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace muster::http {

// The policy when the build needs no exception: pages run and load what their own listener serves,
// and nothing else; their forms go nowhere but through scripts.
[[nodiscard]] std::string console_policy();

// Adds to the policy the hashes of csp.json, which the build writes beside the pages when a library
// puts a style or script into them: {"style-src": ["'sha256-...'"], "script-src": []}. Or leaves it
// and says what is wrong: csp.json may add hashes and nothing else, so that no build opens the
// policy by mistake.
[[nodiscard]] std::optional<std::string> add_hashes(std::string_view csp_json, std::string& policy);

}  // namespace muster::http
