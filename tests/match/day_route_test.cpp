// Routes of a day against every order there is, against Held and Karp's tour in the textbook's
// form, and against the nearest next stop.
#include "engine/match/day_route.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <optional>
#include <random>

namespace muster::match {
namespace {

using Random = std::mt19937_64;
using Order = std::vector<std::uint32_t>;

constexpr TimePoint start_of_day{8 * 3'600'000};
constexpr TimePoint evening{18 * 3'600'000};

struct Day {
    TimePoint ends_at = evening;
    std::vector<DayBreak> breaks;
    std::vector<DayStop> stops;
    std::vector<Millis> travel;
    bool back = false;

    [[nodiscard]] DayRouteProblem problem() const {
        return {start_of_day, ends_at, breaks, stops, travel, back};
    }
    [[nodiscard]] std::int64_t way(std::size_t from, std::size_t to) const {
        return travel[from * (stops.size() + 1) + to].value;
    }
};

std::int64_t at_most(Random& random, std::int64_t most) {
    return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(most + 1));
}

// Places in a town of 20 x 20 minutes.
Day open_day(Random& random, std::size_t stops) {
    Day day;
    std::vector<std::pair<std::int64_t, std::int64_t>> places;
    for (std::size_t i = 0; i <= stops; ++i)
        places.emplace_back(at_most(random, 1'200'000), at_most(random, 1'200'000));
    for (const auto& [x, y] : places) {
        for (const auto& [u, v] : places)
            day.travel.push_back({std::abs(x - u) + std::abs(y - v)});
    }
    for (std::size_t i = 0; i < stops; ++i)
        day.stops.push_back({start_of_day, evening, minutes(5 + at_most(random, 20)), 1});
    return day;
}

// With windows, breaks, and more than fits.
Day full_day(Random& random, std::size_t stops) {
    Day day = open_day(random, stops);
    day.ends_at = start_of_day + minutes(90 + at_most(random, 180));
    day.back = random() % 2 == 0;
    for (DayStop& stop : day.stops) {
        stop.open = start_of_day + minutes(at_most(random, 120));
        stop.close = stop.open + minutes(1 + at_most(random, 120));
        stop.worth = 1 + at_most(random, 3);
    }
    TimePoint from = start_of_day;
    while (random() % 3 != 0) {
        from = from + minutes(at_most(random, 60));
        const TimePoint to = from + minutes(1 + at_most(random, 30));
        day.breaks.push_back({from, to});
        from = to;
    }
    return day;
}

// Minute by minute would take too long, so that time goes on from border to border: the same rules
// said in another way.
bool on_break(const Day& day, std::int64_t time) {
    return std::any_of(day.breaks.begin(), day.breaks.end(), [&](const DayBreak& one) {
        return one.from.value <= time && time < one.to.value;
    });
}
std::int64_t next_border(const Day& day, std::int64_t time) {
    std::int64_t next = never.value;
    for (const DayBreak& one : day.breaks) {
        for (const std::int64_t border : {one.from.value, one.to.value}) {
            if (border > time) next = std::min(next, border);
        }
    }
    return next;
}
std::int64_t naive_arrival(const Day& day, std::int64_t time, std::int64_t left) {
    while (left > 0) {
        const std::int64_t border = next_border(day, time);
        if (on_break(day, time)) {
            time = border;
            continue;
        }
        const std::int64_t go = std::min(left, border - time);
        time += go;
        left -= go;
    }
    return time;
}
std::optional<std::int64_t> naive_done(const Day& day, const DayStop& stop, std::int64_t time) {
    time = std::max(time, stop.open.value);
    const auto meets = [&](std::int64_t begin) {
        const std::int64_t end = begin + stop.service.value;
        return std::any_of(day.breaks.begin(), day.breaks.end(), [&](const DayBreak& one) {
            return begin < one.to.value && one.from.value < end;
        });
    };
    while (meets(time) || on_break(day, time))
        time = next_border(day, time);
    if (time >= stop.close.value) return std::nullopt;
    return time + stop.service.value;
}

struct Spent {
    std::int64_t worth = 0;
    std::int64_t end = start_of_day.value;

    [[nodiscard]] bool is_better_than(const Spent& other) const {
        return worth != other.worth ? worth > other.worth : end < other.end;
    }
    bool operator==(const Spent&) const = default;
};

std::optional<Spent> naive_day(const Day& day, const Order& order) {
    Spent spent;
    std::size_t place = 0;
    for (const std::uint32_t stop : order) {
        const auto there = naive_arrival(day, spent.end, day.way(place, stop + 1));
        const auto done = naive_done(day, day.stops[stop], there);
        if (!done || *done > day.ends_at.value) return std::nullopt;
        spent.end = *done;
        spent.worth += day.stops[stop].worth;
        place = stop + 1;
    }
    if (day.back) spent.end = naive_arrival(day, spent.end, day.way(place, 0));
    if (spent.end > day.ends_at.value) return std::nullopt;
    return spent;
}

// Of every choice of stops in every order.
Spent best_of_all(const Day& day) {
    Spent best;
    const std::size_t n = day.stops.size();
    for (std::size_t set = 1; set < std::size_t{1} << n; ++set) {
        Order order;
        for (std::uint32_t stop = 0; stop < n; ++stop) {
            if (set >> stop & 1) order.push_back(stop);
        }
        do {
            const auto spent = naive_day(day, order);
            if (spent && spent->is_better_than(best)) best = *spent;
        } while (std::next_permutation(order.begin(), order.end()));
    }
    return best;
}

Order order_of(const DayRoute& route) {
    Order order;
    for (const DayVisit& visit : route.visits)
        order.push_back(visit.stop);
    return order;
}

Spent spent_by(const Day& day, const DayRoute& route) {
    const auto spent = naive_day(day, order_of(route));
    EXPECT_TRUE(spent.has_value());
    EXPECT_EQ(route.ends_at.value, spent.value_or(Spent()).end);
    EXPECT_EQ(end_of_route(day.problem(), order_of(route)), route.ends_at);
    return spent.value_or(Spent());
}

// R. Held and M. Karp's recursion for open tours, from the last stop back, without windows.
std::int64_t held_karp(const Day& day) {
    const std::size_t n = day.stops.size();
    std::vector<std::vector<std::int64_t>> rest(std::size_t{1} << n,
                                                std::vector<std::int64_t>(n + 1, 0));
    for (std::size_t left = 1; left < rest.size(); ++left) {
        for (std::size_t place = 0; place <= n; ++place) {
            std::int64_t best = never.value;
            for (std::size_t next = 0; next < n; ++next) {
                if (left >> next & 1) {
                    best = std::min(best, day.way(place, next + 1) + day.stops[next].service.value +
                                              rest[left & ~(std::size_t{1} << next)][next + 1]);
                }
            }
            rest[left][place] = best;
        }
    }
    return start_of_day.value + rest.back()[0];
}

Order nearest_next(const Day& day) {
    Order order;
    Order left(day.stops.size());
    std::iota(left.begin(), left.end(), 0U);
    for (std::size_t place = 0; !left.empty();) {
        const auto next = std::min_element(left.begin(), left.end(), [&](auto a, auto b) {
            return day.way(place, a + 1) < day.way(place, b + 1);
        });
        place = *next + 1;
        order.push_back(*next);
        left.erase(next);
    }
    return order;
}

TEST(DayRoute, IsTheBestOfEveryOrderWithWindowsBreaksAndMoreThanFits) {
    Random random(7);
    for (int i = 0; i < 300; ++i) {
        const Day day = full_day(random, 1 + random() % 6);
        const DayRoute route = DayRouteSolver().solve(day.problem());
        EXPECT_EQ(spent_by(day, route), best_of_all(day)) << "day " << i;
        EXPECT_EQ(route.visits.size() + route.left_out.size(), day.stops.size());
        EXPECT_TRUE(route.exact);
    }
}

TEST(DayRoute, OfTwelveStopsIsHeldKarpsOptimum) {
    Random random(11);
    DayRouteSolver solver;
    for (int i = 0; i < 30; ++i) {
        Day day = open_day(random, 12);
        day.ends_at = never;
        for (DayStop& stop : day.stops)
            stop.close = never;
        const DayRoute route = solver.solve(day.problem());
        EXPECT_EQ(route.ends_at.value, held_karp(day));
        EXPECT_TRUE(route.left_out.empty());
    }
}

TEST(DayRoute, IsNeverLongerThanTheNearestNextStop) {
    Random random(13);
    DayRouteSolver solver;
    for (const std::size_t stops : {3U, 8U, 12U, 13U, 20U, 40U}) {
        for (int i = 0; i < 10; ++i) {
            Day day = open_day(random, stops);
            day.ends_at = never;
            for (DayStop& stop : day.stops)
                stop.close = never;
            const DayRoute route = solver.solve(day.problem());
            EXPECT_LE(route.ends_at.value, naive_day(day, nearest_next(day))->end);
            EXPECT_EQ(route.visits.size(), stops);
            EXPECT_EQ(spent_by(day, route).worth, static_cast<std::int64_t>(stops));
        }
    }
}

TEST(DayRoute, OfManyStopsKeepsWindowsAndBreaksToo) {
    Random random(17);
    DayRouteSolver solver;
    for (int i = 0; i < 100; ++i) {
        const Day day = full_day(random, 13 + random() % 20);
        const DayRoute route = solver.solve(day.problem());
        spent_by(day, route);
        EXPECT_EQ(route.visits.size() + route.left_out.size(), day.stops.size());
        EXPECT_FALSE(route.exact);
    }
}

TEST(DayRoute, WaitsForAWindowAndGoesOnAfterABreak) {
    Day day;
    day.stops = {{start_of_day + minutes(60), evening, minutes(30), 1}};
    day.travel = {{}, minutes(20), minutes(20), {}};
    day.breaks = {{start_of_day + minutes(10), start_of_day + minutes(25)},
                  {start_of_day + minutes(80), start_of_day + minutes(90)}};
    const DayRoute route = DayRouteSolver().solve(day.problem());
    ASSERT_EQ(route.visits.size(), 1U);
    EXPECT_EQ(route.visits[0].arrives_at, start_of_day + minutes(35));
    EXPECT_EQ(route.visits[0].begins_at, start_of_day + minutes(90))
        << "30 minutes do not fit before";
    EXPECT_EQ(route.ends_at, start_of_day + minutes(120));
}

TEST(DayRoute, OfNothingEndsAtOnce) {
    Day day;
    day.travel = {{}};
    const DayRoute route = DayRouteSolver().solve(day.problem());
    EXPECT_TRUE(route.visits.empty());
    EXPECT_EQ(route.ends_at, start_of_day);
}

TEST(DayRouteDeath, AProblemThatIsNotWholeAborts) {
    Day day;
    day.stops = {{start_of_day, evening, minutes(1), 1}};
    day.travel = {{}};
    EXPECT_DEATH((void)DayRouteSolver().solve(day.problem()), "");
}

}  // namespace
}  // namespace muster::match
