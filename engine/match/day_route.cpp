#include "engine/match/day_route.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <utility>

#include "engine/match/must.hpp"

namespace muster::match {
namespace {

using Order = std::vector<std::uint32_t>;

constexpr std::int64_t not_at_all = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t most_worth = std::int64_t{1} << 32;

void check(const DayRouteProblem& problem) {
    const std::size_t places = problem.stops.size() + 1;
    must(problem.stops.size() <= DayRouteSolver::most_stops);
    must(problem.travel.size() == places * places);
    for (const DayStop& stop : problem.stops) {
        must(stop.service >= Millis{} && stop.worth >= 1 && stop.worth <= most_worth);
    }
    for (const Millis travel : problem.travel)
        must(travel >= Millis{});
    for (std::size_t i = 0; i < problem.breaks.size(); ++i) {
        const DayBreak& one = problem.breaks[i];
        must(one.from < one.to && (i == 0 || problem.breaks[i - 1].to <= one.from));
    }
}

// What the clock does on a way and at a stop. Whoever is earlier before is not later after.
class Clock {
  public:
    explicit Clock(const DayRouteProblem& problem)
        : problem_(problem), places_(problem.stops.size() + 1) {}

    // The arrival at place `to` of who leaves `from` at `time`.
    [[nodiscard]] std::int64_t arrive(std::size_t from, std::size_t to, std::int64_t time) const {
        std::int64_t left = problem_.travel[from * places_ + to].value;
        for (const DayBreak& one : problem_.breaks) {
            if (one.to.value <= time) continue;
            if (time + left <= one.from.value) break;
            left -= std::max<std::int64_t>(one.from.value - time, 0);
            time = one.to.value;
        }
        return time + left;
    }
    // When a service that could begin at `time` begins; not_at_all when it comes too late.
    [[nodiscard]] std::int64_t begin(std::size_t stop, std::int64_t time) const {
        const DayStop& what = problem_.stops[stop];
        time = std::max(time, what.open.value);
        for (const DayBreak& one : problem_.breaks) {
            if (one.to.value <= time) continue;
            if (time + what.service.value <= one.from.value) break;
            time = one.to.value;
        }
        const bool fits =
            time < what.close.value && time + what.service.value <= problem_.ends_at.value;
        return fits ? time : not_at_all;
    }
    // From place `from`, left at `time`, to stop `stop`, served.
    [[nodiscard]] std::int64_t serve(std::size_t from, std::size_t stop, std::int64_t time) const {
        const std::int64_t begins = begin(stop, arrive(from, stop + 1, time));
        return begins == not_at_all ? not_at_all : begins + problem_.stops[stop].service.value;
    }
    // The end of the day of who is done at place `from` at `time`.
    [[nodiscard]] std::int64_t finish(std::size_t from, std::int64_t time) const {
        if (!problem_.back) return time;
        const std::int64_t back = arrive(from, 0, time);
        return back <= problem_.ends_at.value ? back : not_at_all;
    }

  private:
    const DayRouteProblem& problem_;
    std::size_t places_;
};

std::int64_t end_of(const DayRouteProblem& problem, std::span<const std::uint32_t> order) {
    const Clock clock(problem);
    std::int64_t time = problem.starts_at.value;
    std::size_t place = 0;
    for (const std::uint32_t stop : order) {
        time = clock.serve(place, stop, time);
        if (time == not_at_all) return not_at_all;
        place = stop + 1;
    }
    return clock.finish(place, time);
}

// The set and last stop of the best day so far.
struct Best {
    std::int64_t worth = 0;
    std::int64_t end = 0;
    std::size_t state = 0;

    [[nodiscard]] bool improve(std::int64_t other_worth, std::int64_t other_end) const {
        return other_worth != worth ? other_worth > worth : other_end < end;
    }
};

// What comes next on a way that is made stop by stop: the nearest, by arrival; the one that is done
// first; the one that closes first.
enum class Next { nearest, done, closing };

// While any fits.
Order one_by_one(const DayRouteProblem& problem, Next by) {
    const Clock clock(problem);
    std::vector<bool> used(problem.stops.size());
    Order order;
    std::int64_t time = problem.starts_at.value;
    for (std::size_t place = 0;;) {
        std::int64_t best = not_at_all;
        std::int64_t best_done = 0;
        std::uint32_t next = 0;
        for (std::uint32_t stop = 0; stop < problem.stops.size(); ++stop) {
            if (used[stop]) continue;
            const std::int64_t done = clock.serve(place, stop, time);
            if (done == not_at_all || clock.finish(stop + 1, done) == not_at_all) continue;
            const std::int64_t key = by == Next::nearest ? clock.arrive(place, stop + 1, time)
                                     : by == Next::done  ? done
                                                         : problem.stops[stop].close.value;
            if (best != not_at_all && key >= best) continue;
            best = key;
            best_done = done;
            next = stop;
        }
        if (best == not_at_all) return order;
        used[next] = true;
        order.push_back(next);
        time = best_done;
        place = next + 1;
    }
}

// Changes of an order, each kept only when the day ends earlier by it.
class Improvement {
  public:
    Improvement(const DayRouteProblem& problem, Order& order)
        : problem_(problem), order_(order), end_(end_of(problem, order)) {}

    // Until nothing helps any more. Each round that goes on ends the day earlier, or serves more.
    void run() {
        while (fill() || turn() || move()) {
        }
    }

  private:
    // Puts what was left out where it delays the end least; the worthiest first.
    bool fill() {
        Order out;
        for (std::uint32_t stop = 0; stop < problem_.stops.size(); ++stop) {
            if (std::find(order_.begin(), order_.end(), stop) == order_.end()) out.push_back(stop);
        }
        std::stable_sort(out.begin(), out.end(), [&](std::uint32_t a, std::uint32_t b) {
            return problem_.stops[a].worth > problem_.stops[b].worth;
        });
        for (const std::uint32_t stop : out) {
            if (insert(stop)) return true;
        }
        return false;
    }

    bool insert(std::uint32_t stop) {
        Order best;
        std::int64_t best_end = not_at_all;
        for (std::size_t at = 0; at <= order_.size(); ++at) {
            tried_ = order_;
            tried_.insert(tried_.begin() + static_cast<std::ptrdiff_t>(at), stop);
            const std::int64_t end = end_of(problem_, tried_);
            if (end >= best_end) continue;
            best_end = end;
            best = tried_;
        }
        if (best_end == not_at_all) return false;
        order_ = std::move(best);
        end_ = best_end;
        return true;
    }

    // Goes through a part of the day the other way round.
    bool turn() {
        for (std::size_t from = 0; from + 1 < order_.size(); ++from) {
            for (std::size_t to = from + 2; to <= order_.size(); ++to) {
                tried_ = order_;
                std::reverse(tried_.begin() + static_cast<std::ptrdiff_t>(from),
                             tried_.begin() + static_cast<std::ptrdiff_t>(to));
                if (keep_if_earlier()) return true;
            }
        }
        return false;
    }

    // Puts up to three stops that follow each other elsewhere.
    bool move() {
        for (std::size_t length = 1; length <= 3; ++length) {
            for (std::size_t from = 0; from + length <= order_.size(); ++from) {
                for (std::size_t to = 0; to + length <= order_.size(); ++to) {
                    if (to == from) continue;
                    tried_ = order_;
                    const auto first = tried_.begin() + static_cast<std::ptrdiff_t>(from);
                    const auto width = static_cast<std::ptrdiff_t>(length);
                    const auto place = tried_.begin() + static_cast<std::ptrdiff_t>(to);
                    if (to < from) {
                        std::rotate(place, first, first + width);
                    } else {
                        std::rotate(first, first + width, place + width);
                    }
                    if (keep_if_earlier()) return true;
                }
            }
        }
        return false;
    }

    bool keep_if_earlier() {
        const std::int64_t end = end_of(problem_, tried_);
        if (end >= end_) return false;
        end_ = end;
        order_.swap(tried_);
        return true;
    }

    const DayRouteProblem& problem_;
    Order& order_;
    std::int64_t end_;
    Order tried_;
};

std::int64_t worth_of(const DayRouteProblem& problem, const Order& order) {
    std::int64_t worth = 0;
    for (const std::uint32_t stop : order)
        worth += problem.stops[stop].worth;
    return worth;
}

void solve_nearly(const DayRouteProblem& problem, Order& order) {
    for (const Next by : {Next::nearest, Next::done, Next::closing}) {
        Order tried = one_by_one(problem, by);
        Improvement(problem, tried).run();
        const std::int64_t more = worth_of(problem, tried) - worth_of(problem, order);
        if (more > 0 || (more == 0 && end_of(problem, tried) < end_of(problem, order))) {
            order = std::move(tried);
        }
    }
}

DayRoute told(const DayRouteProblem& problem, const Order& order) {
    const Clock clock(problem);
    DayRoute route;
    std::vector<bool> served(problem.stops.size());
    std::int64_t time = problem.starts_at.value;
    std::size_t place = 0;
    for (const std::uint32_t stop : order) {
        const std::int64_t arrives = clock.arrive(place, stop + 1, time);
        const std::int64_t begins = clock.begin(stop, arrives);
        time = begins + problem.stops[stop].service.value;
        route.visits.push_back({stop, {arrives}, {begins}, {time}});
        served[stop] = true;
        place = stop + 1;
    }
    for (std::uint32_t stop = 0; stop < served.size(); ++stop) {
        if (!served[stop]) route.left_out.push_back(stop);
    }
    route.ends_at = {clock.finish(place, time)};
    return route;
}

}  // namespace

TimePoint end_of_route(const DayRouteProblem& problem, std::span<const std::uint32_t> order) {
    check(problem);
    return {end_of(problem, order)};
}

// done_at_[set * n + last] is when the stops of the set can all be done, `last` as the last one;
// before_ is the stop before it.
void DayRouteSolver::solve_exactly(const DayRouteProblem& problem, Order& order) {
    const Clock clock(problem);
    const std::size_t n = problem.stops.size();
    const std::size_t sets = std::size_t{1} << n;
    done_at_.assign(sets * n, not_at_all);
    before_.assign(sets * n, 0);
    worth_.assign(sets, 0);
    for (std::size_t stop = 0; stop < n; ++stop) {
        done_at_[(std::size_t{1} << stop) * n + stop] =
            clock.serve(0, stop, problem.starts_at.value);
    }
    Best best{.worth = 0, .end = problem.starts_at.value, .state = 0};
    for (std::size_t set = 1; set < sets; ++set) {
        const std::size_t lowest = static_cast<std::size_t>(std::countr_zero(set));
        const std::int64_t worth = worth_[set & (set - 1)] + problem.stops[lowest].worth;
        worth_[set] = worth;
        for (std::size_t last = 0; last < n; ++last) {
            const std::int64_t done = done_at_[set * n + last];
            if (done == not_at_all) continue;
            const std::int64_t end = clock.finish(last + 1, done);
            if (end != not_at_all && best.improve(worth, end)) best = {worth, end, set * n + last};
            for (std::size_t next = 0; next < n; ++next) {
                if (set >> next & 1) continue;
                const std::size_t state = (set | std::size_t{1} << next) * n + next;
                const std::int64_t then = clock.serve(last + 1, next, done);
                if (then >= done_at_[state]) continue;
                done_at_[state] = then;
                before_[state] = static_cast<std::uint8_t>(last);
            }
        }
    }
    order.clear();
    if (best.worth == 0) return;
    std::size_t set = best.state / n;
    std::size_t last = best.state % n;
    for (;;) {
        order.push_back(static_cast<std::uint32_t>(last));
        const std::size_t before = before_[set * n + last];
        set &= ~(std::size_t{1} << last);
        if (set == 0) break;
        last = before;
    }
    std::reverse(order.begin(), order.end());
}

DayRoute DayRouteSolver::solve(const DayRouteProblem& problem) {
    check(problem);
    Order order;
    const bool exact = problem.stops.size() <= most_exact;
    if (exact) {
        solve_exactly(problem, order);
    } else {
        solve_nearly(problem, order);
    }
    DayRoute route = told(problem, order);
    route.exact = exact;
    return route;
}

}  // namespace muster::match
