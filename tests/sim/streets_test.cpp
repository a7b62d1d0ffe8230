// The streets of the demo city, and those who drive on them.
#include "engine/sim/streets.hpp"

#include <gtest/gtest.h>

#include "engine/roads/find_place.hpp"
#include "engine/roads/road_times.hpp"
#include "engine/sim/drive.hpp"
#include "muster/rules.hpp"

namespace muster::sim {
namespace {

std::shared_ptr<const roads::RoadMap> streets_of(std::uint64_t seed) {
    return make_streets(make_city({.seed = seed}));
}

roads::RoadTimes times_on(std::shared_ptr<const roads::RoadMap> map) {
    const roads::StraightLine straight(1400, DispatchRule{}.speed_m_per_h);
    return roads::RoadTimes(std::make_shared<const roads::RoadNetwork>(std::move(map), straight));
}

// Written down once: the same streets under every compiler and library.
TEST(Streets, MeanTheSameMapOnEveryBuild) {
    const auto map = streets_of(7);
    EXPECT_EQ(map->hash(), "8be8171f284db1731e9f73b1542439f29e646381eb09ea5edd5c65015c18a53b");
    EXPECT_EQ(map->hash(), streets_of(7)->hash());
    EXPECT_NE(map->hash(), streets_of(8)->hash());
    EXPECT_NE(map->source().find("invented"), std::string_view::npos);
}

TEST(Streets, ServeEverybodyAtHome) {
    for (const std::uint64_t seed : {1u, 2u, 3u, 7u}) {
        const City city = make_city({.seed = seed});
        const auto map = make_streets(city);
        EXPECT_GT(map->node_count(), 2'000u);
        EXPECT_LT(map->node_count(), 8'000u);
        std::size_t far = 0;
        for (const CityMember& member : city.members) {
            for (int p = 0; p < profile_count; ++p) {
                const auto snap = map->snap(member.profile.home->value, static_cast<Profile>(p));
                ASSERT_TRUE(snap);
                far += snap->distance_dm > 10'000 ? 1 : 0;
            }
        }
        // By profile; a kilometre from the next street is the lonely farm, not the rule.
        EXPECT_LT(far, city.members.size() * profile_count / 100) << "seed " << seed;
    }
}

TEST(Streets, CrossTheCanalOnBridgesAndMotorwaysOnly) {
    const auto map = streets_of(7);
    const roads::RoadView& view = map->view();
    std::size_t bridges = 0;
    for (std::uint32_t node = 0; node < map->node_count(); ++node) {
        for (std::uint32_t arc = view.first_arc[node]; arc < view.first_arc[node + 1]; ++arc) {
            if (!is_across_canal(view.points[node], view.points[view.arc_to[arc]])) continue;
            const roads::Way& way = view.ways[view.arc_way[arc]];
            const bool motorway = way.kind == static_cast<std::uint32_t>(roads::RoadKind::motorway);
            EXPECT_TRUE(motorway || (way.id > 100 && way.id < 200)) << "way " << way.id;
            bridges += motorway ? 0 : 1;
        }
    }
    // One has no street on its western bank.
    EXPECT_EQ(bridges, 2 * (geography().bridges.size() - 1));
}

TEST(Drive, FollowsTheRouteOverABridgeAtItsPace) {
    const auto times = times_on(streets_of(7));
    const Point west = at(32'3950, 119'4000);
    const Point east = at(32'3950, 119'5200);
    ASSERT_TRUE(is_across_canal(west, east));
    const auto route = times.route(west, east, Profile::normal);
    ASSERT_TRUE(route);
    const TimePoint start{1'000'000};
    Drive drive(*route, start, 1250);
    EXPECT_EQ(drive.arrival() - start, route->duration() * 1250 / 1000);
    EXPECT_EQ(drive.position_at(start), west);
    std::uint32_t nearest = ~0u;
    for (TimePoint t = start; t < drive.arrival(); t = t + seconds(1)) {
        const Point here = drive.position_at(t);
        for (const Bridge& bridge : geography().bridges)
            nearest = std::min(nearest, roads::distance_dm(here, bridge.at));
    }
    EXPECT_LT(nearest, 400u);
    EXPECT_EQ(drive.position_at(drive.arrival()), east);
    EXPECT_EQ(drive.position_at(drive.arrival() + hours(1)), east);
}

TEST(Drive, StandsWhereItWasPut) {
    Drive drive(at(32'3950, 119'4000));
    EXPECT_EQ(drive.position_at({5}), at(32'3950, 119'4000));
}

}  // namespace
}  // namespace muster::sim
