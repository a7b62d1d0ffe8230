// How bookings and requests end with each other.
#pragma once

#include <string>

#include "engine/core/booking/booking_state.hpp"
#include "engine/core/step.hpp"

namespace muster::core {

// Emits the change. Precondition: the life cycle allows it.
void set_status(Step& step, const Booking& booking, BookingStatus status,
                Personal<std::string> reason, RequestId request = {}, TimePoint ask_at = {});

// The time has come: asks for a request, so that somebody is sent; or ends the booking where that
// has no sense any more. A request that cannot be made is tried again.
void ask_for_help(Step& step, const Booking& booking);

// The request that was made for it is cancelled, if it is open and nobody else waits for it.
void end_request_of(Step& step, const Booking& booking, const std::string& reason);

}  // namespace muster::core
