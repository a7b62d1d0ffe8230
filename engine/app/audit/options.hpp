// Settings of the record of accesses.
#pragma once

#include <boost/describe/class.hpp>
#include <cstddef>
#include <cstdint>

#include "muster/setting.hpp"
#include "muster/units.hpp"

namespace muster::app {

// [audit].
struct AuditOptions {
    // Then a row is deleted.
    Bounded<std::int64_t, 180, 3'660> keep_days = 400;
    // Different rows that wait to be written. At the limit the newest is lost, and counted.
    Bounded<std::size_t, 16, 1'000'000> rows_max = 8'192;
    Bounded<std::size_t, 1, 10'000> failed_rows_per_minute = 20;  // see AuditBatch
    // So often what came together is written; sooner when a quarter of rows_max waits.
    Bounded<Millis, 10, 60'000> write_ms = seconds(1);
    // So often a sheet is closed, whose digest then stands in the log.
    Bounded<Millis, 1'000, 86'400'000> sheet_ms = minutes(5);
    // So often, and at the start, every sheet is compared with the log.
    Bounded<Millis, 1'000, 2'592'000'000> prove_ms = hours(24);
    // Reads of the record that wait for each other; more are refused with 503.
    Bounded<std::size_t, 1, 10'000> reads_waiting_max = 16;
};
BOOST_DESCRIBE_STRUCT(AuditOptions, (),
                      (keep_days, rows_max, failed_rows_per_minute, write_ms, sheet_ms, prove_ms,
                       reads_waiting_max))

}  // namespace muster::app
