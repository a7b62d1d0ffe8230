// Whether a calendar is sound: what engine/core/kernel/calendar.hpp relies on.
#pragma once

#include "muster/envelope.hpp"
#include "muster/rules.hpp"

namespace muster::core {

// What is wrong with the calendar, with the field as a JSON pointer inside of it; no rejection when
// it is sound.
[[nodiscard]] Rejection check_calendar(const CalendarRule& rule);

}  // namespace muster::core
