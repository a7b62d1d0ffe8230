// A date of birth, as its owner tells it. Whether there is such a day says the kernel
// (engine/core/kernel/lunar.hpp).
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>

#include "muster/enums.hpp"

namespace muster {

// The day somebody was born, in the calendar in which it is celebrated. A lunar date has the number
// of its lunar year, whose end lies in the next solar one: 29 of month 12 of 2026 is 2027-02-05.
struct BirthDate {
    CalendarKind calendar = CalendarKind::solar;
    std::int16_t year = 0;
    std::int16_t month = 0;
    std::int16_t day = 0;
    bool leap_month = false;  // lunar: of the leap month that follows `month`

    bool operator==(const BirthDate&) const = default;
};
BOOST_DESCRIBE_STRUCT(BirthDate, (), (calendar, year, month, day, leap_month))

}  // namespace muster
