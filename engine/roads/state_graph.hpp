// The graph that a profile's times are computed on: its states and the steps between them.
//
// Where the map bans no turn for the profile, a state is a node: the fastest way passes no node
// twice, so that nobody turns on the spot. Where it bans some, whether one may go on depends on
// where one came from: a state is then an arc that has been driven to its end, with the start of a
// longer ban behind it if there is one. There
//   - a ban holds for whoever drove its arcs one after the other, the first of them from any point;
//   - nobody turns on the spot, except where there is no other way on: at a dead end, before a
//     closure, or where every other turn is banned. A ban that would leave no way on at all is not
//     believed.
// Who sets out may do so in either direction. Blue light changes none of this: a vehicle that turns
// in mid-street is a hazard, and who may ignore the bans is imported so.
//
// Immutable, pure. Node numbers are those of the map; numbers of other states follow its arcs.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/roads/road_data.hpp"
#include "engine/roads/road_file.hpp"

namespace muster::roads {

class StateGraph {
  public:
    struct Step {
        std::uint32_t to;
        std::uint32_t weight_ms;
        std::uint32_t arc;  // of the map: the one that is driven
    };

    // weights: by arc, `closed` where there is no way. Only the graph and the bans of the view are
    // read, and only now.
    StateGraph(const RoadView& map, std::span<const std::uint32_t> weights, Profile profile);

    [[nodiscard]] std::uint32_t count() const {
        return static_cast<std::uint32_t>(first_.size() - 1);
    }
    [[nodiscard]] std::span<const Step> steps(std::uint32_t state) const {
        return std::span(steps_).subspan(first_[state], first_[state + 1] - first_[state]);
    }
    // Steps have numbers, too: those of a state are first_step(state) .. first_step(state + 1) - 1.
    [[nodiscard]] std::uint32_t first_step(std::uint32_t state) const { return first_[state]; }
    [[nodiscard]] const Step& step(std::uint32_t number) const { return steps_[number]; }
    [[nodiscard]] bool by_arc() const { return !state_of_arc_.empty(); }

    // The state of who set out on an open arc and came to its end. `head` is the node there.
    [[nodiscard]] std::uint32_t after(std::uint32_t arc, std::uint32_t head) const {
        return by_arc() ? state_of_arc_[arc] : head;
    }
    // Calls `each`(state) for all states from which an open arc is driven. `tail` is the node where
    // it begins.
    template <class Each>
    void before(std::uint32_t arc, std::uint32_t tail, Each each) const {
        if (!by_arc()) return each(tail);
        for (std::uint32_t i = before_first_[arc]; i < before_first_[arc + 1]; ++i)
            each(before_[i]);
    }

    // Forgets the steps, which only builders of hierarchies need.
    void drop_steps();

  private:
    class Builder;

    std::vector<std::uint32_t> first_;
    std::vector<Step> steps_;
    // Where states are arcs: none for closed ones.
    std::vector<std::uint32_t> state_of_arc_;
    std::vector<std::uint32_t> before_first_;
    std::vector<std::uint32_t> before_;
};

}  // namespace muster::roads
