// What the frame asks of the area `calls` (areas.hpp).
#pragma once

#include <string>
#include <string_view>

#include "engine/core/step.hpp"
#include "muster/calls.hpp"
#include "muster/registry.hpp"

namespace muster::core {

class Changes;

struct CallsArea {
    static constexpr std::string_view name = "calls";
    using Commands = CallsCommands;
    using Events = CallsEvents;
    using Follows = TypeList<MemberErased, MemberRemoved>;

    static Rejection decide(Step& step, const Command& command);
    static void apply(Changes& changes, const Event& event);
    static void react(Step& step, const Event& event);
    static TimePoint due(const Board& board);
    static void fire(Step& step);
    static std::string broken(const Board& board, Journeys& journeys);
};

}  // namespace muster::core
