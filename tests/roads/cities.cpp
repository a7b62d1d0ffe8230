#include "tests/roads/cities.hpp"

#include <algorithm>
#include <cstdlib>

#include "engine/roads/import/csv.hpp"
#include "engine/roads/import/graph_builder.hpp"

namespace muster::roads {

RoadData made_city(std::uint64_t seed, int side, Point south_west) {
    Random random(seed);
    GraphBuilder graph;
    RoadData data;
    data.profiles = all_profiles;
    data.source = "a made city";
    const auto wrapped = [](std::int64_t lon) {
        if (lon > 1'800'000'000) lon -= 3'600'000'000;
        return static_cast<std::int32_t>(lon);
    };
    const auto at = [&](std::int64_t x, std::int64_t y) {
        return Point{static_cast<std::int32_t>(south_west.lat_e7 + y),
                     wrapped(south_west.lon_e7 + x)};
    };
    std::vector<std::uint32_t> crossings;
    std::vector<Point> points;
    for (int row = 0; row < side; ++row) {
        for (int column = 0; column < side; ++column) {
            // One after the other: the order of arguments is the compiler's.
            const std::int64_t x = column * 20'000 + pick(random, 0, 8'000);
            const std::int64_t y = row * 18'000 + pick(random, 0, 8'000);
            points.push_back(at(x, y));
            crossings.push_back(graph.add_node(points.back(), all_profiles));
        }
    }
    const auto street = [&](std::size_t a, std::size_t b, std::uint32_t way, bool main_road) {
        const std::int64_t kind = pick(random, 0, 99);
        if (kind < 4) return;
        const std::uint32_t dm = distance_dm(points[a], points[b]);
        const auto time = [&](std::int64_t km_per_h) {
            return static_cast<std::uint32_t>(dm * 360 / km_per_h / 2 + 1);
        };
        const Point half{(points[a].lat_e7 + points[b].lat_e7) / 2, points[a].lon_e7};
        const std::uint32_t bend =
            graph.add_node(half, pick(random, 0, 3) == 0 ? std::uint8_t{0} : all_profiles);
        const std::int64_t speed = main_road ? 70 : 30;
        const GraphBuilder::Weights all{time(speed + 15), time(speed), time(18), time(5)};
        GraphBuilder::Weights against = all;
        if (kind < 20) against[0] = against[1] = closed;
        if (kind < 12) against[2] = closed;
        const std::uint32_t ab = crossings[a];
        const std::uint32_t ba = crossings[b];
        graph.add_arc(ab, bend, way, all);
        graph.add_arc(bend, ba, way, all);
        graph.add_arc(ba, bend, way, against);
        graph.add_arc(bend, ab, way, against);
    };
    const auto n = static_cast<std::size_t>(side);
    for (std::size_t i = 0; i < n; ++i) {
        for (const bool row : {true, false}) {
            const auto way = static_cast<std::uint32_t>(data.ways.size());
            data.ways.push_back({static_cast<std::int64_t>(1000 + way),
                                 static_cast<std::uint32_t>(data.strings.size()), 0});
            data.strings.push_back((row ? "Row " : "Column ") + std::to_string(i));
            for (std::size_t j = 0; j + 1 < n; ++j) {
                if (row)
                    street(i * n + j, i * n + j + 1, way, i % 7 == 0);
                else
                    street(j * n + i, (j + 1) * n + i, way, i % 5 == 0);
            }
        }
    }
    graph.finish(data);
    data.strings.push_back("Middle");
    data.places.push_back({points[points.size() / 2],
                           static_cast<std::uint32_t>(data.strings.size() - 1),
                           static_cast<std::uint32_t>(PlaceKind::suburb)});
    data.shapes.push_back({static_cast<std::uint32_t>(ShapeKind::water_line), none, 0, 2});
    data.shape_points = {points.front(), points.back()};
    return data;
}

Point point_near(const RoadMap& map, Random& random) {
    const Point low = map.south_west();
    const Point high = map.north_east();
    constexpr std::int64_t margin = 50'000;
    return {static_cast<std::int32_t>(pick(random, low.lat_e7 - margin, high.lat_e7 + margin)),
            static_cast<std::int32_t>(pick(random, low.lon_e7 - margin, high.lon_e7 + margin))};
}

std::optional<std::filesystem::path> shared_folder(const std::string& below) {
    const char* const named = std::getenv("MUSTER_SHARED");
    // Tests run in the checkout; a worktree of it lies one folder deeper.
    for (const std::filesystem::path& base :
         {std::filesystem::path(named != nullptr ? named : ""), std::filesystem::path("../shared"),
          std::filesystem::path("../../shared")}) {
        if (!base.empty() && std::filesystem::exists(base / below)) return base / below;
    }
    return std::nullopt;
}

std::shared_ptr<const RoadMap> shared_city(const std::string& name) {
    const auto folder = shared_folder("cities/" + name);
    if (!folder) return nullptr;
    RoadData data;
    if (import_csv(*folder / "nodes.csv", *folder / "arcs.csv", data)) std::abort();
    return RoadMap::from_data(data);
}

StraightLine test_straight_line() {
    return StraightLine(1400, {50'000, 40'000, 18'000, 5'000});
}

}  // namespace muster::roads
