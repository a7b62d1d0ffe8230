#include "adapters/sip/registration_store.hpp"

namespace muster::sip {
namespace {

// Somebody may look into it with another program.
constexpr int busy_ms = 20;

constexpr const char* schema =
    "PRAGMA trusted_schema=OFF;"
    "CREATE TABLE IF NOT EXISTS registration (device TEXT PRIMARY KEY, address TEXT NOT NULL,"
    " uri TEXT NOT NULL, expires_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;";

}  // namespace

// Whose device is where is nobody else's affair: the file is its owner's only.
Expected<std::unique_ptr<RegistrationStore>, std::string> RegistrationStore::open(
    const std::filesystem::path& file) {
    auto db = sqlite::Database::open(file, {.busy_ms = busy_ms});
    if (!db) return db.error().message;
    if (const sqlite::Error failed = db->use_wal(sqlite::Durability::up_to_the_last)) {
        return failed.message;
    }
    if (const sqlite::Error failed = db->exec(schema, "opening the registrations")) {
        return failed.message;
    }
    return std::unique_ptr<RegistrationStore>(new RegistrationStore(std::move(*db)));
}

bool RegistrationStore::keep(sqlite::Error failed) {
    if (!failed) return true;
    trouble_ = std::move(failed.message);
    return false;
}

Expected<std::vector<StoredRegistration>, std::string> RegistrationStore::load(TimePoint now,
                                                                               std::size_t most) {
    if (!forget_expired(now)) return trouble_;
    if (!keep(db_.run("forgetting registrations beyond the limit",
                      "DELETE FROM registration WHERE device NOT IN (SELECT device FROM"
                      " registration ORDER BY expires_at DESC, device LIMIT ?)",
                      static_cast<std::int64_t>(most)))) {
        return trouble_;
    }
    std::vector<StoredRegistration> all;
    const sqlite::Statement rows =
        db_.statement("SELECT device, address, uri, expires_at FROM registration");
    int step = rows.step();
    for (; step == SQLITE_ROW; step = rows.step())
        all.push_back({rows.text(0), rows.text(1), rows.text(2), TimePoint{rows.integer(3)}});
    if (step == SQLITE_DONE) return all;
    std::ignore = keep(sqlite::error_of(db_, "reading the registrations"));
    return trouble_;
}

bool RegistrationStore::forget_expired(TimePoint now) {
    return keep(db_.run("forgetting expired registrations",
                        "DELETE FROM registration WHERE expires_at <= ?", now.value));
}

bool RegistrationStore::put(const StoredRegistration& registration) {
    return keep(db_.run("keeping a registration",
                        "INSERT OR REPLACE INTO registration VALUES (?, ?, ?, ?)",
                        registration.device, registration.address, registration.uri,
                        registration.expires_at.value));
}

bool RegistrationStore::remove(const std::string& device) {
    return keep(
        db_.run("forgetting a registration", "DELETE FROM registration WHERE device = ?", device));
}

}  // namespace muster::sip
