#include "engine/app/token_book.hpp"

#include <openssl/rand.h>
#include <openssl/sha.h>

#include <array>
#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>
#include <map>
#include <utility>

#include "engine/app/clock.hpp"
#include "engine/sqlite/sqlite.hpp"

namespace muster::app {
namespace {

constexpr std::string_view prefix = "mst_";
constexpr std::size_t secret_bytes = 32;
constexpr std::size_t max_token = 128;
constexpr int busy_timeout_ms = 2000;

constexpr const char* token_table =
    "CREATE TABLE IF NOT EXISTS token(name TEXT PRIMARY KEY, hash BLOB NOT NULL UNIQUE,"
    " roles INTEGER NOT NULL, responder INTEGER NOT NULL, created_at INTEGER NOT NULL,"
    " expires_at INTEGER NOT NULL, revoked_at INTEGER NOT NULL)";

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

bool is_in_force(const TokenInfo& info, TimePoint now) {
    return !info.revoked_at && (!info.expires_at || info.expires_at > now);
}

}  // namespace

struct TokenBook::Store {
    explicit Store(sqlite::Database file) : db(std::move(file)) {}

    sqlite::Database db;
    std::int64_t version = -1;  // of the data, as SQLite counts what other connections change
    bool changed_here = true;
    std::map<TokenHash, TokenInfo> tokens;
    std::map<std::string, TokenHash, std::less<>> by_name;
};

TokenBook::TokenBook(std::unique_ptr<Store> store) : store_(std::move(store)), clock_(system_now) {}
TokenBook::~TokenBook() = default;

std::unique_ptr<TokenBook> TokenBook::open(const std::filesystem::path& folder,
                                           std::string& error) {
    auto db = sqlite::Database::open(folder / "access.sqlite", {.busy_ms = busy_timeout_ms});
    if (!db) {
        error = db.error().message;
        return nullptr;
    }
    if (sqlite::Error failed = db->exec(token_table, "opening the tokens")) {
        error = std::move(failed.message);
        return nullptr;
    }
    return std::unique_ptr<TokenBook>(new TokenBook(std::make_unique<Store>(std::move(*db))));
}

std::optional<std::string> TokenBook::create(const TokenInfo& info, std::string& error) {
    std::array<unsigned char, secret_bytes> secret{};
    if (RAND_bytes(secret.data(), static_cast<int>(secret.size())) != 1) {
        error = "the system's random source failed";
        return std::nullopt;
    }
    const std::string token = std::string(prefix) + hex(secret.data(), secret.size());
    const TokenHash hash = hash_of(token);
    const sqlite::Statement insert = store_->db.statement(
        "INSERT INTO token VALUES(?1,?6,?2,?3,?4,?5,0)", info.name, std::int64_t{info.roles.bits},
        static_cast<std::int64_t>(info.responder.value), info.created_at.value,
        info.expires_at.value);
    insert.bind_blob(6, hash.data(), hash.size());
    if (insert.step() != SQLITE_DONE) {
        sqlite::Error failed = sqlite::error_of(store_->db, "writing the tokens");
        error = failed.code == sqlite::ErrorCode::constraint
                    ? "there is (or was) a token named \"" + info.name + "\"; choose another name"
                    : std::move(failed.message);
        return std::nullopt;
    }
    store_->changed_here = true;
    return token;
}

bool TokenBook::revoke(const std::string& name, TimePoint now, std::string& error) {
    if (sqlite::Error failed = store_->db.run(
            "writing the tokens", "UPDATE token SET revoked_at=? WHERE name=? AND revoked_at=0",
            now.value, name)) {
        error = std::move(failed.message);
        return false;
    }
    if (store_->db.changed_rows() == 0) {
        error = "there is no valid token named \"" + name + "\"";
        return false;
    }
    store_->changed_here = true;
    return true;
}

void TokenBook::reload_if_changed() {
    std::int64_t version = store_->version;
    const sqlite::Statement asked = store_->db.statement("PRAGMA data_version");
    if (asked.step() == SQLITE_ROW) version = asked.integer(0);
    if (version == store_->version && !store_->changed_here) return;

    const sqlite::Statement all = store_->db.statement(
        "SELECT hash, name, roles, responder, created_at, expires_at, revoked_at FROM token"
        " ORDER BY created_at, name");
    std::map<TokenHash, TokenInfo> tokens;
    int row = SQLITE_ROW;
    while ((row = all.step()) == SQLITE_ROW) {
        TokenHash hash{};
        const std::string_view stored = all.bytes(0);
        if (stored.size() != hash.size()) continue;
        std::copy(stored.begin(), stored.end(), hash.begin());
        TokenInfo info;
        info.name = all.text(1);
        info.roles.bits = static_cast<std::uint32_t>(all.integer(2));
        info.responder.value = static_cast<std::uint64_t>(all.integer(3));
        info.created_at.value = all.integer(4);
        info.expires_at.value = all.integer(5);
        info.revoked_at.value = all.integer(6);
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
