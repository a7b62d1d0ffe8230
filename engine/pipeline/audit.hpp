// Proof that a log says what this program would do: every command handled anew, every event
// compared, every invariant checked.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/log/error.hpp"
#include "engine/log/log_reader.hpp"
#include "engine/log/verify.hpp"
#include "engine/pipeline/recovery.hpp"

namespace muster::pipeline {

struct CheckOptions {
    log::ReaderOptions reader;
    core::RoadSource* roads = nullptr;  // has the maps that the log names
    // Records known from elsewhere, which the log must contain.
    std::vector<log::ChainAnchor> anchors;
    // Checking every invariant walks the whole board, so it is done every so often and at the end.
    std::uint64_t records_per_invariants = 100'000;
    std::uint64_t records_per_progress = 16'384;
};

// The first thing that is not as it must be. In `chain` the record is not as it was appended; in
// `events` this build decides otherwise than the log says (a changed record whose hashes were
// computed anew, or another build); in `invariant` the board broke a promise after this record; in
// `anchor` the record is missing, or not the one that an anchor names; in `loss` what stands beside
// the log (the write-ahead file, the high-water mark, snapshots) shows that records are missing or
// were changed; in `file` the database's own structure is damaged.
struct Difference {
    std::string kind;  // chain, events, invariant, anchor, loss, file
    std::uint64_t seq = 0;
    std::string expected;
    std::string got;
};
BOOST_DESCRIBE_STRUCT(Difference, (), (kind, seq, expected, got))

struct CheckReport {
    std::uint64_t records = 0;  // found good
    std::string state_hash;     // after them, 64 hexadecimal digits
    std::optional<Difference> first_difference;
    std::string last_hash;      // of the last good record, 64 hexadecimal digits
    std::uint64_t anchors = 0;  // of those given, that were met
    // Records that were taken as they are and not decided anew: what was known of somebody when
    // they were decided was erased since, or its key is not here.
    std::uint64_t not_decided = 0;
    std::vector<std::string> warnings;  // about what stands beside the log and cannot be used
};
BOOST_DESCRIBE_STRUCT(CheckReport, (),
                      (records, state_hash, first_difference, last_hash, anchors, not_decided,
                       warnings))

// Reads from the first record on, without snapshots; beside a running writer too. Snapshots and the
// high-water mark bear witness: each must agree with the record that it names. `folder` may also be
// a backup's file, which has none of them. An error means that the log could not be read at all;
// everything found in it is in the report.
[[nodiscard]] log::Result<CheckReport> check(const std::filesystem::path& folder,
                                             const CheckOptions& options, const Progress& progress);

}  // namespace muster::pipeline
