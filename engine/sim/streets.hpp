// The streets of the demo city: a road map as of a real city, made from the seed and put together
// by the builder that the importers use. It is as invented as the rest and says so.
#pragma once

#include <memory>

#include "engine/roads/road_map.hpp"
#include "engine/sim/city.hpp"

namespace muster::sim {

// The roads drawn in geography, a lattice of streets in the towns and around each community,
// country roads from there to the next main road; over the canal the bridges and the motorways
// only. A few thousand nodes. Equal cities have equal maps, with equal hashes, under every
// compiler.
//
// Ways are numbered for SetSpeeds: main roads from 1 in the order of geography, bridges from 101,
// streets from 1000 (rows) and 5000 (columns), country roads from 10000.
[[nodiscard]] std::shared_ptr<const roads::RoadMap> make_streets(const City& city);

}  // namespace muster::sim
