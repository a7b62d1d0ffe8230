#include "engine/gate/key_ring.hpp"

namespace muster::gate {

namespace {

constexpr std::size_t shortest_key = 16;

}  // namespace

std::optional<std::string> check_keys(const KeyRing& keys) {
    for (const auto& [name, key] : keys) {
        if (name.empty() || key.size() < shortest_key) {
            return "the key \"" + name + "\" needs a name and at least 16 bytes";
        }
    }
    return std::nullopt;
}

}  // namespace muster::gate
