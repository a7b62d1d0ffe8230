#include "engine/log/backup.hpp"

#include <system_error>
#include <utility>
#include <vector>

#include "engine/log/attachments.hpp"
#include "engine/log/files.hpp"
#include "engine/log/log_reader.hpp"
#include "engine/log/wholeness.hpp"

namespace muster::log {

namespace fs = std::filesystem;

namespace {

enum class Epoch { keep, renew };

LogError copy_pages(const LogReader& from, const sqlite::Database& to, const BackupOptions& options,
                    const CopyProgress& progress) {
    // A read transaction around all steps: otherwise each commit of the writer would make SQLite
    // start the copy again. It begins with its first read.
    if (LogError failed =
            from.database().exec("BEGIN; SELECT count(*) FROM meta", "copying the log")) {
        return failed;
    }
    sqlite3_backup* copy = sqlite3_backup_init(to.get(), "main", from.database().get(), "main");
    if (!copy) return sqlite::error_of(to, "copying the log");
    int result = SQLITE_OK;
    while (result == SQLITE_OK) {
        result = sqlite3_backup_step(copy, options.pages_per_step);
        const auto total = static_cast<std::uint64_t>(sqlite3_backup_pagecount(copy));
        const auto left = static_cast<std::uint64_t>(sqlite3_backup_remaining(copy));
        if (progress) progress("copying", total - left, total);
    }
    sqlite3_backup_finish(copy);
    LogError ended = from.database().exec("COMMIT", "copying the log");
    if (result == SQLITE_DONE) return ended;
    if (sqlite3_errcode(to.get()) != SQLITE_OK) return sqlite::error_of(to, "copying the log");
    return {(result & 0xff) == SQLITE_FULL ? LogErrorCode::disk_full : LogErrorCode::io,
            "copying the log failed in " + from.file().string() + ": " + sqlite3_errstr(result)};
}

// Fills `path`, which does not exist, and leaves it without helper files.
LogError write_copy(const LogReader& from, const fs::path& path, Epoch epoch,
                    const BackupOptions& options, const CopyProgress& progress) {
    auto to =
        sqlite::Database::open(path, {.rights = file_rights, .busy_ms = options.busy_timeout_ms});
    if (!to) return to.error();
    if (LogError failed = copy_pages(from, *to, options, progress)) return failed;
    // One file that opens anywhere, also where nothing can be written beside it.
    if (LogError failed = to->exec("PRAGMA journal_mode=DELETE", "finishing the copy")) {
        return failed;
    }
    if (epoch == Epoch::keep) return {};
    if (LogError failed = drop_attachments(*to)) return failed;
    return write_meta(*to, "epoch", random_name());
}

LogError add_to(const fs::path& copy, const BackupOptions& options) {
    if (!options.add) return {};
    Result<LogReader> reader = LogReader::open(copy, {});
    if (!reader) return reader.error();
    auto into = sqlite::Database::open(copy, {.access = sqlite::Access::write});
    if (!into) return into.error();
    return options.add(*reader, *into);
}

Result<ChainReport> verify_copy(const fs::path& path, const CopyProgress& progress) {
    Result<LogReader> reader = LogReader::open(path, {});
    if (!reader) return reader.error();
    VerifyProgress forward;
    if (progress) {
        forward = [&](std::uint64_t done, std::uint64_t total) {
            progress("verifying", done, total);
        };
    }
    Result<ChainReport> report = verify_chain(*reader, {}, forward);
    if (!report || !report->fault) return report;
    return LogError{LogErrorCode::corrupted, report->fault->why + " (the copy was not kept)"};
}

Result<ChainReport> copy_and_verify(const LogReader& from, const fs::path& target, Epoch epoch,
                                    const BackupOptions& options, const CopyProgress& progress) {
    fs::path partial = target;
    partial += partial_suffix;
    std::error_code ignored;
    fs::remove(partial, ignored);
    LogError failed = write_copy(from, partial, epoch, options, progress);
    Result<ChainReport> report =
        failed ? Result<ChainReport>(std::move(failed)) : verify_copy(partial, progress);
    failed = report ? LogError{} : report.error();
    if (!failed && epoch == Epoch::keep) failed = add_to(partial, options);
    if (!failed) failed = sync_and_rename(partial, target);
    if (!failed) return report;
    fs::remove(partial, ignored);
    return failed;
}

// The lock file of an earlier attempt stays: to delete it would let two owners in.
bool is_free(const fs::path& folder, std::error_code& error) {
    if (!fs::exists(folder, error)) return true;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        if (entry->path().filename() != lock_name) return false;
    }
    return true;
}

}  // namespace

Result<ChainReport> backup(const fs::path& folder, const fs::path& target,
                           const BackupOptions& options, const CopyProgress& progress) {
    std::error_code ignored;
    if (fs::exists(target, ignored)) {
        return LogError{LogErrorCode::not_empty,
                        target.string() + " exists; name a file that does not"};
    }
    // A copy of a log that has lost its end would be whole in itself.
    std::vector<std::string> ignored_warnings;
    if (fs::is_directory(folder, ignored)) {
        if (LogError failed = judge(folder, ignored_warnings)) return failed;
    }
    Result<LogReader> from = LogReader::open(folder, {});
    if (!from) return from.error();
    return copy_and_verify(*from, target, Epoch::keep, options, progress);
}

Result<ChainReport> restore(const fs::path& backup_file, const fs::path& folder,
                            const BackupOptions& options, const CopyProgress& progress) {
    Result<LogReader> from = LogReader::open(backup_file, {});
    if (!from) return from.error();
    std::error_code error;
    if (!is_free(folder, error)) {
        return LogError{LogErrorCode::not_empty,
                        folder.string() +
                            " is not empty; name a new folder, so that nothing is "
                            "overwritten"};
    }
    if (error) return os_error(error.value(), "read folder", folder);
    if (LogError failed = make_folder(folder)) return failed;
    // A service that starts on the new folder at this moment must wait.
    Result<FolderLock> lock = FolderLock::acquire(folder);
    if (!lock) return lock.error();
    if (options.put_beside) {
        if (LogError failed = options.put_beside()) return failed;
    }
    return copy_and_verify(*from, folder / database_name, Epoch::renew, options, progress);
}

}  // namespace muster::log
