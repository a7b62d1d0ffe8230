// What the frame asks of the area `registry` (areas.hpp).
#pragma once

#include <string>
#include <string_view>

#include "engine/core/step.hpp"
#include "muster/registry.hpp"

namespace muster::core {

class Changes;

struct RegistryArea {
    static constexpr std::string_view name = "registry";
    using Commands = RegistryCommands;
    using Events = RegistryEvents;

    static Rejection decide(Step& step, const Command& command);
    static void apply(Changes& changes, const Event& event);
    static TimePoint due(const Board& board);
    static void fire(Step& step);
    static std::string broken(const Board& board, Journeys& journeys);
};

}  // namespace muster::core
