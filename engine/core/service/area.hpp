// What the frame asks of the area `service` (areas.hpp).
#pragma once

#include <string>
#include <string_view>

#include "engine/core/step.hpp"
#include "muster/service.hpp"

namespace muster::core {

class Changes;

struct ServiceArea {
    static constexpr std::string_view name = "service";
    using Commands = ServiceCommands;
    using Events = ServiceEvents;

    static Rejection decide(Step& step, const Command& command);
    static void apply(Changes& changes, const Event& event);
    static std::string broken(const Board& board, Journeys& journeys);
};

}  // namespace muster::core
