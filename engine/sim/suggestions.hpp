// Invented suggestions, to try imports and the think tank with.
#pragma once

#include <cstdint>
#include <vector>

#include "muster/thinktank.hpp"

namespace muster::sim {

// 25 suggestions of 20 authors, handed in during November 2025, of which the first three say the
// same. The same seed, the same suggestions.
[[nodiscard]] std::vector<RegisterSuggestion> invented_suggestions(std::uint64_t seed);

}  // namespace muster::sim
