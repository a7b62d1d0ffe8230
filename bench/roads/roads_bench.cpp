// Road travel times on the largest evaluation city (54,370 nodes), or on a made city of about that
// size where ../shared/cities is missing; the row `city` of each says which. Beside each figure,
// what plain Dijkstra that stops early needs for the same question.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <vector>

#include "engine/roads/dijkstra.hpp"
#include "engine/roads/fleet_times.hpp"
#include "engine/roads/import/csv.hpp"
#include "engine/roads/import/osm.hpp"
#include "engine/roads/road_times.hpp"
#include "engine/roads/speed_factors.hpp"
#include "tests/roads/cities.hpp"

namespace muster::roads {
namespace {

constexpr Profile profile = Profile::urgent;
constexpr std::size_t targets_count = 1024;

struct City {
    std::shared_ptr<const RoadNetwork> network;
    bool real = false;
    std::vector<Point> targets;
};

// Built once, on the first use; not in a static initialiser, so that --benchmark_list_tests is
// quick.
const City& city() {
    static const City built = [] {
        City made;
        auto map = shared_city("auckland");
        made.real = map != nullptr;
        if (!map) map = RoadMap::from_data(made_city(1, 135));
        made.network = std::make_shared<const RoadNetwork>(map, test_straight_line());
        Random random(1);
        for (std::size_t i = 0; i < targets_count; ++i)
            made.targets.push_back(map->view().points[random() % map->node_count()]);
        return made;
    }();
    return built;
}

Point place_of(const RoadMap& map, Random& random) {
    const Point node = map.view().points[random() % map.node_count()];
    return {node.lat_e7 + static_cast<std::int32_t>(pick(random, -3000, 3000)),
            node.lon_e7 + static_cast<std::int32_t>(pick(random, -3000, 3000))};
}

FleetTimes make_fleet(std::size_t count) {
    FleetTimes fleet(city().network);
    Random random(2);
    for (std::uint32_t handle = 0; handle < count; ++handle)
        fleet.place(handle, profile, place_of(city().network->map(), random));
    return fleet;
}

void describe(benchmark::State& state) {
    state.counters["nodes"] = city().network->map().node_count();
    state.counters["real_city"] = city().real ? 1 : 0;
}

// Each question timed by itself, for the median.
template <class Ask>
void medians(benchmark::State& state, Ask&& ask) {
    using Clock = std::chrono::steady_clock;
    std::vector<std::int64_t> times;
    for (auto _ : state) {
        const auto start = Clock::now();
        ask();
        times.push_back(
            std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - start).count());
    }
    std::sort(times.begin(), times.end());
    state.counters["p50_ns"] = static_cast<double>(times[times.size() / 2]);
    state.counters["p99_ns"] = static_cast<double>(times[times.size() * 99 / 100]);
    describe(state);
}

void etas(benchmark::State& state) {
    const FleetTimes fleet = make_fleet(static_cast<std::size_t>(state.range(0)));
    FleetTimes::Scratch scratch;
    std::vector<FleetTimes::Eta> out;
    std::size_t i = 0;
    medians(state, [&] {
        out.clear();
        fleet.etas(city().targets[i++ % targets_count], scratch, out);
        benchmark::DoNotOptimize(out.data());
    });
    state.counters["bytes_per_responder"] =
        static_cast<double>(fleet.memory_bytes()) / static_cast<double>(fleet.size());
}

// 64 of many.
void etas_of_64(benchmark::State& state) {
    const auto count = static_cast<std::size_t>(state.range(0));
    const FleetTimes fleet = make_fleet(count);
    FleetTimes::Scratch scratch;
    std::vector<FleetTimes::Eta> out;
    std::vector<std::uint32_t> handles(64);
    Random random(3);
    std::size_t i = 0;
    for (std::uint32_t& handle : handles)
        handle = static_cast<std::uint32_t>(random() % count);
    medians(state, [&] {
        out.clear();
        fleet.etas_of(city().targets[i++ % targets_count], handles, scratch, out);
        benchmark::DoNotOptimize(out.data());
    });
}

void dijkstra(benchmark::State& state) {
    const RoadMap& map = city().network->map();
    Dijkstra search(map.view(), map.weights(profile));
    Random random(2);
    std::vector<std::uint32_t> from;
    for (std::int64_t i = 0; i < state.range(0); ++i)
        from.push_back(map.snap(place_of(map, random), profile)->node);
    std::vector<std::uint32_t> out(from.size());
    std::size_t i = 0;
    medians(state, [&] {
        search.times_to(map.snap(city().targets[i++ % targets_count], profile)->node, from, out);
        benchmark::DoNotOptimize(out.data());
    });
}

// One of 1,000 responders drives on by one arc.
void move(benchmark::State& state) {
    FleetTimes fleet = make_fleet(1000);
    const RoadMap& map = city().network->map();
    const RoadView& view = map.view();
    Random random(4);
    std::vector<std::uint32_t> nodes;
    for (std::uint32_t handle = 0; handle < 1000; ++handle)
        nodes.push_back(map.snap(place_of(map, random), profile)->node);
    medians(state, [&] {
        const auto handle = static_cast<std::uint32_t>(random() % 1000);
        std::uint32_t& node = nodes[handle];
        const std::uint32_t first = view.first_arc[node];
        const std::uint32_t arcs = view.first_arc[node + 1] - first;
        node = view.arc_to[first + static_cast<std::uint32_t>(random() % arcs)];
        fleet.place(handle, profile, view.points[node]);
    });
}

void travel_time(benchmark::State& state) {
    const RoadTimes times(city().network);
    std::size_t i = 0;
    medians(state, [&] {
        const Point a = city().targets[i % targets_count];
        const Point b = city().targets[(i * 7 + 1) % targets_count];
        benchmark::DoNotOptimize(times.travel_time(a, b, profile));
        ++i;
    });
}

void route(benchmark::State& state) {
    const RoadTimes times(city().network);
    std::size_t i = 0;
    medians(state, [&] {
        const Point a = city().targets[i % targets_count];
        const Point b = city().targets[(i * 7 + 1) % targets_count];
        benchmark::DoNotOptimize(times.route(a, b, profile));
        ++i;
    });
}

void snap(benchmark::State& state) {
    const RoadMap& map = city().network->map();
    std::size_t i = 0;
    for (auto _ : state) {
        const Point at = city().targets[i++ % targets_count];
        benchmark::DoNotOptimize(map.snap({at.lat_e7 + 2000, at.lon_e7 - 1500}, profile));
    }
    describe(state);
}

void build(benchmark::State& state) {
    const RoadMap& map = city().network->map();
    for (auto _ : state)
        benchmark::DoNotOptimize(
            Hierarchy(StateGraph(map.view(), map.weights(profile), profile)).edge_count());
    describe(state);
}

// New speeds in a zone: weights and the hierarchies of every profile of the map.
void new_speeds(benchmark::State& state) {
    SpeedFactors factors;
    factors.zones.push_back({{}, city().targets[0], {2000}, 400});
    for (auto _ : state)
        benchmark::DoNotOptimize(network_with(*city().network, factors));
    describe(state);
}

void import_tables(benchmark::State& state) {
    const auto folder = shared_folder("cities/auckland");
    if (!folder) {
        state.SkipWithError("../shared/cities/auckland is missing");
        return;
    }
    for (auto _ : state) {
        RoadData data;
        if (import_csv(*folder / "nodes.csv", *folder / "arcs.csv", data)) std::abort();
        benchmark::DoNotOptimize(RoadMap::from_data(data));
    }
}

void import_openstreetmap(benchmark::State& state) {
    const auto file = shared_folder("osm/andorra.osm.pbf");
    if (!file) {
        state.SkipWithError("../shared/osm/andorra.osm.pbf is missing");
        return;
    }
    for (auto _ : state) {
        RoadData data;
        if (import_osm(*file, OsmRules{}, data)) std::abort();
        benchmark::DoNotOptimize(RoadMap::from_data(data));
    }
}

// Checking and mapping a file that was imported before.
void load(benchmark::State& state) {
    const std::string path = (std::filesystem::temp_directory_path() /
                              ("bench_" + std::to_string(::getpid()) + ".roads"))
                                 .string();
    if (city().network->map().save(path)) std::abort();
    for (auto _ : state) {
        std::shared_ptr<const RoadMap> map;
        if (RoadMap::load(path, map)) std::abort();
        benchmark::DoNotOptimize(map);
    }
    std::filesystem::remove(path);
    describe(state);
}

BENCHMARK(etas)->ArgName("responders")->Arg(50)->Arg(200)->Arg(1000);
BENCHMARK(dijkstra)->ArgName("responders")->Arg(1)->Arg(50)->Arg(200)->Arg(1000);
BENCHMARK(etas_of_64)->ArgName("responders")->Arg(100)->Arg(1000)->Arg(10'000);
BENCHMARK(move);
BENCHMARK(travel_time);
BENCHMARK(route);
BENCHMARK(snap);
BENCHMARK(build)->Unit(benchmark::kMillisecond);
BENCHMARK(new_speeds)->Unit(benchmark::kMillisecond);
BENCHMARK(import_tables)->Unit(benchmark::kMillisecond);
BENCHMARK(import_openstreetmap)->Unit(benchmark::kMillisecond);
BENCHMARK(load)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace muster::roads

BENCHMARK_MAIN();
