// npm's `ws` as a peer in the fan-out bench.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace muster::bench {

// Whether the peer can run: node is there, and its package is, or npm can fetch it. Otherwise says
// why not on standard error.
[[nodiscard]] bool npm_ws_ready(const std::string& folder);

// Server CPU in microseconds per delivered message; nothing when something failed.
[[nodiscard]] std::optional<double> npm_ws_fan_out(const std::string& folder, std::size_t clients,
                                                   std::size_t per_flush, std::size_t rounds,
                                                   std::size_t bytes);

}  // namespace muster::bench
