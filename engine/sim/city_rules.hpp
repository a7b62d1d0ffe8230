// What the rules of a service say about the city that it serves.
#pragma once

#include "engine/roads/road_map.hpp"
#include "engine/sim/city.hpp"
#include "muster/rules.hpp"

namespace muster::sim {

// The same rules with the city's streets, its stations as posts, and its communities as points of
// demand with as much weight as their members ask for help. Posts and demand that the rules have
// already stay.
[[nodiscard]] Rules city_rules(Rules rules, const City& city, const roads::RoadMap& streets);

}  // namespace muster::sim
