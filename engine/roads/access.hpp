// Where a place meets the roads, for one profile: a few doors, of which a journey takes the one
// that makes its whole time the least.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/roads/climb.hpp"
#include "engine/roads/edge_grid.hpp"
#include "engine/roads/state_graph.hpp"
#include "muster/units.hpp"

namespace muster::roads {

// A point of a stretch of road, or a node where the map is met at nodes.
struct Door {
    // One direction of the stretch: the time from its beginning to the door, and on to its end.
    struct Lane {
        std::uint32_t arc = none;  // none where it is closed
        std::uint32_t tail = none;
        std::uint32_t head = none;
        std::uint32_t done_ms = 0;
        std::uint32_t rest_ms = 0;
    };

    Point at;
    std::uint32_t spot = none;  // the number of the edge, or of the node
    bool at_node = false;       // then there are no lanes
    std::int64_t off_road_ms = 0;
    std::array<Lane, 2> lanes;
};

struct Access {
    std::array<Door, Beginnings::max> doors;
    std::size_t count = 0;
    std::int64_t least_off_road_ms = 0;
    std::uint32_t off_road_dm = 0;  // to the nearest door
    std::uint64_t spots = 0;        // bit spot % 64 of each door
    // So far off the road, or behind water, that times to and from here are a guess.
    bool doubtful = false;

    [[nodiscard]] std::span<const Door> list() const { return std::span(doors).first(count); }
    void add(const Door& door);
};

// Which door and lane a search began with. lane is none at a node.
struct Threshold {
    Climb::Seed seed;
    std::uint32_t door = 0;
    std::uint32_t lane = none;
};

// The seeds of thresholds, in `scratch`.
[[nodiscard]] std::span<const Climb::Seed> seeds_of(std::span<const Threshold> thresholds,
                                                    std::vector<Climb::Seed>& scratch);

// Where journeys from a place come onto the roads, and from where they go off them to a place.
// Times are those beyond least_off_road_ms. Replaced.
void leaving(const Access& access, const StateGraph& graph, const Hierarchy& hierarchy,
             std::vector<Threshold>& out);
void arriving(const Access& access, const StateGraph& graph, const Hierarchy& hierarchy,
              std::vector<Threshold>& out);

// Of two places with a door at the same stretch: the fastest way along it without leaving it.
struct Along {
    std::int64_t ms = 0;  // with both ways off the road
    std::uint32_t start = 0;
    std::uint32_t goal = 0;  // doors
    std::uint32_t lane = 0;
};
[[nodiscard]] std::optional<Along> along(const Access& start, const Access& goal);

// Whether both have a door at the same spot.
[[nodiscard]] bool neighbours(const Access& a, const Access& b);

}  // namespace muster::roads
