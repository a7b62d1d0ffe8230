// The largest strongly connected part of a directed graph.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "engine/roads/road_data.hpp"

namespace muster::roads {

// first(node) and last(node) bound the numbers of a node's arcs, to(arc) is where one leads, `none`
// for an arc that does not count. True for the nodes of the largest part; of equals the first that
// is found. A node alone is no part. Tarjan's algorithm with its own stack: paths are as long as
// the city.
template <class First, class Last, class To>
std::vector<bool> largest_part(std::uint32_t count, First first, Last last, To to) {
    struct Frame {
        std::uint32_t node;
        std::uint32_t arc;
    };
    std::vector<std::uint32_t> found_at(count, none);
    std::vector<std::uint32_t> low(count, 0);
    std::vector<std::uint32_t> part(count, none);
    std::vector<std::uint32_t> open;
    std::vector<Frame> path;
    std::uint32_t next = 0;
    std::uint32_t largest = none;
    std::uint32_t largest_size = 1;
    std::uint32_t parts = 0;
    for (std::uint32_t start = 0; start < count; ++start) {
        if (found_at[start] != none) continue;
        path.push_back({start, first(start)});
        while (!path.empty()) {
            const std::uint32_t node = path.back().node;
            if (found_at[node] == none) {
                found_at[node] = low[node] = next++;
                open.push_back(node);
            }
            bool deeper = false;
            while (path.back().arc < last(node)) {
                const std::uint32_t other = to(path.back().arc++);
                if (other == none) continue;
                if (found_at[other] == none) {
                    path.push_back({other, first(other)});
                    deeper = true;
                    break;
                }
                if (part[other] == none) low[node] = std::min(low[node], found_at[other]);
            }
            if (deeper) continue;
            path.pop_back();
            if (!path.empty()) {
                std::uint32_t& above = low[path.back().node];
                above = std::min(above, low[node]);
            }
            if (low[node] != found_at[node]) continue;
            std::uint32_t size = 0;
            while (part[node] == none) {
                part[open.back()] = parts;
                open.pop_back();
                ++size;
            }
            if (size > largest_size) {
                largest = parts;
                largest_size = size;
            }
            ++parts;
        }
    }
    std::vector<bool> in(count, false);
    for (std::uint32_t node = 0; node < count; ++node)
        in[node] = largest != none && part[node] == largest;
    return in;
}

}  // namespace muster::roads
