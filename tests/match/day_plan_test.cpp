#include "engine/match/day_plan.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

namespace muster::match {
namespace {

using Random = std::mt19937_64;

constexpr TimePoint eight{8 * 3'600'000};

std::int64_t up_to(Random& random, std::int64_t most) {
    return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(most + 1));
}

// Each visitor starts at a place of his own; each stop is at one of its own.
DayPlanProblem random_plan(Random& random, std::uint32_t visitors, std::uint32_t stops,
                           std::int64_t day_min) {
    DayPlanProblem problem;
    problem.places = visitors + stops;
    std::vector<std::pair<std::int64_t, std::int64_t>> at;
    for (std::uint32_t i = 0; i < problem.places; ++i)
        at.emplace_back(up_to(random, 1'200'000), up_to(random, 1'200'000));
    problem.travel.emplace_back();
    for (const auto& [x, y] : at) {
        for (const auto& [u, v] : at)
            problem.travel[0].push_back({std::abs(x - u) + std::abs(y - v)});
    }
    for (std::uint32_t i = 0; i < visitors; ++i)
        problem.visitors.push_back({i, 0, eight, eight + minutes(day_min), {}});
    for (std::uint32_t i = 0; i < stops; ++i) {
        PlannedStop stop;
        stop.stop = {eight, eight + minutes(day_min), minutes(20), 1 + up_to(random, 2)};
        stop.place = visitors + i;
        for (std::uint32_t who = 0; who < visitors; ++who) {
            if (random() % 3 != 0) stop.may.push_back(who);
        }
        if (!stop.may.empty()) stop.usual = stop.may[random() % stop.may.size()];
        if (random() % 4 != 0) stop.owner = stop.usual;
        problem.stops.push_back(std::move(stop));
    }
    return problem;
}

// Where each stop is in the plan; aborts the test when one is twice or nowhere.
std::vector<std::uint32_t> who_does(const DayPlanProblem& problem, const DayPlan& plan) {
    std::vector<std::uint32_t> who(problem.stops.size(), nobody);
    std::set<std::uint32_t> seen(plan.left_out.begin(), plan.left_out.end());
    EXPECT_EQ(seen.size(), plan.left_out.size());
    for (std::uint32_t visitor = 0; visitor < plan.routes.size(); ++visitor) {
        for (const DayVisit& visit : plan.routes[visitor].visits) {
            EXPECT_TRUE(seen.insert(visit.stop).second) << "stop " << visit.stop << " is twice";
            who[visit.stop] = visitor;
        }
    }
    EXPECT_EQ(seen.size(), problem.stops.size());
    return who;
}

void expect_sound(const DayPlanProblem& problem, const DayPlan& plan) {
    const auto who = who_does(problem, plan);
    for (std::uint32_t stop = 0; stop < who.size(); ++stop) {
        const auto& may = problem.stops[stop].may;
        EXPECT_TRUE(who[stop] == nobody || std::binary_search(may.begin(), may.end(), who[stop]));
    }
    for (std::uint32_t visitor = 0; visitor < plan.routes.size(); ++visitor) {
        TimePoint time = problem.visitors[visitor].starts_at;
        std::uint32_t place = problem.visitors[visitor].place;
        for (const DayVisit& visit : plan.routes[visitor].visits) {
            const PlannedStop& stop = problem.stops[visit.stop];
            time = time + problem.travel[0][place * problem.places + stop.place];
            EXPECT_EQ(visit.arrives_at, time);
            EXPECT_LT(visit.begins_at, stop.stop.close);
            time = visit.ends_at;
            place = stop.place;
        }
        EXPECT_LE(time, problem.visitors[visitor].ends_at);
    }
}

void expect_same(const DayPlan& a, const DayPlan& b) {
    EXPECT_EQ(a.left_out, b.left_out);
    ASSERT_EQ(a.routes.size(), b.routes.size());
    for (std::size_t i = 0; i < a.routes.size(); ++i) {
        ASSERT_EQ(a.routes[i].visits.size(), b.routes[i].visits.size());
        for (std::size_t k = 0; k < a.routes[i].visits.size(); ++k) {
            EXPECT_EQ(a.routes[i].visits[k].stop, b.routes[i].visits[k].stop);
            EXPECT_EQ(a.routes[i].visits[k].begins_at, b.routes[i].visits[k].begins_at);
        }
    }
}

TEST(DayPlan, IsSoundAndTheSameWhateverWasPlannedBefore) {
    Random random(5);
    DayPlanner used;
    for (int i = 0; i < 60; ++i) {
        DayPlanProblem problem = random_plan(random, 4, 24, 90 + up_to(random, 240));
        const DayPlan plan = used.plan(problem);
        expect_sound(problem, plan);
        expect_same(plan, DayPlanner().plan(problem));
        problem.visitors[random() % 4].starts_at = eight + minutes(60);
        expect_same(used.plan(problem), DayPlanner().plan(problem));
    }
}

TEST(DayPlan, AnAlarmMovesWhatItsVisitorCannotMakeAndNobodyElsesVisits) {
    Random random(23);
    int moved = 0;
    for (int i = 0; i < 40; ++i) {
        DayPlanProblem problem = random_plan(random, 5, 30, 480);
        for (PlannedStop& stop : problem.stops) {
            if (stop.owner == nobody) stop.owner = stop.may.empty() ? nobody : stop.may.front();
        }
        DayPlanner planner;
        const auto before = who_does(problem, planner.plan(problem));
        problem.visitors[0].starts_at = eight + hours(7);
        const DayPlan after = planner.plan(problem);
        expect_sound(problem, after);
        const auto who = who_does(problem, after);
        for (std::uint32_t stop = 0; stop < who.size(); ++stop) {
            if (who[stop] == before[stop]) continue;
            EXPECT_TRUE(problem.stops[stop].owner == 0 || problem.stops[stop].owner == nobody);
            ++moved;
        }
    }
    EXPECT_GT(moved, 40);
}

TEST(DayPlan, TheUsualPersonIsWorthADetour) {
    DayPlanProblem problem;
    problem.places = 3;
    problem.travel = {{{}, {}, minutes(10), {}, {}, minutes(20), minutes(10), minutes(20), {}}};
    problem.visitors = {{0, 0, eight, eight + hours(8), {}}, {1, 0, eight, eight + hours(8), {}}};
    problem.stops = {{{eight, eight + hours(8), minutes(30), 1}, 2, nobody, 1, {0, 1}}};
    EXPECT_EQ(who_does(problem, DayPlanner().plan(problem))[0], 1U);
    problem.unusual = minutes(5);
    EXPECT_EQ(who_does(problem, DayPlanner().plan(problem))[0], 0U);
}

}  // namespace
}  // namespace muster::match
