#include "engine/roads/fleet_times.hpp"

#include <algorithm>
#include <utility>

namespace muster::roads {
namespace {

// Reading a label jumps through memory, reading buckets does not: measured, the label of one costs
// about as much as the buckets' share of this many.
constexpr std::size_t buckets_per_label = 4;

}  // namespace

FleetTimes::FleetTimes(std::shared_ptr<const RoadNetwork> network) : network_(std::move(network)) {}

std::size_t FleetTimes::size() const {
    std::size_t count = 0;
    for (const Fleet& fleet : fleets_)
        count += fleet.by_handle.size();
    return count;
}

std::size_t FleetTimes::memory_bytes() const {
    std::size_t bytes = where_.capacity() * sizeof(Where);
    for (const Fleet& fleet : fleets_) {
        bytes += fleet.placed.capacity() * sizeof(Placed) + fleet.buckets.memory_bytes() +
                 fleet.labels.memory_bytes() + fleet.bucket_at.capacity() * sizeof(Buckets::Block) +
                 (fleet.free_slots.capacity() + fleet.by_handle.capacity()) * sizeof(std::uint32_t);
    }
    return bytes;
}

std::vector<std::uint32_t>::iterator FleetTimes::position(Fleet& fleet, std::uint32_t handle) {
    return std::lower_bound(fleet.by_handle.begin(), fleet.by_handle.end(), handle,
                            [&fleet](std::uint32_t slot, std::uint32_t wanted) {
                                return fleet.placed[slot].handle < wanted;
                            });
}

void FleetTimes::place(std::uint32_t handle, Profile profile, Point at) {
    if (handle >= where_.size()) where_.resize(std::size_t{handle} + 1);
    if (where_[handle].slot != none && where_[handle].profile != profile) remove(handle);
    Fleet& fleet = fleets_[static_cast<std::size_t>(profile)];
    std::uint32_t slot = where_[handle].slot;
    const bool known = slot != none;
    if (!known) {
        if (fleet.free_slots.empty()) {
            slot = static_cast<std::uint32_t>(fleet.placed.size());
            fleet.placed.emplace_back();
        } else {
            slot = fleet.free_slots.back();
            fleet.free_slots.pop_back();
        }
        fleet.by_handle.insert(position(fleet, handle), slot);
        where_[handle] = {slot, profile};
    }
    Placed& placed = fleet.placed[slot];
    placed.handle = handle;
    placed.at = at;
    if (!network_->has(profile)) return;
    // Profiles that nobody has cost nothing.
    if (fleet.bucket_at.empty()) fleet.bucket_at.resize(network_->hierarchy(profile).node_count());
    const auto access = network_->access(at, profile);
    // At the same node, the same label.
    const bool same = known && placed.reachable && access && access->doors[0].at_node &&
                      access->doors[0].spot == placed.access.doors[0].spot;
    if (!same) leave(fleet, slot);
    placed.reachable = access.has_value();
    if (access) placed.access = *access;
    if (!same && access) enter(fleet, slot, profile);
}

void FleetTimes::remove(std::uint32_t handle) {
    if (!placed(handle)) return;
    const Where where = std::exchange(where_[handle], Where{});
    Fleet& fleet = fleets_[static_cast<std::size_t>(where.profile)];
    leave(fleet, where.slot);
    fleet.by_handle.erase(position(fleet, handle));
    fleet.placed[where.slot] = {};
    fleet.free_slots.push_back(where.slot);
}

const Access* FleetTimes::access_of(std::uint32_t handle) const {
    if (!placed(handle)) return nullptr;
    const Where where = where_[handle];
    const Placed& found = fleets_[static_cast<std::size_t>(where.profile)].placed[where.slot];
    return found.reachable ? &found.access : nullptr;
}

const std::vector<Climb::Visit>& FleetTimes::climb_to(const Access& goal, Profile profile,
                                                      Scratch& scratch) const {
    const Hierarchy& hierarchy = network_->hierarchy(profile);
    arriving(goal, network_->states(profile), hierarchy, scratch.thresholds_);
    return scratch.climbs_[static_cast<std::size_t>(profile)].run<Direction::backwards>(
        hierarchy, seeds_of(scratch.thresholds_, scratch.seeds_));
}

void FleetTimes::enter(Fleet& fleet, std::uint32_t slot, Profile profile) {
    Labels::Block& label = fleet.placed[slot].label;
    const Hierarchy& hierarchy = network_->hierarchy(profile);
    leaving(fleet.placed[slot].access, network_->states(profile), hierarchy, placing_.thresholds_);
    Climb& climb = placing_.climbs_[static_cast<std::size_t>(profile)];
    for (const Climb::Visit visit : climb.run<Direction::forwards>(
             hierarchy, seeds_of(placing_.thresholds_, placing_.seeds_))) {
        Buckets::Block& bucket = fleet.bucket_at[visit.level];
        const std::uint32_t in_label = label.size;
        fleet.labels.push(label, {visit.level, visit.distance_ms, bucket.size});
        fleet.buckets.push(bucket, {slot, visit.distance_ms, in_label});
    }
}

void FleetTimes::leave(Fleet& fleet, std::uint32_t slot) {
    Labels::Block& label = fleet.placed[slot].label;
    for (const LabelEntry& entry : fleet.labels.of(label)) {
        // The bucket's last entry moves into the gap, and its label is told.
        Buckets::Block& block = fleet.bucket_at[entry.level];
        const auto bucket = fleet.buckets.of(block);
        const BucketEntry last = bucket.back();
        bucket[entry.in_bucket] = last;
        fleet.labels.of(fleet.placed[last.slot].label)[last.in_label].in_bucket = entry.in_bucket;
        fleet.buckets.pop(block);
    }
    fleet.labels.clear(label);
}

void FleetTimes::scan_buckets(const Fleet& fleet, const std::vector<Climb::Visit>& visits,
                              std::vector<std::uint32_t>& road_ms) {
    road_ms.assign(fleet.placed.size(), no_way_ms);
    for (const Climb::Visit visit : visits) {
        for (const BucketEntry& entry : fleet.buckets.of(fleet.bucket_at[visit.level])) {
            std::uint32_t& least = road_ms[entry.slot];
            least = std::min(least, entry.distance_ms + visit.distance_ms);
        }
    }
}

std::uint32_t FleetTimes::scan_label(const Fleet& fleet, const Placed& placed, const Climb& climb) {
    std::uint32_t least = no_way_ms;
    for (const LabelEntry& entry : fleet.labels.of(placed.label))
        least = std::min(least, entry.distance_ms + climb.distance_ms(entry.level));
    return least;
}

void FleetTimes::etas(Point to, Scratch& scratch, std::vector<Eta>& out) const {
    for (std::size_t p = 0; p < profile_count; ++p) {
        const Fleet& fleet = fleets_[p];
        const auto profile = static_cast<Profile>(p);
        if (fleet.by_handle.empty()) continue;
        if (!network_->has(profile)) {
            for (const std::uint32_t slot : fleet.by_handle) {
                const Placed& placed = fleet.placed[slot];
                out.push_back(
                    {placed.handle, network_->fallback().travel_time(placed.at, to, profile)});
            }
            continue;
        }
        const auto goal = network_->access(to, profile);
        if (!goal) {
            for (const std::uint32_t slot : fleet.by_handle)
                out.push_back({fleet.placed[slot].handle, TravelTimes::never_arrives});
            continue;
        }
        std::vector<std::uint32_t>& road_ms = scratch.road_ms_[p];
        scan_buckets(fleet, climb_to(*goal, profile, scratch), road_ms);
        for (const std::uint32_t slot : fleet.by_handle) {
            const Placed& placed = fleet.placed[slot];
            out.push_back({placed.handle, network_->total(placed.at, placed.access, to, *goal,
                                                          road_ms[slot], profile)});
        }
    }
}

void FleetTimes::etas_of(Point to, std::span<const std::uint32_t> handles, Scratch& scratch,
                         std::vector<Eta>& out) const {
    std::array<std::size_t, profile_count> asked{};
    for (const std::uint32_t handle : handles) {
        if (placed(handle)) ++asked[static_cast<std::size_t>(where_[handle].profile)];
    }
    std::array<std::optional<Access>, profile_count> goals;
    std::array<bool, profile_count> from_buckets{};
    for (std::size_t p = 0; p < profile_count; ++p) {
        const auto profile = static_cast<Profile>(p);
        if (asked[p] == 0 || !network_->has(profile)) continue;
        goals[p] = network_->access(to, profile);
        if (!goals[p]) continue;
        const auto& visits = climb_to(*goals[p], profile, scratch);
        from_buckets[p] = asked[p] * buckets_per_label >= fleets_[p].by_handle.size();
        if (from_buckets[p]) scan_buckets(fleets_[p], visits, scratch.road_ms_[p]);
    }
    for (const std::uint32_t handle : handles) {
        Millis eta = TravelTimes::never_arrives;
        if (placed(handle)) {
            const Where where = where_[handle];
            const auto p = static_cast<std::size_t>(where.profile);
            const Placed& placed = fleets_[p].placed[where.slot];
            if (!network_->has(where.profile)) {
                eta = network_->fallback().travel_time(placed.at, to, where.profile);
            } else if (goals[p]) {
                const std::uint32_t road_ms =
                    from_buckets[p] ? scratch.road_ms_[p][where.slot]
                                    : scan_label(fleets_[p], placed, scratch.climbs_[p]);
                eta = network_->total(placed.at, placed.access, to, *goals[p], road_ms,
                                      where.profile);
            }
        }
        out.push_back({handle, eta});
    }
}

void FleetTimes::change_network(std::shared_ptr<const RoadNetwork> network) {
    FleetTimes next(std::move(network));
    for (std::uint32_t handle = 0; handle < where_.size(); ++handle) {
        if (!placed(handle)) continue;
        const Where where = where_[handle];
        next.place(handle, where.profile,
                   fleets_[static_cast<std::size_t>(where.profile)].placed[where.slot].at);
    }
    *this = std::move(next);
}

}  // namespace muster::roads
