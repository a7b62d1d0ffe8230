#include "engine/app/audit/store.hpp"

#include <fcntl.h>
#include <pwd.h>
#include <unistd.h>

#include <cerrno>

#include "engine/log/files.hpp"

namespace muster::app {
namespace {

constexpr const char* file_name = "audit.sqlite";
// Nobody but the two threads that write waits so long; a commit takes milliseconds.
constexpr int busy_timeout_ms = 5'000;

// One tree in the order of time: what is newest is found, and what is old deleted, at an end of it.
// Reading does not wait for writing, nor the other way round, with a log ahead.
constexpr const char* schema =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
    "CREATE TABLE IF NOT EXISTS entry(minute INTEGER NOT NULL, what TEXT NOT NULL,"
    " who TEXT NOT NULL, about TEXT NOT NULL, at INTEGER NOT NULL, count INTEGER NOT NULL,"
    " PRIMARY KEY(minute, what, who, about)) WITHOUT ROWID";

// Makes the file with these rights before SQLite opens it, so that it is never readable by others.
log::LogError make_file(const std::filesystem::path& path) {
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0) return log::os_error(errno, "open", path);
    ::close(file);
    return {};
}

sqlite::Result<sqlite::Database> open_file(const std::filesystem::path& path, int flags) {
    auto db = sqlite::Database::open(path, flags, "");
    if (db) sqlite3_busy_timeout(db->get(), busy_timeout_ms);
    return db;
}

}  // namespace

log::Result<AuditStore> AuditStore::open(const std::filesystem::path& folder) {
    const std::filesystem::path path = folder / file_name;
    if (log::LogError failed = make_file(path)) return failed;
    auto db = open_file(path, SQLITE_OPEN_READWRITE);
    if (!db) return log::LogError(db.error());
    if (log::LogError failed = db->exec(schema, "opening the record of accesses")) return failed;
    return AuditStore(std::move(*db));
}

log::Result<AuditStore> AuditStore::open_to_read(const std::filesystem::path& folder) {
    const std::filesystem::path path = folder / file_name;
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) {
        return log::LogError{log::LogErrorCode::not_found,
                             "there is no record of accesses: " + path.string() +
                                 " does not exist; name the data folder of a service"};
    }
    auto db = open_file(path, SQLITE_OPEN_READONLY);
    if (!db) return log::LogError(db.error());
    return AuditStore(std::move(*db));
}

log::LogError AuditStore::insert(const AuditRows& rows) {
    auto insert = sqlite::Statement::prepare(
        db_,
        "INSERT INTO entry(minute, what, who, about, at, count) VALUES(?,?,?,?,?,?)"
        " ON CONFLICT DO UPDATE SET count = count + excluded.count");
    if (!insert) return insert.error();
    for (const auto& [key, row] : rows) {
        insert->bind(1, key.minute);
        insert->bind(2, name_of(key.what));
        insert->bind(3, key.who);
        insert->bind(4, key.about);
        insert->bind(5, row.first_at.value);
        insert->bind(6, static_cast<std::int64_t>(row.count));
        if (insert->step() != SQLITE_DONE) {
            return sqlite::error_of(db_, "writing the record of accesses");
        }
        insert->reset();
    }
    return {};
}

log::LogError AuditStore::add(const AuditRows& rows) {
    if (log::LogError failed = db_.exec("BEGIN IMMEDIATE", "writing the record of accesses")) {
        return failed;
    }
    log::LogError failed = insert(rows);
    if (!failed) failed = db_.exec("COMMIT", "writing the record of accesses");
    if (failed) (void)db_.exec("ROLLBACK", "giving up a write");
    return failed;
}

log::LogError AuditStore::add(TimePoint at, AuditEntry entry) {
    const std::uint64_t count = entry.count;
    return add({{audit_key(at, std::move(entry)), {at, count}}});
}

log::LogError AuditStore::drop_before(TimePoint at) {
    auto drop = sqlite::Statement::prepare(db_, "DELETE FROM entry WHERE minute < ?");
    if (!drop) return drop.error();
    drop->bind(1, at.value / minutes(1).value);
    if (drop->step() == SQLITE_DONE) return {};
    return sqlite::error_of(db_, "deleting old rows of the record of accesses");
}

log::Result<std::vector<AuditRow>> AuditStore::read(const AuditQuery& query) const {
    auto select = sqlite::Statement::prepare(
        db_,
        "SELECT at, what, who, about, count FROM entry WHERE minute >= ?1 AND at >= ?2"
        " AND (?3 = '' OR what = ?3) AND (?4 = '' OR who = ?4)"
        " AND (?5 = '' OR about = ?5 OR substr(about, 1, length(?5) + 1) IN (?5 || '/', ?5 || '?'))"
        " ORDER BY minute DESC, at DESC, what, who, about LIMIT ?6");
    if (!select) return log::LogError(select.error());
    select->bind(1, query.since.value / minutes(1).value);
    select->bind(2, query.since.value);
    select->bind(3, query.what ? name_of(*query.what) : std::string_view());
    select->bind(4, query.who);
    select->bind(5, query.about);
    select->bind(6, static_cast<std::int64_t>(query.limit));
    std::vector<AuditRow> rows;
    int row = SQLITE_ROW;
    while ((row = select->step()) == SQLITE_ROW) {
        // A kind that only a later version of the program knows is left out.
        const auto what = enum_named<AuditKind>(select->bytes(1));
        if (!what) continue;
        AuditRow& read = rows.emplace_back();
        read.at.value = select->integer(0);
        read.what = *what;
        read.who = select->bytes(2);
        read.about = select->bytes(3);
        read.count = static_cast<std::uint64_t>(select->integer(4));
    }
    if (row == SQLITE_DONE) return rows;
    return log::LogError(sqlite::error_of(db_, "reading the record of accesses"));
}

std::string operator_name() {
    const uid_t user = geteuid();
    const passwd* known = getpwuid(user);
    return known != nullptr ? known->pw_name : "user " + std::to_string(user);
}

}  // namespace muster::app
