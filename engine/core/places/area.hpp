// What the frame asks of the area `places` (areas.hpp).
#pragma once

#include <string>
#include <string_view>

#include "engine/core/step.hpp"
#include "muster/merges.hpp"
#include "muster/places.hpp"
#include "muster/registry.hpp"

namespace muster::core {

class Changes;

struct PlacesArea {
    static constexpr std::string_view name = "places";
    using Commands = PlacesCommands;
    using Events = PlacesEvents;
    using Follows =
        TypeList<MemberUpdated, MemberErased, MemberRemoved, MembersMerged, MergeUndone>;

    static Rejection decide(Step& step, const Command& command);
    static void apply(Changes& changes, const Event& event);
    static void react(Step& step, const Event& event);
    static TimePoint due(const Board& board);
    static void fire(Step& step);
    static std::string broken(const Board& board, Journeys& journeys);
};

}  // namespace muster::core
