// Routes for bench/roads/routes.py: imports a file with one speed for each class of road, then
// answers pairs of points from standard input, "LAT LON LAT LON" in 1e-7 degree on each line, with
//   MS OFF_ROAD_MS TURNS TURNS_AT_DEAD_ENDS
// MS is -1 where there is no way. A turn is one on the spot: along an arc and back again.
#include <cstdio>
#include <memory>
#include <vector>

#include "engine/roads/import/osm.hpp"
#include "engine/roads/road_times.hpp"

namespace muster::roads {
namespace {

// As in the profile that routes.py writes for routino.
OsmRules plain_rules() {
    OsmRules rules;
    const auto set = [](ByProfile& speed, std::int64_t car) { speed.urgent = speed.normal = car; };
    SpeedsByRoad& by = rules.speeds;
    set(by.motorway, 112);
    set(by.trunk, 96);
    set(by.primary, 96);
    set(by.secondary, 88);
    set(by.tertiary, 80);
    set(by.unclassified, 64);
    set(by.residential, 48);
    set(by.living_street, 48);
    set(by.service, 32);
    set(by.track, 0);
    set(by.pedestrian, 0);
    set(by.ferry, 10);
    rules.allowed_by_tag.urgent = rules.allowed_by_tag.normal = 0;
    rules.link_permille = 1000;
    rules.minor_service_km_per_h = 300;
    return rules;
}

// Of successive arcs of a route: those after which it goes back where it came from.
void count_turns(const RoadNetwork& network, const Route& route, int& turns, int& dead_ends) {
    const RoadView& view = network.map().view();
    const auto weights = network.weights(Profile::normal);
    std::vector<Point> line;
    std::vector<std::uint32_t> nodes;  // beside it; none for a door
    for (const Route::Vertex& vertex : route.vertices) {
        if (!line.empty() && line.back() == vertex.at) continue;
        line.push_back(vertex.at);
        const bool whole = vertex.arc != none && view.points[view.arc_to[vertex.arc]] == vertex.at;
        nodes.push_back(whole ? view.arc_to[vertex.arc] : none);
    }
    for (std::size_t i = 1; i + 1 < line.size(); ++i) {
        if (line[i - 1] != line[i + 1]) continue;
        bool dead_end = false;
        if (const std::uint32_t node = nodes[i]; node != none) {
            dead_end = true;
            for (std::uint32_t arc = view.first_arc[node]; arc < view.first_arc[node + 1]; ++arc) {
                if (weights[arc] != closed && view.points[view.arc_to[arc]] != line[i - 1])
                    dead_end = false;
            }
        }
        ++(dead_end ? dead_ends : turns);
        if (!dead_end) {
            std::fprintf(stderr, "a turn on the spot at %d,%d (1e-7 degree)\n", line[i].lat_e7,
                         line[i].lon_e7);
        }
    }
}

int run(const char* file) {
    RoadData data;
    OsmReport report;
    if (const auto wrong = import_osm(file, plain_rules(), data, &report)) {
        std::fprintf(stderr, "%s\n", wrong->c_str());
        return 3;
    }
    const auto network = std::make_shared<const RoadNetwork>(
        RoadMap::from_data(data), StraightLine(1400, RoadNetwork::default_off_road));
    const RoadTimes times(network);
    long long a = 0;
    long long b = 0;
    long long c = 0;
    long long d = 0;
    while (std::scanf("%lld %lld %lld %lld", &a, &b, &c, &d) == 4) {
        const Point from{static_cast<std::int32_t>(a), static_cast<std::int32_t>(b)};
        const Point to{static_cast<std::int32_t>(c), static_cast<std::int32_t>(d)};
        const auto route = times.route(from, to, Profile::normal);
        if (!route) {
            std::puts("-1 0 0 0");
            continue;
        }
        Millis off;
        for (std::size_t i = 1; i < route->vertices.size(); ++i) {
            if (route->vertices[i].arc == none)
                off = off + (route->vertices[i].elapsed - route->vertices[i - 1].elapsed);
        }
        int turns = 0;
        int dead_ends = 0;
        count_turns(*network, *route, turns, dead_ends);
        std::printf("%lld %lld %d %d\n", static_cast<long long>(route->duration().value),
                    static_cast<long long>(off.value), turns, dead_ends);
    }
    return 0;
}

}  // namespace
}  // namespace muster::roads

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("usage: bench_routes FILE.osm <PAIRS\n", stderr);
        return 2;
    }
    return muster::roads::run(argv[1]);
}
