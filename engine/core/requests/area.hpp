// What the frame asks of the area `requests` (areas.hpp).
#pragma once

#include <string>
#include <string_view>

#include "engine/core/step.hpp"
#include "muster/registry.hpp"
#include "muster/requests.hpp"
#include "muster/service.hpp"

namespace muster::core {

class Changes;

struct RequestsArea {
    static constexpr std::string_view name = "requests";
    using Commands = RequestsCommands;
    using Events = RequestsEvents;

    using Follows =
        TypeList<MemberUpdated, MemberRiskChanged, MemberStatusChanged, DeadlinesRecomputed>;

    static Rejection decide(Step& step, const Command& command);
    static void apply(Changes& changes, const Event& event);
    static void react(Step& step, const Event& event);
    static TimePoint due(const Board& board);
    static void fire(Step& step);
    static std::string broken(const Board& board, Journeys& journeys);
};

}  // namespace muster::core
