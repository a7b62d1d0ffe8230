// Chinese map coordinates: known points of published implementations, and there and back.
#include "engine/codec/datum.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

#include "engine/codec/command_datum.hpp"
#include "muster/registry.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"

namespace muster::codec {
namespace {

void expect_near(Point found, Point expected, std::int32_t within_e7) {
    EXPECT_LE(std::abs(found.lat_e7 - expected.lat_e7), within_e7)
        << found.lat_e7 << " is not " << expected.lat_e7;
    EXPECT_LE(std::abs(found.lon_e7 - expected.lon_e7), within_e7)
        << found.lon_e7 << " is not " << expected.lon_e7;
}

// The test points of "eviltransform" and of "coordtransform".
TEST(Datum, KnownPoints) {
    constexpr std::int32_t within_10_cm = 10;
    expect_near(from_wgs84({311'774'276, 1'215'272'106}, Datum::gcj02),
                {311'753'040, 1'215'315'419}, within_10_cm);
    expect_near(from_wgs84({225'438'470, 1'139'123'160}, Datum::gcj02),
                {225'407'961, 1'139'171'765}, within_10_cm);
    expect_near(from_wgs84({399'119'540, 1'163'778'170}, Datum::gcj02),
                {399'133'455, 1'163'840'472}, within_10_cm);
    expect_near(from_wgs84({399'150'000, 1'164'040'000}, Datum::gcj02),
                {399'164'043, 1'164'102'445}, within_10_cm);
    // GCJ-02 39.915, 116.404 is BD-09 39.92133699, 116.41036949.
    expect_near(from_wgs84(to_wgs84({399'150'000, 1'164'040'000}, Datum::gcj02), Datum::bd09),
                {399'213'370, 1'164'103'695}, within_10_cm);
    expect_near(to_wgs84({399'164'043, 1'164'102'445}, Datum::gcj02), {399'150'000, 1'164'040'000},
                within_10_cm);
    expect_near(to_wgs84({399'226'996, 1'164'166'272}, Datum::bd09), {399'150'000, 1'164'040'000},
                within_10_cm);
}

TEST(Datum, ThereAndBack) {
    std::mt19937_64 random(1);
    for (int i = 0; i < 20'000; ++i) {
        // A little inside of the rectangle, where the offset itself crosses its border.
        const Point wgs84{static_cast<std::int32_t>(20'000'000 + random() % 520'000'000),
                          static_cast<std::int32_t>(730'000'000 + random() % 640'000'000)};
        for (const Datum datum : {Datum::wgs84, Datum::gcj02, Datum::bd09})
            expect_near(to_wgs84(from_wgs84(wgs84, datum), datum), wgs84, 1);
    }
}

TEST(Datum, ElsewhereNothingChanges) {
    for (const Point point : {Point{425'063'000, 15'218'000}, Point{-368'484'600, 1'747'633'300},
                              Point{900'000'000, 1'800'000'000}, Point{0, 0}}) {
        for (const Datum datum : {Datum::wgs84, Datum::gcj02, Datum::bd09}) {
            EXPECT_EQ(from_wgs84(point, datum), point);
            EXPECT_EQ(to_wgs84(point, datum), point);
        }
    }
}

TEST(Datum, EveryPlaceOfACommandIsConverted) {
    const Point place{323'900'000, 1'194'200'000};
    const Point as_gps = to_wgs84(place, Datum::gcj02);
    const auto converted = [](Command command) {
        to_wgs84(command, Datum::gcj02);
        return command;
    };
    RegisterMember member;
    member.profile.home = place;
    member.profile.name = "Li Na";
    const auto at_home = converted(member).get<RegisterMember>();
    EXPECT_EQ(at_home.profile.home->value, as_gps);
    EXPECT_EQ(at_home.profile.name.value, "Li Na");
    const auto fixes =
        converted(ReportPositions{{{{1}, place, {}}, {{2}, {}, {}}}}).get<ReportPositions>();
    EXPECT_EQ(fixes.fixes[0].point.value, as_gps);
    EXPECT_FALSE(on_earth(fixes.fixes[1].point.value));
    SetSpeeds slow;
    slow.speeds.zones.push_back({{place, place}, place, {100}, 500});
    const auto zone = converted(slow).get<SetSpeeds>().speeds.zones[0];
    EXPECT_EQ(zone.polygon[1], as_gps);
    EXPECT_EQ(*zone.centre, as_gps);
    EXPECT_FALSE(converted(CreateRequest{}).get<CreateRequest>().place);
    Command same = member;
    to_wgs84(same, Datum::wgs84);
    EXPECT_EQ(same.get<RegisterMember>().profile.home->value, place);
    EXPECT_EQ(datum_named("bd09"), Datum::bd09);
    EXPECT_FALSE(datum_named("BD09"));
}

TEST(Datum, EachFieldOfRulesHasItsOwn) {
    const Point place{323'900'000, 1'194'200'000};
    const Point as_gcj02 = to_wgs84(place, Datum::gcj02);
    Rules rules;
    rules.standby.posts.push_back({"gate", "", "", place});
    rules.standby.demand.push_back({place, 1});
    rules.positions.emplace().area = Area{place, place};
    to_wgs84(rules, [](std::string_view field) {
        return field == "standby"     ? Datum::gcj02
               : field == "positions" ? Datum::bd09
                                      : Datum::wgs84;
    });
    EXPECT_EQ(rules.standby.posts[0].place, as_gcj02);
    EXPECT_EQ(rules.standby.demand[0].place, as_gcj02);
    EXPECT_EQ(rules.positions->area->south_west, to_wgs84(place, Datum::bd09));
    EXPECT_EQ(rules.positions->area->north_east, to_wgs84(place, Datum::bd09));
    ResponderProfile profile;
    profile.post = place;
    to_wgs84(profile, Datum::gcj02);
    EXPECT_EQ(profile.post->value, as_gcj02);
}

TEST(Datum, AnUnknownNameIsShownInPart) {
    EXPECT_EQ(unknown_datum("mars"), "\"mars\" is no system of coordinates that is known here");
    const std::string text = unknown_datum(std::string(39, 'x') + "中" + std::string(1000, 'x'));
    EXPECT_EQ(text.substr(0, 45), "\"" + std::string(39, 'x') + "...\" ");
}

}  // namespace
}  // namespace muster::codec
