// Where moving responders are on the roads, kept so that one question answers how long each of them
// needs to a point.
//
// Source: the buckets of S. Knopp, P. Sanders, D. Schultes, F. Schulz, D. Wagner, "Computing
// Many-to-Many Shortest Paths Using Highway Hierarchies", ALENEX 2007, kept up to date as
// responders move. Each responder climbs the hierarchy once (its label) and leaves its time in a
// bucket at each level visited; a question climbs backwards from its point and reads the buckets on
// its way.
//
// Answers depend on the network and on who is placed where, never on the order in which that came
// about. Owned by one thread; questions change nothing but the scratch that is passed to them, so
// several threads may ask while none places or removes.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/roads/block_pool.hpp"
#include "engine/roads/climb.hpp"
#include "engine/roads/road_network.hpp"

namespace muster::roads {

class FleetTimes {
  public:
    struct Eta {
        std::uint32_t handle = 0;
        Millis eta;  // TravelTimes::never_arrives where there is no way
        bool operator==(const Eta&) const = default;
    };

    // What a question writes to; one per thread. It and the results stop allocating once they have
    // seen their largest fleet.
    class Scratch {
        friend class FleetTimes;
        std::array<Climb, profile_count> climbs_;
        std::array<std::vector<std::uint32_t>, profile_count> road_ms_;  // by slot
        std::vector<Threshold> thresholds_;
        std::vector<Climb::Seed> seeds_;
    };

    explicit FleetTimes(std::shared_ptr<const RoadNetwork> network);

    // Puts a responder somewhere, wherever it was before. Handles are dense: the caller's indices.
    void place(std::uint32_t handle, Profile profile, Point at);
    // Nothing happens when the handle is not placed.
    void remove(std::uint32_t handle);
    [[nodiscard]] bool placed(std::uint32_t handle) const {
        return handle < where_.size() && where_[handle].slot != none;
    }
    [[nodiscard]] std::size_t size() const;
    // Where a placed responder meets the roads; null where he is not placed, or meets none.
    [[nodiscard]] const Access* access_of(std::uint32_t handle) const;

    // Appends the ETA of everybody who is placed, by profile, then by handle.
    void etas(Point to, Scratch& scratch, std::vector<Eta>& out) const;

    // Appends the ETAs of these handles, in their order; never_arrives for one that is not placed.
    // Reads the labels of a few, or the buckets of all where that is less work.
    void etas_of(Point to, std::span<const std::uint32_t> handles, Scratch& scratch,
                 std::vector<Eta>& out) const;

    // Goes over to another network, such as one with new speeds: everybody is placed anew, at about
    // the price of a move each.
    void change_network(std::shared_ptr<const RoadNetwork> network);

    [[nodiscard]] const RoadNetwork& network() const { return *network_; }
    // What labels and buckets take, for the owner's metrics.
    [[nodiscard]] std::size_t memory_bytes() const;

  private:
    struct BucketEntry {
        std::uint32_t slot;
        std::uint32_t distance_ms;
        std::uint32_t in_label;  // index of the label's entry that points back here
    };
    struct LabelEntry {
        std::uint32_t level;
        std::uint32_t distance_ms;
        std::uint32_t in_bucket;
    };
    using Buckets = BlockPool<BucketEntry>;
    using Labels = BlockPool<LabelEntry>;
    struct Placed {
        std::uint32_t handle = none;
        Point at;
        bool reachable = false;  // has access to the network
        Access access;
        Labels::Block label;
    };
    // The responders of one profile. A slot is a place in `placed`, used again once it is free.
    struct Fleet {
        std::vector<Placed> placed;
        std::vector<std::uint32_t> free_slots;
        std::vector<std::uint32_t> by_handle;   // slots in use
        std::vector<Buckets::Block> bucket_at;  // by level
        Buckets buckets;
        Labels labels;
    };
    struct Where {
        std::uint32_t slot = none;
        Profile profile = Profile::urgent;
    };

    // The climb back from a place.
    const std::vector<Climb::Visit>& climb_to(const Access& goal, Profile profile,
                                              Scratch& scratch) const;
    void enter(Fleet& fleet, std::uint32_t slot, Profile profile);
    static void leave(Fleet& fleet, std::uint32_t slot);
    [[nodiscard]] static std::vector<std::uint32_t>::iterator position(Fleet& fleet,
                                                                       std::uint32_t handle);
    static void scan_buckets(const Fleet& fleet, const std::vector<Climb::Visit>& visits,
                             std::vector<std::uint32_t>& road_ms);
    [[nodiscard]] static std::uint32_t scan_label(const Fleet& fleet, const Placed& placed,
                                                  const Climb& climb);

    std::shared_ptr<const RoadNetwork> network_;
    std::vector<Where> where_;  // by handle
    std::array<Fleet, profile_count> fleets_;
    Scratch placing_;
};

}  // namespace muster::roads
