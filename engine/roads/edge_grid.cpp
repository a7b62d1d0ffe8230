#include "engine/roads/edge_grid.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include "engine/roads/distance.hpp"

namespace muster::roads {
namespace {

// Longer ways on foot are not checked for water.
constexpr std::uint32_t water_checked_dm = 50'000;
// Of a way to the road, so much at either end may be wet: maps and positions are not exact.
constexpr std::int64_t wet_at_place_dm = 30;
constexpr std::int64_t wet_at_road_dm = 20;

std::vector<Edge> edges_of(const RoadView& map) {
    std::vector<Edge> edges;
    std::vector<bool> paired(map.arc_to.size(), false);
    for (std::uint32_t node = 0; node < map.points.size(); ++node) {
        for (std::uint32_t arc = map.first_arc[node]; arc < map.first_arc[node + 1]; ++arc) {
            if (paired[arc]) continue;
            const std::uint32_t to = map.arc_to[arc];
            Edge edge{node, to, arc, none, map.arc_way[arc], beside_of(map.arc_access[arc])};
            for (std::uint32_t other = map.first_arc[to]; other < map.first_arc[to + 1]; ++other) {
                if (paired[other] || map.arc_to[other] != node || other == arc ||
                    map.arc_way[other] != edge.way)
                    continue;
                edge.back = other;
                paired[other] = true;
                break;
            }
            edges.push_back(edge);
        }
    }
    return edges;
}

std::vector<Segment> lines_of(const RoadView& map, std::span<const Edge> edges) {
    std::vector<Segment> lines;
    lines.reserve(edges.size());
    for (const Edge& edge : edges)
        lines.push_back({map.points[edge.from], map.points[edge.to]});
    return lines;
}

bool is_pond(std::span<const Point> ring) {
    Point low = ring.front();
    Point high = low;
    for (const Point at : ring) {
        low = {std::min(low.lat_e7, at.lat_e7), std::min(low.lon_e7, at.lon_e7)};
        high = {std::max(high.lat_e7, at.lat_e7), std::max(high.lon_e7, at.lon_e7)};
    }
    return distance_dm(low, {high.lat_e7, low.lon_e7}) <= EdgeGrid::pond_dm &&
           distance_dm(low, {low.lat_e7, high.lon_e7}) <= EdgeGrid::pond_dm;
}

std::vector<Segment> water_of(const RoadView& map) {
    std::vector<Segment> lines;
    for (const Shape& shape : map.shapes) {
        const auto kind = static_cast<ShapeKind>(shape.kind);
        const auto points = map.shape_points.subspan(shape.first_point, shape.point_count);
        if (points.empty() || kind == ShapeKind::brook) continue;
        if (kind != ShapeKind::water_line && is_pond(points)) continue;
        for (std::size_t i = 1; i < points.size(); ++i)
            lines.push_back({points[i - 1], points[i]});
    }
    return lines;
}

std::uint32_t reach_dm(Beside beside) {
    switch (beside) {
        case Beside::open:
            return ~0u;
        case Beside::bridge:
            return EdgeGrid::bridge_reach_dm;
        case Beside::expressway:
            return EdgeGrid::expressway_reach_dm;
        case Beside::enclosed:
            return EdgeGrid::enclosed_reach_dm;
    }
    return 0;
}

// Edges that were seen and not yet taken, the nearest in front.
struct Seen {
    std::uint64_t square;
    std::uint32_t edge;
    std::uint32_t part_q20;
    bool operator>(const Seen& other) const {
        return square != other.square ? square > other.square : edge > other.edge;
    }
};

}  // namespace

EdgeGrid::EdgeGrid(const RoadView& map)
    : points_(map.points),
      access_(map.arc_access),
      edges_(edges_of(map)),
      lines_(lines_of(map, edges_)),
      water_(water_of(map)) {}

bool EdgeGrid::water_between(Point a, Point b) const {
    const std::int64_t dm = distance_dm(a, b);
    if (water_.segments().empty() || dm > water_checked_dm ||
        dm <= wet_at_place_dm + wet_at_road_dm)
        return false;
    const auto part = [&](std::int64_t at_dm) {
        return point_at({a, b}, static_cast<std::uint32_t>(at_dm * Foot::part_whole / dm));
    };
    return water_.crossed_by(part(wet_at_place_dm), part(dm - wet_at_road_dm));
}

Beginnings EdgeGrid::around(Point point, Profile profile, std::span<const std::uint32_t> weights,
                            bool drives) const {
    const auto usable = [&](std::uint32_t arc) {
        return arc != none && weights[arc] < no_way_ms &&
               (drives || (access_[arc] & profile_bit(profile)) != 0);
    };
    const auto reached = [&](const Edge& edge, std::uint64_t square) {
        return drives || edge.beside == Beside::open ||
               square <= max_square_units(reach_dm(edge.beside));
    };
    Beginnings dry;
    Beginnings wet;  // the nearest one behind water
    wet.across_water = true;
    std::uint64_t farthest = ~std::uint64_t{0};  // what is still taken
    std::vector<Seen> seen;
    const auto take = [&](const Seen& next) {
        const Edge& edge = edges_[next.edge];
        const auto same_way = [&](const Beginning& one) {
            return one.edge == next.edge || (edge.way != none && edges_[one.edge].way == edge.way);
        };
        const auto list = dry.list();
        if (std::any_of(list.begin(), list.end(), same_way)) return;
        const Point at = point_at(lines_.segments()[next.edge], next.part_q20);
        const Beginning found{next.edge, next.part_q20, at, distance_dm(point, at)};
        // Who is on a bridge has the water under him.
        const bool over_water = edge.beside == Beside::bridge || drives;
        if (!over_water && water_between(point, at)) {
            if (wet.count == 0) {
                wet.found[wet.count++] = found;
                farthest = max_square_units(std::max(dry_reach_dm, found.off_road_dm * 2));
            }
            return;
        }
        if (dry.count == 0) {
            const std::uint64_t reach = found.off_road_dm * reach_permille / 1000 + reach_more_dm;
            farthest = max_square_units(static_cast<std::uint32_t>(reach));
        }
        dry.found[dry.count++] = found;
    };
    lines_.search(
        point,
        [&](std::uint32_t index, const Foot& foot) {
            const Edge& edge = edges_[index];
            if (foot.square > farthest || !reached(edge, foot.square)) return;
            if (!usable(edge.there) && !usable(edge.back)) return;
            seen.push_back({foot.square, index, foot.part_q20});
            std::push_heap(seen.begin(), seen.end(), std::greater<>());
        },
        [&](std::uint64_t bound) {
            while (!seen.empty() && seen.front().square < bound && dry.count < Beginnings::max) {
                const Seen next = seen.front();
                std::pop_heap(seen.begin(), seen.end(), std::greater<>());
                seen.pop_back();
                if (next.square <= farthest) take(next);
            }
            return bound > farthest || dry.count == Beginnings::max;
        });
    return dry.count != 0 ? dry : wet;
}

}  // namespace muster::roads
