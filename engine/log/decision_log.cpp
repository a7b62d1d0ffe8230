#include "engine/log/decision_log.hpp"

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/log/log_reader.hpp"
#include "engine/log/wholeness.hpp"

namespace muster::log {

namespace {

constexpr int page_bytes = 4096;
constexpr std::int64_t wal_header_bytes = 32;
constexpr std::int64_t wal_frame_bytes = page_bytes + 24;

}  // namespace

Result<std::unique_ptr<DecisionLog>> DecisionLog::open(const std::filesystem::path& folder,
                                                       const LogOptions& options) {
    if (LogError failed = make_folder(folder)) return failed;
    Result<FolderLock> lock = FolderLock::acquire(folder);
    if (!lock) return lock.error();
    auto db = sqlite::Database::open(folder / database_name,
                                     {.rights = file_rights,
                                      .busy_ms = static_cast<int>(options.busy_timeout_ms.value),
                                      .vfs = options.vfs});
    if (!db) return LogError(db.error());
    std::unique_ptr<DecisionLog> log(
        new DecisionLog(folder, options, std::move(*lock), std::move(*db)));
    if (LogError failed = log->prepare()) return failed;
    return log;
}

DecisionLog::DecisionLog(std::filesystem::path folder, const LogOptions& options, FolderLock lock,
                         sqlite::Database db)
    : folder_(std::move(folder)), options_(options), lock_(std::move(lock)), db_(std::move(db)) {}

DecisionLog::~DecisionLog() {
    if (sqlite3_get_autocommit(db_.get()) == 0) {
        sqlite3_exec(db_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
    // Before SQLite empties the write-ahead file into the database on closing.
    if (high_water_) std::ignore = high_water_->sync();
}

// Closing the last connection makes SQLite copy the write-ahead file and delete it.
void DecisionLog::keep_on_close(bool keep) const {
    sqlite3_db_config(db_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keep ? 1 : 0, nullptr);
}

LogError DecisionLog::prepare() {
    // What is refused stays as it is: it is evidence, and what it can be repaired from.
    keep_on_close(true);
    Result<Evidence> evidence = gather(folder_, Wal::walk);
    if (!evidence) return evidence.error();
    if (LogError failed = judge_files(*evidence)) return failed;
    if (LogError failed = configure()) return failed;
    if (LogError failed = create_or_migrate(*evidence)) return failed;
    keep_on_close(false);
    if (LogError failed = make_durable()) return failed;
    if (LogError failed = read_tail()) return failed;
    if (LogError failed = open_high_water(evidence->mark)) return failed;
    if (LogError failed = preallocate_wal()) return failed;
    return prepare_statements();
}

LogError DecisionLog::prepare_statements() {
    for (auto [statement, sql] :
         {std::pair{&begin_, "BEGIN IMMEDIATE"}, std::pair{&commit_, "COMMIT"},
          std::pair{&rollback_, "ROLLBACK"},
          std::pair{&insert_, "INSERT INTO record VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)"}}) {
        auto prepared = sqlite::Statement::prepare(db_, sql);
        if (!prepared) return prepared.error();
        *statement = std::move(*prepared);
    }
    sqlite3_wal_hook(db_.get(), &DecisionLog::on_commit, this);
    // From here on the owner's thread serves others, so nothing waits for a lock.
    sqlite3_busy_timeout(db_.get(), 0);
    return {};
}

LogError DecisionLog::configure() {
    // Before the first write, which fixes the page size.
    const std::string settings = "PRAGMA page_size=" + std::to_string(page_bytes) +
                                 ";PRAGMA cache_size=-" + std::to_string(options_.cache_kib) +
                                 ";PRAGMA temp_store=MEMORY"
                                 ";PRAGMA wal_autocheckpoint=0";
    return db_.exec(settings.c_str(), "opening the log");
}

LogError DecisionLog::create_or_migrate(const Evidence& evidence) {
    Result<int> version = read_version(db_, schema_version());
    if (!version) return version.error();
    if (*version == 0) {
        if (LogError failed = judge_empty(evidence)) return failed;
    } else {
        Result<LogMeta> as_found = read_meta(db_);
        if (!as_found) return as_found.error();
        if (LogError failed = judge_records(evidence, db_, *as_found, warnings_)) return failed;
    }
    if (LogError failed = db_.use_wal(sqlite::Durability::every_commit)) return failed;
    if (LogError failed = migrate(db_, *version, migrations())) return failed;
    Result<LogMeta> meta = read_meta(db_);
    if (!meta) return meta.error();
    if (meta->instance.empty()) {
        // A crash after the migration and before this transaction is repaired by the next start.
        constexpr std::string_view what = "describing the new log";
        auto transaction = sqlite::Transaction::begin(db_, what);
        if (!transaction) return transaction.error();
        const std::string created = std::to_string(options_.now.value);
        if (LogError failed = write_meta(db_, "created", created)) return failed;
        if (LogError failed = write_meta(db_, "instance", random_name())) return failed;
        if (LogError failed = write_meta(db_, "epoch", random_name())) return failed;
        if (LogError failed = transaction->commit(what)) return failed;
        meta = read_meta(db_);
        if (!meta) return meta.error();
    }
    meta_ = std::move(*meta);
    return sync_folder(folder_);
}

// A process that died between writing and syncing leaves records that SQLite reads back although
// they may exist in the page cache only. They must not be seen before they are durable. Copying
// them into the database writes and syncs them anew; that also holds after a failed sync, when
// the write-ahead file's own pages count as clean and another sync of them would prove nothing.
LogError DecisionLog::make_durable() {
    if (sqlite3_wal_checkpoint_v2(db_.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr,
                                  nullptr) != SQLITE_OK) {
        return sqlite::error_of(db_, "making the log's last records durable");
    }
    return {};
}

LogError DecisionLog::read_tail() {
    auto newest = sqlite::query_integer(db_, "SELECT max(seq) FROM record");
    if (!newest) return newest.error();
    if (*newest == 0) return {};
    const auto seq = static_cast<std::uint64_t>(*newest);
    Hash previous = chain_start;
    LogError failed =
        read_records(db_, seq > 1 ? seq - 1 : seq, seq, [&](const RecordView& record) {
            if (record.seq == seq) {
                last_hash_ = record.hash;
                if (hasher_.chain(previous, record) == record.hash) last_seq_ = seq;
            }
            previous = record.hash;
            return true;
        });
    if (failed) return failed;
    if (last_seq_ != seq) {
        return {LogErrorCode::corrupted,
                "record " + std::to_string(seq) + " in " + folder_.string() +
                    " does not match its hash; restore the newest backup, or check the log"};
    }
    committed_seq_ = last_seq_;
    return {};
}

LogError DecisionLog::open_high_water(const MarkRead& read) {
    const Mark mark{meta_.instance, meta_.epoch, last_seq_, last_hash_};
    Result<HighWater> opened = HighWater::open(folder_, mark, read);
    if (!opened) return opened.error();
    high_water_ = std::move(*opened);
    return {};
}

// SQLite keeps the write-ahead file and writes it again from its beginning after a checkpoint, so
// one filling with zeros serves the whole run. It takes zeros for the end of the log, as it takes
// the remains of an earlier round, because no frame's checksum matches. Writing through SQLite's
// own handle keeps a single owner for the file. The right to write is held meanwhile, because
// another program's frames could come to stand where the zeros go; while it has that right, the
// file grows as it is needed.
LogError DecisionLog::preallocate_wal() {
    if (options_.wal_frames_preallocated <= 0) return {};
    const int begun = sqlite3_exec(db_.get(), "BEGIN IMMEDIATE", nullptr, nullptr, nullptr);
    if ((begun & 0xff) == SQLITE_BUSY) return {};
    if (begun != SQLITE_OK) return sqlite::error_of(db_, "preallocating the write-ahead file");
    LogError failed = write_zeros();
    sqlite3_exec(db_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
    return failed;
}

LogError DecisionLog::write_zeros() {
    constexpr std::string_view what = "preallocating the write-ahead file";
    sqlite3_file* wal = nullptr;
    sqlite3_file_control(db_.get(), "main", SQLITE_FCNTL_JOURNAL_POINTER, &wal);
    sqlite3_int64 size = 0;
    if (!wal || !wal->pMethods || wal->pMethods->xFileSize(wal, &size) != SQLITE_OK) {
        return {LogErrorCode::io, std::string(what) + " failed in " + folder_.string()};
    }
    const std::int64_t target =
        wal_header_bytes + options_.wal_frames_preallocated * wal_frame_bytes;
    // SQLite's file layers take one database page at a time, of 65536 bytes at most.
    const std::vector<char> zeros(65536);
    int result = SQLITE_OK;
    const bool grows = size < target;
    while (size < target && result == SQLITE_OK) {
        const int part = static_cast<int>(
            std::min<std::int64_t>(target - size, static_cast<std::int64_t>(zeros.size())));
        result = wal->pMethods->xWrite(wal, zeros.data(), part, size);
        size += part;
    }
    if (grows && result == SQLITE_OK) result = wal->pMethods->xSync(wal, SQLITE_SYNC_NORMAL);
    if (result == SQLITE_OK) {
        note_wal_file(static_cast<std::uint64_t>(size / wal_frame_bytes));
        return {};
    }
    const bool full = (result & 0xff) == SQLITE_FULL;
    return {full ? LogErrorCode::disk_full : LogErrorCode::io,
            std::string(what) + " failed in " + folder_.string() + ": " + sqlite3_errstr(result) +
                (full ? "; free space on that disk and start again" : "; check the disk")};
}

LogError DecisionLog::poison(LogError error) {
    poisoned_ = true;
    begun_ = false;
    // Some errors make SQLite roll back by itself; then there is nothing left to do.
    if (sqlite3_get_autocommit(db_.get()) == 0) {
        sqlite3_exec(db_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
    stats_.last_error = error;
    return error;
}

namespace {

LogError still_poisoned(const LogError& cause) {
    return {LogErrorCode::poisoned,
            "the log stopped after an error and needs a restart; it was: " + cause.message};
}

}  // namespace

LogError DecisionLog::begin() {
    if (poisoned_) return still_poisoned(stats_.last_error);
    if (begun_) return {};
    const int begun = begin_.step();
    if (begun == SQLITE_DONE) {
        begin_.reset();
        begun_ = true;
        return {};
    }
    LogError error = sqlite::error_of(db_, "beginning a batch");
    begin_.reset();
    if (error.code != LogErrorCode::locked) return poison(std::move(error));
    ++stats_.begins_held;
    return error;
}

LogError DecisionLog::release() {
    if (poisoned_) return still_poisoned(stats_.last_error);
    if (!begun_ || last_seq_ != committed_seq_) return {};
    const int ended = rollback_.step();
    if (ended != SQLITE_DONE) {
        LogError error = sqlite::error_of(db_, "ending an empty batch");
        rollback_.reset();
        return poison(std::move(error));
    }
    rollback_.reset();
    begun_ = false;
    return {};
}

LogError DecisionLog::append(const RecordDraft& record) {
    if (poisoned_) return still_poisoned(stats_.last_error);
    if (record.seq != last_seq_ + 1) {
        return poison({LogErrorCode::sequence,
                       "record " + std::to_string(record.seq) + " was appended after record " +
                           std::to_string(last_seq_) + "; numbers must follow without gaps"});
    }
    const std::size_t bytes =
        record.source.size() + record.key.size() + record.command.size() + record.events.size();
    if (bytes > options_.record_bytes_max) {
        return poison({LogErrorCode::too_large,
                       "record " + std::to_string(record.seq) + " has " + std::to_string(bytes) +
                           " bytes; the limit is " + std::to_string(options_.record_bytes_max)});
    }
    if (last_seq_ - committed_seq_ >= options_.batch_records_max) {
        return poison({LogErrorCode::too_large,
                       std::to_string(options_.batch_records_max) +
                           " records wait for a commit, which is the limit; commit more often"});
    }
    if (!begun_) {
        if (LogError failed = begin()) return failed;
    }
    const Hash hash = hasher_.chain(last_hash_, record);
    insert_.bind(1, static_cast<std::int64_t>(record.seq));
    insert_.bind(2, record.at.value);
    insert_.bind(3, record.source);
    insert_.bind(4, record.key);
    insert_.bind(5, record.command);
    insert_.bind(6, record.events);
    insert_.bind_blob(7, hash.data(), hash.size());
    const int inserted = insert_.step();
    if (inserted != SQLITE_DONE) {
        LogError error = sqlite::error_of(db_, "appending record " + std::to_string(record.seq));
        insert_.reset();
        return poison(std::move(error));
    }
    insert_.reset();
    last_seq_ = record.seq;
    last_hash_ = hash;
    batch_bytes_ += bytes;
    ++stats_.records;
    return {};
}

LogError DecisionLog::commit() {
    if (poisoned_) return still_poisoned(stats_.last_error);
    if (last_seq_ == committed_seq_) return release();
    const int committed = commit_.step();
    if (committed != SQLITE_DONE) {
        LogError error =
            sqlite::error_of(db_, "committing records " + std::to_string(committed_seq_ + 1) +
                                      " to " + std::to_string(last_seq_));
        commit_.reset();
        return poison(std::move(error));
    }
    commit_.reset();
    begun_ = false;
    committed_seq_ = last_seq_;
    // Without a mark that follows, the records are as durable as before; only their loss would not
    // be seen.
    if (high_water_->write(committed_seq_, last_hash_)) ++stats_.marks_failed;
    stats_.bytes += std::exchange(batch_bytes_, 0);
    ++stats_.commits;
    return {};
}

int DecisionLog::on_commit(void* self, sqlite3*, const char*, int frames) {
    auto& log = *static_cast<DecisionLog*>(self);
    const auto now = static_cast<std::uint64_t>(frames);
    // Fewer frames than before: SQLite began the file again after a complete checkpoint.
    if (now < log.stats_.wal_frames) log.frames_tried_ = 0;
    log.stats_.wal_frames = now;
    log.note_wal_file(std::max(log.stats_.wal_file_frames, now));
    return SQLITE_OK;
}

void DecisionLog::note_wal_file(std::uint64_t frames) {
    stats_.wal_file_frames = frames;
    stats_.wal_large = frames > static_cast<std::uint64_t>(options_.wal_frames_large);
}

LogError DecisionLog::checkpoint_if_due(bool idle) {
    if (poisoned_) return still_poisoned(stats_.last_error);
    if (begun_) return {};
    const auto due = static_cast<std::uint64_t>(idle ? options_.checkpoint_frames_idle
                                                     : options_.checkpoint_frames);
    // A reader that held a large file back does not say when it is gone, so that is tried.
    const bool again = idle && stats_.wal_large && !all_copied_;
    if (again || stats_.wal_frames - frames_tried_ >= due) {
        frames_tried_ = stats_.wal_frames;
        if (LogError failed = checkpoint()) return failed;
    }
    if (idle && stats_.wal_large && all_copied_) cut_back_wal();
    return {};
}

LogError DecisionLog::checkpoint() {
    // First, so that the mark on the disk is never older than the database.
    if (high_water_->sync()) ++stats_.marks_failed;
    int frames = 0;
    int copied = 0;
    const int result =
        sqlite3_wal_checkpoint_v2(db_.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &frames, &copied);
    all_copied_ = result == SQLITE_OK && copied == frames;
    // Passive: never waits. Busy means that another connection is checkpointing right now.
    if (result == SQLITE_BUSY) {
        ++stats_.checkpoints_held_back;
        return {};
    }
    if (result != SQLITE_OK) {
        ++stats_.checkpoints_failed;
        stats_.last_error = sqlite::error_of(db_, "emptying the write-ahead file");
        return stats_.last_error;
    }
    if (copied < frames) ++stats_.checkpoints_held_back;
    if (copied > 0) ++stats_.checkpoints;
    return {};
}

// Without waiting: while anybody still looks into the file it stays as it is, until the next call.
void DecisionLog::cut_back_wal() {
    if (sqlite3_wal_checkpoint_v2(db_.get(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr,
                                  nullptr) != SQLITE_OK) {
        return;
    }
    ++stats_.wal_cut_back;
    stats_.wal_frames = 0;
    frames_tried_ = 0;
    note_wal_file(0);
    // A disk that has no room for zeros has room for less all the same.
    std::ignore = preallocate_wal();
}

}  // namespace muster::log
