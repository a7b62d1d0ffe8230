// What the frame asks of the area `rosters` (areas.hpp).
#pragma once

#include <string>
#include <string_view>

#include "engine/core/step.hpp"
#include "muster/responders.hpp"
#include "muster/rosters.hpp"

namespace muster::core {

class Changes;

struct RostersArea {
    static constexpr std::string_view name = "rosters";
    using Commands = RostersCommands;
    using Events = RostersEvents;
    using Follows = TypeList<DutyChanged>;

    static Rejection decide(Step& step, const Command& command);
    static void apply(Changes& changes, const Event& event);
    static void react(Step& step, const Event& event);
    static TimePoint due(const Board& board);
    static void fire(Step& step);
    static std::string broken(const Board& board, Journeys& journeys);
};

}  // namespace muster::core
