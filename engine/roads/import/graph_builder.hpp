// From nodes and arcs in any order to the rows of a road map: the largest strongly connected part
// of each profile stays, nodes that no profile needs go.
//
// The part is taken per profile and not of the common graph: a footpath across a motorway belongs
// to walkers only, and a street that can be left on foot but not by car must not catch a car. A
// vehicle therefore never snaps to a node that it could not reach or leave.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/roads/road_data.hpp"

namespace muster::roads {

class GraphBuilder {
  public:
    using Weights = std::array<std::uint32_t, profile_count>;

    // snap: profile_bit of the profiles that may snap here, should they have the node at all.
    std::uint32_t add_node(Point at, std::uint8_t snap);
    // Weights in ms, `closed` where a profile may not go. A loop is left out.
    void add_arc(std::uint32_t from, std::uint32_t to, std::uint32_t way, const Weights& weights);

    [[nodiscard]] std::uint32_t node_count() const {
        return static_cast<std::uint32_t>(points_.size());
    }

    // Fills points, snap, arcs and weights of the profiles that out.profiles names, and drops ways
    // that no arc uses any more, with names that nothing uses. Nodes keep their order.
    // Deterministic.
    void finish(RoadData& out);

  private:
    struct Arc {
        std::uint32_t from;
        std::uint32_t to;
        std::uint32_t way;
        Weights weights;
    };
    void sort_arcs();
    void keep_largest_part(Profile profile);

    std::vector<Point> points_;
    std::vector<std::uint8_t> snap_;
    std::vector<Arc> arcs_;
    std::vector<std::uint32_t> first_;   // rows of arcs_, after sort_arcs
    std::vector<std::uint8_t> in_part_;  // by node: profile_bit of the parts that it is in
};

}  // namespace muster::roads
