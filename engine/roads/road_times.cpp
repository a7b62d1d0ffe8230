#include "engine/roads/road_times.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <tuple>
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

// The levels on the way from one of the climb's seeds up to `top`, `top` first, and the seed.
template <Direction direction>
std::pair<std::vector<std::uint32_t>, Threshold> descend(const Hierarchy& hierarchy,
                                                         const Climb& climb,
                                                         const std::vector<Climb::Visit>& visits,
                                                         std::span<const Threshold> seeds,
                                                         std::uint32_t top) {
    std::vector<std::uint32_t> levels{top};
    for (;;) {
        const std::uint32_t high = levels.back();
        const std::uint32_t distance = climb.distance_ms(high);
        for (const Threshold& threshold : seeds) {
            if (threshold.seed.level == high && threshold.seed.distance_ms == distance)
                return {std::move(levels), threshold};
        }
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
}

}  // namespace

RoadTimes::RoadTimes(std::shared_ptr<const RoadNetwork> network) : network_(std::move(network)) {}

Millis RoadTimes::travel_time(Point from, Point to, Profile profile) const {
    Millis time;
    travel_times({&from, 1}, {&profile, 1}, to, {&time, 1});
    return time;
}

void RoadTimes::climb_back(const Access& goal, Profile profile) const {
    const Hierarchy& hierarchy = network_->hierarchy(profile);
    arriving(goal, network_->states(profile), hierarchy, goals_);
    to_.run<Direction::backwards>(hierarchy, seeds_of(goals_, seeds_));
}

std::uint32_t RoadTimes::road_ms(const Access& start, Profile profile) const {
    const Hierarchy& hierarchy = network_->hierarchy(profile);
    leaving(start, network_->states(profile), hierarchy, starts_);
    return meet(from_.run<Direction::forwards>(hierarchy, seeds_of(starts_, seeds_)), to_)
        .distance_ms;
}

Millis RoadTimes::travel_time_of_driver(Point from, Point to, Profile profile) const {
    Millis best = travel_time(from, to, profile);
    if (!network_->has(profile)) return best;
    if (network_->map().met_along_roads()) {
        const auto start = network_->access(from, profile, true);
        const auto goal = network_->access(to, profile);
        if (!start || !goal) return best;
        climb_back(*goal, profile);
        return std::min(
            best, network_->total(from, *start, to, *goal, road_ms(*start, profile), profile));
    }
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
            if (!climbed) {
                goal = network_->access(to, profile);
                if (goal) climb_back(*goal, profile);
                climbed = true;
            }
            const auto start = network_->access(from[i], profile);
            if (!goal || !start) {
                out[i] = never_arrives;
                continue;
            }
            out[i] = network_->total(from[i], *start, to, *goal, road_ms(*start, profile), profile);
        }
    }
}

RoadTimes::Way RoadTimes::way_between(const Access& start, const Access& goal,
                                      Profile profile) const {
    const Hierarchy& hierarchy = network_->hierarchy(profile);
    const StateGraph& states = network_->states(profile);
    Way way;
    arriving(goal, states, hierarchy, goals_);
    const auto& back = to_.run<Direction::backwards>(hierarchy, seeds_of(goals_, seeds_));
    leaving(start, states, hierarchy, starts_);
    const auto& out = from_.run<Direction::forwards>(hierarchy, seeds_of(starts_, seeds_));
    const Meeting top = meet(out, to_);
    way.road_ms = top.distance_ms;
    if (way.road_ms == no_way_ms) return way;
    std::tie(way.levels, way.start) =
        descend<Direction::forwards>(hierarchy, from_, out, starts_, top.level);
    std::reverse(way.levels.begin(), way.levels.end());
    std::vector<std::uint32_t> down;
    std::tie(down, way.goal) =
        descend<Direction::backwards>(hierarchy, to_, back, goals_, top.level);
    way.levels.insert(way.levels.end(), down.begin() + 1, down.end());
    return way;
}

std::optional<Route> RoadTimes::route(Point from, Point to, Profile profile) const {
    Route route;
    std::uint64_t dm = 0;
    route.vertices.push_back({from, {}, none});
    const auto go = [&](Point at, std::int64_t ms, std::uint32_t arc) {
        dm += distance_dm(route.vertices.back().at, at);
        route.vertices.push_back({at, route.vertices.back().elapsed + Millis{ms}, arc});
    };
    const auto finished = [&](Millis last) {
        go(to, last.value, none);
        route.distance = {static_cast<std::int64_t>(dm / 10)};
        return std::move(route);
    };
    if (!network_->has(profile))
        return finished(network_->fallback().travel_time(from, to, profile));
    const auto start = network_->access(from, profile);
    const auto goal = network_->access(to, profile);
    if (!start || !goal) return std::nullopt;
    if (start->doubtful) route.from_off_road = Metres{start->off_road_dm / 10};
    if (goal->doubtful) route.to_off_road = Metres{goal->off_road_dm / 10};

    const Way way = way_between(*start, *goal, profile);
    const Millis duration = network_->total(from, *start, to, *goal, way.road_ms, profile);
    if (duration == never_arrives) return std::nullopt;
    if (network_->straight(from, *start, to, *goal, profile) == duration) return finished(duration);
    if (const auto beside = along(*start, *goal); beside && Millis{beside->ms} == duration) {
        const Door& first = start->doors[beside->start];
        const Door& last = goal->doors[beside->goal];
        const Door::Lane& lane = first.lanes[beside->lane];
        go(first.at, first.off_road_ms, none);
        go(last.at, last.lanes[beside->lane].done_ms - lane.done_ms, lane.arc);
        return finished(Millis{last.off_road_ms});
    }

    const RoadView& view = network_->map().view();
    const auto weights = network_->weights(profile);
    std::vector<std::uint32_t> arcs;
    for (std::size_t i = 1; i < way.levels.size(); ++i)
        network_->hierarchy(profile).unpack(way.levels[i - 1], way.levels[i], arcs);
    const Door& first = start->doors[way.start.door];
    const Door& last = goal->doors[way.goal.door];
    go(first.at, first.off_road_ms, none);
    if (way.start.lane != none) {
        const Door::Lane& lane = first.lanes[way.start.lane];
        if (lane.rest_ms != 0 || first.at != view.points[lane.head])
            go(view.points[lane.head], lane.rest_ms, lane.arc);
    }
    for (const std::uint32_t arc : arcs)
        go(view.points[view.arc_to[arc]], weights[arc], arc);
    if (way.goal.lane != none) {
        const Door::Lane& lane = last.lanes[way.goal.lane];
        if (lane.done_ms != 0 || last.at != view.points[lane.tail])
            go(last.at, lane.done_ms, lane.arc);
    }
    return finished(Millis{last.off_road_ms});
}

}  // namespace muster::roads
