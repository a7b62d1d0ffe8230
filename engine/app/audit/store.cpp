#include "engine/app/audit/store.hpp"

#include <pwd.h>
#include <unistd.h>

namespace muster::app {
namespace {

constexpr const char* file_name = "audit.sqlite";
// Nobody but the two threads that write waits so long; a commit takes milliseconds.
constexpr int busy_timeout_ms = 5'000;
constexpr std::string_view writing = "writing the record of accesses";

// One tree in the order of time: what is newest is found, and what is old deleted, at an end of it.
constexpr const char* schema =
    "CREATE TABLE IF NOT EXISTS access(sheet INTEGER NOT NULL, minute INTEGER NOT NULL,"
    " what TEXT NOT NULL, who TEXT NOT NULL, about TEXT NOT NULL, record INTEGER NOT NULL,"
    " at INTEGER NOT NULL, count INTEGER NOT NULL,"
    " PRIMARY KEY(sheet, minute, what, who, about, record)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS sheet(number INTEGER PRIMARY KEY, digest TEXT NOT NULL,"
    " rows INTEGER NOT NULL, until INTEGER NOT NULL, previous TEXT NOT NULL);"
    "CREATE TABLE IF NOT EXISTS settings(digest TEXT NOT NULL)";

// Rows of a file from before there were sheets come on the sheet that is being written.
log::LogError take_over_entries(const sqlite::Database& db) {
    constexpr std::string_view taking_over = "taking over the record of accesses";
    const auto there = sqlite::query_integer(
        db, "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'entry'");
    if (!there) return log::LogError(there.error());
    if (*there == 0) return {};
    auto transaction = sqlite::Transaction::begin(db, taking_over);
    if (!transaction) return transaction.error();
    if (log::LogError failed = db.exec(
            "INSERT INTO access SELECT coalesce((SELECT max(number) FROM sheet), 0) + 1, minute,"
            " what, who, about, 0, at, count FROM entry; DROP TABLE entry",
            taking_over)) {
        return failed;
    }
    return transaction->commit(taking_over);
}

}  // namespace

log::Result<AuditStore> AuditStore::open(const std::filesystem::path& folder) {
    const std::filesystem::path path = folder / file_name;
    auto db = sqlite::Database::open(path, {.busy_ms = busy_timeout_ms});
    if (!db) return log::LogError(db.error());
    // Reading does not wait for writing, nor the other way round.
    if (log::LogError failed = db->use_wal(sqlite::Durability::every_commit)) return failed;
    if (log::LogError failed = db->exec(schema, "opening the record of accesses")) return failed;
    if (log::LogError failed = take_over_entries(*db)) return failed;
    return AuditStore(std::move(*db));
}

log::Result<AuditStore> AuditStore::open_or_begin(const std::filesystem::path& folder,
                                                  TimePoint now, std::string& set_aside) {
    auto store = open(folder);
    if (store) return store;
    const log::LogErrorCode code = store.error().code;
    if (code != log::LogErrorCode::corrupted && code != log::LogErrorCode::not_a_log) return store;
    // With its helper files, which are of no other.
    const std::string aside = "audit.sqlite.damaged-" + std::to_string(now.value);
    for (const char* const end : {"", "-wal", "-shm"}) {
        std::error_code failed;
        std::filesystem::rename(folder / (std::string(file_name) + end), folder / (aside + end),
                                failed);
        if (failed && *end == '\0') return store;
    }
    set_aside = (folder / aside).string();
    return open(folder);
}

log::Result<AuditStore> AuditStore::open_to_read(const std::filesystem::path& place) {
    std::error_code ignored;
    const std::filesystem::path path =
        std::filesystem::is_regular_file(place, ignored) ? place : place / file_name;
    if (!std::filesystem::exists(path, ignored)) {
        return log::LogError{log::LogErrorCode::not_found,
                             "there is no record of accesses: " + path.string() +
                                 " does not exist; name the data folder of a service"};
    }
    auto db =
        sqlite::Database::open(path, {.access = sqlite::Access::read, .busy_ms = busy_timeout_ms});
    if (!db) return log::LogError(db.error());
    return AuditStore(std::move(*db));
}

log::LogError AuditStore::insert(const AuditRows& rows) {
    auto insert = sqlite::Statement::prepare(
        db_,
        "INSERT INTO access(sheet, minute, what, who, about, record, at, count)"
        " VALUES(coalesce((SELECT max(number) FROM sheet), 0) + 1,?,?,?,?,?,?,?)"
        " ON CONFLICT DO UPDATE SET count = count + excluded.count");
    if (!insert) return insert.error();
    for (const auto& [key, row] : rows) {
        insert->bind(1, key.minute);
        insert->bind(2, name_of(key.what));
        insert->bind(3, key.who);
        insert->bind(4, key.about);
        insert->bind(5, static_cast<std::int64_t>(key.record));
        insert->bind(6, row.first_at.value);
        insert->bind(7, static_cast<std::int64_t>(row.count));
        if (insert->step() != SQLITE_DONE) {
            return sqlite::error_of(db_, writing);
        }
        insert->reset();
    }
    return {};
}

log::LogError AuditStore::add(const AuditRows& rows) {
    auto transaction = sqlite::Transaction::begin(db_, writing);
    if (!transaction) return transaction.error();
    if (log::LogError failed = insert(rows)) return failed;
    return transaction->commit(writing);
}

log::LogError AuditStore::add(TimePoint at, AuditEntry entry) {
    const std::uint64_t count = entry.count;
    return add({{audit_key(at, std::move(entry)), {at, count}}});
}

log::LogError AuditStore::note_settings(TimePoint at, const std::string& who,
                                        const std::string& digest) {
    constexpr std::string_view noting = "noting the settings";
    auto transaction = sqlite::Transaction::begin(db_, noting);
    if (!transaction) return transaction.error();
    const auto last = db_.statement("SELECT digest FROM settings");
    if (last.step() == SQLITE_ROW && last.bytes(0) == digest) return {};
    last.reset();
    if (log::LogError failed = db_.exec("DELETE FROM settings", noting)) return failed;
    if (log::LogError failed =
            db_.run(noting, "INSERT INTO settings(digest) VALUES(?)", std::string_view(digest))) {
        return failed;
    }
    const AuditKey key = audit_key(at, {AuditKind::settings_changed, who, digest});
    if (log::LogError failed = insert({{key, {at, 1}}})) return failed;
    return transaction->commit(noting);
}

log::Result<std::vector<AuditRow>> AuditStore::read(const AuditQuery& query) const {
    auto select = sqlite::Statement::prepare(
        db_,
        "SELECT at, what, who, about, count, record, sheet FROM access"
        // What was closed before then is not looked at.
        " WHERE sheet >= coalesce((SELECT min(number) FROM sheet WHERE until >= ?2),"
        " (SELECT max(number) + 1 FROM sheet), 0)"
        " AND minute >= ?1 AND at >= ?2"
        " AND (?3 = '' OR what = ?3) AND (?4 = '' OR who = ?4)"
        " AND (?5 = '' OR about = ?5 OR substr(about, 1, length(?5) + 1) IN (?5 || '/', ?5 || '?'))"
        " AND (?7 = 0 OR at < ?7)"
        " ORDER BY sheet DESC, minute DESC, at DESC, what, who, about LIMIT ?6 OFFSET ?8");
    if (!select) return log::LogError(select.error());
    select->bind(1, query.since.value / minutes(1).value);
    select->bind(2, query.since.value);
    select->bind(3, query.what ? name_of(*query.what) : std::string_view());
    select->bind(4, query.who);
    select->bind(5, query.about);
    select->bind(6, static_cast<std::int64_t>(query.limit));
    select->bind(7, query.until.value);
    select->bind(8, static_cast<std::int64_t>(query.skip));
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
        read.record = static_cast<std::uint64_t>(select->integer(5));
        read.sheet = static_cast<std::uint64_t>(select->integer(6));
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
