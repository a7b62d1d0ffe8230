// Limits of the queue in front of the engine.
#pragma once

#include <boost/describe/class.hpp>
#include <cstddef>

#include "muster/setting.hpp"
#include "muster/units.hpp"

namespace muster::intake {

// [intake].
struct IntakeOptions {
    // Submissions that may wait, by traffic. At the limit: refused with `overloaded` at once.
    Bounded<std::size_t, 1, plenty> calls_max = 32'768;
    Bounded<std::size_t, 1, plenty> desk_max = 32'768;
    Bounded<std::size_t, 1, plenty> registry_max = 16'384;
    Bounded<std::size_t, 1, plenty> signs_max = 65'536;
    // Responders with a pending fix, and reports that wait for their answer. At the limit: as
    // above.
    Bounded<std::size_t, 1, plenty> position_responders_max = 262'144;
    Bounded<std::size_t, 1, plenty> position_reports_max = 65'536;
    // Fixes in one ReportPositions that the intake makes of what is pending, at most one per batch.
    Bounded<std::size_t, 1, 65'536> fixes_per_record = 2'048;
    // When more waits than a batch takes, calls go first. So much of each batch is left to what is
    // no call, so that a flood of calls does not hold up those who answer them.
    Bounded<std::size_t, 1, 100> desk_share_percent = 25;
    // While nothing but signs of life waits, they wait so long for each other, or until there are
    // so many: each commit makes the disk sync once. Anything else takes them along at once.
    Bounded<Millis, 0, 1'000> signs_wait_ms = Millis{50};
    Bounded<std::size_t, 1, plenty> signs_at_once = 64;
};
BOOST_DESCRIBE_STRUCT(IntakeOptions, (),
                      (calls_max, desk_max, registry_max, signs_max, position_responders_max,
                       position_reports_max, fixes_per_record, desk_share_percent, signs_wait_ms,
                       signs_at_once))

}  // namespace muster::intake
