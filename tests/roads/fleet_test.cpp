// FleetTimes against one question per responder, through random histories.
#include "engine/roads/fleet_times.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>
#include <sstream>

#include "engine/roads/road_times.hpp"
#include "engine/roads/speed_factors.hpp"
#include "tests/roads/cities.hpp"

namespace muster::roads {
namespace {

using Standing = std::map<std::uint32_t, std::pair<Profile, Point>>;

std::shared_ptr<const RoadNetwork> made_network(std::uint64_t seed, int side) {
    return std::make_shared<const RoadNetwork>(RoadMap::from_data(made_city(seed, side)),
                                               test_straight_line());
}

// By profile, then by handle, as promised.
std::vector<FleetTimes::Eta> expected_etas(const RoadTimes& times, const Standing& standing,
                                           Point to) {
    std::vector<FleetTimes::Eta> expected;
    for (int p = 0; p < profile_count; ++p) {
        for (const auto& [handle, where] : standing) {
            if (where.first != static_cast<Profile>(p)) continue;
            expected.push_back({handle, times.travel_time(where.second, to, where.first)});
        }
    }
    return expected;
}

void expect_equal(const FleetTimes& fleet, const Standing& standing, FleetTimes::Scratch& scratch,
                  Point to, Random& random) {
    const RoadTimes times(std::shared_ptr<const RoadNetwork>(&fleet.network(), [](auto*) {}));
    const auto expected = expected_etas(times, standing, to);
    std::vector<FleetTimes::Eta> found;
    fleet.etas(to, scratch, found);
    ASSERT_EQ(found, expected);
    // Some of them, once few and once many, with one that is nowhere.
    for (const std::size_t share : {std::size_t{1}, std::size_t{8}}) {
        std::vector<std::uint32_t> handles{1'000'000};
        std::vector<FleetTimes::Eta> of{{1'000'000, TravelTimes::never_arrives}};
        for (const FleetTimes::Eta& eta : expected) {
            if (random() % share != 0) continue;
            handles.push_back(eta.handle);
            of.push_back(eta);
        }
        found.clear();
        fleet.etas_of(to, handles, scratch, found);
        ASSERT_EQ(found, of);
    }
}

TEST(FleetTimes, LongHistories) {
    for (const std::uint64_t seed : {1u, 2u}) {
        const auto network = made_network(seed, 20);
        FleetTimes fleet(network);
        FleetTimes::Scratch scratch;
        Standing standing;
        Random random(seed);
        for (int step = 0; step < 3000; ++step) {
            const auto handle = static_cast<std::uint32_t>(random() % 120);
            if (random() % 5 == 0) {
                fleet.remove(handle);
                standing.erase(handle);
            } else {
                const auto profile = static_cast<Profile>(random() % profile_count);
                const Point at = point_near(network->map(), random);
                fleet.place(handle, profile, at);
                standing[handle] = {profile, at};
            }
            ASSERT_EQ(fleet.size(), standing.size());
            if (step % 50 == 0)
                expect_equal(fleet, standing, scratch, point_near(network->map(), random), random);
        }
        SpeedFactors factors;
        factors.ways.push_back({1006, 100});
        factors.zones.push_back({{}, network->map().south_west(), {1000}, 300});
        fleet.change_network(network_with(*network, factors));
        expect_equal(fleet, standing, scratch, point_near(network->map(), random), random);
    }
}

TEST(FleetTimes, AMissingProfileGoesStraight) {
    RoadData data = made_city(5, 8);
    data.profiles = profile_bit(Profile::urgent);
    for (std::size_t p = 1; p < profile_count; ++p)
        data.weights[p].clear();
    const auto network =
        std::make_shared<const RoadNetwork>(RoadMap::from_data(data), test_straight_line());
    FleetTimes fleet(network);
    FleetTimes::Scratch scratch;
    Standing standing{{3, {Profile::walk, {1, 2}}}, {1, {Profile::urgent, {3, 4}}}};
    for (const auto& [handle, where] : standing)
        fleet.place(handle, where.first, where.second);
    Random random(1);
    expect_equal(fleet, standing, scratch, {50'000, 60'000}, random);
}

// Whatever was placed, moved and removed before: the answers are those of a fleet built at once.
TEST(FleetTimes, HistoryDoesNotMatter) {
    const auto network = made_network(11, 10);
    const auto same_as_rebuilt = [&network](const std::vector<std::uint64_t>& steps) {
        FleetTimes fleet(network);
        Standing standing;
        for (const std::uint64_t step : steps) {
            Random random(step);
            const auto handle = static_cast<std::uint32_t>(random() % 12);
            if (random() % 4 == 0) {
                fleet.remove(handle);
                standing.erase(handle);
                continue;
            }
            const auto profile = static_cast<Profile>(random() % profile_count);
            const Point at = point_near(network->map(), random);
            fleet.place(handle, profile, at);
            standing[handle] = {profile, at};
        }
        FleetTimes rebuilt(network);
        for (const auto& [handle, where] : standing)
            rebuilt.place(handle, where.first, where.second);
        FleetTimes::Scratch scratch;
        std::vector<FleetTimes::Eta> a;
        std::vector<FleetTimes::Eta> b;
        Random random(steps.size());
        for (int i = 0; i < 4; ++i) {
            const Point to = point_near(network->map(), random);
            fleet.etas(to, scratch, a);
            rebuilt.etas(to, scratch, b);
        }
        RC_ASSERT(a == b);
    };
    rc::detail::TestParams params;
    params.seed = 20'240'601;
    params.maxSuccess = 200;
    rc::detail::TestMetadata metadata;
    metadata.id = metadata.description = "history does not matter";
    const auto result = rc::detail::checkTestable(same_as_rebuilt, metadata, params);
    std::ostringstream why;
    rc::detail::printResultMessage(result, why);
    EXPECT_TRUE(result.is<rc::detail::SuccessResult>()) << why.str();
}

}  // namespace
}  // namespace muster::roads
