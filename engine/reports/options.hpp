// Settings of what keeps the read model up.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>

#include "muster/setting.hpp"
#include "muster/units.hpp"

namespace muster::reports {

// [reports].
struct ReportOptions {
    // False: nothing is kept up while the service runs, and reports are asked for by command line.
    bool follow = true;
    // So soon it looks for new records again when it has all of them.
    Bounded<Millis, 10, 10'000> poll_ms = Millis{200};
    // Records that one transaction takes over.
    Bounded<std::int64_t, 100, 1'000'000> batch_records = 4'000;
    // The tables lie on the log's disk. With less than this free on it they wait, so that they
    // never take what the log needs.
    Bounded<std::int64_t, 0, 16'777'216> disk_left_mib = 256;
    // Reports and statements that wait to be made; more are refused.
    Bounded<std::int64_t, 1, 1'000> waiting_max = 32;
};
BOOST_DESCRIBE_STRUCT(ReportOptions, (),
                      (follow, poll_ms, batch_records, disk_left_mib, waiting_max))

}  // namespace muster::reports
