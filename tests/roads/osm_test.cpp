// Imports from OpenStreetMap: small hand-made files, and the sample of Andorra.
#include "engine/roads/import/osm.hpp"

#include <gtest/gtest.h>

#include "engine/roads/dijkstra.hpp"
#include "engine/roads/find_place.hpp"
#include "engine/roads/road_times.hpp"
#include "tests/roads/cities.hpp"
#include "tests/roads/osm_files.hpp"

namespace muster::roads {
namespace {

constexpr Point west{425'005'000, 15'001'000};
constexpr Point east{425'005'000, 15'009'000};
constexpr Point north_bound{425'009'000, 15'005'000};
constexpr Point south{425'001'000, 15'005'000};

// Seconds from the west to the north and to the south, by profile.
std::array<std::int64_t, 2> seconds_from_west(const Import& made, Profile profile) {
    const RoadTimes times(std::make_shared<const RoadNetwork>(made.map, test_straight_line()));
    // Off the common nodes, so that the way is by road.
    return {times.travel_time(west, north_bound, profile).value / 1000,
            times.travel_time(west, south, profile).value / 1000};
}

// Whether one may drive from one named street over the middle into another, by these alone.
bool over_middle(const Import& made, Profile profile, std::string_view first,
                 std::string_view last) {
    RoadNetwork::Weights weights;
    std::vector<std::uint32_t>& own = weights[static_cast<std::size_t>(profile)];
    own.assign(made.map->weights(profile).begin(), made.map->weights(profile).end());
    for (std::uint32_t arc = 0; arc < own.size(); ++arc) {
        const auto name = made.map->name_of_arc(arc);
        if (name != first && name != last) own[arc] = closed;
    }
    const auto end_of = [](std::string_view street) {
        if (street == "West") return west;
        if (street == "East") return east;
        return street == "South" ? south : north_bound;
    };
    const RoadTimes times(std::make_shared<const RoadNetwork>(
        made.map, test_straight_line(), RoadNetwork::default_off_road, weights));
    return times.travel_time(end_of(first), end_of(last), profile) != TravelTimes::never_arrives;
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

    for (const Profile profile : {Profile::urgent, Profile::normal}) {
        EXPECT_TRUE(over_middle(free, profile, "West", "North Street"));
        EXPECT_FALSE(over_middle(banned, profile, "West", "North Street"));
        EXPECT_TRUE(over_middle(banned, profile, "West", "South"));
    }
    EXPECT_TRUE(over_middle(banned, Profile::e_bike, "West", "North Street"));
    EXPECT_TRUE(over_middle(banned, Profile::walk, "West", "North Street"));

    const auto only = import_text(cross(restriction("only_right_turn", 10, 2, 13)), rules);
    EXPECT_FALSE(over_middle(only, Profile::normal, "West", "North Street"));
    EXPECT_TRUE(over_middle(only, Profile::normal, "West", "South"));

    const auto excepted = import_text(
        cross(restriction("no_left_turn", 10, 2, 12, "<tag k='except' v='emergency;bicycle'/>")),
        rules);
    EXPECT_TRUE(over_middle(excepted, Profile::urgent, "West", "North Street"));
    EXPECT_FALSE(over_middle(excepted, Profile::normal, "West", "North Street"));

    rules.urgent_obeys_turn_restrictions = false;
    const auto urgent_free = import_text(cross(restriction("no_left_turn", 10, 2, 12)), rules);
    EXPECT_TRUE(over_middle(urgent_free, Profile::urgent, "West", "North Street"));
    EXPECT_FALSE(over_middle(urgent_free, Profile::normal, "West", "North Street"));

    const auto broken = import_text(cross(restriction("no_left_turn", 10, 2, 99)), rules);
    EXPECT_EQ(broken.report.restrictions_left_out, 1u);
    EXPECT_EQ(seconds_from_west(broken, Profile::walk), seconds_from_west(free, Profile::walk));
}

// The arcs in and out of node 2 that one may drive one after the other are fewer by these.
std::uint64_t restrictions(const std::string& relation) {
    return import_text(cross(relation)).report.turn_restrictions;
}

std::string members(const std::vector<std::pair<std::string, int>>& of, const std::string& tags) {
    std::string text = "<relation id='1' version='1'>";
    for (const auto& [role, ref] : of)
        text += "<member type='" + std::string(role == "node" ? "node" : "way") + "' ref='" +
                std::to_string(ref) + "' role='" + (role == "node" ? "via" : role) + "'/>";
    return text + "<tag k='type' v='restriction'/>" + tags + "</relation>";
}

std::string kind(const std::string& value, const std::string& key = "restriction") {
    return "<tag k='" + key + "' v='" + value + "'/>";
}

TEST(ImportOsm, WhichTurnRestrictionsAreRead) {
    const std::vector<std::pair<std::string, int>> plain{{"from", 10}, {"node", 2}, {"to", 12}};
    const auto left_out = [&](const std::string& tags) {
        const auto made = import_text(cross(members(plain, tags)));
        EXPECT_EQ(made.report.turn_restrictions + made.report.restrictions_left_out, 1u) << tags;
        for (std::size_t i = 0; i < left_out_count; ++i) {
            const auto why = static_cast<LeftOut>(i);
            if (made.report[why] != 0) return std::string(text_of(why).key);
        }
        return std::string();
    };
    for (const std::string read : {"no_left_turn", "no_right_turn", "no_straight_on", "no_entry",
                                   "no_exit", "only_left_turn", "no_left_turn;no_u_turn"})
        EXPECT_EQ(left_out(kind(read)), "") << read;
    EXPECT_EQ(left_out(kind("no_right_turn_on_red")), "restrictions_on_red");
    EXPECT_EQ(left_out(kind("no_left_turn_on_red")), "restrictions_on_red");
    EXPECT_EQ(left_out(kind("no_left_turn @ (Mo-Fr 07:00-09:00)", "restriction:conditional")),
              "restrictions_by_the_hour");
    EXPECT_EQ(left_out(kind("no_left_turn", "restriction:hgv")), "restrictions_of_others");
    EXPECT_EQ(left_out(kind("no_left_turn", "restriction:bicycle")), "restrictions_of_others");
    EXPECT_EQ(left_out(kind("no_left_turn", "restriction:motorcar")), "");
    EXPECT_EQ(left_out(kind("no_left_turn") + kind("motorcar;psv", "except")),
              "restrictions_of_others");
    EXPECT_EQ(left_out(kind("no_left_turn") + kind("psv", "except")), "");
    EXPECT_EQ(
        left_out(kind("no_left_turn") + kind("none @ (22:00-06:00)", "restriction:conditional")),
        "");
    EXPECT_EQ(left_out(kind("no_such_turn")), "restrictions_unread");
    EXPECT_EQ(restrictions(members({{"from", 10}, {"to", 12}}, kind("no_left_turn"))), 0u);
    // Several ways: with each other.
    const auto several = import_text(
        cross(members({{"from", 10}, {"from", 11}, {"node", 2}, {"to", 12}}, kind("no_entry"))));
    EXPECT_EQ(several.report.turn_restrictions, 1u);
    EXPECT_GT(several.report.banned_turns, 1u);
}

TEST(ImportOsm, ATurnThatIsBannedFromSeveralWays) {
    const auto free = import_text(cross(""));
    const auto banned = import_text(cross(members(
        {{"from", 13}, {"from", 10}, {"node", 2}, {"to", 12}, {"to", 11}}, kind("no_entry"))));
    for (const std::string_view from : {"South", "West"}) {
        EXPECT_TRUE(over_middle(free, Profile::normal, from, "North Street"));
        EXPECT_FALSE(over_middle(banned, Profile::normal, from, "North Street"));
        EXPECT_FALSE(over_middle(banned, Profile::normal, from, "East"));
        EXPECT_TRUE(over_middle(banned, Profile::walk, from, "North Street"));
    }
    EXPECT_TRUE(over_middle(banned, Profile::normal, "East", "North Street"));
    EXPECT_TRUE(over_middle(banned, Profile::normal, "South", "West"));
}

TEST(ImportOsm, TwoTurnsThatAreTheOnlyOnesAllowEachOther) {
    const std::vector<std::pair<std::string, int>> one{{"from", 10}, {"node", 2}, {"to", 12}};
    const std::vector<std::pair<std::string, int>> other{{"from", 10}, {"node", 2}, {"to", 11}};
    const auto made = import_text(
        cross(members(one, kind("only_left_turn")) + members(other, kind("only_straight_on"))));
    EXPECT_TRUE(over_middle(made, Profile::normal, "West", "North Street"));
    EXPECT_TRUE(over_middle(made, Profile::normal, "West", "East"));
    EXPECT_FALSE(over_middle(made, Profile::normal, "West", "South"));
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

// Two islands of roads with a ferry in between, about 1.9 km long.
std::string ferry_between(const std::string& tags) {
    const std::string road = "<tag k='highway' v='residential'/></way>";
    return "<node id='1' version='1' lat='32.39' lon='119.42'/>"
           "<node id='2' version='1' lat='32.39' lon='119.44'/>"
           "<node id='3' version='1' lat='32.391' lon='119.42'/>"
           "<node id='4' version='1' lat='32.391' lon='119.44'/>"
           "<way id='1' version='1'><nd ref='1'/><nd ref='2'/><tag k='route' v='ferry'/>" +
           tags + "</way><way id='2' version='1'><nd ref='1'/><nd ref='3'/>" + road +
           "<way id='3' version='1'><nd ref='2'/><nd ref='4'/>" + road;
}

TEST(ImportOsm, FerriesTakeTheirTimeAndAreWaitedFor) {
    const auto seconds = [](const Import& made) {
        const RoadTimes times(std::make_shared<const RoadNetwork>(made.map, test_straight_line()));
        return times
                   .travel_time({323'900'000, 1'194'200'000}, {323'900'000, 1'194'400'000},
                                Profile::normal)
                   .value /
               1000;
    };
    const auto tag = [](const std::string& key, const std::string& value) {
        return "<tag k='" + key + "' v='" + value + "'/>";
    };
    EXPECT_NEAR(static_cast<double>(seconds(import_text(ferry_between(tag("duration", "00:02"))))),
                120 + 300, 2);
    EXPECT_NEAR(static_cast<double>(seconds(import_text(ferry_between(tag("duration", "PT2H"))))),
                7200 + 300, 10);
    EXPECT_NEAR(static_cast<double>(seconds(
                    import_text(ferry_between(tag("duration", "2") + tag("interval", "00:04"))))),
                120 + 120, 2);
    // 15 km/h where nothing is said, or nothing that can be.
    const auto untagged = import_text(ferry_between(""));
    EXPECT_NEAR(static_cast<double>(seconds(untagged)), 451 + 300, 2);
    const auto absurd = import_text(ferry_between(tag("duration", "PT1S")));
    EXPECT_EQ(seconds(absurd), seconds(untagged));
    ASSERT_EQ(absurd.report.unread.size(), 1u);
    EXPECT_EQ(absurd.report.unread[0].tag, "duration=PT1S");
    // A pier without a road is one, too; where two stretches meet on the water nobody boards.
    const std::string ends =
        "<node id='1' version='1' lat='32.39' lon='119.42'/>"
        "<node id='2' version='1' lat='32.39' lon='119.44'/>"
        "<node id='3' version='1' lat='32.39' lon='119.43'/>";
    const auto stretch = [&](int id, int from, int to, const std::string& duration) {
        return "<way id='" + std::to_string(id) + "' version='1'><nd ref='" + std::to_string(from) +
               "'/><nd ref='" + std::to_string(to) + "'/><tag k='route' v='ferry'/>" +
               tag("duration", duration) + "</way>";
    };
    EXPECT_NEAR(static_cast<double>(seconds(import_text(ends + stretch(1, 1, 2, "00:02")))),
                120 + 300, 2);
    EXPECT_NEAR(static_cast<double>(seconds(
                    import_text(ends + stretch(1, 1, 3, "00:02") + stretch(2, 3, 2, "00:02")))),
                240 + 300, 2);
    OsmRules rules;
    rules.ferry_wait_s = 0;
    EXPECT_NEAR(static_cast<double>(seconds(import_text(ferry_between(""), rules))), 451, 2);
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

TEST(ImportOsm, Water) {
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
