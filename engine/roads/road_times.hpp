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
    // Where an end lies so far off the road, or behind water, that the time is a guess: how far.
    std::optional<Metres> from_off_road;
    std::optional<Metres> to_off_road;
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

    // For somebody who drives: from any road around, motorways and tunnels included, since the
    // nearest may be the other carriageway, or a street under the bridge. At most travel_time().
    [[nodiscard]] Millis travel_time_of_driver(Point from, Point to, Profile profile) const;

    // The same time, with the way; nothing where there is none. Of several fastest ways the
    // hierarchy decides, always in the same manner.
    [[nodiscard]] std::optional<Route> route(Point from, Point to, Profile profile) const;

    [[nodiscard]] const RoadNetwork& network() const { return *network_; }

  private:
    // The way over the hierarchy: its ends and the levels between, top included.
    struct Way {
        Threshold start;
        Threshold goal;
        std::vector<std::uint32_t> levels;
        std::uint32_t road_ms = no_way_ms;  // for none
    };
    [[nodiscard]] Way way_between(const Access& start, const Access& goal, Profile profile) const;
    // The least sum of both climbs; `to` has climbed backwards already.
    [[nodiscard]] std::uint32_t road_ms(const Access& start, Profile profile) const;
    void climb_back(const Access& goal, Profile profile) const;

    std::shared_ptr<const RoadNetwork> network_;
    mutable Climb from_;
    mutable Climb to_;
    mutable std::vector<Threshold> starts_;
    mutable std::vector<Threshold> goals_;
    mutable std::vector<Climb::Seed> seeds_;
};

}  // namespace muster::roads
