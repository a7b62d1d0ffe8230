#include "engine/log/migrations.hpp"

#include <openssl/rand.h>

#include <array>
#include <charconv>
#include <cstdlib>
#include <optional>
#include <utility>

namespace muster::log {

namespace {

constexpr std::array steps{
    // The hash is a blob because 64 hexadecimal digits would add 6 % to a typical row; the view of
    // version 2 shows it as text.
    Migration{1, R"sql(
        CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
        CREATE TABLE record(
            seq INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            source TEXT NOT NULL,
            key TEXT NOT NULL,
            command TEXT NOT NULL,
            events TEXT NOT NULL,
            hash BLOB NOT NULL
        ) STRICT;
        PRAGMA application_id = 1297437524;
    )sql"},
    // A slip of the hand in the sqlite3 shell must not rewrite history. Whoever means it can drop
    // the triggers; then the chain shows it.
    Migration{2, R"sql(
        CREATE VIEW record_text AS
            SELECT seq, strftime('%Y-%m-%dT%H:%M:%fZ', at / 1000.0, 'unixepoch') AS at,
                   source, key, command, events, lower(hex(hash)) AS hash
            FROM record;
        CREATE TRIGGER record_is_not_changed BEFORE UPDATE ON record
            BEGIN SELECT RAISE(ABORT, 'the decision log is append-only'); END;
        CREATE TRIGGER record_is_not_deleted BEFORE DELETE ON record
            BEGIN SELECT RAISE(ABORT, 'the decision log is append-only'); END;
    )sql"},
};

LogError not_a_log(const sqlite::Database& db) {
    return {LogErrorCode::not_a_log, std::string(sqlite3_db_filename(db.get(), "main")) +
                                         " is not a decision log of this program; name another "
                                         "folder, or move that file away"};
}

Result<std::string> meta_value(const sqlite::Database& db, std::string_view key) {
    auto select = sqlite::Statement::prepare(db, "SELECT value FROM meta WHERE key = ?1");
    if (!select) return LogError(select.error());
    select->bind(1, key);
    const int result = select->step();
    if (result == SQLITE_ROW) return std::string(select->bytes(0));
    if (result == SQLITE_DONE) return std::string();
    return LogError(sqlite::error_of(db, "reading the log's description"));
}

std::optional<std::int64_t> to_number(const std::string& text) {
    std::int64_t number = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stop != end) return std::nullopt;
    return number;
}

}  // namespace

std::span<const Migration> migrations() {
    return steps;
}

int schema_version() {
    return steps.back().version;
}

Result<int> read_version(const sqlite::Database& db, int newest) {
    auto id = sqlite::query_integer(db, "PRAGMA application_id");
    if (!id) return LogError(id.error());
    if (*id != application_id) {
        auto tables = sqlite::query_integer(db, "SELECT count(*) FROM sqlite_schema");
        if (!tables) return LogError(tables.error());
        // A crash during creation leaves a file without tables, which is as good as none.
        if (*id == 0 && *tables == 0) return 0;
        return not_a_log(db);
    }
    Result<std::string> text = meta_value(db, "schema_version");
    if (!text) return text.error();
    const std::optional<std::int64_t> version = to_number(*text);
    if (!version || *version < 1) return not_a_log(db);
    if (*version > newest) {
        return LogError{LogErrorCode::newer_schema,
                        std::string(sqlite3_db_filename(db.get(), "main")) +
                            " was written by a later version of this program (schema " + *text +
                            "; this one knows " + std::to_string(newest) +
                            "); install that version, or restore an older backup"};
    }
    return static_cast<int>(*version);
}

LogError migrate(const sqlite::Database& db, int from, std::span<const Migration> all) {
    constexpr std::string_view what = "bringing the log to the current schema";
    if (all.empty() || all.back().version <= from) return {};
    auto transaction = sqlite::Transaction::begin(db, what);
    if (!transaction) return transaction.error();
    for (const Migration& step : all) {
        if (step.version <= from) continue;
        if (LogError failed = db.exec(step.sql, what)) return failed;
    }
    const std::string reached = std::to_string(all.back().version);
    if (LogError failed = write_meta(db, "schema_version", reached)) return failed;
    return transaction->commit(what);
}

Result<LogMeta> read_meta(const sqlite::Database& db) {
    LogMeta meta;
    Result<std::string> version = meta_value(db, "schema_version");
    if (!version) return version.error();
    Result<std::string> created = meta_value(db, "created");
    if (!created) return created.error();
    Result<std::string> instance = meta_value(db, "instance");
    if (!instance) return instance.error();
    Result<std::string> epoch = meta_value(db, "epoch");
    if (!epoch) return epoch.error();
    meta.schema_version = static_cast<int>(to_number(*version).value_or(0));
    meta.created = TimePoint{to_number(*created).value_or(0)};
    meta.instance = std::move(*instance);
    meta.epoch = std::move(*epoch);
    return meta;
}

LogError write_meta(const sqlite::Database& db, std::string_view key, std::string_view value) {
    auto insert = sqlite::Statement::prepare(db, "INSERT OR REPLACE INTO meta VALUES(?1, ?2)");
    if (!insert) return insert.error();
    insert->bind(1, key);
    insert->bind(2, value);
    if (insert->step() != SQLITE_DONE) {
        return sqlite::error_of(db, "writing the log's description");
    }
    return {};
}

std::string random_name() {
    std::array<unsigned char, 16> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) std::abort();
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const unsigned char byte : bytes) {
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

}  // namespace muster::log
