// Snapshots of the state beside the log: `snapshot-<seq>.json`, a header line and an opaque body.
// They only shorten recovery; the log alone is enough, so a damaged snapshot costs time, not data.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/log/error.hpp"
#include "engine/log/files.hpp"
#include "engine/log/record.hpp"

namespace muster::log {

class LogReader;

struct SnapshotHeader {
    std::uint64_t seq = 0;  // the last record that the state includes
    Hash log_hash{};        // that record's
    // The caller's number for the body's format.
    std::uint64_t schema = 0;
    std::uint64_t bytes = 0;  // of the body
    Hash body_hash{};         // SHA-256 of the body
    bool sealed = true;       // has a checksum of its own, as versions before did not write
};

struct Snapshot {
    SnapshotHeader header;
    std::string body;
};

// Writes durably and atomically, then deletes all but the `keep` newest (at least one). Any
// thread; may take long for a large body. The caller must have committed record `seq`.
[[nodiscard]] LogError write_snapshot(const std::filesystem::path& folder, std::uint64_t seq,
                                      const Hash& log_hash, std::uint64_t schema,
                                      std::string_view body, std::size_t keep,
                                      Cancelled cancelled = nullptr);

struct SnapshotQuery {
    std::uint64_t max_seq = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t schema = 0;  // others are passed over
    // When given, a snapshot that is not of this very log is passed over.
    const LogReader* log = nullptr;
    Cancelled cancelled = nullptr;
};

// Told in full sentences why a snapshot was passed over. May be empty.
using Warning = std::function<void(const std::string&)>;

// Nothing when there is no usable one. Fails only when the folder cannot be read, or cancelled.
[[nodiscard]] Result<std::optional<Snapshot>> newest_valid_snapshot(
    const std::filesystem::path& folder, const SnapshotQuery& query, const Warning& warn);

// What a snapshot's header says about the log. It outlives damage to the body.
struct SnapshotWitness {
    std::uint64_t seq = 0;
    Hash log_hash{};
    // The header has a checksum of its own. Without one, as versions before wrote it, only the
    // number can be believed, which stands in the file's name too.
    bool sealed = false;
    std::filesystem::path file;
};

// Of each snapshot whose header can be read; newest first.
[[nodiscard]] Result<std::vector<SnapshotWitness>> snapshot_witnesses(
    const std::filesystem::path& folder);

// The bytes of a snapshot's file, taken apart and compared with their own checksums; the error's
// message is a clause without a file's name.
[[nodiscard]] Result<Snapshot> parse_snapshot(std::string bytes);

// Deletes all but the newest `keep` snapshots and what a crash left half-written.
[[nodiscard]] LogError prune_snapshots(const std::filesystem::path& folder, std::size_t keep);

}  // namespace muster::log
