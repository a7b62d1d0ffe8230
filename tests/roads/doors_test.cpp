// Where places meet the roads: along them, where one may stop, not across water.
#include <gtest/gtest.h>

#include "engine/roads/import/graph_builder.hpp"
#include "engine/roads/import/osm_tags.hpp"
#include "engine/roads/road_times.hpp"
#include "engine/roads/segment_grid.hpp"
#include "tests/roads/cities.hpp"

namespace muster::roads {
namespace {

constexpr Profile car = Profile::normal;
// About 9.4 m of longitude and 11.1 m of latitude here.
constexpr std::int32_t step = 1'000;

Point at(double x, double y) {
    return {323'900'000 + static_cast<std::int32_t>(y * step),
            1'194'200'000 + static_cast<std::int32_t>(x * step)};
}

// Roads between points in steps; points that are equal are one node.
class Town {
  public:
    // Both ways, 10 m/s for cars and a tenth for walkers.
    void road(const std::string& name, const std::vector<Point>& points,
              Beside beside = Beside::open) {
        const auto way = static_cast<std::uint32_t>(data_.ways.size());
        data_.ways.push_back({way + 1, static_cast<std::uint32_t>(data_.strings.size()), 0});
        data_.strings.push_back(name);
        for (std::size_t i = 1; i < points.size(); ++i) {
            const std::uint32_t ms = distance_dm(points[i - 1], points[i]) * 10;
            const GraphBuilder::Weights weights{ms, ms, ms, ms * 10};
            const std::uint8_t access = arc_access_of(all_profiles, beside);
            // One after the other: the order of arguments is the compiler's.
            const std::uint32_t from = node(points[i - 1]);
            const std::uint32_t to = node(points[i]);
            graph_.add_arc(from, to, way, weights, access);
            graph_.add_arc(to, from, way, weights, access);
        }
    }
    void shape(ShapeKind kind, const std::vector<Point>& points) {
        data_.shapes.push_back({static_cast<std::uint32_t>(kind), none,
                                static_cast<std::uint32_t>(data_.shape_points.size()),
                                static_cast<std::uint32_t>(points.size())});
        data_.shape_points.insert(data_.shape_points.end(), points.begin(), points.end());
    }
    void area(Point low, Point high) {
        shape(ShapeKind::water_area,
              {low, {low.lat_e7, high.lon_e7}, high, {high.lat_e7, low.lon_e7}, low});
    }
    std::shared_ptr<const RoadNetwork> build() {
        data_.profiles = all_profiles;
        graph_.finish(data_);
        return std::make_shared<const RoadNetwork>(RoadMap::from_data(data_), test_straight_line());
    }

  private:
    std::uint32_t node(Point point) {
        for (const auto& [known, number] : nodes_) {
            if (known == point) return number;
        }
        nodes_.emplace_back(point, graph_.add_node(point, all_profiles));
        return nodes_.back().second;
    }

    GraphBuilder graph_;
    RoadData data_;
    std::vector<std::pair<Point, std::uint32_t>> nodes_;
};

std::vector<std::string> doors(const RoadNetwork& network, Point point, bool drives = false) {
    std::vector<std::string> names;
    const auto access = network.access(point, car, drives);
    if (!access) return names;
    for (const Door& door : access->list()) {
        const Edge& edge = network.map().edges().edges()[door.spot];
        const Way& way = network.map().view().ways[edge.way];
        names.emplace_back(network.map().view().string(way.name));
    }
    return names;
}
using Names = std::vector<std::string>;

// Two banks 130 m apart with a bridge far to the north, and what lies between.
Town two_banks() {
    Town town;
    town.road("west", {at(2, 0), at(2, 5), at(2, 20), at(2, 200)});
    town.road("east", {at(16, 0), at(16, 5), at(16, 20), at(16, 200)});
    town.road("bridge", {at(2, 200), at(16, 200)}, Beside::bridge);
    return town;
}

TEST(Doors, LieAlongTheRoad) {
    Town town;
    town.road("street", {at(0, 0), at(100, 0)});
    const auto network = town.build();
    const auto access = network->access(at(25, 3), car);
    ASSERT_TRUE(access);
    ASSERT_EQ(access->count, 1u);
    EXPECT_NEAR(access->doors[0].at.lon_e7, at(25, 0).lon_e7, 2);
    EXPECT_NEAR(access->off_road_dm, 334, 2);
    EXPECT_FALSE(access->doubtful);
    // A quarter of the way is done, either way.
    const Door::Lane& there = access->doors[0].lanes[0];
    const Door::Lane& back = access->doors[0].lanes[1];
    EXPECT_NEAR(there.done_ms, (there.done_ms + there.rest_ms) / 4, 4);
    EXPECT_NEAR(back.rest_ms, (back.done_ms + back.rest_ms) / 4, 4);
    // Along the stretch, without going by its ends.
    const RoadTimes times(network);
    const auto route = times.route(at(25, 3), at(75, 3), car);
    ASSERT_TRUE(route);
    EXPECT_EQ(route->vertices.size(), 4u);
    EXPECT_NEAR(static_cast<double>(route->duration().value),
                2 * 334 * 360.0 / 15 + distance_dm(at(25, 0), at(75, 0)) * 10, 80);
    EXPECT_EQ(route->duration(), times.travel_time(at(25, 3), at(75, 3), car));
}

TEST(Doors, NotAcrossACanal) {
    const Point house = at(9.4, 20);  // nearer to the east bank
    EXPECT_EQ(doors(*two_banks().build(), house).front(), "east");
    for (const ShapeKind kind : {ShapeKind::water_area, ShapeKind::water_line}) {
        Town town = two_banks();
        if (kind == ShapeKind::water_area)
            town.area(at(10, -10), at(15, 190));
        else
            town.shape(kind, {at(12, -100), at(12, 190)});
        const auto network = town.build();
        EXPECT_EQ(doors(*network, house), Names{"west"});
        EXPECT_FALSE(network->access(house, car)->doubtful);
        // Around by the bridge, not across.
        const RoadTimes times(network);
        EXPECT_GT(times.travel_time(house, at(16, 20), car), seconds(300));
        EXPECT_EQ(times.route(house, at(16, 20), car)->duration(),
                  times.travel_time(house, at(16, 20), car));
    }
    // Over a brook, and around a pond, one walks.
    Town brook = two_banks();
    brook.shape(ShapeKind::brook, {at(12, -100), at(12, 190)});
    EXPECT_EQ(doors(*brook.build(), house).front(), "east");
    Town pond = two_banks();
    pond.area(at(11, 18), at(14, 22));
    EXPECT_EQ(doors(*pond.build(), house).front(), "east");
}

TEST(Doors, OnlyWaterAroundIsDoubtful) {
    Town town = two_banks();
    // An island in the middle without a road.
    town.area(at(4, -10), at(14, 30));
    town.shape(ShapeKind::island, {at(7, 10), at(10, 10), at(10, 20), at(7, 20), at(7, 10)});
    const auto network = town.build();
    const auto access = network->access(at(9.5, 15), car);
    ASSERT_TRUE(access);
    EXPECT_TRUE(access->doubtful);
    EXPECT_EQ(doors(*network, at(9.5, 15)), Names{"east"});
    EXPECT_TRUE(RoadTimes(network).route(at(9.5, 15), at(16, 20), car)->from_off_road);
}

TEST(Doors, FarOffTheRoadIsDoubtful) {
    const auto network = two_banks().build();
    EXPECT_FALSE(network->access(at(-25, 100), car)->doubtful);
    EXPECT_TRUE(network->access(at(-35, 100), car)->doubtful);
    const auto route = RoadTimes(network).route(at(2, 0), at(-35, 100), car);
    ASSERT_TRUE(route);
    EXPECT_FALSE(route->from_off_road);
    ASSERT_TRUE(route->to_off_road);
    EXPECT_NEAR(static_cast<double>(route->to_off_road->value), 348, 3);
}

TEST(Doors, NotInATunnelNorOnAMotorway) {
    for (const Beside beside : {Beside::enclosed, Beside::expressway, Beside::bridge}) {
        Town town;
        town.road("under", {at(0, 0), at(100, 0), at(200, 0)}, beside);
        town.road("above", {at(0, 5), at(100, 5), at(200, 5)});
        town.road("ramp", {at(0, 0), at(0, 5)});
        const auto network = town.build();
        EXPECT_EQ(doors(*network, at(50, 2)), Names{"above"});
        // What is on it is there.
        EXPECT_EQ(doors(*network, at(50, 0)).front(), "under");
        // Who drives is on the nearest.
        EXPECT_EQ(doors(*network, at(50, 2), true).front(), "under");
        const RoadTimes times(network);
        EXPECT_LE(times.travel_time_of_driver(at(50, 2), at(50, 5), car),
                  times.travel_time(at(50, 2), at(50, 5), car));
    }
}

TEST(Doors, OfSeveralTheWholeTimeDecides) {
    // The nearer street is a detour.
    Town town;
    town.road("near", {at(0, 0), at(20, 0), at(20, 300)});
    town.road("far", {at(0, 4), at(20, 4), at(40, 4)});
    town.road("link", {at(20, 300), at(40, 300), at(40, 4)});
    const auto network = town.build();
    const Point house = at(10, 1.9);
    EXPECT_EQ(doors(*network, house), (Names{"near", "far"}));
    const RoadTimes times(network);
    EXPECT_LT(times.travel_time(house, at(35, 4), car), seconds(40));
    EXPECT_LT(times.travel_time(at(2, 0), house, car), seconds(20));
}

TEST(Doors, NotOnAnIslandOfRoads) {
    Town town = two_banks();
    town.road("court", {at(6, 50), at(6, 60)});
    EXPECT_EQ(doors(*town.build(), at(6, 55)), Names{"west"});
}

TEST(Doors, AClosedRoadIsNoDoor) {
    const auto usual = two_banks().build();
    EXPECT_EQ(doors(*usual, at(4, 100)).front(), "west");
    RoadNetwork::Weights weights;
    const auto p = static_cast<std::size_t>(car);
    weights[p].assign(usual->weights(car).begin(), usual->weights(car).end());
    const RoadView& view = usual->map().view();
    for (std::uint32_t arc = 0; arc < view.arc_to.size(); ++arc) {
        if (usual->map().name_of_arc(arc) == "west") weights[p][arc] = closed;
    }
    const RoadNetwork closed_west(usual->shared_map(), usual->fallback(), usual->off_road(),
                                  weights);
    EXPECT_EQ(doors(closed_west, at(4, 100)), Names{"east"});
}

// Each ring of the grid against all segments.
TEST(Doors, SegmentsEqualALinearScan) {
    Random random(5);
    std::vector<Segment> segments;
    for (int i = 0; i < 400; ++i) {
        const Point a{static_cast<std::int32_t>(pick(random, -300'000, 300'000)),
                      static_cast<std::int32_t>(pick(random, -400'000, 400'000))};
        const std::int64_t reach = i % 40 == 0 ? 300'000 : 9'000;
        segments.push_back({a,
                            {static_cast<std::int32_t>(a.lat_e7 + pick(random, -reach, reach)),
                             static_cast<std::int32_t>(a.lon_e7 + pick(random, -reach, reach))}});
    }
    const SegmentGrid grid(segments);
    for (int i = 0; i < 500; ++i) {
        const Point point{static_cast<std::int32_t>(pick(random, -500'000, 500'000)),
                          static_cast<std::int32_t>(pick(random, -600'000, 600'000))};
        std::uint64_t least = ~std::uint64_t{0};
        for (const Segment& segment : segments)
            least = std::min(least, foot_of(point, segment)->square);
        std::uint64_t found = ~std::uint64_t{0};
        grid.search(
            point, [&](std::uint32_t, const Foot& foot) { found = std::min(found, foot.square); },
            [&](std::uint64_t bound) { return bound > found; });
        EXPECT_EQ(found, least);

        // Who is at an end is at no other place of the segment.
        const Segment& some = segments[static_cast<std::size_t>(i) % segments.size()];
        EXPECT_EQ(foot_of(some.a, some)->part_q20, 0u);
        EXPECT_EQ(foot_of(some.b, some)->part_q20, Foot::part_whole);

        const Point other{static_cast<std::int32_t>(point.lat_e7 + pick(random, -40'000, 40'000)),
                          static_cast<std::int32_t>(point.lon_e7 + pick(random, -40'000, 40'000))};
        bool crossed = false;
        for (const Segment& segment : segments)
            crossed = crossed || SegmentGrid({segment}).crossed_by(point, other);
        EXPECT_EQ(grid.crossed_by(point, other), crossed);
    }
}

TEST(Doors, WhatTagsMean) {
    const auto beside = [](std::vector<std::pair<std::string_view, std::string_view>> pairs,
                           RoadKind kind = RoadKind::residential) {
        Tags tags;
        for (const auto& [key, value] : pairs)
            tags.add(key, value);
        return beside_of(tags, kind);
    };
    EXPECT_EQ(beside({}), Beside::open);
    EXPECT_EQ(beside({{"tunnel", "yes"}}), Beside::enclosed);
    EXPECT_EQ(beside({{"tunnel", "building_passage"}}), Beside::open);
    EXPECT_EQ(beside({{"tunnel", "no"}}), Beside::open);
    EXPECT_EQ(beside({{"bridge", "viaduct"}}), Beside::bridge);
    EXPECT_EQ(beside({{"motorroad", "yes"}}, RoadKind::trunk), Beside::expressway);
    EXPECT_EQ(beside({}, RoadKind::motorway), Beside::expressway);
    EXPECT_EQ(beside({}, RoadKind::ferry), Beside::enclosed);
    const auto apart = [](std::vector<std::pair<std::string_view, std::string_view>> pairs) {
        Tags tags;
        for (const auto& [key, value] : pairs)
            tags.add(key, value);
        return keeps_apart(tags);
    };
    EXPECT_TRUE(apart({{"waterway", "canal"}}));
    EXPECT_FALSE(apart({{"waterway", "stream"}}));
    EXPECT_FALSE(apart({{"waterway", "river"}, {"tunnel", "culvert"}}));
    EXPECT_TRUE(apart({{"natural", "coastline"}}));
}

}  // namespace
}  // namespace muster::roads
