// What the frame asks of the area `care` (areas.hpp).
#pragma once

#include <string>
#include <string_view>

#include "engine/core/step.hpp"
#include "muster/care.hpp"
#include "muster/dispatch.hpp"
#include "muster/merges.hpp"
#include "muster/registry.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"

namespace muster::core {

class Changes;

struct CareArea {
    static constexpr std::string_view name = "care";
    using Commands = CareCommands;
    using Events = CareEvents;
    using Follows =
        TypeList<MemberRegistered, MemberUpdated, MemberStatusChanged, MemberRiskChanged,
                 MemberEventReported, MemberErased, MemberRemoved, MembersMerged, MergeUndone,
                 ResponderUpdated, SkillExpired, ResponderOnScene, SlotServed, RequestMerged,
                 RequestCancelled, RequestTransferred, RequestClosed, DeadlinesRecomputed>;

    static Rejection decide(Step& step, const Command& command);
    static void apply(Changes& changes, const Event& event);
    static void react(Step& step, const Event& event);
    static TimePoint due(const Board& board);
    static void fire(Step& step);
    static std::string broken(const Board& board, Journeys& journeys);
};

}  // namespace muster::core
