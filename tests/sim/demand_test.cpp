#include "engine/sim/demand.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <map>

#include "engine/sim/simulation.hpp"

namespace muster::sim {
namespace {

const City& city_to_ask() {
    static const City city = make_city({});
    return city;
}

std::vector<Arrival> arrivals(const DemandOptions& options, std::int64_t days) {
    Demand demand(city_to_ask(), options, default_start);
    std::vector<Arrival> all;
    while (auto arrival = demand.next()) {
        if (arrival->at >= default_start + hours(24 * days)) break;
        all.push_back(std::move(*arrival));
    }
    return all;
}

TEST(Demand, AsksAsOftenAsItsTableSays) {
    constexpr std::int64_t days = 20;
    std::map<std::string, double> count;
    for (const Arrival& arrival : arrivals({}, days)) {
        count[arrival.service->service.str()] += 1;
    }
    double all = 0;
    double expected_all = 0;
    for (const ServiceDemand& service : service_demand()) {
        const double expected = static_cast<double>(service.per_day) * days;
        const double seen = count[service.service.str()];
        // Poisson: the variance is the mean. Five standard errors, because there are many services.
        EXPECT_NEAR(seen, expected, 5 * std::sqrt(expected)) << service.service.str();
        all += seen;
        expected_all += expected;
    }
    EXPECT_NEAR(all, expected_all, 4 * std::sqrt(expected_all));
    EXPECT_GT(expected_all / days, 1'500);
    EXPECT_LT(expected_all / days, 2'500);
}

TEST(Demand, ComesInOrderWithTheLoadAndTheHour) {
    const auto usual = arrivals({}, 2);
    const auto twice = arrivals({.load_permille = 2000}, 2);
    EXPECT_NEAR(static_cast<double>(twice.size()), 2.0 * static_cast<double>(usual.size()), 400);
    EXPECT_TRUE(arrivals({.load_permille = 0}, 2).empty());
    std::array<int, 24> by_hour{};
    for (std::size_t i = 0; i < usual.size(); ++i) {
        EXPECT_GE(usual[i].at, usual[i > 0 ? i - 1 : 0].at);
        const std::int64_t local = usual[i].at.value + hours(8).value;
        ++by_hour[static_cast<std::size_t>(local / 3'600'000 % 24)];
    }
    EXPECT_GT(by_hour[9], 10 * by_hour[3]);
}

TEST(Demand, RepeatsItselfForASeed) {
    const auto once = arrivals({.seed = 5}, 1);
    const auto again = arrivals({.seed = 5}, 1);
    ASSERT_EQ(once.size(), again.size());
    for (std::size_t i = 0; i < once.size(); ++i) {
        EXPECT_EQ(once[i].at, again[i].at);
        EXPECT_EQ(once[i].member, again[i].member);
        EXPECT_EQ(once[i].service, again[i].service);
    }
    EXPECT_NE(arrivals({.seed = 6}, 1).front().at, once.front().at);
}

TEST(Demand, SomeIncidentsAreReportedTwiceAndSomeInSilence) {
    int again = 0;
    int silent = 0;
    int emergencies = 0;
    for (const Arrival& arrival : arrivals({}, 20)) {
        if (arrival.service->rhythm != Rhythm::emergency) continue;
        ++emergencies;
        again += arrival.again.has_value() ? 1 : 0;
        silent += arrival.silent ? 1 : 0;
    }
    EXPECT_NEAR(again, emergencies * 0.07, emergencies * 0.02);
    EXPECT_GT(silent, emergencies / 10);
}

}  // namespace
}  // namespace muster::sim
