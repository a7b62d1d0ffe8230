#include "engine/access/access_file.hpp"

#include <utility>

#include "engine/gate/crypto.hpp"

namespace muster::access {
namespace {

// Whoever writes meanwhile holds the file for milliseconds.
constexpr int busy_timeout_ms = 2'000;
constexpr std::size_t secret_bytes = 32;
constexpr std::string_view opening = "opening the file of accounts and tokens";

// Step n brings a file of version n to version n + 1. A file that was made before versions were
// counted has version 0 and perhaps the first table already.
constexpr const char* steps[] = {
    "CREATE TABLE IF NOT EXISTS token(name TEXT PRIMARY KEY, hash BLOB NOT NULL UNIQUE,"
    " roles INTEGER NOT NULL, responder INTEGER NOT NULL, created_at INTEGER NOT NULL,"
    " expires_at INTEGER NOT NULL, revoked_at INTEGER NOT NULL)",

    "ALTER TABLE token ADD COLUMN districts TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE token ADD COLUMN devices TEXT NOT NULL DEFAULT '';"
    // What was in force before the last rotation, and until when it still is.
    "ALTER TABLE token ADD COLUMN old_hash BLOB NOT NULL DEFAULT x'';"
    "ALTER TABLE token ADD COLUMN old_until INTEGER NOT NULL DEFAULT 0;"
    "CREATE TABLE account(name TEXT PRIMARY KEY, shown_name TEXT NOT NULL, roles INTEGER NOT NULL,"
    " districts TEXT NOT NULL, responder INTEGER NOT NULL, passphrase TEXT NOT NULL,"
    " passphrase_at INTEGER NOT NULL, totp TEXT NOT NULL, totp_step INTEGER NOT NULL,"
    " subject TEXT NOT NULL, created_at INTEGER NOT NULL, disabled_at INTEGER NOT NULL,"
    " failures INTEGER NOT NULL, wait_until INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE UNIQUE INDEX account_subject ON account(subject) WHERE subject <> '';"
    "CREATE TABLE recovery_code(hash TEXT PRIMARY KEY, account TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE INDEX recovery_account ON recovery_code(account);"
    "CREATE TABLE invitation(hash TEXT PRIMARY KEY, account TEXT NOT NULL UNIQUE,"
    " totp TEXT NOT NULL, expires_at INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE session(hash TEXT PRIMARY KEY, account TEXT NOT NULL, address TEXT NOT NULL,"
    " opened_at INTEGER NOT NULL, used_at INTEGER NOT NULL, ends_at INTEGER NOT NULL)"
    " WITHOUT ROWID;"
    "CREATE INDEX session_account ON session(account)",

    "ALTER TABLE token ADD COLUMN proof BLOB NOT NULL DEFAULT x'';"
    "ALTER TABLE account ADD COLUMN proof BLOB NOT NULL DEFAULT x'';"
    "ALTER TABLE session ADD COLUMN proof BLOB NOT NULL DEFAULT x''",

    // Whether a code will be asked for; its secret is drawn when the invitation is read.
    "ALTER TABLE invitation ADD COLUMN second_factor INTEGER NOT NULL DEFAULT 0;"
    "UPDATE invitation SET second_factor = 1 WHERE totp <> '';"
    // Has a row while freed pages may still hold what stood open (secret_sealing.hpp).
    "CREATE TABLE trace(what TEXT PRIMARY KEY) WITHOUT ROWID",

    "CREATE TABLE security_key(id TEXT PRIMARY KEY, kind INTEGER NOT NULL,"
    " public_key TEXT NOT NULL, counter INTEGER NOT NULL, account TEXT NOT NULL,"
    " name TEXT NOT NULL, added_at INTEGER NOT NULL, used_at INTEGER NOT NULL,"
    " proof BLOB NOT NULL DEFAULT x'') WITHOUT ROWID;"
    "CREATE INDEX security_key_account ON security_key(account)",
};
constexpr std::int64_t newest = std::size(steps);

// SQLite's pages have no checksum, and one bit of a disk that rots gives somebody a right. So each
// row carries a hash of what counts in it, which SQLite writes itself with whatever changes the
// row.
struct ProvedTable {
    const char* name;
    const char* key;
    const char* columns;
    std::int64_t since = 3;  // the version of the file that has its proofs
};
constexpr ProvedTable proved[] = {
    {"token", "name",
     "name, hash, roles, responder, created_at, expires_at, revoked_at, districts, devices,"
     " old_hash, old_until"},
    {"account", "name",
     "name, shown_name, roles, districts, responder, passphrase, passphrase_at, totp, totp_step,"
     " subject, created_at, disabled_at, failures, wait_until"},
    // Its last use changes with each minute and lets nobody in.
    {"session", "hash", "hash, account, address, opened_at, ends_at"},
    {"security_key", "id", "id, kind, public_key, counter, account", 5},
};

// row_proof(value, ...): a hash of values with their types and lengths.
void row_proof(sqlite3_context* context, int count, sqlite3_value** values) {
    std::string row;
    for (int i = 0; i < count; ++i) {
        sqlite3_value* const value = values[i];
        row += static_cast<char>(sqlite3_value_type(value));
        const auto* const bytes = static_cast<const char*>(sqlite3_value_blob(value));
        const auto size = static_cast<std::size_t>(sqlite3_value_bytes(value));
        row.append(std::to_string(size)).append(" ");
        if (bytes != nullptr) row.append(bytes, size);
    }
    const gate::Digest hash = gate::sha256(row);
    sqlite3_result_blob(context, hash.data(), static_cast<int>(hash.size()), SQLITE_TRANSIENT);
}

sqlite::Error add_row_proof(const sqlite::Database& db) {
    constexpr int rights = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    if (sqlite3_create_function_v2(db.get(), "row_proof", -1, rights, nullptr, row_proof, nullptr,
                                   nullptr, nullptr) == SQLITE_OK) {
        return {};
    }
    return sqlite::error_of(db, opening);
}

// What a step of above calls for, behind it: the proofs of the rows there are, and who keeps them.
sqlite::Error keep_proofs(const sqlite::Database& db, std::int64_t version) {
    for (const ProvedTable& table : proved) {
        if (version >= table.since) continue;
        const std::string name = table.name;
        const std::string columns = table.columns;
        const std::string prove = "UPDATE " + name + " SET proof = row_proof(" + columns + ")";
        const std::string this_row =
            prove + " WHERE " + table.key + " = NEW." + table.key + "; END;";
        const std::string sql = prove + ";CREATE TRIGGER " + name + "_made AFTER INSERT ON " +
                                name + " BEGIN " + this_row + "CREATE TRIGGER " + name +
                                "_changed AFTER UPDATE OF " + columns + " ON " + name + " BEGIN " +
                                this_row;
        if (sqlite::Error failed = db.exec(sql.c_str(), opening)) return failed;
    }
    return {};
}

sqlite::Error look_for_rot(const sqlite::Database& db, const std::filesystem::path& file) {
    for (const ProvedTable& table : proved) {
        const std::string sql = std::string("SELECT ") + table.key + " FROM " + table.name +
                                " WHERE proof <> row_proof(" + table.columns + ")";
        const sqlite::Statement rows = db.statement(sql);
        const int row = rows.step();
        if (row == SQLITE_DONE) continue;
        if (row != SQLITE_ROW) return sqlite::error_of(db, opening);
        return {sqlite::ErrorCode::corrupted,
                "the " + std::string(table.name) + " \"" + rows.text(0) + "\" in " + file.string() +
                    " is not as it was written, so nobody can say what it allows: restore the file "
                    "from a backup, or remove that row with the sqlite3 shell, and make it anew"};
    }
    return {};
}

// Reading never waits for writing, nor the other way round: the engine's thread asks this file with
// every request.
sqlite::Error share(const sqlite::Database& db) {
    if (sqlite::Error failed = db.use_wal(sqlite::Durability::every_commit)) return failed;
    // A frame of the write-ahead file that rots is dropped without a word. So what is committed is
    // in the file itself at once; it is little, and seldom. What is deleted is overwritten.
    return db.exec("PRAGMA wal_autocheckpoint=1; PRAGMA secure_delete=ON", opening);
}

sqlite::Error bring_up_to_date(const sqlite::Database& db) {
    // As a rule it is, and whoever writes just now need not be waited for.
    const auto seen = sqlite::query_integer(db, "PRAGMA user_version");
    if (!seen) return seen.error();
    if (*seen == newest) return {};
    // Two programs that start together: the second finds it done.
    auto transaction = sqlite::Transaction::begin(db, opening);
    if (!transaction) return transaction.error();
    const auto version = sqlite::query_integer(db, "PRAGMA user_version");
    if (!version) return version.error();
    if (*version == newest) return {};
    if (*version > newest) {
        return {sqlite::ErrorCode::io,
                "the file of accounts and tokens was written by a newer program; use that one, or "
                "restore a backup from before"};
    }
    for (std::int64_t step = *version; step < newest; ++step) {
        if (sqlite::Error failed = db.exec(steps[step], opening)) return failed;
    }
    if (sqlite::Error failed = keep_proofs(db, *version)) return failed;
    const std::string said = "PRAGMA user_version = " + std::to_string(newest);
    if (sqlite::Error failed = db.exec(said.c_str(), opening)) return failed;
    return transaction->commit(opening);
}

}  // namespace

sqlite::Result<sqlite::Database> open_access_file(const std::filesystem::path& folder) {
    auto db = sqlite::Database::open(folder / access_file_name, {.busy_ms = busy_timeout_ms});
    if (!db) return db;
    if (sqlite::Error failed = share(*db)) return failed;
    if (sqlite::Error failed = add_row_proof(*db)) return failed;
    if (sqlite::Error failed = bring_up_to_date(*db)) return failed;
    if (sqlite::Error failed = look_for_rot(*db, folder / access_file_name)) return failed;
    return db;
}

DrawnSecret draw_secret(std::string_view prefix) {
    DrawnSecret drawn;
    drawn.text = std::string(prefix) + gate::random_hex(secret_bytes);
    drawn.hash = hash_of(drawn.text);
    return drawn;
}

std::string hash_of(std::string_view secret) {
    return gate::to_hex(gate::sha256(secret));
}

bool FileWatch::has_changed(const sqlite::Database& db) {
    std::int64_t version = version_;
    const sqlite::Statement asked = db.statement("PRAGMA data_version");
    if (asked.step() == SQLITE_ROW) version = asked.integer(0);
    const bool changed = version != version_ || changed_here_;
    version_ = version;
    changed_here_ = false;
    return changed;
}

}  // namespace muster::access
