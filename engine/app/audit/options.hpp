// Settings of the record of accesses.
#pragma once

#include <cstddef>
#include <cstdint>

#include "muster/units.hpp"

namespace muster::app {

struct AuditOptions {
    std::int64_t keep_days = 400;
    // Different rows that wait to be written. At the limit the newest is lost, and counted.
    std::size_t rows_max = 8'192;
    std::size_t failed_rows_per_minute = 20;  // see AuditBatch
    Millis write_ms = seconds(1);             // so often; sooner when a quarter of rows_max waits
};

}  // namespace muster::app
