// What the frame asks of the area `timebank` (areas.hpp).
#pragma once

#include <string>
#include <string_view>

#include "engine/core/step.hpp"
#include "muster/booking.hpp"
#include "muster/registry.hpp"
#include "muster/service.hpp"
#include "muster/service_records.hpp"
#include "muster/timebank.hpp"

namespace muster::core {

class Changes;

struct TimebankArea {
    static constexpr std::string_view name = "timebank";
    using Commands = TimebankCommands;
    using Events = TimebankEvents;
    // Rules: the accounts of the bank itself open. Members: whose account is frozen, thawed or
    // wound up. Bookings: what keeps credits ready. Services: what is paid, and paid back.
    using Follows = TypeList<RulesLoaded, MemberStatusChanged, MemberErased, MemberRemoved,
                             BookingMade, BookingStatusChanged, ServiceRecordStatusChanged>;

    static Rejection decide(Step& step, const Command& command);
    static void apply(Changes& changes, const Event& event);
    static void react(Step& step, const Event& event);
    static TimePoint due(const Board& board);
    static void fire(Step& step);
    static std::string broken(const Board& board, Journeys& journeys);
};

}  // namespace muster::core
