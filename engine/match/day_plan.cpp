#include "engine/match/day_plan.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "engine/match/must.hpp"

namespace muster::match {
namespace {

using Numbers = std::vector<std::uint32_t>;

void check(const DayPlanProblem& problem) {
    for (const auto& travel : problem.travel)
        must(travel.size() == std::size_t{problem.places} * problem.places);
    for (const DayVisitor& visitor : problem.visitors) {
        must(visitor.place < problem.places && visitor.travels < problem.travel.size());
    }
    for (const PlannedStop& stop : problem.stops) {
        must(stop.place < problem.places);
        must(std::is_sorted(stop.may.begin(), stop.may.end()));
        must(stop.may.empty() || stop.may.back() < problem.visitors.size());
        must(stop.owner == nobody ||
             std::binary_search(stop.may.begin(), stop.may.end(), stop.owner));
    }
}

// One visitor's day as a problem of its own. The stops keep their order, so that the numbers of the
// one are those of the other.
class OwnDay {
  public:
    OwnDay(const DayPlanProblem& whole, std::uint32_t visitor, const Numbers& numbers)
        : visitor_(whole.visitors[visitor]) {
        Numbers places{visitor_.place};
        const auto& travel = whole.travel[visitor_.travels];
        for (const std::uint32_t number : numbers) {
            stops_.push_back(whole.stops[number].stop);
            places.push_back(whole.stops[number].place);
        }
        for (const std::uint32_t from : places) {
            for (const std::uint32_t to : places)
                travel_.push_back(travel[std::size_t{from} * whole.places + to]);
        }
    }
    [[nodiscard]] DayRouteProblem problem() const {
        return {visitor_.starts_at, visitor_.ends_at, visitor_.breaks, stops_, travel_};
    }
    [[nodiscard]] std::vector<DayStop>& stops() { return stops_; }
    [[nodiscard]] std::vector<Millis>& travel() { return travel_; }

  private:
    const DayVisitor& visitor_;
    std::vector<DayStop> stops_;
    std::vector<Millis> travel_;
};

Numbers stops_of(const DayRoute& route) {
    Numbers stops;
    for (const DayVisit& visit : route.visits)
        stops.push_back(visit.stop);
    return stops;
}

// By how much the day of the visitor, who goes this route, ends later with the stop in its best
// place; nothing when it does not fit.
struct Delay {
    Millis price;
    std::uint32_t visitor = nobody;

    [[nodiscard]] bool is_less_than(const Delay& other) const {
        return visitor != nobody && (other.visitor == nobody || price < other.price);
    }
};
Delay delay_by(const DayPlanProblem& problem, std::uint32_t visitor, const DayRoute& route,
               std::uint32_t stop) {
    if (route.visits.size() >= DayRouteSolver::most_stops) return {};
    Numbers with = stops_of(route);
    with.push_back(stop);
    const OwnDay day(problem, visitor, with);
    const auto last = static_cast<std::uint32_t>(with.size() - 1);
    Numbers order(with.size());
    std::iota(order.begin(), order.end(), 0U);
    // From the last place to the first: one exchange makes the next order.
    TimePoint best = end_of_route(day.problem(), order);
    for (std::uint32_t at = last; at > 0; --at) {
        std::swap(order[at], order[at - 1]);
        best = std::min(best, end_of_route(day.problem(), order));
    }
    if (best == never) return {};
    const Millis strange = problem.stops[stop].usual == visitor ? Millis{} : problem.unusual;
    return {best - route.ends_at + strange, visitor};
}

// The worthiest first, among equals what closes first.
void sort_by_worth(const DayPlanProblem& problem, Numbers& stops) {
    std::sort(stops.begin(), stops.end(), [&](std::uint32_t a, std::uint32_t b) {
        const DayStop& one = problem.stops[a].stop;
        const DayStop& other = problem.stops[b].stop;
        if (one.worth != other.worth) return one.worth > other.worth;
        return one.close != other.close ? one.close < other.close : a < b;
    });
}

}  // namespace

void DayPlanner::route(const DayPlanProblem& problem, std::uint32_t visitor, const Numbers& stops,
                       DayRoute& into, Known* known) {
    OwnDay day(problem, visitor, stops);
    if (known == nullptr || known->visitor != problem.visitors[visitor] ||
        known->stops != day.stops() || known->travel != day.travel()) {
        into = solver_.solve(day.problem());
        if (known != nullptr) {
            *known = {problem.visitors[visitor], std::move(day.stops()), std::move(day.travel()),
                      into};
        }
    } else {
        into = known->route;
    }
    for (DayVisit& visit : into.visits)
        visit.stop = stops[visit.stop];
    for (std::uint32_t& stop : into.left_out)
        stop = stops[stop];
}

DayPlan DayPlanner::plan(const DayPlanProblem& problem) {
    check(problem);
    const auto visitors = static_cast<std::uint32_t>(problem.visitors.size());
    std::vector<Numbers> own(visitors);
    Numbers open;
    for (std::uint32_t stop = 0; stop < problem.stops.size(); ++stop) {
        const std::uint32_t owner = problem.stops[stop].owner;
        (owner == nobody ? open : own[owner]).push_back(stop);
    }
    DayPlan plan;
    plan.routes.resize(visitors);
    known_.resize(visitors);
    for (std::uint32_t visitor = 0; visitor < visitors; ++visitor) {
        DayRoute& route = plan.routes[visitor];
        this->route(problem, visitor, own[visitor], route, &known_[visitor]);
        open.insert(open.end(), route.left_out.begin(), route.left_out.end());
        route.left_out.clear();
    }
    sort_by_worth(problem, open);
    for (const std::uint32_t stop : open) {
        Delay least;
        for (const std::uint32_t visitor : problem.stops[stop].may) {
            const Delay delay = delay_by(problem, visitor, plan.routes[visitor], stop);
            if (delay.is_less_than(least)) least = delay;
        }
        if (least.visitor == nobody) {
            plan.left_out.push_back(stop);
            continue;
        }
        Numbers with = stops_of(plan.routes[least.visitor]);
        with.push_back(stop);
        std::sort(with.begin(), with.end());
        // Everything fits in one order at least; many stops are not solved exactly, so that it may
        // not be found: then the stop stays out.
        DayRoute better;
        route(problem, least.visitor, with, better, nullptr);
        if (better.left_out.empty()) {
            plan.routes[least.visitor] = std::move(better);
        } else {
            plan.left_out.push_back(stop);
        }
    }
    std::sort(plan.left_out.begin(), plan.left_out.end());
    return plan;
}

}  // namespace muster::match
