// Whether a log is all that it is known to have been: what stands in its folder beside the records
// (the write-ahead file's frames, the high-water mark, snapshots) bears witness against a loss that
// the records alone cannot show.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/log/high_water.hpp"
#include "engine/log/migrations.hpp"
#include "engine/log/snapshot.hpp"
#include "engine/log/wal_walk.hpp"
#include "engine/sqlite/sqlite.hpp"

namespace muster::log {

struct Evidence {
    std::filesystem::path folder;
    MarkRead mark;
    std::vector<SnapshotWitness> snapshots;
    WalReport wal;
    std::uint64_t database_bytes = 0;

    // The newest record that is known to have been durable; 0: none.
    [[nodiscard]] std::uint64_t known_seq() const;
};

enum class Wal { walk, leave };  // leave: a writer is at work, whose file changes meanwhile

// Reads files only; to be called before SQLite opens the log, which may remove some of them.
[[nodiscard]] Result<Evidence> gather(const std::filesystem::path& folder, Wal wal);

// What the files show by themselves: frames that rotted, a database that was cut off or emptied.
// corrupted says what, where, and what to do.
[[nodiscard]] LogError judge_files(const Evidence& evidence);

// When SQLite finds no tables: that is a new log, unless there is more of it than a crash during
// its creation leaves.
[[nodiscard]] LogError judge_empty(const Evidence& evidence);

// What the records as SQLite reads them lack: a known one is missing or another, or the log is not
// the one that the witnesses saw. Warnings are about witnesses that cannot be used.
[[nodiscard]] LogError judge_records(const Evidence& evidence, const sqlite::Database& db,
                                     const LogMeta& meta, std::vector<std::string>& warnings);

// Both on a log that nobody has open for writing, or beside its writer: without the frames then.
[[nodiscard]] LogError judge(const std::filesystem::path& folder,
                             std::vector<std::string>& warnings);

}  // namespace muster::log
