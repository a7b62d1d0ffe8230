// Everything that says how long a way takes: a road map, the hierarchy of each of its profiles at
// the speeds of the moment, the speed off the road, and the straight line for profiles without
// roads.
//
// Immutable and shared. New speeds (speed_factors.hpp) are a new network on the same map, built on
// any thread while the old one answers, then put in its place.
//
// The time from A to B is the time off the road from A to its nearest node, the time on the roads,
// and the time off the road from the nearest node to B. Where both have the same nearest node, it
// is the straight way between them if that is shorter: who lives next door does not go by the
// crossing.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/roads/distance.hpp"
#include "engine/roads/hierarchy.hpp"
#include "engine/roads/road_map.hpp"
#include "engine/roads/travel_times.hpp"

namespace muster::roads {

// Metres per hour by profile, all positive.
using SpeedsMPerH = std::array<std::int64_t, profile_count>;

// Where a point meets the network, for one profile.
struct Access {
    std::uint32_t node = 0;
    std::uint32_t level = 0;  // of the node in the profile's hierarchy
    std::int64_t off_road_ms = 0;
};

class RoadNetwork {
  public:
    // Weights by profile and arc that take the place of the map's; an empty vector keeps those.
    using Weights = std::array<std::vector<std::uint32_t>, profile_count>;

    static constexpr SpeedsMPerH default_off_road{20'000, 15'000, 8'000, 4'500};

    // Builds the hierarchies, one after the other. Aborts on speeds that are not positive.
    RoadNetwork(std::shared_ptr<const RoadMap> map, StraightLine fallback,
                const SpeedsMPerH& off_road = default_off_road, Weights weights = {});

    [[nodiscard]] const RoadMap& map() const { return *map_; }
    [[nodiscard]] const std::shared_ptr<const RoadMap>& shared_map() const { return map_; }
    // For profiles that the map lacks.
    [[nodiscard]] const StraightLine& fallback() const { return fallback_; }
    [[nodiscard]] const SpeedsMPerH& off_road() const { return off_road_; }
    [[nodiscard]] bool has(Profile profile) const { return map_->has(profile); }
    // The profile must be one that the map has.
    [[nodiscard]] const Hierarchy& hierarchy(Profile profile) const {
        return *hierarchies_[static_cast<std::size_t>(profile)];
    }
    // By arc, in ms or `closed`: what the hierarchy was built from.
    [[nodiscard]] std::span<const std::uint32_t> weights(Profile profile) const;

    // Nothing where no node of the map serves the profile.
    [[nodiscard]] std::optional<Access> access(Point point, Profile profile) const;

    // Rounded down to the millisecond.
    [[nodiscard]] std::int64_t off_road_ms(std::uint32_t dm, Profile profile) const {
        return std::int64_t{dm} * 360'000 / off_road_[static_cast<std::size_t>(profile)];
    }

    // The whole time: road_ms is the time between the two nodes, no_way_ms for none.
    [[nodiscard]] Millis total(Point from, const Access& start, Point to, const Access& goal,
                               std::uint32_t road_ms, Profile profile) const {
        if (road_ms == no_way_ms) return TravelTimes::never_arrives;
        const std::int64_t sum = start.off_road_ms + road_ms + goal.off_road_ms;
        if (start.node != goal.node) return {sum};
        return {std::min(sum, off_road_ms(distance_dm(from, to), profile))};
    }

  private:
    std::shared_ptr<const RoadMap> map_;
    StraightLine fallback_;
    SpeedsMPerH off_road_;
    Weights weights_;
    std::array<std::unique_ptr<const Hierarchy>, profile_count> hierarchies_;
};

}  // namespace muster::roads
