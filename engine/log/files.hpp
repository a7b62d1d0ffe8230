// The few things the log does to files that SQLite does not do for it.
#pragma once

#include <atomic>
#include <filesystem>
#include <string>
#include <string_view>

#include "engine/log/error.hpp"

namespace muster::log {

// Names inside a log's folder.
inline constexpr const char* database_name = "decisions.sqlite";
inline constexpr const char* lock_name = "lock";
// Of what a log writes: it holds names, numbers and places.
inline constexpr std::filesystem::perms file_rights{0640};
// A file that is being written and that a crash may leave behind; it is never read.
inline constexpr const char* partial_suffix = ".partial";

// An error from the operating system: "cannot <what> <path>: <reason>". ENOSPC and EDQUOT become
// disk_full, ENOENT becomes not_found, all others io.
[[nodiscard]] LogError os_error(int error_number, std::string_view what,
                                const std::filesystem::path& path);

// Makes a created, renamed or removed name durable.
[[nodiscard]] LogError sync_folder(const std::filesystem::path& folder);

// Makes the folder with its parents, durably. No error when it exists.
[[nodiscard]] LogError make_folder(const std::filesystem::path& folder);

// Set by another thread that wants long work to end; null: nobody can. The work then fails with
// cancelled.
using Cancelled = const std::atomic<bool>*;

// After success the path holds exactly head and body, durably; after a crash it holds that, or
// what it held before. Writes to path.partial and renames. Long content goes to the disk piece by
// piece, so that a cancellation waits for one piece and not for one sync of everything.
[[nodiscard]] LogError write_file_durably(const std::filesystem::path& path, std::string_view head,
                                          std::string_view body, Cancelled cancelled = nullptr);

// Syncs an already written file, renames it, and syncs the folder.
[[nodiscard]] LogError sync_and_rename(const std::filesystem::path& from,
                                       const std::filesystem::path& to);

[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path,
                                            Cancelled cancelled = nullptr);
// At most so many bytes from the start of the file.
[[nodiscard]] Result<std::string> read_start(const std::filesystem::path& path, std::size_t bytes);

// The right to write in a folder, held by at most one owner on the machine (also within one
// process) until destruction; the operating system releases it when the process dies, however it
// dies. The file names the owner's process for the message of whoever comes second.
class FolderLock {
  public:
    [[nodiscard]] static Result<FolderLock> acquire(const std::filesystem::path& folder);
    // Whether somebody has it at this moment.
    [[nodiscard]] static bool is_held(const std::filesystem::path& folder);

    FolderLock(FolderLock&& other) noexcept;
    FolderLock& operator=(FolderLock&& other) noexcept;
    ~FolderLock();

  private:
    explicit FolderLock(int descriptor) : descriptor_(descriptor) {}

    int descriptor_ = -1;
};

}  // namespace muster::log
