// Imports from OpenStreetMap: what tags mean, small hand-made files, and the sample of Andorra.
#include "engine/roads/import/osm.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "engine/roads/dijkstra.hpp"
#include "engine/roads/find_place.hpp"
#include "engine/roads/import/osm_tags.hpp"
#include "engine/roads/road_times.hpp"
#include "tests/roads/cities.hpp"

namespace muster::roads {
namespace {

using Pairs = std::vector<std::pair<std::string_view, std::string_view>>;

// "120/- 100/- 0 20": forwards/backwards in km/h by profile, - for none, one number if equal.
std::string speeds(const Pairs& pairs, const OsmRules& rules = {}) {
    Tags tags;
    for (const auto& [key, value] : pairs)
        tags.add(key, value);
    const auto found = way_rules(tags, rules);
    if (!found) return "no way";
    std::string text;
    const auto number = [](std::uint32_t m_per_h) {
        return m_per_h == 0 ? std::string("-") : std::to_string(m_per_h / 1000);
    };
    for (std::size_t p = 0; p < profile_count; ++p) {
        if (p != 0) text += ' ';
        text += number(found->forwards[p]);
        if (found->forwards[p] != found->backwards[p]) text += "/" + number(found->backwards[p]);
    }
    return text;
}

TEST(OsmTags, ClassesAndLimits) {
    EXPECT_EQ(speeds({{"highway", "residential"}}), "45 30 18 5");
    EXPECT_EQ(speeds({{"highway", "motorway"}}), "120/- 100/- - -");
    EXPECT_EQ(speeds({{"highway", "motorway_link"}, {"oneway", "no"}}), "84 70 - -");
    EXPECT_EQ(speeds({{"highway", "primary"}, {"maxspeed", "50"}}), "60 45 20 5");
    EXPECT_EQ(speeds({{"highway", "primary"}, {"maxspeed", "30 mph"}}), "57 43 20 5");
    EXPECT_EQ(speeds({{"highway", "primary"}, {"maxspeed:backward", "10"}}), "80/12 60/9 20/10 5");
    EXPECT_EQ(speeds({{"highway", "service"}, {"service", "driveway"}}), "10 10 10 5");
    EXPECT_EQ(speeds({{"highway", "steps"}}), "- - - 2");
    EXPECT_EQ(speeds({{"highway", "proposed"}}), "no way");
    EXPECT_EQ(speeds({{"building", "yes"}}), "no way");
    EXPECT_EQ(speeds({{"route", "ferry"}}), "15 15 15 15");
    EXPECT_EQ(limit_m_per_h("walk"), 7000u);
    EXPECT_FALSE(limit_m_per_h("RO:urban"));
    EXPECT_FALSE(limit_m_per_h("none"));
}

TEST(OsmTags, OneWays) {
    EXPECT_EQ(speeds({{"highway", "residential"}, {"oneway", "yes"}}), "45/- 30/- 18/- 5");
    EXPECT_EQ(speeds({{"highway", "residential"}, {"oneway", "-1"}}), "-/45 -/30 -/18 5");
    EXPECT_EQ(speeds({{"highway", "residential"}, {"junction", "roundabout"}}), "45/- 30/- 18/- 5");
    EXPECT_EQ(speeds({{"highway", "residential"}, {"oneway", "yes"}, {"oneway:bicycle", "no"}}),
              "45/- 30/- 18 5");
    EXPECT_EQ(speeds({{"highway", "residential"}, {"oneway", "yes"}, {"cycleway", "opposite"}}),
              "45/- 30/- 18 5");
    EXPECT_EQ(speeds({{"highway", "residential"}, {"oneway", "reversible"}}), "- - - 5");
}

TEST(OsmTags, Access) {
    EXPECT_EQ(speeds({{"highway", "service"}, {"access", "private"}}), "25 - - -");
    OsmRules strict;
    strict.urgent_uses_private_roads = false;
    strict.urgent_uses_bus_ways = false;
    EXPECT_EQ(speeds({{"highway", "service"}, {"access", "private"}}, strict), "no way");
    EXPECT_EQ(speeds({{"highway", "service"}, {"access", "no"}, {"foot", "yes"}}), "- - - 5");
    EXPECT_EQ(speeds({{"highway", "service"}, {"access", "no"}, {"emergency", "yes"}}), "25 - - -");
    EXPECT_EQ(speeds({{"highway", "residential"}, {"motor_vehicle", "no"}, {"bus", "yes"}}),
              "45 - 18 5");
    EXPECT_EQ(speeds({{"highway", "residential"}, {"motor_vehicle", "no"}, {"bus", "yes"}}, strict),
              "- - 18 5");
    EXPECT_EQ(speeds({{"highway", "residential"}, {"motor_vehicle", "destination"}}), "45 30 18 5");
    EXPECT_EQ(speeds({{"highway", "footway"}, {"bicycle", "yes"}}), "- - 10 5");
    EXPECT_EQ(speeds({{"highway", "footway"}, {"access", "yes"}}), "- - - 5");
    EXPECT_EQ(speeds({{"highway", "pedestrian"}}), "10 - 8 5");
    EXPECT_EQ(speeds({{"highway", "service"}, {"service", "emergency_access"}}), "25 - 15 5");
    EXPECT_EQ(speeds({{"highway", "primary"}, {"foot", "no"}, {"bicycle", "no"}}), "80 60 - -");
}

TEST(OsmTags, Barriers) {
    const auto out = [](const Pairs& pairs) {
        Tags tags;
        for (const auto& [key, value] : pairs)
            tags.add(key, value);
        return static_cast<int>(kept_out(tags, {}));
    };
    EXPECT_EQ(out({}), 0);
    EXPECT_EQ(out({{"barrier", "gate"}}), 0);
    EXPECT_EQ(out({{"barrier", "bollard"}}), 0b0011);
    EXPECT_EQ(out({{"barrier", "bollard"}, {"emergency", "yes"}}), 0b0010);
    EXPECT_EQ(out({{"barrier", "kissing_gate"}}), 0b0111);
    EXPECT_EQ(out({{"barrier", "gate"}, {"access", "private"}}), 0b1110);
}

class OsmFile {
  public:
    explicit OsmFile(const std::string& body)
        : path_(std::filesystem::path(testing::TempDir()) /
                ("muster_" + std::to_string(::getpid()) + ".osm")) {
        std::ofstream(path_) << "<?xml version='1.0'?><osm version='0.6'>" << body << "</osm>";
    }
    ~OsmFile() { std::filesystem::remove(path_); }
    [[nodiscard]] std::string path() const { return path_.string(); }

  private:
    std::filesystem::path path_;
};

// A cross: 1 west, 2 middle, 3 east, 4 north, 5 south, each 80 m from the middle; a ring road from
// the east over the north to the west and from there over the south keeps everything connected.
std::string cross(const std::string& relations, const std::string& south_tags = "") {
    const auto node = [](int id, int lat, int lon, const std::string& tags = "") {
        return "<node id='" + std::to_string(id) + "' version='1' lat='42.500" +
               std::to_string(lat) + "' lon='1.500" + std::to_string(lon) + "'>" + tags + "</node>";
    };
    const auto way = [](int id, const std::vector<int>& nodes, const std::string& name) {
        std::string text = "<way id='" + std::to_string(id) + "' version='1'>";
        for (const int ref : nodes)
            text += "<nd ref='" + std::to_string(ref) + "'/>";
        return text + "<tag k='highway' v='residential'/><tag k='name' v='" + name + "'/></way>";
    };
    return node(1, 5000, 1000) + node(2, 5000, 5000) + node(3, 5000, 9000) +
           node(4, 9000, 5000, "<tag k='place' v='village'/><tag k='name' v='Nórth'/>") +
           node(5, 1000, 5000, south_tags) + way(10, {1, 2}, "West") + way(11, {2, 3}, "East") +
           way(12, {2, 4}, "North Street") + way(13, {2, 5}, "South") + way(14, {3, 4, 1}, "Ring") +
           way(15, {1, 5, 3}, "Ring") + relations;
}

std::string restriction(const std::string& kind, int from, int via, int to,
                        const std::string& more = "") {
    return "<relation id='1' version='1'><member type='way' ref='" + std::to_string(from) +
           "' role='from'/><member type='node' ref='" + std::to_string(via) +
           "' role='via'/><member type='way' ref='" + std::to_string(to) +
           "' role='to'/><tag k='type' v='restriction'/><tag k='restriction' v='" + kind + "'/>" +
           more + "</relation>";
}

struct Import {
    std::shared_ptr<const RoadMap> map;
    OsmReport report;
};

Import import_text(const std::string& body, const OsmRules& rules = {}) {
    const OsmFile file(body);
    Import made;
    RoadData data;
    const auto wrong = import_osm(file.path(), rules, data, &made.report);
    EXPECT_FALSE(wrong) << *wrong;
    made.map = RoadMap::from_data(data);
    return made;
}

constexpr Point west{425'005'000, 15'001'000};
constexpr Point north{425'009'000, 15'005'000};
constexpr Point south{425'001'000, 15'005'000};

// Seconds from the west to the north and to the south, by profile.
std::array<std::int64_t, 2> seconds_from_west(const Import& made, Profile profile) {
    const RoadTimes times(std::make_shared<const RoadNetwork>(made.map, test_straight_line()));
    // Off the common nodes, so that the way is by road.
    return {times.travel_time(west, north, profile).value / 1000,
            times.travel_time(west, south, profile).value / 1000};
}

TEST(ImportOsm, TurnRestrictionsHoldForCars) {
    OsmRules rules;
    const auto free = import_text(cross(""), rules);
    EXPECT_EQ(free.report.ways, 6u);
    EXPECT_EQ(free.report.places, 1u);
    const auto banned = import_text(cross(restriction("no_left_turn", 10, 2, 12)), rules);
    EXPECT_EQ(banned.report.turn_restrictions, 1u);
    EXPECT_EQ(banned.report.banned_turns, 1u);
    EXPECT_EQ(banned.map->node_count(), free.map->node_count());

    // From the west over the middle, where all but two streets are closed.
    const auto over_middle = [](const Import& made, Profile profile, std::string_view last) {
        RoadNetwork::Weights weights;
        std::vector<std::uint32_t>& own = weights[static_cast<std::size_t>(profile)];
        own.assign(made.map->weights(profile).begin(), made.map->weights(profile).end());
        for (std::uint32_t arc = 0; arc < own.size(); ++arc) {
            const auto name = made.map->name_of_arc(arc);
            if (name != "West" && name != last) own[arc] = closed;
        }
        const RoadTimes times(std::make_shared<const RoadNetwork>(
            made.map, test_straight_line(), RoadNetwork::default_off_road, weights));
        return times.travel_time(west, last == "South" ? south : north, profile) !=
               TravelTimes::never_arrives;
    };
    for (const Profile profile : {Profile::urgent, Profile::normal}) {
        EXPECT_TRUE(over_middle(free, profile, "North Street"));
        EXPECT_FALSE(over_middle(banned, profile, "North Street"));
        EXPECT_TRUE(over_middle(banned, profile, "South"));
    }
    EXPECT_TRUE(over_middle(banned, Profile::e_bike, "North Street"));
    EXPECT_TRUE(over_middle(banned, Profile::walk, "North Street"));

    const auto only = import_text(cross(restriction("only_right_turn", 10, 2, 13)), rules);
    EXPECT_FALSE(over_middle(only, Profile::normal, "North Street"));
    EXPECT_TRUE(over_middle(only, Profile::normal, "South"));

    const auto excepted = import_text(
        cross(restriction("no_left_turn", 10, 2, 12, "<tag k='except' v='emergency;bicycle'/>")),
        rules);
    EXPECT_TRUE(over_middle(excepted, Profile::urgent, "North Street"));
    EXPECT_FALSE(over_middle(excepted, Profile::normal, "North Street"));

    rules.urgent_obeys_turn_restrictions = false;
    const auto urgent_free = import_text(cross(restriction("no_left_turn", 10, 2, 12)), rules);
    EXPECT_TRUE(over_middle(urgent_free, Profile::urgent, "North Street"));
    EXPECT_FALSE(over_middle(urgent_free, Profile::normal, "North Street"));

    const auto broken = import_text(cross(restriction("no_left_turn", 10, 2, 99)), rules);
    EXPECT_EQ(broken.report.restrictions_left_out, 1u);
    EXPECT_EQ(seconds_from_west(broken, Profile::walk), seconds_from_west(free, Profile::walk));
}

// From the west over the south road to the ring: over a way in between.
TEST(ImportOsm, RestrictionsOverAWay) {
    const auto over = [](const std::string& kind) {
        return "<relation id='1' version='1'><member type='way' ref='10' role='from'/>"
               "<member type='way' ref='13' role='via'/><member type='way' ref='15' role='to'/>"
               "<tag k='type' v='restriction'/><tag k='restriction' v='" +
               kind + "'/></relation>";
    };
    const auto times_by = [](const Import& made) {
        RoadNetwork::Weights weights;
        std::vector<std::uint32_t>& own = weights[static_cast<std::size_t>(Profile::normal)];
        own.assign(made.map->weights(Profile::normal).begin(),
                   made.map->weights(Profile::normal).end());
        for (std::uint32_t arc = 0; arc < own.size(); ++arc) {
            const auto name = made.map->name_of_arc(arc);
            if (name != "West" && name != "South" && name != "Ring") own[arc] = closed;
        }
        const RoadTimes times(std::make_shared<const RoadNetwork>(
            made.map, test_straight_line(), RoadNetwork::default_off_road, weights));
        // From beside the middle to half-way along the ring to the east.
        return times.travel_time({425'005'000, 15'004'000}, {425'003'000, 15'007'000},
                                 Profile::normal);
    };
    const auto free = import_text(cross(""));
    const auto banned = import_text(cross(over("no_left_turn")));
    EXPECT_EQ(banned.report.turn_restrictions, 1u);
    EXPECT_EQ(banned.report.restrictions_left_out, 0u);
    EXPECT_EQ(banned.report.banned_turns, 2u);  // both ways along the ring
    EXPECT_GT(times_by(banned), times_by(free));
    const auto apart = import_text(cross(restriction("no_left_turn", 10, 99, 12)));
    EXPECT_EQ(apart.report.restrictions_left_out, 1u);
}

TEST(ImportOsm, BollardsStopCarsOnly) {
    const auto made = import_text(cross("", "<tag k='barrier' v='bollard'/>"));
    EXPECT_EQ(made.map->snap(south, Profile::walk)->distance_dm, 0u);
    EXPECT_GT(made.map->snap(south, Profile::normal)->distance_dm, 0u);
}

TEST(ImportOsm, LongStretchesGetNodes) {
    OsmRules rules;
    const auto coarse = import_text(cross(""), rules);
    rules.max_segment_m = 10;
    const auto fine = import_text(cross(""), rules);
    EXPECT_EQ(coarse.map->node_count(), 5u);
    EXPECT_GT(fine.map->node_count(), 25u);
    for (int p = 0; p < profile_count; ++p) {
        const auto profile = static_cast<Profile>(p);
        const auto a = seconds_from_west(coarse, profile);
        const auto b = seconds_from_west(fine, profile);
        EXPECT_NEAR(static_cast<double>(a[0]), static_cast<double>(b[0]), 1);
    }
}

TEST(ImportOsm, FindsNames) {
    const auto made = import_text(cross(""));
    const auto village = find_place(*made.map, "NORTH");
    ASSERT_EQ(village.exact.size(), 1u);
    EXPECT_EQ(village.exact[0].name, "Nórth");
    EXPECT_EQ(village.exact[0].what, "village");
    EXPECT_EQ(village.exact[0].at, north);
    const auto ring = find_place(*made.map, "ring");
    ASSERT_EQ(ring.exact.size(), 1u);
    EXPECT_EQ(ring.exact[0].what, "street");
    const auto unknown = find_place(*made.map, "ort");
    EXPECT_TRUE(unknown.exact.empty());
    ASSERT_EQ(unknown.similar.size(), 2u);
    EXPECT_EQ(unknown.similar[1].name, "North Street");
}

TEST(ImportOsm, WaterAndWhatIsWrong) {
    const auto made = import_text(
        "<node id='90' version='1' lat='42.5' lon='1.5'/>"
        "<node id='91' version='1' lat='42.51' lon='1.5'/>"
        "<node id='92' version='1' lat='42.51' lon='1.51'/>" +
        cross("") +
        "<way id='20' version='1'><nd ref='90'/><nd ref='91'/><nd ref='92'/><nd ref='90'/>"
        "<tag k='natural' v='water'/><tag k='name' v='Lake'/></way>"
        "<way id='21' version='1'><nd ref='90'/><nd ref='92'/><tag k='waterway' v='river'/></way>");
    ASSERT_EQ(made.map->view().shapes.size(), 2u);
    for (const Shape& shape : made.map->view().shapes)
        EXPECT_EQ(shape.point_count, shape.kind == 0 ? 4u : 2u);

    RoadData data;
    const OsmFile empty("");
    EXPECT_NE(import_osm(empty.path(), {}, data)->find("there are no roads"), std::string::npos);
    const OsmFile broken("<node id=");
    EXPECT_TRUE(import_osm(broken.path(), {}, data));
    EXPECT_TRUE(import_osm("none.osm.pbf", {}, data));
}

TEST(ImportOsm, Andorra) {
    const auto file = shared_folder("osm/andorra.osm.pbf");
    if (!file) GTEST_SKIP() << "../shared/osm/andorra.osm.pbf is missing";
    RoadData data;
    ASSERT_FALSE(import_osm(file->string(), {}, data));
    RoadData again;
    ASSERT_FALSE(import_osm(file->string(), {}, again));
    EXPECT_EQ(write_road_file(data), write_road_file(again));
    const auto map = RoadMap::from_data(data);
    const auto network = std::make_shared<const RoadNetwork>(map, test_straight_line());
    const RoadTimes times(network);
    const auto encamp = find_place(*map, "Encamp");
    const auto massana = find_place(*map, "la massana");
    ASSERT_EQ(encamp.exact.size(), 1u);
    ASSERT_EQ(massana.exact.size(), 1u);
    // About 8 km by the tunnel, as any route planner says.
    const auto route = times.route(encamp.exact[0].at, massana.exact[0].at, Profile::normal);
    ASSERT_TRUE(route);
    EXPECT_NEAR(static_cast<double>(route->distance.value), 8'300, 800);
    EXPECT_NEAR(static_cast<double>(route->duration().value), 540'000, 120'000);
    std::uint32_t banned = 0;
    for (const Ban& ban : map->view().bans)
        banned |= ban.profiles;
    Random random(3);
    for (int p = 0; p < profile_count; ++p) {
        const auto profile = static_cast<Profile>(p);
        const bool by_arc = network->states(profile).by_arc();
        EXPECT_EQ(by_arc, (banned & profile_bit(profile)) != 0);
        Dijkstra oracle(map->view(), map->weights(profile));
        const Hierarchy& hierarchy = network->hierarchy(profile);
        Climb from;
        Climb to;
        for (int i = 0; i < 200; ++i) {
            const std::uint32_t a = map->snap(point_near(*map, random), profile)->node;
            const std::uint32_t b = map->snap(point_near(*map, random), profile)->node;
            // Whoever meets the roads somewhere can go on and come back.
            const Point at_a = map->view().points[a];
            const Point at_b = map->view().points[b];
            EXPECT_NE(times.travel_time(at_a, at_b, profile), TravelTimes::never_arrives);
            if (by_arc) continue;
            std::uint32_t expected = 0;
            oracle.times_to(b, {&a, 1}, {&expected, 1});
            to.run<Direction::backwards>(hierarchy, hierarchy.level_of(b));
            std::uint32_t found = no_way_ms;
            for (const Climb::Visit visit :
                 from.run<Direction::forwards>(hierarchy, hierarchy.level_of(a)))
                found = std::min(found, visit.distance_ms + to.distance_ms(visit.level));
            ASSERT_EQ(found, expected);
        }
    }
}

}  // namespace
}  // namespace muster::roads
