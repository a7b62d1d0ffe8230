// Turn restrictions as nodes of their own: who comes into a crossing by a restricted road arrives
// at a copy of its node, which has only the roads out that are allowed from there. Cyclists and
// walkers keep the common node.
//
// A driver may still pass the crossing, turn round at the next node, and come back without the
// restriction; the way is longer, but no way is lost.
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
};

struct Turn {
    std::uint32_t via;  // node
    std::uint32_t from_way;
    std::uint32_t to_way;
    bool only;              // only this turn is allowed; else it is the one that is not
    bool u_turn;            // of the arcs of to_way, only back to where one came from
    std::uint8_t profiles;  // who heeds it
};

// Changes and adds arcs, and adds nodes to `graph` at the points of `points` (by node). Returns how
// many nodes it added. Deterministic.
std::uint32_t split_for_turns(const std::vector<Turn>& turns, const std::vector<Point>& points,
                              std::vector<RawArc>& arcs, GraphBuilder& graph);

}  // namespace muster::roads
