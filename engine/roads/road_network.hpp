// Everything that says how long a way takes: a road map, the hierarchy of each of its profiles at
// the speeds of the moment, the speed off the road, and the straight line for profiles without
// roads.
//
// Immutable and shared. New speeds (speed_factors.hpp) are a new network on the same map, built on
// any thread while the old one answers, then put in its place.
//
// The time from A to B is the time off the road from A to a door of it (access.hpp), the time on
// the roads, and the time off the road from a door of B, with the doors for which that is least.
// Where both have a door at the same stretch of road, or the same node, it is the straight way
// between them if that is shorter and dry: who lives next door does not go by the crossing.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/roads/access.hpp"
#include "engine/roads/distance.hpp"
#include "engine/roads/hierarchy.hpp"
#include "engine/roads/road_map.hpp"
#include "engine/roads/travel_times.hpp"

namespace muster::roads {

// Metres per hour by profile, all positive.
using SpeedsMPerH = std::array<std::int64_t, profile_count>;

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
    // The same: what its levels are.
    [[nodiscard]] const StateGraph& states(Profile profile) const {
        return *states_[static_cast<std::size_t>(profile)];
    }
    // By arc, in ms or `closed`: what the hierarchy was built from.
    [[nodiscard]] std::span<const std::uint32_t> weights(Profile profile) const;

    // Nothing where no road of the map serves the profile. Who drives is on any road, motorways and
    // tunnels included.
    [[nodiscard]] std::optional<Access> access(Point point, Profile profile,
                                               bool drives = false) const;
    // The node next to a place, for what is kept by node; nothing as above.
    [[nodiscard]] std::optional<std::uint32_t> node_beside(Point point, Profile profile) const;

    // Rounded down to the millisecond.
    [[nodiscard]] std::int64_t off_road_ms(std::uint32_t dm, Profile profile) const {
        return std::int64_t{dm} * 360'000 / off_road_[static_cast<std::size_t>(profile)];
    }

    // The whole time: road_ms is the least sum of the climbs from both, no_way_ms for none.
    [[nodiscard]] Millis total(Point from, const Access& start, Point to, const Access& goal,
                               std::uint32_t road_ms, Profile profile) const {
        const Millis by_road =
            road_ms == no_way_ms
                ? TravelTimes::never_arrives
                : Millis{start.least_off_road_ms + road_ms + goal.least_off_road_ms};
        if ((start.spots & goal.spots) == 0) return by_road;
        return near_total(from, start, to, goal, by_road, profile);
    }
    // Off the road from place to place, where they are neighbours and no water is between them.
    [[nodiscard]] std::optional<Millis> straight(Point from, const Access& start, Point to,
                                                 const Access& goal, Profile profile) const;

  private:
    [[nodiscard]] Millis near_total(Point from, const Access& start, Point to, const Access& goal,
                                    Millis by_road, Profile profile) const;

    std::shared_ptr<const RoadMap> map_;
    StraightLine fallback_;
    SpeedsMPerH off_road_;
    Weights weights_;
    std::array<std::unique_ptr<const StateGraph>, profile_count> states_;
    std::array<std::unique_ptr<const Hierarchy>, profile_count> hierarchies_;
};

}  // namespace muster::roads
