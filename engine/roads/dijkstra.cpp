#include "engine/roads/dijkstra.hpp"

#include <algorithm>
#include <cstdlib>
#include <functional>

namespace muster::roads {

Dijkstra::Dijkstra(const RoadView& map, std::span<const std::uint32_t> weights)
    : first_(map.points.size() + 1, 0),
      distance_(map.points.size(), no_way_ms),
      wanted_(map.points.size(), 0) {
    if (weights.size() != map.arc_to.size()) std::abort();
    for (std::size_t arc = 0; arc < weights.size(); ++arc) {
        if (weights[arc] < no_way_ms) ++first_[map.arc_to[arc] + 1];
    }
    for (std::size_t i = 1; i < first_.size(); ++i)
        first_[i] += first_[i - 1];
    arcs_.resize(first_.back());
    std::vector<std::uint32_t> next(first_.begin(), first_.end() - 1);
    for (std::uint32_t node = 0; node < map.points.size(); ++node) {
        for (std::uint32_t arc = map.first_arc[node]; arc < map.first_arc[node + 1]; ++arc) {
            if (weights[arc] < no_way_ms) arcs_[next[map.arc_to[arc]]++] = {node, weights[arc]};
        }
    }
}

void Dijkstra::times_to(std::uint32_t to, std::span<const std::uint32_t> from,
                        std::span<std::uint32_t> out) {
    if (out.size() != from.size()) std::abort();
    std::size_t missing = 0;
    for (const std::uint32_t node : from) {
        missing += wanted_[node] == 0 ? 1 : 0;
        wanted_[node] = 1;
    }
    distance_[to] = 0;
    touched_.assign(1, to);
    heap_.assign(1, to);
    while (!heap_.empty() && missing != 0) {
        std::pop_heap(heap_.begin(), heap_.end(), std::greater<>());
        const auto d = static_cast<std::uint32_t>(heap_.back() >> 32);
        const auto node = static_cast<std::uint32_t>(heap_.back());
        heap_.pop_back();
        if (d != distance_[node]) continue;
        if (wanted_[node] == 1) {
            wanted_[node] = 2;
            --missing;
        }
        for (std::uint32_t i = first_[node]; i < first_[node + 1]; ++i) {
            const std::uint32_t reached = d + arcs_[i].weight_ms;
            if (reached >= distance_[arcs_[i].from]) continue;
            if (distance_[arcs_[i].from] == no_way_ms) touched_.push_back(arcs_[i].from);
            distance_[arcs_[i].from] = reached;
            heap_.push_back((std::uint64_t{reached} << 32) | arcs_[i].from);
            std::push_heap(heap_.begin(), heap_.end(), std::greater<>());
        }
    }
    for (std::size_t i = 0; i < from.size(); ++i)
        out[i] = wanted_[from[i]] == 2 ? distance_[from[i]] : no_way_ms;
    for (const std::uint32_t node : from)
        wanted_[node] = 0;
    for (const std::uint32_t node : touched_)
        distance_[node] = no_way_ms;
}

}  // namespace muster::roads
