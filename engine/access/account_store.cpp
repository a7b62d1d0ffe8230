#include "engine/access/account_store.hpp"

#include <utility>

#include "engine/codec/protocol_text.hpp"

namespace muster::access {
namespace {

constexpr std::string_view writing = "writing the accounts";
constexpr std::string_view reading = "reading the accounts";

// The columns in the order of Account's members.
constexpr std::string_view columns =
    "name, shown_name, roles, districts, responder, passphrase, passphrase_at, totp, totp_step,"
    " subject, created_at, disabled_at, failures, wait_until";

Account account_of(const sqlite::Statement& row) {
    Account account;
    account.name = row.text(0);
    account.shown_name = row.text(1);
    account.roles.bits = static_cast<std::uint32_t>(row.integer(2));
    account.districts = split_codes(row.bytes(3));
    account.responder.value = static_cast<std::uint64_t>(row.integer(4));
    account.passphrase = row.text(5);
    account.passphrase_at.value = row.integer(6);
    account.totp = row.text(7);
    account.totp_step = row.integer(8);
    account.subject = row.text(9);
    account.created_at.value = row.integer(10);
    account.disabled_at.value = row.integer(11);
    account.failures = row.integer(12);
    account.wait_until.value = row.integer(13);
    return account;
}

}  // namespace

std::string joined(const std::vector<Code>& codes) {
    std::string text;
    for (const Code& code : codes) {
        if (!text.empty()) text += ',';
        text += code.view();
    }
    return text;
}

std::vector<Code> split_codes(std::string_view text) {
    std::vector<Code> codes;
    while (!text.empty()) {
        if (const auto code = Code::from_text(codec::take_until(text, ','))) codes.push_back(*code);
    }
    return codes;
}

sqlite::Result<AccountStore> AccountStore::open(const std::filesystem::path& folder) {
    auto db = open_access_file(folder);
    if (!db) return db.error();
    return AccountStore(std::move(*db));
}

sqlite::Result<std::vector<Account>> AccountStore::select(std::string_view where,
                                                          const std::string& value) const {
    const std::string sql =
        "SELECT " + std::string(columns) + " FROM account " + std::string(where) + " ORDER BY name";
    const sqlite::Statement rows = db_.statement(sql, std::string_view(value));
    std::vector<Account> accounts;
    int row = SQLITE_ROW;
    while ((row = rows.step()) == SQLITE_ROW)
        accounts.push_back(account_of(rows));
    if (row != SQLITE_DONE) return sqlite::error_of(db_, reading);
    return accounts;
}

sqlite::Result<std::optional<Account>> AccountStore::find(const std::string& name) const {
    auto found = select("WHERE name = ?", name);
    if (!found) return found.error();
    return found->empty() ? std::optional<Account>() : std::move(found->front());
}

sqlite::Result<std::optional<Account>> AccountStore::find_subject(
    const std::string& subject) const {
    auto found = select("WHERE subject = ?", subject);
    if (!found) return found.error();
    return found->empty() ? std::optional<Account>() : std::move(found->front());
}

sqlite::Result<std::vector<Account>> AccountStore::list() const {
    return select("WHERE ?1 = ''", {});
}

sqlite::Error AccountStore::add(const Account& account) const {
    const std::string districts = joined(account.districts);
    // Within one statement, so that nobody makes a token of this name between the two.
    const sqlite::Statement insert = db_.statement(
        "INSERT INTO account(name, shown_name, roles, districts, responder, passphrase,"
        " passphrase_at, totp, totp_step, subject, created_at, disabled_at, failures, wait_until)"
        " SELECT ?1,?2,?3,?4,?5,'',0,'',0,?6,?7,0,0,0"
        " WHERE NOT EXISTS(SELECT 1 FROM token WHERE name = ?1)",
        account.name, account.shown_name, std::int64_t{account.roles.bits}, districts,
        static_cast<std::int64_t>(account.responder.value), account.subject,
        account.created_at.value);
    if (insert.step() != SQLITE_DONE) return sqlite::error_of(db_, writing);
    if (db_.changed_rows() == 0) {
        return {sqlite::ErrorCode::constraint, "a token has the name " + account.name};
    }
    return {};
}

sqlite::Error AccountStore::save(const Account& account) const {
    return db_.run(writing,
                   "UPDATE account SET shown_name=?2, roles=?3, districts=?4, responder=?5,"
                   " passphrase=?6, passphrase_at=?7, totp=?8, totp_step=?9, subject=?10,"
                   " disabled_at=?11, failures=?12, wait_until=?13 WHERE name=?1",
                   account.name, account.shown_name, std::int64_t{account.roles.bits},
                   joined(account.districts), static_cast<std::int64_t>(account.responder.value),
                   account.passphrase, account.passphrase_at.value, account.totp, account.totp_step,
                   account.subject, account.disabled_at.value, account.failures,
                   account.wait_until.value);
}

sqlite::Error AccountStore::put_invitation(const std::string& hash,
                                           const StoredInvitation& invitation) const {
    return db_.run(writing,
                   "INSERT OR REPLACE INTO invitation(hash, account, totp, expires_at,"
                   " second_factor) VALUES(?1,?2,?3,?4,?5)",
                   hash, invitation.account, invitation.totp, invitation.expires_at.value,
                   std::int64_t{invitation.second_factor});
}

sqlite::Result<std::optional<StoredInvitation>> AccountStore::find_invitation(
    const std::string& hash) const {
    const sqlite::Statement rows = db_.statement(
        "SELECT account, second_factor, totp, expires_at FROM invitation WHERE hash = ?", hash);
    const int row = rows.step();
    if (row == SQLITE_DONE) return std::optional<StoredInvitation>();
    if (row != SQLITE_ROW) return sqlite::error_of(db_, reading);
    return std::optional<StoredInvitation>(
        StoredInvitation{.account = rows.text(0),
                         .second_factor = rows.integer(1) != 0,
                         .totp = rows.text(2),
                         .expires_at = TimePoint{rows.integer(3)}});
}

sqlite::Error AccountStore::put_invitation_secret(const std::string& account,
                                                  const std::string& kept) const {
    return db_.run(writing, "UPDATE invitation SET totp = ?2 WHERE account = ?1", account, kept);
}

sqlite::Error AccountStore::drop_invitation(const std::string& account) const {
    return db_.run(writing, "DELETE FROM invitation WHERE account = ?", account);
}

sqlite::Result<TimePoint> AccountStore::invited_until(const std::string& account) const {
    const sqlite::Statement rows =
        db_.statement("SELECT expires_at FROM invitation WHERE account = ?", account);
    const int row = rows.step();
    if (row == SQLITE_ROW) return TimePoint{rows.integer(0)};
    if (row == SQLITE_DONE) return TimePoint{};
    return sqlite::error_of(db_, reading);
}

sqlite::Error AccountStore::put_recovery_codes(const std::string& account,
                                               const std::vector<std::string>& hashes) const {
    if (auto failed = db_.run(writing, "DELETE FROM recovery_code WHERE account = ?", account)) {
        return failed;
    }
    for (const std::string& hash : hashes) {
        if (auto failed = db_.run(writing, "INSERT INTO recovery_code(hash, account) VALUES(?,?)",
                                  hash, account)) {
            return failed;
        }
    }
    return {};
}

sqlite::Result<bool> AccountStore::take_recovery_code(const std::string& account,
                                                      const std::string& hash) const {
    if (auto failed = db_.run(writing, "DELETE FROM recovery_code WHERE hash = ? AND account = ?",
                              hash, account)) {
        return failed;
    }
    return db_.changed_rows() == 1;
}

sqlite::Result<std::int64_t> AccountStore::recovery_codes_left(const std::string& account) const {
    const sqlite::Statement rows =
        db_.statement("SELECT count(*) FROM recovery_code WHERE account = ?", account);
    if (rows.step() != SQLITE_ROW) return sqlite::error_of(db_, reading);
    return rows.integer(0);
}

sqlite::Result<std::vector<StoredKey>> AccountStore::keys(const std::string& account) const {
    const sqlite::Statement rows = db_.statement(
        "SELECT id, kind, public_key, counter, account, name, added_at, used_at FROM security_key"
        " WHERE account = ? ORDER BY added_at, id",
        account);
    std::vector<StoredKey> keys;
    int row = SQLITE_ROW;
    while ((row = rows.step()) == SQLITE_ROW) {
        keys.push_back({.key = {.id = rows.text(0),
                                .kind = rows.integer(1),
                                .public_key = rows.text(2),
                                .counter = rows.integer(3)},
                        .account = rows.text(4),
                        .name = rows.text(5),
                        .added_at = TimePoint{rows.integer(6)},
                        .used_at = TimePoint{rows.integer(7)}});
    }
    if (row != SQLITE_DONE) return sqlite::error_of(db_, reading);
    return keys;
}

sqlite::Error AccountStore::add_key(const StoredKey& key) const {
    return db_.run(writing,
                   "INSERT INTO security_key(id, kind, public_key, counter, account, name,"
                   " added_at, used_at) VALUES(?,?,?,?,?,?,?,?)",
                   key.key.id, key.key.kind, key.key.public_key, key.key.counter, key.account,
                   key.name, key.added_at.value, key.used_at.value);
}

sqlite::Error AccountStore::note_key_used(const std::string& id, std::int64_t counter,
                                          TimePoint at) const {
    return db_.run(writing, "UPDATE security_key SET counter = ?2, used_at = ?3 WHERE id = ?1", id,
                   counter, at.value);
}

sqlite::Error AccountStore::drop_key(const std::string& account, const std::string& id) const {
    return db_.run(writing, "DELETE FROM security_key WHERE account = ? AND id = ?", account, id);
}

sqlite::Error AccountStore::drop_keys(const std::string& account) const {
    return db_.run(writing, "DELETE FROM security_key WHERE account = ?", account);
}

sqlite::Error AccountStore::add_session(const StoredSession& session) const {
    return db_.run(writing,
                   "INSERT INTO session(hash, account, address, opened_at, used_at, ends_at)"
                   " VALUES(?,?,?,?,?,?)",
                   session.hash, session.account, session.address, session.opened_at.value,
                   session.used_at.value, session.ends_at.value);
}

sqlite::Result<std::vector<StoredSession>> AccountStore::sessions() const {
    const sqlite::Statement rows = db_.statement(
        "SELECT hash, account, address, opened_at, used_at, ends_at FROM session ORDER BY account");
    std::vector<StoredSession> sessions;
    int row = SQLITE_ROW;
    while ((row = rows.step()) == SQLITE_ROW) {
        sessions.push_back({rows.text(0), rows.text(1), rows.text(2), TimePoint{rows.integer(3)},
                            TimePoint{rows.integer(4)}, TimePoint{rows.integer(5)}});
    }
    if (row != SQLITE_DONE) return sqlite::error_of(db_, reading);
    return sessions;
}

sqlite::Error AccountStore::touch_session(const std::string& hash, TimePoint at) const {
    return db_.run(writing, "UPDATE session SET used_at = ? WHERE hash = ?", at.value, hash);
}

sqlite::Error AccountStore::end_session(const std::string& hash) const {
    return db_.run(writing, "DELETE FROM session WHERE hash = ?", hash);
}

sqlite::Error AccountStore::end_sessions(const std::string& account, const std::string& but) const {
    return db_.run(writing, "DELETE FROM session WHERE account = ? AND hash <> ?", account, but);
}

sqlite::Error AccountStore::end_oldest_sessions(const std::string& account,
                                                std::int64_t kept) const {
    return db_.run(writing,
                   "DELETE FROM session WHERE account = ?1 AND hash NOT IN"
                   " (SELECT hash FROM session WHERE account = ?1"
                   " ORDER BY used_at DESC, opened_at DESC LIMIT ?2)",
                   account, kept);
}

sqlite::Error AccountStore::drop_ended(TimePoint now, TimePoint used_before) const {
    if (auto failed = db_.run(writing, "DELETE FROM session WHERE ends_at <= ? OR used_at <= ?",
                              now.value, used_before.value)) {
        return failed;
    }
    return db_.run(writing, "DELETE FROM invitation WHERE expires_at <= ?", now.value);
}

sqlite::Result<sqlite::Transaction> AccountStore::begin() const {
    return sqlite::Transaction::begin(db_, writing);
}

}  // namespace muster::access
