// What the frame asks of the area `links` (areas.hpp).
#pragma once

#include <string>
#include <string_view>

#include "engine/core/step.hpp"
#include "muster/links.hpp"
#include "muster/registry.hpp"
#include "muster/requests.hpp"

namespace muster::core {

class Changes;

struct LinksArea {
    static constexpr std::string_view name = "links";
    using Commands = LinksCommands;
    using Events = LinksEvents;
    using Follows = TypeList<RequestArchived, MemberStatusChanged, MemberErased, MemberRemoved>;

    static Rejection decide(Step& step, const Command& command);
    static void apply(Changes& changes, const Event& event);
    static void react(Step& step, const Event& event);
    static TimePoint due(const Board& board);
    static void fire(Step& step);
    static std::string broken(const Board& board, Journeys& journeys);
};

}  // namespace muster::core
