// What the frame asks of the area `devices` (areas.hpp).
#pragma once

#include <string>
#include <string_view>

#include "engine/core/step.hpp"
#include "muster/devices.hpp"
#include "muster/registry.hpp"

namespace muster::core {

class Changes;

struct DevicesArea {
    static constexpr std::string_view name = "devices";
    using Commands = DevicesCommands;
    using Events = DevicesEvents;
    using Follows = TypeList<MemberRemoved, MemberStatusChanged, MemberErased>;

    static Rejection decide(Step& step, const Command& command);
    static void apply(Changes& changes, const Event& event);
    static void react(Step& step, const Event& event);
    static TimePoint due(const Board& board);
    static void fire(Step& step);
    static std::string broken(const Board& board, Journeys& journeys);
};

}  // namespace muster::core
