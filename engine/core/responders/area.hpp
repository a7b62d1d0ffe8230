// What the frame asks of the area `responders` (areas.hpp).
#pragma once

#include <string>
#include <string_view>

#include "engine/core/step.hpp"
#include "muster/responders.hpp"

namespace muster::core {

class Changes;

struct RespondersArea {
    static constexpr std::string_view name = "responders";
    using Commands = RespondersCommands;
    using Events = RespondersEvents;

    static Rejection decide(Step& step, const Command& command);
    static void apply(Changes& changes, const Event& event);
    static TimePoint due(const Board& board);
    static void fire(Step& step);
    static std::string broken(const Board& board, Journeys& journeys);
};

}  // namespace muster::core
