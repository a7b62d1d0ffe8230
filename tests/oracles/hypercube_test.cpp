// The nearest idle unit, against Larson's hypercube: the solver against the published table and the
// laws that hold for any preferences, the engine against the solver.
#include "tests/oracles/hypercube.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "tests/oracles/calls.hpp"
#include "tests/oracles/closed_forms.hpp"
#include "tests/oracles/desk.hpp"

namespace muster::test {
namespace {

// Three units; the orders of nearness are A 1,2,3; B 1,3,2; C 2,1,3; D 3,1,2.
const Hypercube larson{{.50, .25, .35, .40}, {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {2, 0, 1}}, true};

// The share of calls that the place's first choice does not serve.
double inter_area(const Hypercube& model, const HypercubeResult& of) {
    double share = 1;
    for (std::size_t place = 0; place < model.rates.size(); ++place)
        share -= of.fraction[model.preference[place][0]][place];
    return share;
}

TEST(Hypercube, SolverGivesLarsonsTable) {
    const HypercubeResult result = solve(larson);
    constexpr double workloads[] = {.5574, .4734, .4693};
    constexpr double fractions[3][4] = {{.17386, .08693, .05147, .05931},
                                        {.10153, .02798, .14130, .04477},
                                        {.05794, .05175, .04056, .16258}};
    // As many digits as are printed.
    for (std::size_t unit = 0; unit < 3; ++unit) {
        EXPECT_NEAR(result.workload[unit], workloads[unit], 5.1e-5);
        for (std::size_t place = 0; place < 4; ++place)
            EXPECT_NEAR(result.fraction[unit][place], fractions[unit][place], 5.1e-6);
    }
    EXPECT_NEAR(result.all_busy, .236842, 1e-6);
    EXPECT_NEAR(inter_area(larson, result), .435325, 1e-6);
}

TEST(Hypercube, SolverGivesLarsonsTableWithoutAQueue) {
    Hypercube model = larson;
    model.queue = false;
    const HypercubeResult result = solve(model);
    EXPECT_NEAR(result.all_busy, .134328, 1e-6);
    constexpr double workloads[] = {.497905, .402631, .397971};
    for (std::size_t unit = 0; unit < 3; ++unit)
        EXPECT_NEAR(result.workload[unit], workloads[unit], 1e-6);
}

TEST(Hypercube, AnyPreferencesKeepErlangsLaws) {
    std::mt19937_64 random(51);
    for (int round = 0; round < 40; ++round) {
        const std::size_t units = 1 + random() % 8;
        const std::size_t places = 1 + random() % 10;
        Hypercube model;
        double rate = 0;
        for (std::size_t place = 0; place < places; ++place) {
            const double share = static_cast<double>(units) / static_cast<double>(places);
            model.rates.push_back(share * static_cast<double>(1 + random() % 90) / 100);
            rate += model.rates.back();
            std::vector<std::size_t> order(units);
            std::iota(order.begin(), order.end(), std::size_t{0});
            std::shuffle(order.begin(), order.end(), random);
            model.preference.push_back(order);
        }
        for (const bool queue : {false, true}) {
            model.queue = queue;
            const HypercubeResult result = solve(model);
            const int c = static_cast<int>(units);
            EXPECT_NEAR(result.all_busy, queue ? erlang_c(c, rate) : erlang_b(c, rate), 1e-9);
            double work = 0;
            double sum = 0;
            for (std::size_t unit = 0; unit < units; ++unit) {
                work += result.workload[unit];
                sum += std::accumulate(result.fraction[unit].begin(), result.fraction[unit].end(),
                                       0.0);
            }
            EXPECT_NEAR(work, queue ? rate : rate * (1 - result.all_busy), 1e-9);
            EXPECT_NEAR(sum, 1, 1e-9);
        }
    }
}

// The same model as places on the ground: preference is nearness.
struct Ground {
    std::vector<Point> posts;
    std::vector<Point> places;
    Hypercube model;
};

Ground larsons_ground() {
    return {{at_metres(0, 0), at_metres(-9'000, 0), at_metres(9'000, 0)},
            {at_metres(-1'000, 0), at_metres(1'000, 0), at_metres(-8'000, 0), at_metres(8'000, 0)},
            larson};
}

// Units and places at random in a square of 20 km. At each place the distances of the units differ
// by more than the metres by which the calls of one place lie apart.
Ground random_ground(std::size_t units, std::size_t places, double rate, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    struct Metre {
        double east;
        double north;
    };
    const auto somewhere = [&random] {
        return Metre{static_cast<double>(random() % 20'000),
                     static_cast<double>(random() % 20'000)};
    };
    std::vector<Metre> posts(units);
    std::generate(posts.begin(), posts.end(), somewhere);
    Ground ground;
    for (const Metre& post : posts)
        ground.posts.push_back(at_metres(post.east, post.north));
    while (ground.places.size() < places) {
        const Metre place = somewhere();
        const auto distance = [&](std::size_t unit) {
            return std::hypot(posts[unit].east - place.east, posts[unit].north - place.north);
        };
        std::vector<std::size_t> order(units);
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::sort(order.begin(), order.end(),
                  [&](std::size_t a, std::size_t b) { return distance(a) < distance(b); });
        bool apart = true;
        for (std::size_t i = 1; i < units; ++i)
            apart = apart && distance(order[i]) > distance(order[i - 1]) + 200;
        if (!apart) continue;
        ground.places.push_back(at_metres(place.east, place.north));
        ground.model.rates.push_back(rate / static_cast<double>(places));
        ground.model.preference.push_back(order);
    }
    return ground;
}

// A share so small that its standard error cannot be small beside it is held by the error alone.
void expect_share(const std::vector<double>& values, double exact, const char* what) {
    expect_estimate(values, exact, exact > .02 ? .06 : .3, what);
}

void expect_engine_agrees(const Ground& ground, std::uint64_t seed) {
    CallModel model;
    model.posts = ground.posts;
    for (std::size_t place = 0; place < ground.places.size(); ++place) {
        model.classes.push_back({ground.model.rates[place], Urgency::P2, 1, ground.places[place]});
    }
    model.wait_allowed = ground.model.queue;
    model.calls = 200'000;
    model.seed = seed;
    const auto calls = play(model);
    const HypercubeResult exact = solve(ground.model);
    const double rate = std::accumulate(ground.model.rates.begin(), ground.model.rates.end(), 0.0);
    // Shares of the served calls, seen among all calls.
    const double served = ground.model.queue ? 1 : 1 - exact.all_busy;
    for (std::size_t unit = 0; unit < ground.posts.size(); ++unit) {
        std::vector<double> work;
        for (const Call& call : calls)
            work.push_back(call.served && call.by == unit ? call.service * rate : 0);
        expect_share(work, exact.workload[unit], "workload");
        for (std::size_t place = 0; place < ground.places.size(); ++place) {
            const double share = exact.fraction[unit][place] * served;
            if (share < .002) continue;
            std::vector<double> sent;
            for (const Call& call : calls) {
                const bool so = call.served && call.by == unit && call.of_class == place;
                sent.push_back(so ? 1 : 0);
            }
            expect_share(sent, share, "dispatch fraction");
        }
    }
    std::vector<double> busy;
    std::vector<double> foreign;
    for (const Call& call : calls) {
        busy.push_back(call.at_once ? 0 : 1);
        const std::size_t first = ground.model.preference[call.of_class][0];
        foreign.push_back(call.served && call.by != first ? 1 : 0);
    }
    expect_share(busy, exact.all_busy, "all units busy");
    expect_share(foreign, inter_area(ground.model, exact) * served, "inter-area");
}

TEST(Hypercube, EngineGivesLarsonsTable) {
    expect_engine_agrees(larsons_ground(), 61);
}

TEST(Hypercube, EngineGivesLarsonsTableWithoutAQueue) {
    Ground ground = larsons_ground();
    ground.model.queue = false;
    expect_engine_agrees(ground, 62);
}

TEST(Hypercube, EngineGivesTheSolversNumbersOnOtherGround) {
    expect_engine_agrees(random_ground(5, 4, 2.5, 63), 64);
}

}  // namespace
}  // namespace muster::test
