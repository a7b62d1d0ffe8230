// Who visits whom on a day, and in which order. Integers only, pure.
//
// Everybody keeps the visits that are his own, in the order of DayRouteSolver. What does not fit
// goes to whoever is delayed least by it, the usual person being worth a detour; the worthiest
// visit first. So an alarm that takes somebody away moves the visits that he cannot make any more,
// and nobody else's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/match/day_route.hpp"
#include "muster/units.hpp"

namespace muster::match {

struct DayVisitor {
    std::uint32_t place = 0;    // where his day starts
    std::uint32_t travels = 0;  // how: his place in DayPlanProblem::travel
    TimePoint starts_at;
    TimePoint ends_at;
    std::vector<DayBreak> breaks;

    bool operator==(const DayVisitor&) const = default;
};

constexpr std::uint32_t nobody = ~std::uint32_t{0};

struct PlannedStop {
    DayStop stop;
    std::uint32_t place = 0;
    std::uint32_t owner = nobody;    // whose visit it is
    std::uint32_t usual = nobody;    // who knows the member best
    std::vector<std::uint32_t> may;  // who is able to, the owner among them; in order
};

struct DayPlanProblem {
    std::vector<DayVisitor> visitors;
    std::vector<PlannedStop> stops;
    // For each way to travel, row by row between `places` places, not negative.
    std::vector<std::vector<Millis>> travel;
    std::uint32_t places = 0;
    Millis unusual = minutes(15);  // so much delay is somebody taken who is not the usual one
};

struct DayPlan {
    std::vector<DayRoute> routes;         // of each visitor; stops by their number in the problem
    std::vector<std::uint32_t> left_out;  // what nobody can do, in order of number
};

// Not thread-safe. Remembers whose day is as it was, so that a change costs what it concerns.
class DayPlanner {
  public:
    // Aborts when numbers point to nothing, or somebody owns more than DayRouteSolver::most_stops.
    [[nodiscard]] DayPlan plan(const DayPlanProblem& problem);

  private:
    // A day, as its visitor's own problem: its stops are numbered from 0.
    struct Known {
        DayVisitor visitor;
        std::vector<DayStop> stops;
        std::vector<Millis> travel;
        DayRoute route;
    };
    void route(const DayPlanProblem& problem, std::uint32_t visitor,
               const std::vector<std::uint32_t>& stops, DayRoute& into, Known* known);

    DayRouteSolver solver_;
    std::vector<Known> known_;
};

}  // namespace muster::match
