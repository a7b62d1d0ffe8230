#include "engine/roads/import/graph_builder.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "engine/roads/import/largest_part.hpp"
#include "engine/roads/state_graph.hpp"

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

// Takes the profile's right to stop from arcs that the bans cut off from the rest.
void close_traps(const RoadView& view, Profile profile, std::span<const std::uint32_t> weights,
                 std::vector<std::uint8_t>& arc_access) {
    const StateGraph graph(view, weights, profile);
    if (!graph.by_arc()) return;
    const std::vector<bool> in = largest_part(
        graph.count(), [&](std::uint32_t state) { return graph.first_step(state); },
        [&](std::uint32_t state) { return graph.first_step(state + 1); },
        [&](std::uint32_t step) { return graph.step(step).to; });
    for (std::uint32_t arc = 0; arc < weights.size(); ++arc) {
        if (weights[arc] == closed || in[graph.after(arc, none)]) continue;
        arc_access[arc] = static_cast<std::uint8_t>(arc_access[arc] & ~profile_bit(profile));
    }
}

}  // namespace

std::uint32_t GraphBuilder::add_node(Point at, std::uint8_t snap) {
    points_.push_back(at);
    snap_.push_back(snap);
    return static_cast<std::uint32_t>(points_.size() - 1);
}

std::uint32_t GraphBuilder::add_arc(std::uint32_t from, std::uint32_t to, std::uint32_t way,
                                    const Weights& weights, std::uint8_t access) {
    const std::uint32_t number = next_number_++;
    if (from != to) arcs_.push_back({from, to, way, weights, access, number});
    return number;
}

void GraphBuilder::add_ban(std::vector<std::uint32_t> arcs, std::uint8_t profiles) {
    bans_.push_back({std::move(arcs), profiles});
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

void GraphBuilder::keep_largest_part(Profile profile) {
    const auto p = static_cast<std::size_t>(profile);
    const auto count = static_cast<std::uint32_t>(points_.size());
    const std::vector<bool> in = largest_part(
        count, [this](std::uint32_t node) { return first_[node]; },
        [this](std::uint32_t node) { return first_[node + 1]; },
        [&](std::uint32_t arc) { return arcs_[arc].weights[p] == closed ? none : arcs_[arc].to; });
    const std::uint8_t bit = profile_bit(profile);
    for (std::uint32_t node = 0; node < count; ++node) {
        if (in[node]) in_part_[node] = static_cast<std::uint8_t>(in_part_[node] | bit);
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
    out.arc_access.clear();
    for (auto& weights : out.weights)
        weights.clear();
    std::vector<std::uint32_t> new_arc(next_number_, none);
    for (std::uint32_t node = 0; node < points_.size(); ++node) {
        if (in_part_[node] == 0) continue;
        for (std::uint32_t i = first_[node]; i < first_[node + 1]; ++i) {
            const Arc& arc = arcs_[i];
            const bool used = std::any_of(arc.weights.begin(), arc.weights.end(),
                                          [](std::uint32_t weight) { return weight != closed; });
            if (!used) continue;
            new_arc[arc.number] = static_cast<std::uint32_t>(out.arc_to.size());
            out.arc_access.push_back(access_of(arc));
            out.arc_to.push_back(new_node[arc.to]);
            out.arc_way.push_back(arc.way);
            for (std::size_t p = 0; p < profile_count; ++p) {
                if (((out.profiles >> p) & 1) != 0) out.weights[p].push_back(arc.weights[p]);
            }
        }
        out.first_arc.push_back(static_cast<std::uint32_t>(out.arc_to.size()));
    }
    const bool along_roads =
        std::any_of(arcs_.begin(), arcs_.end(), [](const Arc& arc) { return arc.access != 0; });
    if (!along_roads) out.arc_access.clear();
    write_bans(new_arc, out);
    drop_unused(out);
}

// Nobody stops where he may not go.
std::uint8_t GraphBuilder::access_of(const Arc& arc) {
    std::uint8_t access = arc.access;
    for (std::size_t p = 0; p < profile_count; ++p) {
        if (arc.weights[p] == closed) access = static_cast<std::uint8_t>(access & ~(1u << p));
    }
    return access;
}

void GraphBuilder::write_bans(const std::vector<std::uint32_t>& new_arc, RoadData& out) const {
    out.bans.clear();
    out.ban_arcs.clear();
    if (out.arc_access.empty()) return;
    std::map<std::vector<std::uint32_t>, std::uint32_t> bans;
    std::uint32_t all = 0;
    for (const NumberedBan& ban : bans_) {
        std::vector<std::uint32_t> arcs;
        for (const std::uint32_t number : ban.arcs)
            arcs.push_back(new_arc[number]);
        if (std::find(arcs.begin(), arcs.end(), none) != arcs.end()) continue;
        bans[arcs] |= ban.profiles;
        all |= ban.profiles;
    }
    for (const auto& [arcs, profiles] : bans) {
        out.bans.push_back({static_cast<std::uint32_t>(out.ban_arcs.size()),
                            static_cast<std::uint32_t>(arcs.size()), profiles});
        out.ban_arcs.insert(out.ban_arcs.end(), arcs.begin(), arcs.end());
    }
    RoadView view;
    view.points = out.points;
    view.first_arc = out.first_arc;
    view.arc_to = out.arc_to;
    view.bans = out.bans;
    view.ban_arcs = out.ban_arcs;
    for (int p = 0; p < profile_count; ++p) {
        const auto profile = static_cast<Profile>(p);
        if ((all & out.profiles & profile_bit(profile)) != 0)
            close_traps(view, profile, out.weights[static_cast<std::size_t>(p)], out.arc_access);
    }
}

}  // namespace muster::roads
