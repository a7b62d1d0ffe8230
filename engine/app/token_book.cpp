#include "engine/app/token_book.hpp"

#include <openssl/rand.h>
#include <openssl/sha.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <array>
#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>
#include <map>
#include <utility>

#include "engine/app/clock.hpp"

namespace muster::app {
namespace {

constexpr std::string_view prefix = "mst_";
constexpr std::size_t secret_bytes = 32;
constexpr std::size_t max_token = 128;
constexpr int busy_timeout_ms = 2000;

using TokenHash = std::array<unsigned char, SHA256_DIGEST_LENGTH>;

TokenHash hash_of(std::string_view token) {
    TokenHash hash{};
    SHA256(reinterpret_cast<const unsigned char*>(token.data()), token.size(), hash.data());
    return hash;
}

std::string hex(const unsigned char* bytes, std::size_t size) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (std::size_t i = 0; i < size; ++i) {
        text.push_back(digits[bytes[i] >> 4]);
        text.push_back(digits[bytes[i] & 15]);
    }
    return text;
}

struct CloseDatabase {
    void operator()(sqlite3* db) const { sqlite3_close(db); }
};
struct FinalizeStatement {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;
using Statement = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

Statement prepare(sqlite3* db, const char* sql) {
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(db, sql, -1, &statement, nullptr);
    return Statement(statement);
}

std::int64_t int_of(sqlite3_stmt* statement, int column) {
    return sqlite3_column_int64(statement, column);
}

std::string text_of(sqlite3_stmt* statement, int column) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
    return text == nullptr ? std::string() : std::string(text);
}

bool is_in_force(const TokenInfo& info, TimePoint now) {
    return !info.revoked_at && (!info.expires_at || info.expires_at > now);
}

}  // namespace

struct TokenBook::Store {
    Database db;
    std::string path;
    std::int64_t version = -1;  // of the data, as SQLite counts what other connections change
    bool changed_here = true;
    std::map<TokenHash, TokenInfo> tokens;
    std::map<std::string, TokenHash, std::less<>> by_name;

    [[nodiscard]] std::string failure(const char* what) const {
        return std::string("cannot ") + what + " the tokens in " + path + ": " +
               sqlite3_errmsg(db.get());
    }
};

TokenBook::TokenBook(std::unique_ptr<Store> store) : store_(std::move(store)), clock_(system_now) {}
TokenBook::~TokenBook() = default;

std::unique_ptr<TokenBook> TokenBook::open(const std::filesystem::path& folder,
                                           std::string& error) {
    auto store = std::make_unique<Store>();
    store->path = (folder / "access.sqlite").string();
    // Created with these rights before SQLite opens it, so that it is never readable by others.
    const mode_t before = umask(S_IRWXG | S_IRWXO);
    sqlite3* db = nullptr;
    const int opened = sqlite3_open_v2(store->path.c_str(), &db,
                                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    store->db.reset(db);
    const char* schema =
        "CREATE TABLE IF NOT EXISTS token(name TEXT PRIMARY KEY, hash BLOB NOT NULL UNIQUE,"
        " roles INTEGER NOT NULL, responder INTEGER NOT NULL, created_at INTEGER NOT NULL,"
        " expires_at INTEGER NOT NULL, revoked_at INTEGER NOT NULL)";
    const bool ready = opened == SQLITE_OK &&
                       sqlite3_busy_timeout(db, busy_timeout_ms) == SQLITE_OK &&
                       sqlite3_exec(db, schema, nullptr, nullptr, nullptr) == SQLITE_OK;
    umask(before);
    if (!ready) {
        error = store->failure("open");
        return nullptr;
    }
    return std::unique_ptr<TokenBook>(new TokenBook(std::move(store)));
}

std::optional<std::string> TokenBook::create(const TokenInfo& info, std::string& error) {
    std::array<unsigned char, secret_bytes> secret{};
    if (RAND_bytes(secret.data(), static_cast<int>(secret.size())) != 1) {
        error = "the system's random source failed";
        return std::nullopt;
    }
    const std::string token = std::string(prefix) + hex(secret.data(), secret.size());
    const TokenHash hash = hash_of(token);
    const Statement insert = prepare(store_->db.get(), "INSERT INTO token VALUES(?,?,?,?,?,?,0)");
    if (!insert) {
        error = store_->failure("write");
        return std::nullopt;
    }
    sqlite3_bind_text(insert.get(), 1, info.name.data(), static_cast<int>(info.name.size()),
                      SQLITE_TRANSIENT);
    sqlite3_bind_blob(insert.get(), 2, hash.data(), static_cast<int>(hash.size()),
                      SQLITE_TRANSIENT);
    sqlite3_bind_int64(insert.get(), 3, info.roles.bits);
    sqlite3_bind_int64(insert.get(), 4, static_cast<std::int64_t>(info.responder.value));
    sqlite3_bind_int64(insert.get(), 5, info.created_at.value);
    sqlite3_bind_int64(insert.get(), 6, info.expires_at.value);
    const int result = sqlite3_step(insert.get());
    if (result == SQLITE_CONSTRAINT) {
        error = "there is (or was) a token named \"" + info.name + "\"; choose another name";
        return std::nullopt;
    }
    if (result != SQLITE_DONE) {
        error = store_->failure("write");
        return std::nullopt;
    }
    store_->changed_here = true;
    return token;
}

bool TokenBook::revoke(const std::string& name, TimePoint now, std::string& error) {
    const Statement update =
        prepare(store_->db.get(), "UPDATE token SET revoked_at=? WHERE name=? AND revoked_at=0");
    if (!update) {
        error = store_->failure("write");
        return false;
    }
    sqlite3_bind_int64(update.get(), 1, now.value);
    sqlite3_bind_text(update.get(), 2, name.data(), static_cast<int>(name.size()),
                      SQLITE_TRANSIENT);
    if (sqlite3_step(update.get()) != SQLITE_DONE) {
        error = store_->failure("write");
        return false;
    }
    if (sqlite3_changes(store_->db.get()) == 0) {
        error = "there is no valid token named \"" + name + "\"";
        return false;
    }
    store_->changed_here = true;
    return true;
}

void TokenBook::reload_if_changed() {
    std::int64_t version = store_->version;
    const Statement asked = prepare(store_->db.get(), "PRAGMA data_version");
    if (asked && sqlite3_step(asked.get()) == SQLITE_ROW) version = int_of(asked.get(), 0);
    if (version == store_->version && !store_->changed_here) return;

    const Statement all = prepare(store_->db.get(),
                                  "SELECT hash, name, roles, responder, created_at, expires_at,"
                                  " revoked_at FROM token ORDER BY created_at, name");
    if (!all) return;
    std::map<TokenHash, TokenInfo> tokens;
    int row = SQLITE_ROW;
    while ((row = sqlite3_step(all.get())) == SQLITE_ROW) {
        TokenHash hash{};
        const auto* stored = static_cast<const unsigned char*>(sqlite3_column_blob(all.get(), 0));
        if (sqlite3_column_bytes(all.get(), 0) != static_cast<int>(hash.size())) continue;
        std::copy(stored, stored + hash.size(), hash.begin());
        TokenInfo info;
        info.name = text_of(all.get(), 1);
        info.roles.bits = static_cast<std::uint32_t>(int_of(all.get(), 2));
        info.responder.value = static_cast<std::uint64_t>(int_of(all.get(), 3));
        info.created_at.value = int_of(all.get(), 4);
        info.expires_at.value = int_of(all.get(), 5);
        info.revoked_at.value = int_of(all.get(), 6);
        tokens.emplace(hash, std::move(info));
    }
    // A locked or damaged file must not lock everybody out who was let in before.
    if (row != SQLITE_DONE) return;
    store_->by_name.clear();
    for (const auto& [hash, info] : tokens)
        store_->by_name.emplace(info.name, hash);
    store_->tokens = std::move(tokens);
    store_->version = version;
    store_->changed_here = false;
}

std::vector<TokenInfo> TokenBook::list() {
    reload_if_changed();
    std::vector<TokenInfo> all;
    for (const auto& [hash, info] : store_->tokens)
        all.push_back(info);
    std::sort(all.begin(), all.end(), [](const TokenInfo& a, const TokenInfo& b) {
        return std::pair(a.created_at, a.name) < std::pair(b.created_at, b.name);
    });
    return all;
}

std::optional<Principal> TokenBook::authenticate(std::string_view token) {
    if (token.size() > max_token || token.substr(0, prefix.size()) != prefix) return std::nullopt;
    reload_if_changed();
    // Looking up the hash, not the token, tells a listener nothing about how much of it was right.
    const auto found = store_->tokens.find(hash_of(token));
    if (found == store_->tokens.end()) return std::nullopt;
    const TokenInfo& info = found->second;
    if (!is_in_force(info, clock_())) return std::nullopt;
    return Principal{info.name, info.roles, info.responder};
}

bool TokenBook::is_valid(std::string_view name) {
    reload_if_changed();
    const auto hash = store_->by_name.find(name);
    return hash != store_->by_name.end() && is_in_force(store_->tokens.at(hash->second), clock_());
}

std::string role_names(Roles roles) {
    std::string names;
    for (const Role role : enum_values<Role>) {
        if (!roles.has(role)) continue;
        if (!names.empty()) names += ',';
        names += name_of(role);
    }
    return names;
}

}  // namespace muster::app
