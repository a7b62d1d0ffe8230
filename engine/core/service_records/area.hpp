// What the frame asks of the area `service_records` (areas.hpp).
#pragma once

#include <string>
#include <string_view>

#include "engine/core/step.hpp"
#include "muster/dispatch.hpp"
#include "muster/registry.hpp"
#include "muster/service.hpp"
#include "muster/service_records.hpp"

namespace muster::core {

class Changes;

struct ServiceRecordsArea {
    static constexpr std::string_view name = "service_records";
    using Commands = ServiceRecordsCommands;
    using Events = ServiceRecordsEvents;
    // Of members: whose data is taken out. Of requests: help that was given is a service.
    using Follows = TypeList<MemberErased, MemberRemoved, SlotServed, DeadlinesRecomputed>;

    static Rejection decide(Step& step, const Command& command);
    static void apply(Changes& changes, const Event& event);
    static void react(Step& step, const Event& event);
    static TimePoint due(const Board& board);
    static void fire(Step& step);
    static std::string broken(const Board& board, Journeys& journeys);
};

}  // namespace muster::core
