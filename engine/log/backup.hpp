// Copying a log out of and into service.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string_view>

#include "engine/log/error.hpp"
#include "engine/log/log_reader.hpp"
#include "engine/log/verify.hpp"

namespace muster::log {

struct BackupOptions {
    int pages_per_step = 1024;
    int busy_timeout_ms = 2000;
    // Of a backup: called with the copy, whose chain holds, before it gets its name; adds what the
    // records need and do not hold (attachments.hpp). May be empty; an error discards the copy.
    std::function<LogError(const LogReader& copy, const sqlite::Database& into)> add;
    // Of a restore: called when the folder is locked, before the log gets its name there, so that
    // whoever finds the log finds what it needs. May be empty.
    std::function<LogError()> put_beside;
};

// stage: "copying" (pages) or "verifying" (records). May be empty.
using CopyProgress =
    std::function<void(std::string_view stage, std::uint64_t done, std::uint64_t total)>;

// Copies the log in `folder`, as it is at the start of the call, into the new file `target`, one
// self-contained SQLite file, and verifies the copy's chain before the file gets its name. Works
// beside a running writer, whose write-ahead file grows meanwhile. Refuses an existing target.
// A damaged log is corrupted, and nothing is left at `target`. Snapshots are not copied: the log
// is enough. What `add` attaches lies in the same file.
[[nodiscard]] Result<ChainReport> backup(const std::filesystem::path& folder,
                                         const std::filesystem::path& target,
                                         const BackupOptions& options,
                                         const CopyProgress& progress);

// Verifies the backup and puts it into `folder`, which must be missing or empty but for the lock
// file, with a new epoch (see LogMeta) and without attachments. After a failure only the lock file
// and what `put_beside` put there are left. After a crash half-way the folder holds only a file
// ending in .partial and what `put_beside` put there.
[[nodiscard]] Result<ChainReport> restore(const std::filesystem::path& backup_file,
                                          const std::filesystem::path& folder,
                                          const BackupOptions& options,
                                          const CopyProgress& progress);

}  // namespace muster::log
