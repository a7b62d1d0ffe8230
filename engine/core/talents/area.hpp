// What the frame asks of the area `talents` (areas.hpp).
#pragma once

#include <string>
#include <string_view>

#include "engine/core/step.hpp"
#include "muster/merges.hpp"
#include "muster/registry.hpp"
#include "muster/responders.hpp"
#include "muster/talents.hpp"

namespace muster::core {

class Changes;

struct TalentsArea {
    static constexpr std::string_view name = "talents";
    using Commands = TalentsCommands;
    using Events = TalentsEvents;
    using Follows = TypeList<MemberStatusChanged, MemberErased, MemberRemoved, MembersMerged,
                             MergeUndone, SkillExpired>;

    static Rejection decide(Step& step, const Command& command);
    static void apply(Changes& changes, const Event& event);
    static void react(Step& step, const Event& event);
    static TimePoint due(const Board& board);
    static void fire(Step& step);
    static std::string broken(const Board& board, Journeys& journeys);
};

}  // namespace muster::core
