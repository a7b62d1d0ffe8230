// Settings of the pipeline and of what works beside it.
#pragma once

#include <boost/describe/class.hpp>
#include <cstddef>
#include <cstdint>

#include "engine/intake/options.hpp"
#include "engine/log/options.hpp"
#include "engine/views/read_options.hpp"
#include "muster/setting.hpp"
#include "muster/units.hpp"

namespace muster::pipeline {

// What one step decides is one batch of the log, and is of two kinds: half for each is within it,
// whatever is set.
constexpr std::int64_t half_a_batch = log::records_of_a_batch / 2;

// [pipeline]. What is not described comes from other sections, or from nowhere.
struct PipelineOptions {
    intake::IntakeOptions intake;
    // Submissions per step; what is left waits for the next one.
    Bounded<std::size_t, 1, half_a_batch> batch_max = 512;
    // Ticks per step; overdue deadlines beyond that wait for the next one, so that a flood of them
    // does not hold up new requests.
    Bounded<std::size_t, 1, half_a_batch> ticks_max = 64;
    // A command whose JSON is longer is refused: well below the log's limit for a record, which
    // would stop the service.
    Bounded<std::size_t, 1024, 1 << 29> command_bytes_max = std::size_t{1} << 20;
    // While another program holds the log's write lock, submissions wait so long (the log's
    // busy_timeout_ms); then they are refused with `overloaded`, and new ones at once, until it
    // lets go. Nothing was decided.
    Millis log_wait_ms = seconds(2);
    // False when no reader of the feed lacks the right to personal data, which spares the masked
    // form of each entity. Should such a reader come all the same, it sees ids only.
    bool feed_masked = true;
};
BOOST_DESCRIBE_STRUCT(PipelineOptions, (), (batch_max, ticks_max, command_bytes_max))

// Of [log].
struct SnapshotPolicy {
    // A snapshot is due so many records after the last one. 0 = never, except at shutdown.
    Bounded<std::uint64_t, 0, plenty> snapshot_records = 1'000'000;
    // Snapshots that stay; older ones are deleted.
    Bounded<std::size_t, 1, 1000> snapshots_kept = 2;
};
BOOST_DESCRIBE_STRUCT(SnapshotPolicy, (), (snapshot_records, snapshots_kept))

// [explain].
struct ExplainerOptions {
    // Explanations that wait, beside the one being made. Above it: refused.
    Bounded<std::size_t, 0, 1'000'000> queue_max = 16;
    // Of one principal, waiting, being made, or made and not yet given away. Above it: refused.
    Bounded<std::size_t, 1, 1'000'000> per_token_max = 4;
    // Records read for one, and the time it may take. Beyond them the answer is that it cannot be
    // had here.
    Bounded<std::uint64_t, 1, plenty> records_max = 20'000;
    Bounded<Millis, 1, plenty> budget_ms = seconds(10);
};
BOOST_DESCRIBE_STRUCT(ExplainerOptions, (), (queue_max, per_token_max, records_max, budget_ms))

// [reads].
struct QueryOptions : views::ReadOptions {
    // Records of one timeline, the newest; more are left out and the answer says so.
    Bounded<std::size_t, 1, 1'000'000> timeline_records_max = 1'000;
};
BOOST_DESCRIBE_STRUCT(QueryOptions, (views::ReadOptions), (timeline_records_max))

}  // namespace muster::pipeline
