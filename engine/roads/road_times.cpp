#include "engine/roads/road_times.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

namespace muster::roads {
namespace {

struct Meeting {
    std::uint32_t distance_ms = no_way_ms;
    std::uint32_t level = none;
};

// Where the way has its top: the first of the fastest. `to` has climbed backwards already.
Meeting meet(const std::vector<Climb::Visit>& from, const Climb& to) {
    Meeting best;
    for (const Climb::Visit visit : from) {
        const std::uint32_t sum = visit.distance_ms + to.distance_ms(visit.level);
        if (sum < best.distance_ms) best = {sum, visit.level};
    }
    return best;
}

// The levels on the way from the climb's start up to `top`, `top` first.
template <Direction direction>
std::vector<std::uint32_t> descend(const Hierarchy& hierarchy, const Climb& climb,
                                   const std::vector<Climb::Visit>& visits, std::uint32_t top) {
    std::vector<std::uint32_t> levels{top};
    while (levels.back() != visits.front().level) {
        const std::uint32_t high = levels.back();
        const std::uint32_t distance = climb.distance_ms(high);
        std::uint32_t before = none;
        for (const Climb::Visit visit : visits) {
            // Less important levels have higher numbers.
            if (visit.level <= high || visit.distance_ms > distance) continue;
            for (const Hierarchy::Edge edge : direction == Direction::forwards
                                                  ? hierarchy.up(visit.level)
                                                  : hierarchy.down(visit.level)) {
                if (edge.level == high && visit.distance_ms + edge.weight_ms == distance)
                    before = visit.level;
            }
            if (before != none) break;
        }
        if (before == none) std::abort();
        levels.push_back(before);
    }
    return levels;
}

}  // namespace

RoadTimes::RoadTimes(std::shared_ptr<const RoadNetwork> network) : network_(std::move(network)) {}

Millis RoadTimes::travel_time(Point from, Point to, Profile profile) const {
    Millis time;
    travel_times({&from, 1}, {&profile, 1}, to, {&time, 1});
    return time;
}

Millis RoadTimes::travel_time_of_driver(Point from, Point to, Profile profile) const {
    Millis best = travel_time(from, to, profile);
    if (!network_->has(profile)) return best;
    std::array<Snap, 8> near;
    const std::size_t count = network_->map().snap_few(from, profile, near);
    for (std::size_t i = 0; i < count; ++i) {
        const Millis approach{network_->off_road_ms(near[i].distance_dm, profile)};
        const Point node = network_->map().view().points[near[i].node];
        best = std::min(best, approach + travel_time(node, to, profile));
    }
    return best;
}

void RoadTimes::travel_times(std::span<const Point> from, std::span<const Profile> profiles,
                             Point to, std::span<Millis> out) const {
    if (profiles.size() != from.size() || out.size() != from.size()) std::abort();
    for (std::size_t p = 0; p < profile_count; ++p) {
        const auto profile = static_cast<Profile>(p);
        std::optional<Access> goal;
        bool climbed = false;
        for (std::size_t i = 0; i < from.size(); ++i) {
            if (profiles[i] != profile) continue;
            if (!network_->has(profile)) {
                out[i] = network_->fallback().travel_time(from[i], to, profile);
                continue;
            }
            const Hierarchy& hierarchy = network_->hierarchy(profile);
            if (!climbed) {
                goal = network_->access(to, profile);
                if (goal) to_.run<Direction::backwards>(hierarchy, goal->level);
                climbed = true;
            }
            const auto start = network_->access(from[i], profile);
            if (!goal || !start) {
                out[i] = never_arrives;
                continue;
            }
            const std::uint32_t road_ms =
                start->node == goal->node
                    ? 0
                    : meet(from_.run<Direction::forwards>(hierarchy, start->level), to_)
                          .distance_ms;
            out[i] = network_->total(from[i], *start, to, *goal, road_ms, profile);
        }
    }
}

std::vector<std::uint32_t> RoadTimes::levels_between(std::uint32_t from, std::uint32_t to,
                                                     const Hierarchy& hierarchy) const {
    const auto& back = to_.run<Direction::backwards>(hierarchy, to);
    const auto& out = from_.run<Direction::forwards>(hierarchy, from);
    const Meeting top = meet(out, to_);
    if (top.distance_ms == no_way_ms) return {};
    std::vector<std::uint32_t> levels =
        descend<Direction::forwards>(hierarchy, from_, out, top.level);
    std::reverse(levels.begin(), levels.end());
    const std::vector<std::uint32_t> down =
        descend<Direction::backwards>(hierarchy, to_, back, top.level);
    levels.insert(levels.end(), down.begin() + 1, down.end());
    return levels;
}

std::optional<Route> RoadTimes::route(Point from, Point to, Profile profile) const {
    Route route;
    route.vertices.push_back({from, {}, none});
    const auto straight = [&](Millis duration) {
        route.vertices.push_back({to, duration, none});
        route.distance = distance_m(from, to);
        return route;
    };
    if (!network_->has(profile))
        return straight(network_->fallback().travel_time(from, to, profile));
    const auto start = network_->access(from, profile);
    const auto goal = network_->access(to, profile);
    if (!start || !goal) return std::nullopt;
    if (start->node == goal->node) {
        const Millis duration = network_->total(from, *start, to, *goal, 0, profile);
        if (duration.value < start->off_road_ms + goal->off_road_ms) return straight(duration);
    }
    const Hierarchy& hierarchy = network_->hierarchy(profile);
    const auto levels = levels_between(start->level, goal->level, hierarchy);
    if (levels.empty()) return std::nullopt;
    std::vector<std::uint32_t> arcs;
    for (std::size_t i = 1; i < levels.size(); ++i)
        hierarchy.unpack(levels[i - 1], levels[i], arcs);

    const RoadView& view = network_->map().view();
    const auto weights = network_->weights(profile);
    std::uint64_t dm = 0;
    const auto go = [&](Point at, std::int64_t ms, std::uint32_t arc) {
        dm += distance_dm(route.vertices.back().at, at);
        route.vertices.push_back({at, route.vertices.back().elapsed + Millis{ms}, arc});
    };
    go(view.points[start->node], start->off_road_ms, none);
    for (const std::uint32_t arc : arcs)
        go(view.points[view.arc_to[arc]], weights[arc], arc);
    go(to, goal->off_road_ms, none);
    route.distance = {static_cast<std::int64_t>(dm / 10)};
    return route;
}

}  // namespace muster::roads
