// Proof that a log says what this program would do: every command handled anew, every event
// compared, every invariant checked.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "engine/log/error.hpp"
#include "engine/log/log_reader.hpp"
#include "engine/pipeline/recovery.hpp"

namespace muster::pipeline {

struct CheckOptions {
    log::ReaderOptions reader;
    core::RoadSource* roads = nullptr;  // has the maps that the log names
    // Checking every invariant walks the whole board, so it is done every so often and at the end.
    std::uint64_t records_per_invariants = 100'000;
    std::uint64_t records_per_progress = 16'384;
};

// The first thing that is not as it must be. In `chain` the record is not as it was appended; in
// `events` this build decides otherwise than the log says (a changed record whose hashes were
// computed anew, or another build); in `invariant` the board broke a promise after this record.
struct Difference {
    std::string kind;  // chain, events, invariant
    std::uint64_t seq = 0;
    std::string expected;
    std::string got;
};
BOOST_DESCRIBE_STRUCT(Difference, (), (kind, seq, expected, got))

struct CheckReport {
    std::uint64_t records = 0;  // found good
    std::string state_hash;     // after them, 64 hexadecimal digits
    std::optional<Difference> first_difference;
};
BOOST_DESCRIBE_STRUCT(CheckReport, (), (records, state_hash, first_difference))

// Reads from the first record on, without snapshots; beside a running writer too. An error means
// that the log could not be read at all; everything found in it is in the report.
[[nodiscard]] log::Result<CheckReport> check(const std::filesystem::path& folder,
                                             const CheckOptions& options, const Progress& progress);

}  // namespace muster::pipeline
