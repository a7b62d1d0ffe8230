// What the frame asks of the area `merges` (areas.hpp).
#pragma once

#include <string>
#include <string_view>

#include "engine/core/step.hpp"
#include "muster/merges.hpp"
#include "muster/registry.hpp"

namespace muster::core {

class Changes;

struct MergesArea {
    static constexpr std::string_view name = "merges";
    using Commands = MergesCommands;
    using Events = MergesEvents;
    using Follows = TypeList<MemberRegistered, MemberUpdated, MemberErased, MemberRemoved>;

    static Rejection decide(Step& step, const Command& command);
    static void apply(Changes& changes, const Event& event);
    static void react(Step& step, const Event& event);
    static std::string broken(const Board& board, Journeys& journeys);
};

}  // namespace muster::core
