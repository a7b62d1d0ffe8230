// The order in which one person visits the places of a day. Integers only, pure.
//
// Up to `most_exact` stops are solved exactly by M. Held and R. Karp's recursion over sets of stops
// (Journal of the Society for Industrial and Applied Mathematics 10 (1962)): for each set and last
// stop the earliest time at which it can be done. Because who is earlier somewhere is never later
// afterwards, that is exact with windows and breaks too. More stops start as the nearest next one
// and are improved by moving, turning round and exchanging parts until no such change helps.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "muster/units.hpp"

namespace muster::match {

// A service at a stop begins from `open` until before `close`, and is not interrupted.
struct DayStop {
    TimePoint open;
    TimePoint close;
    Millis service;          // 0 or more
    std::int64_t worth = 1;  // 1..2^32; of what cannot all be done the greater sum goes first

    bool operator==(const DayStop&) const = default;
};

// From `from` until before `to` nobody serves or travels; a way that it meets goes on after it.
struct DayBreak {
    TimePoint from;
    TimePoint to;

    bool operator==(const DayBreak&) const = default;
};

struct DayRouteProblem {
    TimePoint starts_at;
    TimePoint ends_at;  // the last service, and the way back if there is one, end by then
    std::span<const DayBreak> breaks;  // in order, apart from each other
    std::span<const DayStop> stops;    // at most `most_stops`
    // Row by row from place to place: place 0 is where the day starts, place n + 1 is stop n.
    std::span<const Millis> travel;  // (stops + 1)^2 of them, not negative
    bool back = false;               // ends at the start
};

struct DayVisit {
    std::uint32_t stop = 0;
    TimePoint arrives_at;
    TimePoint begins_at;
    TimePoint ends_at;
};

// Among all ways to spend the day: the greatest sum of worths, then the earliest end, then the
// order that solve() meets first; the same on every machine.
struct DayRoute {
    std::vector<DayVisit> visits;         // in their order
    std::vector<std::uint32_t> left_out;  // what did not fit, in order of number
    TimePoint ends_at;                    // of the last service or of the way back
    bool exact = true;
};

// When a route that serves these stops in this order is done; `never` when it cannot be so.
[[nodiscard]] TimePoint end_of_route(const DayRouteProblem& problem,
                                     std::span<const std::uint32_t> order);

// Not thread-safe: reuses its memory.
class DayRouteSolver {
  public:
    static constexpr std::size_t most_exact = 12;
    static constexpr std::size_t most_stops = 256;

    // Aborts when the problem is not as described above.
    [[nodiscard]] DayRoute solve(const DayRouteProblem& problem);

  private:
    void solve_exactly(const DayRouteProblem& problem, std::vector<std::uint32_t>& order);

    std::vector<std::int64_t> done_at_;
    std::vector<std::uint8_t> before_;
    std::vector<std::int64_t> worth_;
};

}  // namespace muster::match
