// The route of a day: what the exact one costs, beside the nearest next stop, which is the least
// that anything does; and what an alarm costs that takes one of many visitors away.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <vector>

#include "engine/match/day_plan.hpp"
#include "engine/match/day_route.hpp"

namespace {

using muster::hours;
using muster::Millis;
using muster::minutes;
using muster::TimePoint;
using muster::match::DayBreak;
using muster::match::DayPlanner;
using muster::match::DayPlanProblem;
using muster::match::DayRoute;
using muster::match::DayRouteProblem;
using muster::match::DayRouteSolver;
using muster::match::DayStop;

constexpr std::size_t variants = 32;
constexpr TimePoint eight{hours(8).value};
constexpr TimePoint evening{hours(18).value};
const std::vector<DayBreak> noon{{eight + hours(4), eight + hours(5)}};

struct Day {
    std::vector<DayStop> stops;
    std::vector<Millis> travel;

    [[nodiscard]] DayRouteProblem problem() const { return {eight, evening, noon, stops, travel}; }
};

// Places in a town of 20 x 20 minutes; every third member wants to be visited in certain hours.
Day random_day(std::mt19937_64& random, std::size_t stops) {
    const auto up_to = [&](std::int64_t most) {
        return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(most + 1));
    };
    Day day;
    std::vector<std::pair<std::int64_t, std::int64_t>> places;
    for (std::size_t i = 0; i <= stops; ++i)
        places.emplace_back(up_to(1'200'000), up_to(1'200'000));
    for (const auto& [x, y] : places) {
        for (const auto& [u, v] : places)
            day.travel.push_back({std::abs(x - u) + std::abs(y - v)});
    }
    const std::int64_t service_min = stops <= DayRouteSolver::most_exact ? 30 : 10;
    for (std::size_t i = 0; i < stops; ++i) {
        DayStop stop{eight, evening, minutes(service_min)};
        if (i % 3 == 0) {
            stop.open = eight + minutes(up_to(360));
            stop.close = stop.open + hours(3);
        }
        day.stops.push_back(stop);
    }
    return day;
}

std::vector<Day> random_days(std::size_t stops) {
    std::mt19937_64 random(stops);
    std::vector<Day> days;
    for (std::size_t i = 0; i < variants; ++i)
        days.push_back(random_day(random, stops));
    return days;
}

void day_route(benchmark::State& state) {
    const auto days = random_days(static_cast<std::size_t>(state.range(0)));
    DayRouteSolver solver;
    std::size_t i = 0;
    for (auto _ : state)
        benchmark::DoNotOptimize(solver.solve(days[i++ % variants].problem()).ends_at);
}
BENCHMARK(day_route)->ArgName("stops")->Arg(6)->Arg(12)->Arg(13)->Arg(20)->Arg(40)->Unit(
    benchmark::kMicrosecond);

void nearest_next(benchmark::State& state) {
    const auto days = random_days(static_cast<std::size_t>(state.range(0)));
    std::size_t i = 0;
    std::vector<std::uint32_t> order;
    for (auto _ : state) {
        const Day& day = days[i++ % variants];
        order.clear();
        std::vector<bool> used(day.stops.size());
        for (std::size_t place = 0; order.size() < day.stops.size();) {
            std::uint32_t next = 0;
            Millis best = muster::never - TimePoint{};
            for (std::uint32_t stop = 0; stop < day.stops.size(); ++stop) {
                const Millis way = day.travel[place * (day.stops.size() + 1) + stop + 1];
                if (used[stop] || way >= best) continue;
                best = way;
                next = stop;
            }
            used[next] = true;
            order.push_back(next);
            place = next + 1;
        }
        benchmark::DoNotOptimize(order.data());
    }
}
BENCHMARK(nearest_next)->ArgName("stops")->Arg(12)->Arg(40)->Unit(benchmark::kMicrosecond);

// 20 visitors with 10 visits each in a town of 40 x 40 minutes, of whom each may do all.
DayPlanProblem random_plan(std::mt19937_64& random) {
    constexpr std::uint32_t visitors = 20;
    constexpr std::uint32_t stops = 200;
    DayPlanProblem problem;
    problem.places = visitors + stops;
    std::vector<std::pair<std::int64_t, std::int64_t>> at;
    for (std::uint32_t i = 0; i < problem.places; ++i) {
        at.emplace_back(static_cast<std::int64_t>(random() % 2'400'000),
                        static_cast<std::int64_t>(random() % 2'400'000));
    }
    problem.travel.emplace_back();
    for (const auto& [x, y] : at) {
        for (const auto& [u, v] : at)
            problem.travel[0].push_back({std::abs(x - u) + std::abs(y - v)});
    }
    std::vector<std::uint32_t> all(visitors);
    std::iota(all.begin(), all.end(), 0U);
    for (std::uint32_t i = 0; i < visitors; ++i)
        problem.visitors.push_back({i, 0, eight, evening, noon});
    for (std::uint32_t i = 0; i < stops; ++i) {
        const std::uint32_t who = i % visitors;
        problem.stops.push_back({{eight, evening, minutes(30)}, visitors + i, who, who, all});
    }
    return problem;
}

// An alarm takes one of them away for three hours; then it is over.
void replan(benchmark::State& state) {
    std::mt19937_64 random(20);
    DayPlanProblem problem = random_plan(random);
    DayPlanner planner;
    benchmark::DoNotOptimize(planner.plan(problem).left_out.size());
    std::uint32_t away = 0;
    std::size_t moved = 0;
    for (auto _ : state) {
        problem.visitors[away % 20].starts_at = eight + hours(3);
        const auto plan = planner.plan(problem);
        state.PauseTiming();
        moved += 10 - std::min<std::size_t>(10, plan.routes[away % 20].visits.size());
        problem.visitors[away++ % 20].starts_at = eight;
        benchmark::DoNotOptimize(planner.plan(problem).left_out.size());
        state.ResumeTiming();
    }
    state.counters["moved"] =
        benchmark::Counter(static_cast<double>(moved), benchmark::Counter::kAvgIterations);
}
BENCHMARK(replan)->Unit(benchmark::kMicrosecond);

void plan_from_nothing(benchmark::State& state) {
    std::mt19937_64 random(20);
    const DayPlanProblem problem = random_plan(random);
    for (auto _ : state)
        benchmark::DoNotOptimize(DayPlanner().plan(problem).left_out.size());
}
BENCHMARK(plan_from_nothing)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
