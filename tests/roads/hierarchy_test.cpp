// Times on the hierarchy against plain Dijkstra, in the made city and the evaluation cities.
#include "engine/roads/hierarchy.hpp"

#include <gtest/gtest.h>

#include "engine/roads/dijkstra.hpp"
#include "engine/roads/import/graph_builder.hpp"
#include "engine/roads/road_times.hpp"
#include "engine/roads/speed_factors.hpp"
#include "tests/roads/cities.hpp"

namespace muster::roads {
namespace {

constexpr int pairs = 1000;

std::uint32_t node_in(const RoadMap& map, Random& random) {
    return static_cast<std::uint32_t>(random() % map.node_count());
}

// 1,000 random pairs of each profile, with the way: its arcs join, and their times add up.
void expect_equal_to_dijkstra(const RoadNetwork& network, std::uint64_t seed) {
    const RoadMap& map = network.map();
    for (int p = 0; p < profile_count; ++p) {
        const auto profile = static_cast<Profile>(p);
        if (!map.has(profile)) continue;
        const Hierarchy& hierarchy = network.hierarchy(profile);
        Dijkstra oracle(map.view(), network.weights(profile));
        Climb from;
        Climb to;
        Random random(seed);
        for (int i = 0; i < pairs; ++i) {
            const std::uint32_t a = node_in(map, random);
            const std::uint32_t b = node_in(map, random);
            std::uint32_t expected = 0;
            oracle.times_to(b, {&a, 1}, {&expected, 1});
            to.run<Direction::backwards>(hierarchy, hierarchy.level_of(b));
            std::uint32_t found = no_way_ms;
            for (const Climb::Visit visit :
                 from.run<Direction::forwards>(hierarchy, hierarchy.level_of(a)))
                found = std::min(found, visit.distance_ms + to.distance_ms(visit.level));
            ASSERT_EQ(found, expected) << "profile " << p << ", nodes " << a << " to " << b;
        }
    }
}

void expect_routes_add_up(const std::shared_ptr<const RoadNetwork>& network, std::uint64_t seed) {
    const RoadMap& map = network->map();
    const RoadView& view = map.view();
    const RoadTimes times(network);
    Random random(seed);
    for (int i = 0; i < 200; ++i) {
        for (int p = 0; p < profile_count; ++p) {
            const auto profile = static_cast<Profile>(p);
            const Point a = point_near(map, random);
            const Point b = point_near(map, random);
            const auto route = times.route(a, b, profile);
            ASSERT_TRUE(route);
            EXPECT_EQ(route->duration(), times.travel_time(a, b, profile));
            EXPECT_EQ(route->vertices.front().at, a);
            EXPECT_EQ(route->vertices.back().at, b);
            std::uint32_t last = none;
            for (std::size_t v = 1; v < route->vertices.size(); ++v) {
                const Route::Vertex& vertex = route->vertices[v];
                EXPECT_GE(vertex.elapsed, route->vertices[v - 1].elapsed);
                if (vertex.arc == none) continue;
                EXPECT_EQ(vertex.elapsed - route->vertices[v - 1].elapsed,
                          Millis{network->weights(profile)[vertex.arc]});
                EXPECT_EQ(vertex.at, view.points[view.arc_to[vertex.arc]]);
                if (last != none) {
                    const std::uint32_t at = view.arc_to[last];
                    EXPECT_GE(vertex.arc, view.first_arc[at]);
                    EXPECT_LT(vertex.arc, view.first_arc[at + 1]);
                }
                last = vertex.arc;
            }
        }
    }
}

std::shared_ptr<const RoadNetwork> network_of(std::shared_ptr<const RoadMap> map) {
    return std::make_shared<const RoadNetwork>(std::move(map), test_straight_line());
}

TEST(Hierarchy, MadeCitiesAreExact) {
    for (const std::uint64_t seed : {1u, 2u, 3u}) {
        const auto network = network_of(RoadMap::from_data(made_city(seed, 24)));
        expect_equal_to_dijkstra(*network, seed);
        expect_routes_add_up(network, seed);
    }
}

// Other compilers and machines must come to the same file and the same order of nodes.
TEST(Hierarchy, EqualOnEveryMachine) {
    const auto map = RoadMap::from_data(made_city(1, 12));
    EXPECT_EQ(map->hash(), "4a6aaef567eb4eb9cc8ffbcc39cbe625b20b38246a2cf0a13bce2d1301ebf410");
    constexpr std::array<std::uint64_t, profile_count> expected{
        15578969751044386250u, 4145773542840804412u, 12151748520431752602u, 16715253458066505786u};
    for (std::size_t p = 0; p < profile_count; ++p) {
        const auto profile = static_cast<Profile>(p);
        const Hierarchy hierarchy(StateGraph(map->view(), map->weights(profile), profile));
        std::uint64_t order = 0;
        for (std::uint32_t level = 0; level < hierarchy.node_count(); ++level)
            order = order * 1'000'003 + hierarchy.node_of(level);
        EXPECT_EQ(order, expected[p]);
    }
}

TEST(Hierarchy, SharedCitiesAreExact) {
    int missing = 0;
    for (const char* name : {"manhattan", "auckland"}) {
        const auto map = shared_city(name);
        if (!map) {
            ++missing;
            continue;
        }
        const auto network = network_of(map);
        expect_equal_to_dijkstra(*network, 7);
        expect_routes_add_up(network, 8);
    }
    if (missing != 0) GTEST_SKIP() << missing << " cities are not in ../shared/cities";
}

TEST(Hierarchy, ZeroWeightsAndParallelArcs) {
    GraphBuilder graph;
    for (int i = 0; i < 6; ++i)
        graph.add_node({i * 1000, 0}, all_profiles);
    const auto both = [&](std::uint32_t a, std::uint32_t b, std::uint32_t ms) {
        graph.add_arc(a, b, none, {ms, ms, ms, ms});
        graph.add_arc(b, a, none, {ms, ms, ms, ms});
    };
    both(0, 1, 0);
    both(1, 2, 5);
    both(1, 2, 3);
    both(2, 3, 0);
    both(3, 0, 0);
    both(3, 4, max_weight_ms);
    both(4, 5, max_weight_ms);
    RoadData data;
    data.profiles = all_profiles;
    graph.finish(data);
    const auto network = network_of(RoadMap::from_data(data));
    expect_equal_to_dijkstra(*network, 1);
    expect_routes_add_up(network, 1);
}

TEST(Hierarchy, OnePairAtATimeIsAllAtOnce) {
    const auto network = network_of(RoadMap::from_data(made_city(4, 16)));
    const RoadTimes times(network);
    Random random(4);
    std::vector<Point> from;
    std::vector<Profile> profiles;
    for (int i = 0; i < 200; ++i) {
        from.push_back(point_near(network->map(), random));
        profiles.push_back(static_cast<Profile>(random() % profile_count));
    }
    const Point to = point_near(network->map(), random);
    std::vector<Millis> out(from.size());
    times.travel_times(from, profiles, to, out);
    for (std::size_t i = 0; i < from.size(); ++i)
        EXPECT_EQ(out[i], times.travel_time(from[i], to, profiles[i]));
}

TEST(Hierarchy, AMissingProfileGoesStraight) {
    RoadData data = made_city(5, 8);
    data.profiles = profile_bit(Profile::urgent);
    for (std::size_t p = 1; p < profile_count; ++p)
        data.weights[p].clear();
    const RoadTimes times(network_of(RoadMap::from_data(data)));
    const Point a{1000, 2000};
    const Point b{90'000, 80'000};
    EXPECT_EQ(times.travel_time(a, b, Profile::walk),
              test_straight_line().travel_time(a, b, Profile::walk));
    const auto route = times.route(a, b, Profile::walk);
    ASSERT_TRUE(route);
    EXPECT_EQ(route->vertices.size(), 2u);
    EXPECT_EQ(route->duration(), times.travel_time(a, b, Profile::walk));
}

TEST(Hierarchy, NeighboursDoNotGoByTheCrossing) {
    const auto network = network_of(RoadMap::from_data(made_city(6, 4)));
    const RoadTimes times(network);
    // Far west of everything, so that both have the same nearest node.
    const Point a{0, -2'000'000};
    const Point b{100, -2'000'000};
    EXPECT_EQ(times.travel_time(a, a, Profile::walk), Millis{0});
    EXPECT_LT(times.travel_time(a, b, Profile::walk), seconds(10));
    const auto route = times.route(a, b, Profile::walk);
    ASSERT_TRUE(route);
    EXPECT_EQ(route->vertices.size(), 2u);
    EXPECT_EQ(route->duration(), times.travel_time(a, b, Profile::walk));
}

TEST(SpeedFactors, SlowClosedAndFast) {
    const auto map = RoadMap::from_data(made_city(9, 20));
    const auto usual = network_of(map);
    SpeedFactors factors;
    const Point low = map->south_west();
    const Point middle{(low.lat_e7 + map->north_east().lat_e7) / 2,
                       (low.lon_e7 + map->north_east().lon_e7) / 2};
    factors.zones.push_back(
        {{low, {low.lat_e7, middle.lon_e7}, middle, {middle.lat_e7, low.lon_e7}}, {}, {}, 500});
    factors.zones.push_back({{}, map->north_east(), {300}, 0});
    factors.ways.push_back({1004, 250});
    factors.ways.push_back({1004, 2000});
    ASSERT_FALSE(check(factors));
    const auto slow = network_with(*usual, factors);
    const RoadView& view = map->view();
    std::array<int, 4> seen{};
    for (std::uint32_t node = 0; node < map->node_count(); ++node) {
        for (std::uint32_t arc = view.first_arc[node]; arc < view.first_arc[node + 1]; ++arc) {
            const std::uint32_t before = map->weights(Profile::urgent)[arc];
            const std::uint32_t after = slow->weights(Profile::urgent)[arc];
            if (before == closed) {
                EXPECT_EQ(after, closed);
            } else if (view.ways[view.arc_way[arc]].id == 1004) {
                EXPECT_EQ(after, before * 4);
                ++seen[0];
            } else if (after == closed) {
                ++seen[1];
            } else if (after == before * 2) {
                ++seen[2];
            } else {
                EXPECT_EQ(after, before);
                ++seen[3];
            }
            EXPECT_EQ(slow->weights(Profile::walk)[arc], map->weights(Profile::walk)[arc]);
        }
    }
    for (const int count : seen)
        EXPECT_GT(count, 0);
    // A quarter of the city is slow.
    EXPECT_NEAR(seen[2], (seen[2] + seen[3]) / 4, seen[2] / 4);
    expect_equal_to_dijkstra(*slow, 9);
}

TEST(SpeedFactors, SaysWhatIsWrong) {
    SpeedFactors factors;
    factors.ways.push_back({5, -1});
    EXPECT_EQ(check(factors), "way 5 has a factor of -1; expected 0 to 10000 permille");
    factors.ways.clear();
    factors.zones.push_back({});
    EXPECT_EQ(check(factors), "zone 0 has neither a polygon nor a radius above 0");
    factors.zones[0].polygon = {{0, 0}, {0, 1}};
    EXPECT_EQ(check(factors), "zone 0 has 2 corners; expected 3 or more");
    factors.zones[0].polygon = {{0, 0}, {0, 1'000'000'000}, {1, 1}};
    EXPECT_EQ(check(factors), "zone 0 is wider or higher than 90 degrees");
}

}  // namespace
}  // namespace muster::roads
