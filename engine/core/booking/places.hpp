// Whether a time can be booked, and the booking of it. Questions; nothing is changed.
#pragma once

#include <optional>
#include <string>

#include "engine/core/booking/booking_state.hpp"
#include "engine/core/step.hpp"

namespace muster::core {

// Whom something is to be booked for.
struct Wish {
    const BookableService& service;
    MemberId member;
    std::int64_t ahead_days = 0;
    const Booking* instead_of = nullptr;  // gives its place away for it
};

// Why the time that begins then cannot be booked; nothing when it can.
[[nodiscard]] std::optional<BookingClash> clash_with(const Step& step, const Wish& wish,
                                                     TimePoint starts_at);
// The same in words: "2026-01-05 09:00: all 2 places are taken".
[[nodiscard]] std::string clash_text(const Step& step, const Wish& wish, TimePoint starts_at,
                                     BookingClash clash);

// Such a time is one that people can mean: it can be told as a day of the city.
[[nodiscard]] Rejection check_start(const Step& step, TimePoint starts_at);

// A booking of that time with what is promised for it by the rules of now. Precondition: it does
// not clash.
[[nodiscard]] Booking booking_of(const Step& step, const Wish& wish, TimePoint starts_at);

// What a command that books says of itself.
template <class Command>
void take_over(Booking& booking, const Step& step, const Command& command) {
    booking.by = step.env.source;
    booking.channel = command.channel;
    booking.skills = command.skills;
    booking.note = command.note;
}

// "2026-01-05 09:00", by the city's clocks.
[[nodiscard]] std::string local_text(const Step& step, TimePoint time);

}  // namespace muster::core
