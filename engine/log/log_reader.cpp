#include "engine/log/log_reader.hpp"

#include <algorithm>
#include <cstring>
#include <system_error>
#include <utility>

#include "engine/log/files.hpp"
#include "engine/seal/sealed_text.hpp"
#include "muster/requests.hpp"

namespace muster::log {

namespace {

constexpr std::string_view select_range =
    "SELECT seq, at, source, key, command, events, hash FROM record"
    " WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq";

// Nothing when a column has a type that the writer does not produce.
bool to_view(const sqlite::Statement& row, RecordView& view) {
    sqlite3_stmt* statement = row.get();
    for (int column = 2; column <= 5; ++column) {
        if (sqlite3_column_type(statement, column) != SQLITE_TEXT) return false;
    }
    if (sqlite3_column_type(statement, 1) != SQLITE_INTEGER) return false;
    view.at = TimePoint{row.integer(1)};
    view.source = row.bytes(2);
    view.key = row.bytes(3);
    view.command = row.bytes(4);
    view.events = row.bytes(5);
    const std::string_view hash = row.bytes(6);
    if (hash.size() != view.hash.size()) return false;
    std::memcpy(view.hash.data(), hash.data(), hash.size());
    return true;
}

// SQLite's numbers are signed; no log comes near.
std::int64_t to_signed(std::uint64_t seq) {
    return static_cast<std::int64_t>(std::min(seq, static_cast<std::uint64_t>(INT64_MAX)));
}

}  // namespace

LogError corrupted_record(const sqlite::Database& db, std::uint64_t seq, std::string_view why) {
    return {LogErrorCode::corrupted,
            "record " + std::to_string(seq) + " in " + sqlite3_db_filename(db.get(), "main") + " " +
                std::string(why) + "; keep a copy of the file and restore the newest backup"};
}

LogError read_records(const sqlite::Database& db, std::uint64_t from, std::uint64_t to,
                      const RecordCallback& callback) {
    auto select = sqlite::Statement::prepare(db, select_range);
    if (!select) return select.error();
    select->bind(1, to_signed(from));
    select->bind(2, to_signed(to));
    RecordView view;
    for (std::uint64_t expected = from;; ++expected) {
        const int result = select->step();
        if (result == SQLITE_DONE) return {};
        if (result != SQLITE_ROW) {
            LogError error = sqlite::error_of(db, "reading record " + std::to_string(expected));
            if (error.code == LogErrorCode::not_a_log) error.code = LogErrorCode::corrupted;
            return error;
        }
        view.seq = static_cast<std::uint64_t>(select->integer(0));
        if (view.seq != expected) return corrupted_record(db, expected, "is missing");
        if (!to_view(*select, view)) {
            return corrupted_record(db, expected, "has a column of the wrong type");
        }
        if (!callback(view)) return {};
    }
}

Result<LogReader> LogReader::open(const std::filesystem::path& path, const ReaderOptions& options) {
    std::error_code ignored;
    std::filesystem::path file =
        std::filesystem::is_directory(path, ignored) ? path / database_name : path;
    if (!std::filesystem::exists(file, ignored)) {
        return LogError{LogErrorCode::not_found, "there is no decision log at " + file.string() +
                                                     "; name a log's folder or a backup"};
    }
    std::filesystem::path wal = file;
    wal += "-wal";
    if (std::filesystem::file_size(file, ignored) == 0 &&
        std::filesystem::file_size(wal, ignored) > 0 && !ignored) {
        // SQLite would delete the frames, which are all that is left.
        return LogError{LogErrorCode::corrupted,
                        file.string() +
                            " is empty, and its write-ahead file is not; keep a copy "
                            "of both and restore the newest backup"};
    }
    auto db = sqlite::Database::open(
        file,
        {.access = sqlite::Access::read, .busy_ms = options.busy_timeout_ms, .vfs = options.vfs});
    if (!db) return LogError(db.error());
    Result<int> version = read_version(*db, schema_version());
    if (!version) return version.error();
    if (*version == 0) {
        return LogError{LogErrorCode::not_found,
                        file.string() + " is empty; start the service on it once"};
    }
    Result<LogMeta> meta = read_meta(*db);
    if (!meta) return meta.error();
    return LogReader(std::move(file), options, std::move(*db), std::move(*meta));
}

LogReader::LogReader(std::filesystem::path file, const ReaderOptions& options, sqlite::Database db,
                     LogMeta meta)
    : file_(std::move(file)), options_(options), db_(std::move(db)), meta_(std::move(meta)) {}

Result<std::uint64_t> LogReader::last_seq() const {
    auto seq = sqlite::query_integer(db_, "SELECT max(seq) FROM record");
    if (!seq) return LogError(seq.error());
    return static_cast<std::uint64_t>(*seq);
}

LogError LogReader::open_texts(RecordView& record) const {
    if (!seal::is_sealed(record.command) && !seal::is_sealed(record.events)) return {};
    Opening& opening = *opening_;
    if (!opening.looked) {
        // Of a backup there are none beside it.
        if (file_.filename() == database_name) {
            auto keys = seal::KeyBook::of(file_.parent_path());
            if (!keys) return keys.error();
            opening.keys = std::move(*keys);
        }
        opening.looked = true;
    }
    const seal::KeyBook* const keys = opening.keys.get();
    std::uint64_t digest = 0;
    const seal::Opened command = seal::open_text(
        record.command, {record.seq, seal::Place::Part::command}, keys, opening.command, &digest);
    const seal::Opened events = seal::open_text(
        record.events, {record.seq, seal::Place::Part::events}, keys, opening.events);
    record.command = opening.command;
    record.events = opening.events;
    const seal::Opened worse = std::max(command, events);
    if (worse == seal::Opened::damaged) {
        return corrupted_record(db_, record.seq,
                                "is sealed with a key that is neither there nor taken away by an "
                                "erasing, or was changed (muster restore brings back the keys that "
                                "lie beside a backup)");
    }
    record.complete = worse == seal::Opened::whole;
    record.digest = record.complete ? 0 : digest;
    return {};
}

LogError LogReader::read(std::uint64_t from, std::uint64_t to,
                         const RecordCallback& callback) const {
    LogError unopened;
    LogError failed = read_stored(from, to, [&](const RecordView& stored) {
        RecordView record = stored;
        unopened = open_texts(record);
        return !unopened && callback(record);
    });
    return unopened ? unopened : failed;
}

LogError LogReader::read_stored(std::uint64_t from, std::uint64_t to,
                                const RecordCallback& callback) const {
    Result<std::uint64_t> newest = last_seq();
    if (!newest) return newest.error();
    const std::uint64_t end = std::min(to, *newest);
    bool wanted = true;
    std::uint64_t next = std::max<std::uint64_t>(from, 1);
    while (wanted && next <= end) {
        const std::uint64_t last = std::min(end, next + options_.rows_per_transaction - 1);
        LogError failed = read_records(db_, next, last, [&](const RecordView& record) {
            next = record.seq + 1;
            wanted = callback(record);
            return wanted;
        });
        if (failed) return failed;
        // Numbers missing at the end of a range would otherwise go unnoticed.
        if (wanted && next <= last) return corrupted_record(db_, next, "is missing");
    }
    return {};
}

Result<std::optional<Record>> LogReader::find(std::uint64_t seq) const {
    std::optional<Record> found;
    LogError unopened;
    LogError failed = read_records(db_, seq, seq, [&](const RecordView& stored) {
        RecordView view = stored;
        unopened = open_texts(view);
        found = Record{view.seq,
                       view.at,
                       std::string(view.source),
                       std::string(view.key),
                       std::string(view.command),
                       std::string(view.events),
                       view.hash,
                       view.complete,
                       view.digest};
        return false;
    });
    if (unopened) return unopened;
    if (failed) return failed;
    return found;
}

}  // namespace muster::log
