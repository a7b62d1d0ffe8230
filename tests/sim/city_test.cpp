#include "engine/sim/city.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <set>

#include "engine/roads/distance.hpp"

namespace muster::sim {
namespace {

const City& demo_city() {
    static const City city = make_city({});
    return city;
}

TEST(City, HasThePeopleOfTheDemo) {
    const City& city = demo_city();
    EXPECT_EQ(city.members.size(), 12'000u);
    EXPECT_EQ(city.responders.size(), 600u + 1'216u);
    EXPECT_EQ(city.communities.size(), 96u);
    EXPECT_EQ(city.stations.size(), 48u);
    EXPECT_EQ(geography().districts.size(), 6u);
}

TEST(City, IsTheSameForASeedAndAnotherForAnother) {
    const City again = make_city({});
    const City other = make_city({.seed = 2});
    const City& city = demo_city();
    for (std::size_t i = 0; i < city.members.size(); i += 997) {
        EXPECT_EQ(city.members[i].profile.home, again.members[i].profile.home);
        EXPECT_EQ(city.members[i].profile.name, again.members[i].profile.name);
    }
    EXPECT_NE(city.members[5].profile.home, other.members[5].profile.home);
}

TEST(City, NobodyLivesInTheWaterOrOutside) {
    for (const CityMember& member : demo_city().members) {
        ASSERT_TRUE(member.profile.home.has_value());
        EXPECT_TRUE(is_dry_land(member.profile.home->value)) << member.profile.external_ref;
    }
    EXPECT_FALSE(is_dry_land(at(32'8800, 119'2800)));  // in the lake
    EXPECT_FALSE(is_dry_land(at(31'0000, 119'2800)));
    EXPECT_TRUE(is_dry_land(at(32'3942, 119'4129)));
}

TEST(City, TelephoneNumbersAreNobodysAndUnique) {
    std::set<std::string> seen;
    const auto check = [&](const std::string& number, bool shared) {
        EXPECT_EQ(number.substr(0, 6), "+86100");
        EXPECT_EQ(number.size(), 14u);
        if (shared) return;
        EXPECT_TRUE(seen.insert(number).second) << number;
    };
    for (const CityMember& member : demo_city().members) {
        check(member.profile.phone.value, false);
        ASSERT_FALSE(member.profile.contacts.empty());
        for (const Contact& contact : member.profile.contacts) {
            // A neighbourhood committee serves many.
            check(contact.phone.value, contact.relation == ContactRelation::neighbour_committee);
        }
    }
    for (const CityResponder& responder : demo_city().responders) {
        check(responder.profile.phone.value, false);
    }
}

TEST(City, FlagsFollowFromAgeAndHome) {
    int very_old = 0;
    int alone = 0;
    for (const CityMember& member : demo_city().members) {
        const auto& flags = member.profile.flags.value;
        const auto has = [&](MemberFlag flag) {
            return std::find(flags.begin(), flags.end(), flag) != flags.end();
        };
        EXPECT_EQ(has(MemberFlag::very_old), 2025 - member.profile.birth_year >= 80);
        EXPECT_FALSE(has(MemberFlag::lives_alone) && has(MemberFlag::empty_nest));
        if (has(MemberFlag::very_old) &&
            (has(MemberFlag::lives_alone) || has(MemberFlag::empty_nest))) {
            EXPECT_TRUE(has(MemberFlag::key_person));
        }
        very_old += has(MemberFlag::very_old) ? 1 : 0;
        alone += has(MemberFlag::lives_alone) ? 1 : 0;
    }
    EXPECT_NEAR(very_old, 4920, 400);
    EXPECT_GT(alone, 1000);
}

TEST(City, EveryHourHasFirstAiders) {
    const City& city = demo_city();
    constexpr std::int64_t day = 20'423;
    for (std::int64_t hour = 0; hour < 24; ++hour) {
        int ready = 0;
        for (std::uint32_t i = 0; i < city.options.staff; ++i) {
            const CityResponder& person = city.responders[i];
            const auto& skills = person.profile.skills;
            if (std::find(skills.begin(), skills.end(), Code("first_aid")) == skills.end())
                continue;
            const std::int64_t since = (hour - person.duty.from_h + 24) % 24;
            const std::int64_t began = hour >= person.duty.from_h ? day : day - 1;
            if (since < person.duty.hours && is_on_duty(city, i, began)) ++ready;
        }
        EXPECT_GE(ready, 40) << "at " << hour;
    }
}

TEST(City, ReferencesNameThePlaceAndNothingElse) {
    EXPECT_EQ(member_place(member_ref(0)), 0u);
    EXPECT_EQ(responder_place(responder_ref(1815)), 1815u);
    EXPECT_FALSE(member_place("DEMO-R-000001"));
    EXPECT_FALSE(member_place("DEMO-M-000000"));
    EXPECT_FALSE(member_place("DEMO-M-1x"));
    EXPECT_FALSE(member_place("DEMO-M-99999999999"));
    EXPECT_FALSE(responder_place(""));
}

TEST(CityMap, IsGeoJsonAndSaysThatItIsInvented) {
    const boost::json::value map = boost::json::parse(city_map_json(demo_city()));
    EXPECT_EQ(map.at("type").as_string(), "FeatureCollection");
    EXPECT_TRUE(map.at("synthetic").as_bool());
    std::set<std::string> kinds;
    for (const auto& feature : map.at("features").as_array()) {
        EXPECT_EQ(feature.at("type").as_string(), "Feature");
        EXPECT_TRUE(feature.at("properties").at("synthetic").as_bool());
        kinds.insert(std::string(feature.at("properties").at("kind").as_string()));
        if (feature.at("geometry").at("type").as_string() == "Polygon") {
            const auto& ring = feature.at("geometry").at("coordinates").as_array()[0].as_array();
            EXPECT_EQ(ring.front(), ring.back());
        }
    }
    EXPECT_EQ(kinds, (std::set<std::string>{"district", "water", "road", "bridge", "station",
                                            "community"}));
}

}  // namespace
}  // namespace muster::sim
