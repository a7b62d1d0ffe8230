// A contraction hierarchy: the graph of one profile with its nodes in an order of importance and
// shortcuts, so that every shortest path is one that climbs and then descends.
//
// Source: R. Geisberger, P. Sanders, D. Schultes, D. Delling, "Contraction Hierarchies: Faster and
// Simpler Hierarchical Routing in Road Networks", WEA 2008.
//
// Immutable once built; may be used from any thread. Building is pure: equal graphs and weights
// give equal hierarchies on every machine. It takes tens of megabytes and a fraction of a second
// for a city, so that new speeds are a new hierarchy, built beside the old one.
//
// Its nodes are the states of a StateGraph. They have numbers of their own here ("levels"): 0 is
// the most important one, so that what every search visits lies together. level_of and node_of
// translate.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/roads/road_data.hpp"
#include "engine/roads/state_graph.hpp"

namespace muster::roads {

class Hierarchy {
  public:
    struct Edge {
        std::uint32_t level;  // the more important end
        std::uint32_t weight_ms;
    };

    // Of steps beside each other the cheapest counts. The graph is read only while building.
    explicit Hierarchy(const StateGraph& graph);

    [[nodiscard]] std::uint32_t node_count() const {
        return static_cast<std::uint32_t>(node_of_.size());
    }
    [[nodiscard]] std::uint32_t level_of(std::uint32_t node) const { return level_of_[node]; }
    [[nodiscard]] std::uint32_t node_of(std::uint32_t level) const { return node_of_[level]; }

    // Edges from a node to more important ones, and from more important ones to it.
    [[nodiscard]] std::span<const Edge> up(std::uint32_t level) const {
        return std::span(up_).subspan(up_first_[level], up_first_[level + 1] - up_first_[level]);
    }
    [[nodiscard]] std::span<const Edge> down(std::uint32_t level) const {
        return std::span(down_).subspan(down_first_[level],
                                        down_first_[level + 1] - down_first_[level]);
    }
    [[nodiscard]] std::size_t edge_count() const { return up_.size() + down_.size(); }

    // Appends the map's arcs that an edge stands for, in driving order. The edge from `from` to
    // `to`, both levels, must exist; it is cheapest of its kind by construction.
    void unpack(std::uint32_t from, std::uint32_t to, std::vector<std::uint32_t>& arcs) const;

  private:
    // The node in the middle of a shortcut, or with the high bit the arc of the map.
    static constexpr std::uint32_t is_arc = 0x80000000u;
    struct Builder;
    [[nodiscard]] std::uint32_t origin(std::uint32_t from, std::uint32_t to) const;

    std::vector<std::uint32_t> level_of_;
    std::vector<std::uint32_t> node_of_;
    std::vector<std::uint32_t> up_first_;
    std::vector<std::uint32_t> down_first_;
    std::vector<Edge> up_;
    std::vector<Edge> down_;
    std::vector<std::uint32_t> up_origin_;
    std::vector<std::uint32_t> down_origin_;
};

}  // namespace muster::roads
