// Travel times and routes on a road network.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "engine/roads/climb.hpp"
#include "engine/roads/road_network.hpp"
#include "engine/roads/travel_times.hpp"

namespace muster::roads {

// A way from one point to another, to draw it and to move along it.
struct Route {
    struct Vertex {
        Point at;
        Millis elapsed;            // since the start
        std::uint32_t arc = none;  // of the map, that led here; none off the road
    };
    std::vector<Vertex> vertices;  // at least two; the first is `from`, the last is `to`
    Metres distance;
    [[nodiscard]] Millis duration() const { return vertices.back().elapsed; }
};

// Profiles that the map lacks go in a straight line. Not for several threads at once: questions
// share scratch memory. Otherwise pure (TravelTimes).
class RoadTimes final : public TravelTimes {
  public:
    explicit RoadTimes(std::shared_ptr<const RoadNetwork> network);

    [[nodiscard]] Millis travel_time(Point from, Point to, Profile profile) const override;
    void travel_times(std::span<const Point> from, std::span<const Profile> profiles, Point to,
                      std::span<Millis> out) const override;

    // For somebody who drives: the least time over the few nearest nodes, since the nearest may
    // belong to the other carriageway, or to a street under the bridge. At most travel_time().
    [[nodiscard]] Millis travel_time_of_driver(Point from, Point to, Profile profile) const;

    // The same time, with the way; nothing where there is none. Of several fastest ways the
    // hierarchy decides, always in the same manner.
    [[nodiscard]] std::optional<Route> route(Point from, Point to, Profile profile) const;

    [[nodiscard]] const RoadNetwork& network() const { return *network_; }

  private:
    // The way from one level to another as levels, top included; empty when there is none.
    [[nodiscard]] std::vector<std::uint32_t> levels_between(std::uint32_t from, std::uint32_t to,
                                                            const Hierarchy& hierarchy) const;

    std::shared_ptr<const RoadNetwork> network_;
    mutable Climb from_;
    mutable Climb to_;
};

}  // namespace muster::roads
