// Plain Dijkstra on a road map: what the hierarchy is tested against, and what it is measured
// beside.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/roads/road_file.hpp"

namespace muster::roads {

class Dijkstra {
  public:
    // A copy of the graph with its arcs turned around; weights as for Hierarchy.
    Dijkstra(const RoadView& map, std::span<const std::uint32_t> weights);

    // Travel times from each of `from` (nodes, repetitions allowed) to one node, no_way_ms where
    // there is none: out[i] belongs to from[i]. Stops as soon as the last of them is reached.
    void times_to(std::uint32_t to, std::span<const std::uint32_t> from,
                  std::span<std::uint32_t> out);

  private:
    struct Arc {
        std::uint32_t from;
        std::uint32_t weight_ms;
    };
    std::vector<std::uint32_t> first_;
    std::vector<Arc> arcs_;
    std::vector<std::uint32_t> distance_;
    std::vector<std::uint32_t> touched_;
    std::vector<std::uint8_t> wanted_;
    std::vector<std::uint64_t> heap_;
};

}  // namespace muster::roads
