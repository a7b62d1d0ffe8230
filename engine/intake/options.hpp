// Limits of the queue in front of the engine.
#pragma once

#include <cstddef>

namespace muster::intake {

struct IntakeOptions {
    // Submissions that may wait, by traffic. At the limit: refused with `overloaded` at once.
    std::size_t calls_max = 32'768;
    std::size_t desk_max = 32'768;
    std::size_t registry_max = 16'384;
    // Responders with a pending fix, and reports that wait for their answer. At the limit: as
    // above.
    std::size_t position_responders_max = 262'144;
    std::size_t position_reports_max = 65'536;
    // Fixes in one ReportPositions that the intake makes of what is pending, at most one per batch.
    std::size_t fixes_per_record = 2'048;
    // When more waits than a batch takes, calls go first. So much of each batch is left to what is
    // no call, so that a flood of calls does not hold up those who answer them.
    std::size_t desk_share_percent = 25;
};

}  // namespace muster::intake
