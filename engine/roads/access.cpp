#include "engine/roads/access.hpp"

#include <algorithm>

namespace muster::roads {
namespace {

// Doors that are so much further off than the nearest are of no use, and their times would not fit.
constexpr std::int64_t detour_max_ms = 24 * 3'600'000;

template <class Each>
void each_door(const Access& access, Each each) {
    for (std::uint32_t d = 0; d < access.count; ++d) {
        const std::int64_t more = access.doors[d].off_road_ms - access.least_off_road_ms;
        if (more <= detour_max_ms) each(access.doors[d], d, static_cast<std::uint32_t>(more));
    }
}

// Nodes that are doors, and of the lanes of the others each state for which states(lane, add) calls
// add(state, ms from the door along the lane).
template <class States>
void each_threshold(const Access& access, const Hierarchy& hierarchy, std::vector<Threshold>& out,
                    States states) {
    out.clear();
    each_door(access, [&](const Door& door, std::uint32_t d, std::uint32_t ms) {
        if (door.at_node) out.push_back({{hierarchy.level_of(door.spot), ms}, d, none});
        for (std::uint32_t l = 0; l < door.lanes.size(); ++l) {
            const Door::Lane& lane = door.lanes[l];
            if (lane.arc == none) continue;
            states(lane, [&](std::uint32_t state, std::uint32_t lane_ms) {
                out.push_back({{hierarchy.level_of(state), ms + lane_ms}, d, l});
            });
        }
    });
}

template <class Each>
void each_shared_spot(const Access& a, const Access& b, Each each) {
    if ((a.spots & b.spots) == 0) return;
    for (std::uint32_t i = 0; i < a.count; ++i) {
        for (std::uint32_t k = 0; k < b.count; ++k) {
            if (a.doors[i].spot == b.doors[k].spot) each(i, k);
        }
    }
}

}  // namespace

void Access::add(const Door& door) {
    if (count == doors.size()) return;
    least_off_road_ms =
        count == 0 ? door.off_road_ms : std::min(least_off_road_ms, door.off_road_ms);
    spots |= std::uint64_t{1} << (door.spot % 64);
    doors[count++] = door;
}

std::span<const Climb::Seed> seeds_of(std::span<const Threshold> thresholds,
                                      std::vector<Climb::Seed>& scratch) {
    scratch.clear();
    for (const Threshold& threshold : thresholds)
        scratch.push_back(threshold.seed);
    return scratch;
}

void leaving(const Access& access, const StateGraph& graph, const Hierarchy& hierarchy,
             std::vector<Threshold>& out) {
    each_threshold(access, hierarchy, out, [&](const Door::Lane& lane, auto add) {
        add(graph.after(lane.arc, lane.head), lane.rest_ms);
    });
}

void arriving(const Access& access, const StateGraph& graph, const Hierarchy& hierarchy,
              std::vector<Threshold>& out) {
    each_threshold(access, hierarchy, out, [&](const Door::Lane& lane, auto add) {
        graph.before(lane.arc, lane.tail, [&](std::uint32_t state) { add(state, lane.done_ms); });
    });
}

std::optional<Along> along(const Access& start, const Access& goal) {
    std::optional<Along> best;
    each_shared_spot(start, goal, [&](std::uint32_t i, std::uint32_t k) {
        const Door& from = start.doors[i];
        const Door& to = goal.doors[k];
        for (std::uint32_t l = 0; l < from.lanes.size(); ++l) {
            if (from.lanes[l].arc == none || from.lanes[l].done_ms > to.lanes[l].done_ms) continue;
            const std::int64_t ms =
                from.off_road_ms + to.off_road_ms + (to.lanes[l].done_ms - from.lanes[l].done_ms);
            if (!best || ms < best->ms) best = Along{ms, i, k, l};
        }
    });
    return best;
}

bool neighbours(const Access& a, const Access& b) {
    bool found = false;
    each_shared_spot(a, b, [&](std::uint32_t, std::uint32_t) { found = true; });
    return found;
}

}  // namespace muster::roads
