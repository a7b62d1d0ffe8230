// Settings of the pipeline and of what works beside it.
#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/intake/options.hpp"
#include "engine/views/read_options.hpp"
#include "muster/units.hpp"

namespace muster::pipeline {

struct PipelineOptions {
    intake::IntakeOptions intake;
    // Submissions per step; what is left waits for the next one.
    std::size_t batch_max = 512;
    // Ticks per step; overdue deadlines beyond that wait for the next one, so that a flood of them
    // does not hold up new requests.
    std::size_t ticks_max = 64;
    // A command whose JSON is longer is refused: well below the log's limit for a record, which
    // would stop the service.
    std::size_t command_bytes_max = std::size_t{1} << 20;
    // While another program holds the log's write lock, submissions wait so long; then they are
    // refused with `overloaded`, and new ones at once, until it lets go. Nothing was decided.
    Millis log_wait_ms = seconds(2);
    // False when no reader of the feed lacks the right to personal data, which spares the masked
    // form of each entity. Should such a reader come all the same, it sees ids only.
    bool feed_masked = true;
};

struct SnapshotPolicy {
    // A snapshot is due so many records after the last one. 0 = never, except at shutdown.
    std::uint64_t snapshot_records = 1'000'000;
    // Snapshots that stay; older ones are deleted.
    std::size_t snapshots_kept = 2;
};

struct ExplainerOptions {
    // Explanations that wait, beside the one being made. Above it: refused.
    std::size_t queue_max = 16;
    // Of one principal, waiting, being made, or made and not yet given away. Above it: refused.
    std::size_t per_token_max = 4;
    // Records read for one, and the time it may take. Beyond them the answer is that it cannot be
    // had here.
    std::uint64_t records_max = 20'000;
    Millis budget_ms{10'000};
};

struct QueryOptions {
    views::ReadOptions reads;
    // Records of one timeline, the newest; more are left out and the answer says so.
    std::size_t timeline_records_max = 1'000;
};

}  // namespace muster::pipeline
