// What the frame asks of the area `thinktank` (areas.hpp).
#pragma once

#include <string>
#include <string_view>

#include "engine/core/step.hpp"
#include "muster/merges.hpp"
#include "muster/registry.hpp"
#include "muster/service.hpp"
#include "muster/talents.hpp"
#include "muster/thinktank.hpp"

namespace muster::core {

class Changes;

struct ThinktankArea {
    static constexpr std::string_view name = "thinktank";
    using Commands = ThinktankCommands;
    using Events = ThinktankEvents;
    using Follows = TypeList<MemberStatusChanged, MemberErased, MemberRemoved, MergeUndone,
                             TalentStatusChanged, TalentForgotten, DeadlinesRecomputed>;

    static Rejection decide(Step& step, const Command& command);
    static void apply(Changes& changes, const Event& event);
    static void react(Step& step, const Event& event);
    static TimePoint due(const Board& board);
    static void fire(Step& step);
    static std::string broken(const Board& board, Journeys& journeys);
};

}  // namespace muster::core
