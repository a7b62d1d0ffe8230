// The decision log's one writer: records go in order into an open transaction, and one commit
// makes all of them durable.
//
//     append(record)...  commit()  publish  checkpoint_if_due()
//
// Durable means: after commit() returned without error the records survive the death of the
// process and, where the disk honours fdatasync, the loss of power. Nothing of a batch is kept
// unless all of it is.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/log/error.hpp"
#include "engine/log/files.hpp"
#include "engine/log/hash.hpp"
#include "engine/log/high_water.hpp"
#include "engine/log/migrations.hpp"
#include "engine/log/options.hpp"
#include "engine/log/record.hpp"
#include "engine/sqlite/sqlite.hpp"

namespace muster::log {

struct Evidence;

// Counters since opening. Times are the caller's to take.
struct LogStats {
    std::uint64_t records = 0;                // appended
    std::uint64_t commits = 0;                // that carried records
    std::uint64_t bytes = 0;                  // of committed sources, keys, commands and events
    std::uint64_t wal_frames = 0;             // in the write-ahead file after the last commit
    std::uint64_t checkpoints = 0;            // that copied something
    std::uint64_t checkpoints_held_back = 0;  // by a reader, wholly or in part
    std::uint64_t checkpoints_failed = 0;
    std::uint64_t wal_file_frames = 0;  // for which the write-ahead file has room: its size on disk
    bool wal_large = false;             // above LogOptions::wal_frames_large
    std::uint64_t wal_cut_back = 0;     // times that such a file was made small again
    std::uint64_t begins_held = 0;      // calls of begin() that met another writer
    std::uint64_t marks_failed = 0;     // writes of the high-water mark
    LogError last_error;
};

// Use by one thread at a time. Owns the folder's lock for its life: one writer per folder; readers
// (LogReader, the sqlite3 shell, a backup) come and go as they like.
//
// After a failed append or commit the log is poisoned: every later append, commit and checkpoint
// fails with `poisoned` and the first error's words. The caller's memory is then ahead of the disk
// and the state of unsynced pages is unknown, so the process must stop; what was committed is
// there after a restart. A refused batch may be there too, or not, but never in part: the disk may
// have kept what it said it could not.
class DecisionLog {
  public:
    // Makes the folder and the log where there are none; migrates an older one. What an earlier
    // process wrote but did not see committed is made durable before anything is read back.
    // Before SQLite touches anything, the write-ahead file, the high-water mark and the snapshots
    // are compared with the log (wholeness.hpp): a log that lacks what was durable is corrupted,
    // and stays as it is.
    // Fails with locked, not_a_log, newer_schema, corrupted, disk_full or io.
    [[nodiscard]] static Result<std::unique_ptr<DecisionLog>> open(
        const std::filesystem::path& folder, const LogOptions& options);

    // Closing writes the write-ahead file's content into the database where it can. Records
    // appended and not committed are dropped.
    ~DecisionLog();
    DecisionLog(const DecisionLog&) = delete;
    DecisionLog& operator=(const DecisionLog&) = delete;

    // Takes the right to write in the file, without waiting. Fails with locked while another
    // program holds it; then nothing has happened, and the call may be repeated. Whoever decides
    // before he appends calls it before he decides, so that he has nothing to take back. Good until
    // commit() or release().
    [[nodiscard]] LogError begin();
    // Gives that right back where nothing was appended; else does nothing.
    [[nodiscard]] LogError release();

    // record.seq must be last_seq() + 1. Begins by itself where begin() was not called.
    [[nodiscard]] LogError append(const RecordDraft& record);

    // One sync for everything appended since the last commit; nothing to do without appends.
    [[nodiscard]] LogError commit();

    // Call after publishing. idle: nothing waits, so a pause hurts nobody. A failure leaves the
    // log usable (all data are in the write-ahead file, which grows) and is worth an alarm; the
    // attempt is repeated after as many frames again.
    [[nodiscard]] LogError checkpoint_if_due(bool idle);

    [[nodiscard]] std::uint64_t last_seq() const { return last_seq_; }
    [[nodiscard]] std::uint64_t committed_seq() const { return committed_seq_; }
    // Of record last_seq(); chain_start in an empty log.
    [[nodiscard]] const Hash& last_hash() const { return last_hash_; }

    [[nodiscard]] const LogMeta& meta() const { return meta_; }
    [[nodiscard]] const LogStats& stats() const { return stats_; }
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
    // About witnesses that could not be used when the log was opened, in full sentences.
    [[nodiscard]] const std::vector<std::string>& warnings() const { return warnings_; }

  private:
    DecisionLog(std::filesystem::path folder, const LogOptions& options, FolderLock lock,
                sqlite::Database db);

    [[nodiscard]] LogError prepare();
    [[nodiscard]] LogError prepare_statements();
    [[nodiscard]] LogError configure();
    [[nodiscard]] LogError create_or_migrate(const Evidence& evidence);
    [[nodiscard]] LogError make_durable();
    [[nodiscard]] LogError read_tail();
    [[nodiscard]] LogError open_high_water(const MarkRead& read);
    [[nodiscard]] LogError preallocate_wal();
    [[nodiscard]] LogError write_zeros();
    [[nodiscard]] LogError checkpoint();
    void cut_back_wal();
    void note_wal_file(std::uint64_t frames);
    void keep_on_close(bool keep) const;
    [[nodiscard]] LogError poison(LogError error);
    static int on_commit(void* self, sqlite3* db, const char* schema, int frames);

    const std::filesystem::path folder_;
    const LogOptions options_;
    const FolderLock lock_;      // released last
    const sqlite::Database db_;  // after its statements
    sqlite::Statement begin_;
    sqlite::Statement insert_;
    sqlite::Statement commit_;
    sqlite::Statement rollback_;
    std::optional<HighWater> high_water_;
    std::vector<std::string> warnings_;
    Hasher hasher_;
    LogMeta meta_;
    std::uint64_t last_seq_ = 0;
    std::uint64_t committed_seq_ = 0;
    Hash last_hash_{};
    std::uint64_t batch_bytes_ = 0;
    std::uint64_t frames_tried_ = 0;  // frames of this write-ahead file already checkpointed
    bool begun_ = false;
    bool all_copied_ = true;  // by the last checkpoint
    bool poisoned_ = false;
    LogStats stats_;
};

}  // namespace muster::log
