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
    "CREATE TABLE IF NOT EXISTS entry(minute INTEGER NOT NULL, what TEXT NOT NULL,"
    " who TEXT NOT NULL, about TEXT NOT NULL, at INTEGER NOT NULL, count INTEGER NOT NULL,"
    " PRIMARY KEY(minute, what, who, about)) WITHOUT ROWID";

}  // namespace

log::Result<AuditStore> AuditStore::open(const std::filesystem::path& folder) {
    const std::filesystem::path path = folder / file_name;
    auto db = sqlite::Database::open(path, {.busy_ms = busy_timeout_ms});
    if (!db) return log::LogError(db.error());
    // Reading does not wait for writing, nor the other way round.
    if (log::LogError failed = db->use_wal(sqlite::Durability::every_commit)) return failed;
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
    auto db =
        sqlite::Database::open(path, {.access = sqlite::Access::read, .busy_ms = busy_timeout_ms});
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

log::LogError AuditStore::drop_before(TimePoint at) {
    return db_.run("deleting old rows of the record of accesses",
                   "DELETE FROM entry WHERE minute < ?", at.value / minutes(1).value);
}

log::Result<std::vector<AuditRow>> AuditStore::read(const AuditQuery& query) const {
    auto select = sqlite::Statement::prepare(
        db_,
        "SELECT at, what, who, about, count FROM entry WHERE minute >= ?1 AND at >= ?2"
        " AND (?3 = '' OR what = ?3) AND (?4 = '' OR who = ?4)"
        " AND (?5 = '' OR about = ?5 OR substr(about, 1, length(?5) + 1) IN (?5 || '/', ?5 || '?'))"
        " AND (?7 = 0 OR at < ?7)"
        " ORDER BY minute DESC, at DESC, what, who, about LIMIT ?6 OFFSET ?8");
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
