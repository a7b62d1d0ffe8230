// Invented suggestions, to try imports and the think tank with.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <vector>

namespace muster::sim {

// 25 suggestions of 20 authors, of which three say the same; as the service would show them. The
// same seed, the same suggestions.
[[nodiscard]] std::vector<boost::json::object> invented_suggestions(std::uint64_t seed);

}  // namespace muster::sim
