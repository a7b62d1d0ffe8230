// The search that all questions to a hierarchy are made of: from one or several levels to the more
// important ones, forwards (where can I get to?) or backwards (from where can I be reached?).
//
// Two climbs, one forwards from A and one backwards from B, meet at the top of the shortest path
// from A to B: its length is the least sum at a level that both visited. Where a climb begins at
// several levels, each with the time that is spent before, the least sum is that over all of them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "engine/roads/hierarchy.hpp"

namespace muster::roads {

enum class Direction { forwards, backwards };

// Scratch of one thread for climbs in hierarchies of any size; allocates while it grows.
class Climb {
  public:
    struct Visit {
        std::uint32_t level;
        std::uint32_t distance_ms;
    };

    // Where a climb begins, and how late. Below no_way_ms.
    using Seed = Visit;

    // The levels reached from the seeds and at which time, in order of time. A level is left out
    // where a detour over a more important one is faster ("stalled"): no shortest path has its top
    // there. Valid until the next run.
    template <Direction direction>
    const std::vector<Visit>& run(const Hierarchy& hierarchy, std::span<const Seed> seeds) {
        reset(hierarchy.node_count());
        visits_.clear();
        for (const Seed seed : seeds) {
            if (seed.distance_ms < distance_[seed.level]) reach(seed.level, seed.distance_ms);
        }
        while (!heap_.empty()) {
            std::pop_heap(heap_.begin(), heap_.end(), std::greater<>());
            const auto d = static_cast<std::uint32_t>(heap_.back() >> 32);
            const auto level = static_cast<std::uint32_t>(heap_.back());
            heap_.pop_back();
            if (d != distance_[level]) continue;
            constexpr bool forwards = direction == Direction::forwards;
            bool stalled = false;
            for (const Hierarchy::Edge edge :
                 forwards ? hierarchy.down(level) : hierarchy.up(level)) {
                if (distance_[edge.level] + edge.weight_ms < d) {
                    stalled = true;
                    break;
                }
            }
            if (stalled) continue;
            visits_.push_back({level, d});
            for (const Hierarchy::Edge edge :
                 forwards ? hierarchy.up(level) : hierarchy.down(level)) {
                const std::uint32_t reached = d + edge.weight_ms;
                if (reached < distance_[edge.level]) reach(edge.level, reached);
            }
        }
        return visits_;
    }

    template <Direction direction>
    const std::vector<Visit>& run(const Hierarchy& hierarchy, std::uint32_t start) {
        const Seed seed{start, 0};
        return run<direction>(hierarchy, {&seed, 1});
    }

    // After a run: the time at which a level was reached, or no_way_ms. It may be too long where
    // the level is not among the visits.
    [[nodiscard]] std::uint32_t distance_ms(std::uint32_t level) const { return distance_[level]; }

  private:
    void reset(std::uint32_t count) {
        for (const std::uint32_t level : touched_)
            distance_[level] = no_way_ms;
        touched_.clear();
        if (distance_.size() != count) distance_.assign(count, no_way_ms);
    }
    void reach(std::uint32_t level, std::uint32_t distance_ms) {
        if (distance_[level] == no_way_ms) touched_.push_back(level);
        distance_[level] = distance_ms;
        heap_.push_back((std::uint64_t{distance_ms} << 32) | level);
        std::push_heap(heap_.begin(), heap_.end(), std::greater<>());
    }

    std::vector<std::uint32_t> distance_;
    std::vector<std::uint32_t> touched_;
    std::vector<std::uint64_t> heap_;
    std::vector<Visit> visits_;
};

}  // namespace muster::roads
