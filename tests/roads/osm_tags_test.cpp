// What tags mean: speeds, access, one-way streets, barriers, ferries, and which values are not
// read.
#include "engine/roads/import/osm_tags.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "engine/roads/import/osm_access.hpp"
#include "engine/roads/import/osm_report.hpp"
#include "engine/roads/import/osm_speed.hpp"

namespace muster::roads {
namespace {

using Pairs = std::vector<std::pair<std::string_view, std::string_view>>;

Tags tags_of(const Pairs& pairs) {
    Tags tags;
    for (const auto& [key, value] : pairs)
        tags.add(key, value);
    return tags;
}

// "120/- 100/- 0 20": forwards/backwards in km/h by profile, - for none, one number if equal.
std::string speeds(const Pairs& pairs, const OsmRules& rules = {}) {
    const auto found = way_rules(tags_of(pairs), rules);
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

// Who is kept out by a barrier: u, n, e, w.
std::string out(const Pairs& pairs) {
    const std::uint8_t bits = kept_out(tags_of(pairs), {});
    std::string text;
    for (std::size_t p = 0; p < profile_count; ++p) {
        if ((bits >> p & 1) != 0) text += "unew"[p];
    }
    return text;
}

TEST(OsmTags, Barriers) {
    EXPECT_EQ(out({}), "");
    for (const std::string_view open : {"gate", "lift_gate", "swing_gate", "toll_booth",
                                        "border_control", "kerb", "entrance", "cattle_grid", "no"})
        EXPECT_EQ(out({{"barrier", open}}), "") << open;
    for (const std::string_view narrow : {"bollard", "block", "chain", "cycle_barrier",
                                          "jersey_barrier", "motorcycle_barrier", "log", "rope"})
        EXPECT_EQ(out({{"barrier", narrow}}), "un") << narrow;
    for (const std::string_view on_foot : {"stile", "kissing_gate", "turnstile"})
        EXPECT_EQ(out({{"barrier", on_foot}}), "une") << on_foot;
    for (const std::string_view shut : {"wall", "fence", "no_such_barrier", "yes"})
        EXPECT_EQ(out({{"barrier", shut}}), "unew") << shut;
    // Lists, spaces and capitals; each part keeps out its own.
    EXPECT_EQ(out({{"barrier", "gate; Chain"}}), "un");
    EXPECT_EQ(out({{"barrier", "stile;gate"}}), "une");
    EXPECT_EQ(out({{"barrier", "kerb"}, {"kerb", "raised"}}), "un");
    EXPECT_EQ(out({{"barrier", "gate"}, {"locked", "yes"}}), "unew");
    // What is said beats the kind.
    EXPECT_EQ(out({{"barrier", "bollard"}, {"emergency", "yes"}}), "n");
    EXPECT_EQ(out({{"barrier", "chain"}, {"motor_vehicle", "yes"}}), "");
    EXPECT_EQ(out({{"barrier", "gate"}, {"access", "private"}}), "new");
    EXPECT_EQ(out({{"barrier", "gate"}, {"access", "no"}, {"foot", "yes"}}), "une");
    EXPECT_EQ(out({{"barrier", "gate"}, {"locked", "yes"}, {"foot", "yes"}}), "une");
    EXPECT_EQ(out({{"barrier", "no_such_barrier"}, {"bicycle", "yes"}}), "unw");
}

TEST(OsmTags, AccessValuesAreLists) {
    const auto motor = [](std::string_view value) {
        return speeds({{"highway", "residential"}, {"motor_vehicle", value}});
    };
    for (const std::string_view limited :
         {"agricultural;forestry", "forestry;agricultural", "agricultural ; forestry",
          "Agricultural;Forestry", "agricultural,forestry", "private", "delivery;permit",
          "customers;private", "private; customers", "no;agricultural", "residents"})
        EXPECT_EQ(motor(limited), "45 - 18 5") << limited;
    for (const std::string_view open : {"yes;private", "private; destination", "permissive",
                                        "destination", "customers", "Yes", " yes ", "unknown"})
        EXPECT_EQ(motor(open), "45 30 18 5") << open;
    for (const std::string_view shut :
         {"no", "military", "no_such_value", "hgv;coach", "use_sidepath"})
        EXPECT_EQ(motor(shut), "- - 18 5") << shut;
    EXPECT_EQ(motor("emergency"), "45 - 18 5");
    EXPECT_EQ(motor("bus;emergency"), "45 - 18 5");
    EXPECT_EQ(motor("psv"), "45 - 18 5");
    EXPECT_EQ(speeds({{"highway", "residential"}, {"access", "no_such_value"}}), "no way");
}

TEST(OsmTags, TheMostSpecialModeDecides) {
    EXPECT_EQ(speeds({{"highway", "residential"}, {"access", "no"}, {"vehicle", "yes"}}),
              "45 30 18 -");
    EXPECT_EQ(speeds({{"highway", "residential"}, {"vehicle", "no"}, {"motor_vehicle", "yes"}}),
              "45 30 - 5");
    EXPECT_EQ(speeds({{"highway", "residential"}, {"vehicle", "no"}, {"bicycle", "yes"}}),
              "- - 18 5");
    EXPECT_EQ(speeds({{"highway", "residential"}, {"motor_vehicle", "no"}, {"motorcar", "yes"}}),
              "45 30 18 5");
    EXPECT_EQ(speeds({{"highway", "residential"}, {"motorcar", "no"}, {"motor_vehicle", "yes"}}),
              "- - 18 5");
    EXPECT_EQ(speeds({{"highway", "residential"}, {"vehicle:backward", "no"}}), "45/- 30/- 18/- 5");
    EXPECT_EQ(speeds({{"highway", "residential"}, {"motor_vehicle:forward", "no"}}),
              "-/45 -/30 18 5");
}

TEST(OsmTags, Motorroads) {
    EXPECT_EQ(speeds({{"highway", "trunk"}, {"motorroad", "yes"}}), "100 80 - -");
    EXPECT_EQ(speeds({{"highway", "trunk"}, {"motorroad", "no"}}), "100 80 20 5");
    EXPECT_EQ(speeds({{"highway", "trunk"}, {"motorroad", "yes"}, {"access", "yes"}}),
              "100 80 - -");
    EXPECT_EQ(speeds({{"highway", "trunk"}, {"motorroad", "yes"}, {"bicycle", "yes"}}),
              "100 80 20 -");
}

TEST(OsmTags, OneWayForms) {
    const auto way = [](std::string_view key, std::string_view value) {
        return speeds({{"highway", "residential"}, {key, value}});
    };
    for (const std::string_view yes : {"yes", "true", "1", "Yes", "yes;bicycle"})
        EXPECT_EQ(way("oneway", yes), "45/- 30/- 18/- 5") << yes;
    for (const std::string_view no : {"no", "false", "0", "alternating", "no_such_value"})
        EXPECT_EQ(way("oneway", no), "45 30 18 5") << no;
    EXPECT_EQ(way("oneway", "reverse"), "-/45 -/30 -/18 5");
    EXPECT_EQ(way("junction", "circular"), "45/- 30/- 18/- 5");
    EXPECT_EQ(way("oneway:motor_vehicle", "yes"), "45/- 30/- 18 5");
    EXPECT_EQ(way("oneway:foot", "yes"), "45 30 18 5/-");
    EXPECT_EQ(speeds({{"highway", "residential"}, {"oneway", "yes"}, {"oneway:emergency", "no"}}),
              "45 30/- 18/- 5");
    EXPECT_EQ(speeds({{"highway", "residential"}, {"oneway", "yes"}, {"oneway:bicycle", "-1"}}),
              "45/- 30/- -/18 5");
    EXPECT_EQ(
        speeds({{"highway", "residential"}, {"oneway", "yes"}, {"cycleway:left:oneway", "-1"}}),
        "45/- 30/- 18 5");
    EXPECT_EQ(speeds({{"highway", "steps"}, {"conveying", "backward"}}), "- - - -/2");
}

TEST(OsmTags, SpeedLimitForms) {
    const auto km_per_h = [](std::string_view value) {
        const SpeedLimit limit = read_limit(value);
        switch (limit.kind) {
            case SpeedLimit::Kind::unsaid:
                return std::string("unsaid");
            case SpeedLimit::Kind::unlimited:
                return std::string("unlimited");
            case SpeedLimit::Kind::unread:
                return std::string("unread");
            case SpeedLimit::Kind::limited:
                break;
        }
        return std::to_string(limit.m_per_h);
    };
    const std::vector<std::pair<std::string_view, std::string_view>> forms{
        {"50", "50000"},
        {" 50 ", "50000"},
        {"50 km/h", "50000"},
        {"50km/h", "50000"},
        {"50 kmh", "50000"},
        {"50 KPH", "50000"},
        {"27.5", "27500"},
        {"27,5", "27500"},
        {"30 mph", "48270"},
        {"30mph", "48270"},
        {"5 knots", "9260"},
        {"CN:urban", "50000"},
        {"RU:urban", "60000"},
        {"RO:urban", "50000"},
        {"cn:urban", "50000"},
        {"CN:rural", "70000"},
        {"DE:rural", "100000"},
        {"DE:zone:30", "30000"},
        {"DE:zone30", "30000"},
        {"zone:30", "30000"},
        {"zone30", "30000"},
        {"RU:zone:20", "20000"},
        {"GB:zone:20", "32180"},
        {"DE:urban:30", "30000"},
        {"DE:30", "30000"},
        {"BE-VLG:rural", "70000"},
        {"GB:nsl_single", "96000"},
        {"UK:nsl_dual", "112000"},
        {"CH:living_street", "20000"},
        {"DE:living_street", "7000"},
        {"urban", "50000"},
        {"walk", "7000"},
        {"DE:walk", "7000"},
        {"60;40", "40000"},
        {"40; 60", "40000"},
        {"50;signals", "50000"},
        {"foo;40", "40000"},
        {"80|60", "60000"},
        {"none", "unlimited"},
        {"DE:motorway", "unlimited"},
        {"CN:motorway", "120000"},
        {"", "unsaid"},
        {" ", "unsaid"},
        {"signals", "unsaid"},
        {"variable", "unsaid"},
        {"30 @ (22:00-06:00)", "unsaid"},
        {"fast", "unread"},
        {"0", "unread"},
        {"5000", "unread"},
        {"50 furlongs", "unread"},
        {"XX:nowhere", "unread"},
        {"-50", "unread"},
        {"50.", "50000"},
        {"RU:urban;RU:motorway", "60000"}};
    for (const auto& [value, expected] : forms)
        EXPECT_EQ(km_per_h(value), expected) << "\"" << value << "\"";
}

TEST(OsmTags, WhichSpeedLimitHolds) {
    // Primary: 80 60 without a limit; urgent drives 6/5 of one, normal 9/10.
    const auto primary = [](Pairs pairs) {
        pairs.emplace_back("highway", "primary");
        return speeds(pairs);
    };
    EXPECT_EQ(primary({{"maxspeed", "CN:urban"}}), "60 45 20 5");
    EXPECT_EQ(primary({{"maxspeed", "90"}, {"maxspeed:motorcar", "40"}}), "48 36 20 5");
    EXPECT_EQ(primary({{"maxspeed:motor_vehicle", "40"}, {"maxspeed", "90"}}), "48 36 20 5");
    EXPECT_EQ(primary({{"maxspeed", "90"}, {"maxspeed:bicycle", "10"}}), "108 81 10 5");
    EXPECT_EQ(primary({{"maxspeed", "50"}, {"maxspeed:forward", "30"}}), "36/60 27/45 20 5");
    EXPECT_EQ(primary({{"maxspeed:motorcar:backward", "30"}, {"maxspeed", "50"}}),
              "60/36 45/27 20 5");
    EXPECT_EQ(primary({{"zone:maxspeed", "DE:30"}}), "36 27 20 5");
    EXPECT_EQ(primary({{"source:maxspeed", "CN:urban"}}), "60 45 20 5");
    EXPECT_EQ(primary({{"maxspeed:type", "DE:zone30"}}), "36 27 20 5");
    EXPECT_EQ(primary({{"zone:traffic", "RU:urban"}}), "72 54 20 5");
    EXPECT_EQ(primary({{"source:maxspeed", "sign"}}), "80 60 20 5");
    EXPECT_EQ(primary({{"maxspeed", "70"}, {"source:maxspeed", "CN:urban"}}), "84 63 20 5");
    EXPECT_EQ(primary({{"maxspeed", "signals"}, {"source:maxspeed", "CN:urban"}}), "60 45 20 5");
    EXPECT_EQ(primary({{"maxspeed", "none"}, {"source:maxspeed", "CN:urban"}}), "80 60 20 5");
    EXPECT_EQ(primary({{"maxspeed", "fast"}}), "80 60 20 5");
}

TEST(OsmTags, DurationForms) {
    const std::vector<std::pair<std::string_view, std::uint64_t>> forms{
        {"00:02", 120},    {"02:00", 7200},       {"01:10:30", 4230},   {"25", 1500},
        {"PT25M", 1500},   {"PT1H30M", 5400},     {"PT90S", 90},        {"P1DT2H", 93600},
        {"pt2m", 120},     {"25 min", 1500},      {"1 h 10 min", 4200}, {"1h10", 4200},
        {" 00:20 ", 1200}, {"00:10;00:20", 1200}, {"72:00", 259200}};
    for (const auto& [value, seconds] : forms) {
        const auto ms = read_duration_ms(value);
        EXPECT_EQ(ms.value_or(0), seconds * 1000) << value;
    }
    for (const std::string_view wrong :
         {"", "00:00", "soon", "00:75", "1:2:3:4", "PT", "P2W", "-5", "99999:00", "12:"})
        EXPECT_FALSE(read_duration_ms(wrong)) << wrong;
}

TEST(OsmTags, WhoMayBoardAFerry) {
    const auto ferry = [](Pairs pairs) {
        pairs.emplace_back("route", "ferry");
        return speeds(pairs);
    };
    EXPECT_EQ(ferry({}), "15 15 15 15");
    EXPECT_EQ(ferry({{"motor_vehicle", "no"}}), "- - 15 15");
    EXPECT_EQ(ferry({{"foot", "yes"}}), "- - - 15");
    EXPECT_EQ(ferry({{"foot", "yes"}, {"bicycle", "yes"}}), "- - 15 15");
    EXPECT_EQ(ferry({{"foot", "yes"}, {"motor_vehicle", "yes"}}), "15 15 15 15");
    EXPECT_EQ(ferry({{"motorcar", "yes"}, {"foot", "no"}}), "15 15 15 -");
    EXPECT_EQ(ferry({{"access", "private"}}), "15 - - -");
    const auto rules = way_rules(tags_of({{"route", "ferry"}, {"duration", "00:02"}}), {});
    ASSERT_TRUE(rules);
    EXPECT_EQ(rules->duration_ms, 120'000u);
    EXPECT_EQ(rules->wait_ms, 300'000u);
    const auto often =
        way_rules(tags_of({{"route", "ferry"}, {"interval", "00:10"}, {"duration", "soon"}}), {});
    ASSERT_TRUE(often);
    EXPECT_EQ(often->duration_ms, 0u);
    EXPECT_EQ(often->wait_ms, 300'000u);
}

TEST(OsmTags, UnreadValuesAreCountedOnce) {
    UnreadTags unread;
    unread.note_way(tags_of({{"highway", "primary"}, {"maxspeed", "fast"}, {"name", "A"}}));
    unread.note_way(tags_of({{"highway", "primary"}, {"maxspeed", "fast"}, {"oneway", "maybe"}}));
    unread.note_way(tags_of({{"highway", "residental"}}));
    unread.note_way(tags_of({{"highway", "proposed"}}));
    unread.note_way(tags_of({{"building", "odd"}, {"maxspeed", "fast"}}));
    unread.note_way(tags_of({{"highway", "service"},
                             {"access", "friends"},
                             {"motor_vehicle:conditional", "no @ (Mo-Fr 07:00-09:00)"},
                             {"source:maxspeed", "sign"}}));
    unread.note_way(tags_of({{"route", "ferry"}, {"duration", "soon"}}));
    unread.note_barrier(tags_of({{"barrier", "moat"}}));
    unread.note_barrier(tags_of({{"barrier", "gate"}, {"access", "yes"}}));
    OsmReport report;
    unread.tell(report);
    std::string text;
    for (const UnreadTag& tag : report.unread)
        text += std::to_string(tag.count) + " " + tag.tag + "\n";
    EXPECT_EQ(text,
              "2 maxspeed=fast\n1 access=friends\n1 barrier=moat\n1 duration=soon\n"
              "1 highway=residental\n1 motor_vehicle:conditional\n1 oneway=maybe\n");
}

TEST(OsmTags, UnreadValuesOfAForeignFileDoNotFillTheMemory) {
    UnreadTags unread;
    for (std::size_t i = 0; i < unread_kinds_max + 5; ++i)
        unread.add("maxspeed", "x" + std::to_string(i));
    OsmReport report;
    unread.tell(report);
    EXPECT_EQ(report.unread.size(), unread_kinds_max);
    EXPECT_EQ(report.unread_uncounted, 5u);
}

}  // namespace
}  // namespace muster::roads
