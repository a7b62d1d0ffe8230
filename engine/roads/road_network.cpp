#include "engine/roads/road_network.hpp"

#include <cstdlib>
#include <utility>

namespace muster::roads {

RoadNetwork::RoadNetwork(std::shared_ptr<const RoadMap> map, StraightLine fallback,
                         const SpeedsMPerH& off_road, Weights weights)
    : map_(std::move(map)),
      fallback_(std::move(fallback)),
      off_road_(off_road),
      weights_(std::move(weights)) {
    for (const std::int64_t speed : off_road_) {
        if (speed <= 0) std::abort();
    }
    for (std::size_t p = 0; p < profile_count; ++p) {
        const auto profile = static_cast<Profile>(p);
        if (!map_->has(profile)) continue;
        auto states = std::make_unique<StateGraph>(map_->view(), this->weights(profile), profile);
        hierarchies_[p] = std::make_unique<const Hierarchy>(*states);
        states->drop_steps();
        states_[p] = std::move(states);
    }
}

std::span<const std::uint32_t> RoadNetwork::weights(Profile profile) const {
    const auto& own = weights_[static_cast<std::size_t>(profile)];
    return own.empty() ? map_->weights(profile) : std::span(own);
}

std::optional<Access> RoadNetwork::access(Point point, Profile profile, bool drives) const {
    Access access;
    const auto add = [&](Door door, std::uint32_t dm) {
        if (access.count == 0) access.off_road_dm = dm;
        door.off_road_ms = off_road_ms(dm, profile);
        access.add(door);
    };
    const RoadView& view = map_->view();
    if (!map_->met_along_roads()) {
        const auto snap = map_->snap(point, profile);
        if (!snap) return std::nullopt;
        Door door;
        door.at = view.points[snap->node];
        door.spot = snap->node;
        door.at_node = true;
        add(door, snap->distance_dm);
    } else {
        const auto weights = this->weights(profile);
        const Beginnings found = map_->edges().around(point, profile, weights, drives);
        if (found.count == 0) return std::nullopt;
        for (const Beginning& beginning : found.list()) {
            const Edge& edge = map_->edges().edges()[beginning.edge];
            const auto lane = [&](std::uint32_t arc, std::uint32_t tail, std::uint32_t head,
                                  std::uint64_t part) {
                if (arc == none || weights[arc] >= no_way_ms) return Door::Lane{};
                const auto done = static_cast<std::uint32_t>(weights[arc] * part >> 20);
                return Door::Lane{arc, tail, head, done, weights[arc] - done};
            };
            Door door;
            door.at = beginning.at;
            door.spot = beginning.edge;
            door.lanes = {
                lane(edge.there, edge.from, edge.to, beginning.part_q20),
                lane(edge.back, edge.to, edge.from, Foot::part_whole - beginning.part_q20)};
            add(door, beginning.off_road_dm);
        }
        access.doubtful = found.across_water;
    }
    access.doubtful = access.doubtful || access.off_road_dm > std::uint64_t{view.doubtful_m} * 10;
    return access;
}

std::optional<std::uint32_t> RoadNetwork::node_beside(Point point, Profile profile) const {
    const auto found = access(point, profile);
    if (!found) return std::nullopt;
    const Door& door = found->doors[0];
    if (door.at_node) return door.spot;
    const Door::Lane& lane = door.lanes[door.lanes[0].arc == none ? 1 : 0];
    return lane.done_ms <= lane.rest_ms ? lane.tail : lane.head;
}

std::optional<Millis> RoadNetwork::straight(Point from, const Access& start, Point to,
                                            const Access& goal, Profile profile) const {
    if (!neighbours(start, goal)) return std::nullopt;
    if (map_->met_along_roads() && map_->edges().water_between(from, to)) return std::nullopt;
    return Millis{off_road_ms(distance_dm(from, to), profile)};
}

Millis RoadNetwork::near_total(Point from, const Access& start, Point to, const Access& goal,
                               Millis by_road, Profile profile) const {
    Millis best = by_road;
    if (const auto way = along(start, goal)) best = std::min(best, Millis{way->ms});
    if (best == Millis{}) return best;
    if (const auto way = straight(from, start, to, goal, profile)) best = std::min(best, *way);
    return best;
}

}  // namespace muster::roads
