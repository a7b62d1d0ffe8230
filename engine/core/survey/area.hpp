// What the frame asks of the area `survey` (areas.hpp).
#pragma once

#include <string>
#include <string_view>

#include "engine/core/step.hpp"
#include "muster/merges.hpp"
#include "muster/registry.hpp"
#include "muster/survey.hpp"

namespace muster::core {

class Changes;

struct SurveyArea {
    static constexpr std::string_view name = "survey";
    using Commands = SurveyCommands;
    using Events = SurveyEvents;
    using Follows =
        TypeList<MemberStatusChanged, MemberErased, MemberRemoved, MembersMerged, MergeUndone>;

    static Rejection decide(Step& step, const Command& command);
    static void apply(Changes& changes, const Event& event);
    static void react(Step& step, const Event& event);
    static TimePoint due(const Board& board);
    static void fire(Step& step);
    static std::string broken(const Board& board, Journeys& journeys);
};

}  // namespace muster::core
