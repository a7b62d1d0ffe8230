// Road maps for the tests: a city that is always there, and the evaluation cities where their
// tables lie beside the checkout.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <random>
#include <string>

#include "engine/roads/road_map.hpp"
#include "engine/roads/road_network.hpp"

namespace muster::roads {

using Random = std::mt19937_64;

// A number in [low, high], equal on every machine, unlike std::uniform_int_distribution.
inline std::int64_t pick(Random& random, std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(high - low + 1));
}

// side x side crossings with bent streets between them, one-way streets, fast roads, closed streets
// and dead ends; ways with names; all four profiles. Equal seeds give equal cities.
[[nodiscard]] RoadData made_city(std::uint64_t seed, int side, Point south_west = {});

// A point in the map's box, or a little outside of it.
[[nodiscard]] Point point_near(const RoadMap& map, Random& random);

// The folder of the shared bundles: MUSTER_SHARED, else ../shared beside the checkout's folder.
[[nodiscard]] std::optional<std::filesystem::path> shared_folder(const std::string& below);

// A city's graph from shared_folder("cities"); empty where it is missing.
[[nodiscard]] std::shared_ptr<const RoadMap> shared_city(const std::string& name);

[[nodiscard]] StraightLine test_straight_line();

}  // namespace muster::roads
