#include "adapters/sip/registration_store.hpp"

#include <sqlite3.h>

#include <string_view>
#include <system_error>
#include <utility>

namespace muster::sip {
namespace {

// Somebody may look into it with another program.
constexpr int busy_ms = 20;

constexpr const char* schema =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA trusted_schema=OFF;"
    "CREATE TABLE IF NOT EXISTS registration (device TEXT PRIMARY KEY, address TEXT NOT NULL,"
    " uri TEXT NOT NULL, expires_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;";

// One statement. Texts are bound without a copy and must outlive it.
class Statement {
  public:
    Statement(sqlite3* db, const char* sql) {
        if (sqlite3_prepare_v2(db, sql, -1, &handle_, nullptr) != SQLITE_OK) handle_ = nullptr;
    }
    ~Statement() { sqlite3_finalize(handle_); }
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    Statement& operator<<(std::int64_t number) {
        sqlite3_bind_int64(handle_, ++bound_, number);
        return *this;
    }
    Statement& operator<<(std::string_view text) {
        // A null pointer would bind NULL.
        sqlite3_bind_text64(handle_, ++bound_, text.empty() ? "" : text.data(), text.size(),
                            SQLITE_STATIC, SQLITE_UTF8);
        return *this;
    }
    // SQLITE_ROW, SQLITE_DONE or an error.
    [[nodiscard]] int step() { return handle_ == nullptr ? SQLITE_ERROR : sqlite3_step(handle_); }

    [[nodiscard]] std::int64_t number(int column) const {
        return sqlite3_column_int64(handle_, column);
    }
    [[nodiscard]] std::string text(int column) const {
        const auto* bytes = static_cast<const char*>(sqlite3_column_blob(handle_, column));
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(handle_, column));
        return bytes == nullptr ? std::string() : std::string(bytes, size);
    }

  private:
    sqlite3_stmt* handle_ = nullptr;
    int bound_ = 0;
};

}  // namespace

void RegistrationStore::Close::operator()(sqlite3* db) const {
    sqlite3_close(db);
}

RegistrationStore::RegistrationStore(sqlite3* db, std::string file)
    : db_(db), file_(std::move(file)) {}

RegistrationStore::~RegistrationStore() = default;

Expected<std::unique_ptr<RegistrationStore>, std::string> RegistrationStore::open(
    const std::filesystem::path& file) {
    sqlite3* db = nullptr;
    constexpr int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    const int opened = sqlite3_open_v2(file.c_str(), &db, flags, nullptr);
    std::unique_ptr<RegistrationStore> store(new RegistrationStore(db, file.string()));
    if (opened != SQLITE_OK) return store->trouble();
    // Whose device is where is nobody else's affair. The files beside it get the same rights.
    std::error_code ignored;
    std::filesystem::permissions(
        file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, ignored);
    sqlite3_busy_timeout(db, busy_ms);
    if (!store->run(schema)) return store->trouble();
    return store;
}

bool RegistrationStore::run(const char* sql) {
    return sqlite3_exec(db_.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK;
}

std::string RegistrationStore::trouble() const {
    return file_ + ": " + sqlite3_errmsg(db_.get());
}

Expected<std::vector<StoredRegistration>, std::string> RegistrationStore::load(TimePoint now,
                                                                               std::size_t most) {
    if (!forget_expired(now)) return trouble();
    Statement beyond(db_.get(),
                     "DELETE FROM registration WHERE device NOT IN (SELECT device FROM"
                     " registration ORDER BY expires_at DESC, device LIMIT ?)");
    beyond << static_cast<std::int64_t>(most);
    if (beyond.step() != SQLITE_DONE) return trouble();
    std::vector<StoredRegistration> all;
    Statement rows(db_.get(), "SELECT device, address, uri, expires_at FROM registration");
    int step = rows.step();
    for (; step == SQLITE_ROW; step = rows.step())
        all.push_back({rows.text(0), rows.text(1), rows.text(2), TimePoint{rows.number(3)}});
    if (step != SQLITE_DONE) return trouble();
    return all;
}

bool RegistrationStore::forget_expired(TimePoint now) {
    Statement expired(db_.get(), "DELETE FROM registration WHERE expires_at <= ?");
    expired << now.value;
    return expired.step() == SQLITE_DONE;
}

bool RegistrationStore::put(const StoredRegistration& registration) {
    Statement put(db_.get(), "INSERT OR REPLACE INTO registration VALUES (?, ?, ?, ?)");
    put << registration.device << registration.address << registration.uri
        << registration.expires_at.value;
    return put.step() == SQLITE_DONE;
}

bool RegistrationStore::remove(const std::string& device) {
    Statement remove(db_.get(), "DELETE FROM registration WHERE device = ?");
    remove << device;
    return remove.step() == SQLITE_DONE;
}

}  // namespace muster::sip
