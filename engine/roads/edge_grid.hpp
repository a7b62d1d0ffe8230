// Where one comes onto the roads of a map from beside them, and off them again.
//
// A place is reached from the stretches of road around it, each of another way, where one may stop
// and where no water lies between. From a bridge one gets only to what is on it, from a motorway or
// a tunnel only to what is right there: the ground beside them is reached by another road. Which of
// these doors is used is decided by the whole time of a journey.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/roads/road_file.hpp"
#include "engine/roads/segment_grid.hpp"

namespace muster::roads {

// A stretch between two nodes, in both directions.
struct Edge {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    std::uint32_t there = none;  // the arc from `from` to `to`
    std::uint32_t back = none;   // the arc from `to` to `from`
    std::uint32_t way = none;
    Beside beside = Beside::open;
};

// A point of an edge beside a place.
struct Beginning {
    std::uint32_t edge = 0;
    std::uint32_t part_q20 = 0;  // from the edge's `from`
    Point at;
    std::uint32_t off_road_dm = 0;
};

struct Beginnings {
    static constexpr std::size_t max = 6;
    std::array<Beginning, max> found;  // from near to far
    std::size_t count = 0;
    // All of them lie across water: there is no dry way to any road nearby.
    bool across_water = false;
    [[nodiscard]] std::span<const Beginning> list() const { return std::span(found).first(count); }
};

class EdgeGrid {
  public:
    // Edges and water of a map with arc_access. The view's memory must outlive the grid.
    explicit EdgeGrid(const RoadView& map);

    [[nodiscard]] std::span<const Edge> edges() const { return edges_; }

    // The nearest edge with an arc that is open by `weights` and where the profile may stop, and
    // those of other ways that are not much further off (reach_permille, reach_more_dm): who is on
    // a road stays on it, who is beside it may go to the next one. Who drives is where his vehicle
    // is: on any arc that is open, motorways and tunnels included. Pure.
    [[nodiscard]] Beginnings around(Point point, Profile profile,
                                    std::span<const std::uint32_t> weights, bool drives) const;

    // Whether water lies on the straight line; lines of more than 5 km are not looked at.
    [[nodiscard]] bool water_between(Point a, Point b) const;

    static constexpr std::uint64_t reach_permille = 2000;
    static constexpr std::uint64_t reach_more_dm = 30;
    // A dry road is sought as far as this before water is crossed.
    static constexpr std::uint32_t dry_reach_dm = 10'000;
    // From how far a bridge, a motorway and a tunnel are reached: half their width, and the error
    // of a map.
    static constexpr std::uint32_t bridge_reach_dm = 150;
    static constexpr std::uint32_t expressway_reach_dm = 100;
    static constexpr std::uint32_t enclosed_reach_dm = 30;
    // Ponds no wider than this are walked around.
    static constexpr std::uint32_t pond_dm = 1'000;

  private:
    std::span<const Point> points_;
    std::span<const std::uint8_t> access_;
    std::vector<Edge> edges_;
    SegmentGrid lines_;
    SegmentGrid water_;
};

}  // namespace muster::roads
