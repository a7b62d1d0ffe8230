#include "engine/roads/import/graph_builder.hpp"

#include <algorithm>
#include <tuple>

namespace muster::roads {
namespace {

// Drops ways without arcs, then strings without users, and renumbers the rest in their order.
void drop_unused(RoadData& data) {
    std::vector<std::uint32_t> new_way(data.ways.size(), none);
    for (const std::uint32_t way : data.arc_way) {
        if (way != none) new_way[way] = 0;
    }
    std::uint32_t kept = 0;
    for (std::uint32_t i = 0; i < data.ways.size(); ++i) {
        if (new_way[i] == none) continue;
        new_way[i] = kept;
        data.ways[kept++] = data.ways[i];
    }
    data.ways.resize(kept);
    for (std::uint32_t& way : data.arc_way) {
        if (way != none) way = new_way[way];
    }

    std::vector<std::uint32_t> new_string(data.strings.size(), none);
    for (const Way& way : data.ways) {
        if (way.name != none) new_string[way.name] = 0;
    }
    std::erase_if(data.street_names,
                  [&](const OtherName& other) { return new_string[other.of] == none; });
    const auto each_name = [&data](auto&& visit) {
        for (Way& way : data.ways)
            visit(way.name);
        for (Place& place : data.places)
            visit(place.name);
        for (Shape& shape : data.shapes)
            visit(shape.name);
        for (OtherName& other : data.place_names)
            visit(other.name);
        for (OtherName& other : data.street_names) {
            visit(other.of);
            visit(other.name);
        }
    };
    each_name([&](std::uint32_t name) {
        if (name != none) new_string[name] = 0;
    });
    kept = 0;
    for (std::uint32_t i = 0; i < data.strings.size(); ++i) {
        if (new_string[i] == none) continue;
        new_string[i] = kept;
        if (kept != i) data.strings[kept] = std::move(data.strings[i]);
        ++kept;
    }
    data.strings.resize(kept);
    each_name([&](std::uint32_t& name) {
        if (name != none) name = new_string[name];
    });
}

}  // namespace

std::uint32_t GraphBuilder::add_node(Point at, std::uint8_t snap) {
    points_.push_back(at);
    snap_.push_back(snap);
    return static_cast<std::uint32_t>(points_.size() - 1);
}

void GraphBuilder::add_arc(std::uint32_t from, std::uint32_t to, std::uint32_t way,
                           const Weights& weights) {
    if (from == to) return;
    arcs_.push_back({from, to, way, weights});
}

void GraphBuilder::sort_arcs() {
    std::stable_sort(arcs_.begin(), arcs_.end(), [](const Arc& a, const Arc& b) {
        return std::tie(a.from, a.to, a.way, a.weights) < std::tie(b.from, b.to, b.way, b.weights);
    });
    first_.assign(points_.size() + 1, 0);
    for (const Arc& arc : arcs_)
        ++first_[arc.from + 1];
    for (std::size_t i = 1; i < first_.size(); ++i)
        first_[i] += first_[i - 1];
}

// Tarjan's algorithm with its own stack: paths are as long as the city.
void GraphBuilder::keep_largest_part(Profile profile) {
    const auto p = static_cast<std::size_t>(profile);
    const std::size_t count = points_.size();
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
    std::uint32_t largest_size = 1;  // a node alone is no network
    std::uint32_t parts = 0;
    for (std::uint32_t start = 0; start < count; ++start) {
        if (found_at[start] != none) continue;
        path.push_back({start, first_[start]});
        while (!path.empty()) {
            const std::uint32_t node = path.back().node;
            if (found_at[node] == none) {
                found_at[node] = low[node] = next++;
                open.push_back(node);
            }
            bool deeper = false;
            while (path.back().arc < first_[node + 1]) {
                const Arc& arc = arcs_[path.back().arc++];
                if (arc.weights[p] == closed) continue;
                if (found_at[arc.to] == none) {
                    path.push_back({arc.to, first_[arc.to]});
                    deeper = true;
                    break;
                }
                if (part[arc.to] == none) low[node] = std::min(low[node], found_at[arc.to]);
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
    const std::uint8_t bit = profile_bit(profile);
    for (std::uint32_t node = 0; node < count; ++node) {
        if (largest != none && part[node] == largest)
            in_part_[node] = static_cast<std::uint8_t>(in_part_[node] | bit);
    }
    for (Arc& arc : arcs_) {
        if ((in_part_[arc.from] & in_part_[arc.to] & bit) == 0) arc.weights[p] = closed;
    }
}

void GraphBuilder::finish(RoadData& out) {
    sort_arcs();
    in_part_.assign(points_.size(), 0);
    for (int p = 0; p < profile_count; ++p) {
        const auto profile = static_cast<Profile>(p);
        if ((out.profiles & profile_bit(profile)) != 0) keep_largest_part(profile);
    }
    std::vector<std::uint32_t> new_node(points_.size(), none);
    out.points.clear();
    out.snap.clear();
    for (std::uint32_t node = 0; node < points_.size(); ++node) {
        if (in_part_[node] == 0) continue;
        new_node[node] = static_cast<std::uint32_t>(out.points.size());
        out.points.push_back(points_[node]);
        out.snap.push_back(static_cast<std::uint8_t>(snap_[node] & in_part_[node]));
    }
    out.first_arc.assign(1, 0);
    out.arc_to.clear();
    out.arc_way.clear();
    for (auto& weights : out.weights)
        weights.clear();
    for (std::uint32_t node = 0; node < points_.size(); ++node) {
        if (in_part_[node] == 0) continue;
        for (std::uint32_t i = first_[node]; i < first_[node + 1]; ++i) {
            const Arc& arc = arcs_[i];
            const bool used = std::any_of(arc.weights.begin(), arc.weights.end(),
                                          [](std::uint32_t weight) { return weight != closed; });
            if (!used) continue;
            out.arc_to.push_back(new_node[arc.to]);
            out.arc_way.push_back(arc.way);
            for (std::size_t p = 0; p < profile_count; ++p) {
                if (((out.profiles >> p) & 1) != 0) out.weights[p].push_back(arc.weights[p]);
            }
        }
        out.first_arc.push_back(static_cast<std::uint32_t>(out.arc_to.size()));
    }
    drop_unused(out);
}

}  // namespace muster::roads
