// Turn restrictions as arcs that must not be driven one after the other (RoadData::bans).
#pragma once

#include <cstdint>
#include <vector>

#include "engine/roads/import/graph_builder.hpp"

namespace muster::roads {

struct RawArc {
    std::uint32_t from;
    std::uint32_t to;
    std::uint32_t way;  // index
    GraphBuilder::Weights weights;
    std::uint8_t access = 0;
};

// From one way into another, at a node that both have, or over ways in between.
struct Turn {
    std::uint32_t via;  // node; none where there are ways in between
    std::uint32_t from_way;
    std::uint32_t to_way;
    bool only;              // only this turn is allowed; else it is the one that is not
    bool u_turn;            // of the arcs of to_way, only back to where one came from
    std::uint8_t profiles;  // who heeds it
    std::vector<std::uint32_t> via_ways{};  // in driving order
};

struct RawBan {
    std::vector<std::uint32_t> arcs;  // indices
    std::uint8_t profiles;
};

// What the turns ban, of arcs by index; empty where a turn cannot be driven anyway. `only` at a
// node bans all other turns there; over ways in between it bans to turn off where they begin and
// where they end. Deterministic.
[[nodiscard]] std::vector<RawBan> bans_of(const std::vector<Turn>& turns, std::uint32_t node_count,
                                          const std::vector<RawArc>& arcs);

}  // namespace muster::roads
