#include "engine/access/secret_sealing.hpp"

#include <utility>

namespace muster::access {
namespace {

constexpr std::string_view looking = "looking at the secrets of one-time codes";
constexpr std::string_view sealing = "sealing the secrets of one-time codes";

struct KeptSecret {
    std::string name;  // of the account
    std::string kept;
};

sqlite::Result<std::vector<KeptSecret>> secrets_in(const sqlite::Database& file,
                                                   const char* select) {
    const sqlite::Statement rows = file.statement(select);
    std::vector<KeptSecret> secrets;
    int row = SQLITE_ROW;
    while ((row = rows.step()) == SQLITE_ROW)
        secrets.push_back({rows.text(0), rows.text(1)});
    if (row != SQLITE_DONE) return sqlite::error_of(file, looking);
    return secrets;
}

struct SecretTable {
    const char* select;
    const char* update;
    bool is_of_accounts;
};
constexpr SecretTable tables_of_secrets[] = {
    {"SELECT name, totp FROM account WHERE totp <> '' ORDER BY name",
     "UPDATE account SET totp = ?2 WHERE name = ?1", true},
    // One that cannot be opened is drawn anew for whoever reads the invitation.
    {"SELECT account, totp FROM invitation WHERE totp <> ''",
     "UPDATE invitation SET totp = ?2 WHERE account = ?1", false},
};

// Within a transaction.
sqlite::Error seal_rows(const sqlite::Database& file, const SecretBox& box, SecretsFound& found) {
    for (const SecretTable& table : tables_of_secrets) {
        const auto secrets = secrets_in(file, table.select);
        if (!secrets) return secrets.error();
        for (const KeptSecret& secret : *secrets) {
            const auto opened = box.opened(secret.name, secret.kept);
            if (!opened) {
                if (table.is_of_accounts) found.lost.push_back(secret.name);
                continue;
            }
            if (SecretBox::is_sealed(secret.kept)) continue;
            if (!box.seals()) {
                ++found.open;
                continue;
            }
            const std::string closed = box.closed(secret.name, *opened);
            if (auto failed = file.run(sealing, table.update, secret.name, closed)) return failed;
            ++found.sealed_now;
        }
    }
    if (found.sealed_now == 0) return {};
    return file.exec("INSERT OR IGNORE INTO trace VALUES('open secrets')", sealing);
}

// Pages that were freed, in this file and the write-ahead file, hold them still.
sqlite::Error remove_traces(const sqlite::Database& file) {
    const auto left = sqlite::query_integer(file, "SELECT count(*) FROM trace");
    if (!left) return left.error();
    if (*left == 0) return {};
    if (auto failed = file.exec("VACUUM", sealing)) return failed;
    // A checkpoint that waited in vain for a reader says so in a row, and is no error.
    const auto busy = sqlite::query_integer(file, "PRAGMA wal_checkpoint(TRUNCATE)");
    if (!busy) return busy.error();
    if (*busy != 0) return {};
    return file.exec("DELETE FROM trace", sealing);
}

}  // namespace

sqlite::Result<SecretsFound> seal_secrets(const sqlite::Database& file, const SecretBox& box) {
    SecretsFound found;
    {
        auto transaction = sqlite::Transaction::begin(file, sealing);
        if (!transaction) return transaction.error();
        if (auto failed = seal_rows(file, box, found)) return failed;
        if (auto failed = transaction->commit(sealing)) return failed;
    }
    if (box.seals()) {
        if (auto failed = remove_traces(file)) return failed;
    }
    return found;
}

}  // namespace muster::access
