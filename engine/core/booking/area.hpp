// What the frame asks of the area `booking` (areas.hpp).
#pragma once

#include <string>
#include <string_view>

#include "engine/core/step.hpp"
#include "muster/booking.hpp"
#include "muster/dispatch.hpp"
#include "muster/registry.hpp"
#include "muster/requests.hpp"

namespace muster::core {

class Changes;

struct BookingArea {
    static constexpr std::string_view name = "booking";
    using Commands = BookingCommands;
    using Events = BookingEvents;
    // Of members: what ends bookings. Of requests: what becomes of the help that was booked. Its
    // own: the last of its bookings that is over completes a series.
    using Follows = TypeList<MemberStatusChanged, MemberErased, MemberRemoved, SlotServed,
                             RequestClosed, RequestCancelled, RequestTransferred, RequestReopened,
                             RequestSplit, BookingStatusChanged>;

    static Rejection decide(Step& step, const Command& command);
    static void apply(Changes& changes, const Event& event);
    static void react(Step& step, const Event& event);
    static TimePoint due(const Board& board);
    static void fire(Step& step);
    static std::string broken(const Board& board, Journeys& journeys);
};

}  // namespace muster::core
