// Where the core gets road networks from: a port, since maps are files and hierarchies take time to
// build.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "engine/roads/road_network.hpp"
#include "engine/roads/speed_factors.hpp"
#include "muster/rules.hpp"
#include "muster/speeds.hpp"

namespace muster::core {

// All that a road network is a function of.
struct RoadUse {
    std::string map;  // its hash; empty = straight lines, no network
    roads::SpeedsMPerH off_road_m_per_h{};
    // For profiles that the map lacks.
    std::int64_t detour_permille = 0;
    roads::SpeedsMPerH straight_m_per_h{};
    Speeds speeds;
    bool operator==(const RoadUse&) const = default;
};

// `speeds` may be null: the usual ones.
[[nodiscard]] RoadUse road_use(const Rules& rules, const Speeds* speeds);

// The same factors as roads/ takes them, to be checked by roads::check.
[[nodiscard]] roads::SpeedFactors factors_of(const Speeds& speeds);

// Takes as long as building its hierarchies. Preconditions: `use` was checked, and names this map.
[[nodiscard]] std::shared_ptr<const roads::RoadNetwork> build_network(
    const std::shared_ptr<const roads::RoadMap>& map, const RoadUse& use);

// Networks depend on what is asked for and on nothing else, so that a log replays alike everywhere.
class RoadSource {
  public:
    virtual ~RoadSource() = default;
    // Why the map with this hash cannot be had, in words for an operator; nothing when it can, from
    // then on always.
    [[nodiscard]] virtual std::optional<std::string> missing(const std::string& map) = 0;
    // Precondition: use.map is not empty. Null where the map is missing, or where this source does
    // not build what is not ready (then the caller must not decide anything).
    [[nodiscard]] virtual std::shared_ptr<const roads::RoadNetwork> network(const RoadUse& use) = 0;
};

// The same of a source that may be null, and a map that may be none.
[[nodiscard]] std::optional<std::string> missing_map(RoadSource* source, const std::string& map);

}  // namespace muster::core
