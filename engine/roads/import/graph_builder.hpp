// From nodes and arcs in any order to the rows of a road map: the largest strongly connected part
// of each profile stays, nodes that no profile needs go.
//
// The part is taken per profile and not of the common graph: a footpath across a motorway belongs
// to walkers only, and a street that can be left on foot but not by car must not catch a car. A
// vehicle therefore never snaps to a node that it could not reach or leave. Where turns are banned,
// the same holds for arcs: nobody may stop along one that cannot be reached or left.
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
    // Weights in ms, `closed` where a profile may not go. A loop is left out. access:
    // arc_access_of; where all are 0, the map is met at its nodes. Returns the arc's number, for
    // bans.
    std::uint32_t add_arc(std::uint32_t from, std::uint32_t to, std::uint32_t way,
                          const Weights& weights, std::uint8_t access = 0);
    // Arcs of which each begins where the one before ends, 2 to ban_arcs_max, that `profiles` must
    // not drive one after the other. Needs a map that is met along its roads.
    void add_ban(std::vector<std::uint32_t> arcs, std::uint8_t profiles);

    [[nodiscard]] std::uint32_t node_count() const {
        return static_cast<std::uint32_t>(points_.size());
    }

    // Fills points, snap, arcs, access, bans and weights of the profiles that out.profiles names,
    // and drops ways that no arc uses any more, with names that nothing uses. Nodes keep their
    // order. Deterministic.
    void finish(RoadData& out);

  private:
    struct Arc {
        std::uint32_t from;
        std::uint32_t to;
        std::uint32_t way;
        Weights weights;
        std::uint8_t access;
        std::uint32_t number;
    };
    struct NumberedBan {
        std::vector<std::uint32_t> arcs;
        std::uint8_t profiles;
    };
    [[nodiscard]] static std::uint8_t access_of(const Arc& arc);
    void sort_arcs();
    void keep_largest_part(Profile profile);
    // new_arc: by number, none for those that went.
    void write_bans(const std::vector<std::uint32_t>& new_arc, RoadData& out) const;

    std::vector<Point> points_;
    std::vector<std::uint8_t> snap_;
    std::vector<Arc> arcs_;
    std::uint32_t next_number_ = 0;
    std::vector<NumberedBan> bans_;
    std::vector<std::uint32_t> first_;   // rows of arcs_, after sort_arcs
    std::vector<std::uint8_t> in_part_;  // by node: profile_bit of the parts that it is in
};

}  // namespace muster::roads
