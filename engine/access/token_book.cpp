#include "engine/access/token_book.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "engine/access/account_store.hpp"
#include "engine/codec/protocol_text.hpp"
#include "engine/gate/crypto.hpp"
#include "muster/enum_names.hpp"

namespace muster::access {
namespace {

constexpr std::string_view prefix = "mst_";
constexpr std::size_t max_token = 128;
constexpr std::string_view writing = "writing the tokens";

// This file keeps the hash's bytes.
gate::Digest digest_of(std::string_view token) {
    return gate::sha256(token);
}

std::string joined_names(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) {
        if (!text.empty()) text += ',';
        text += name;
    }
    return text;
}

std::vector<std::string> split_names(std::string_view text) {
    std::vector<std::string> names;
    while (!text.empty())
        names.emplace_back(codec::take_until(text, ','));
    return names;
}

bool is_in_force(const TokenInfo& info, TimePoint now) {
    return !info.revoked_at && (!info.expires_at || info.expires_at > now);
}

}  // namespace

struct TokenBook::Store {
    // One secret of a token, until when it is taken.
    struct Proof {
        std::string name;
        TimePoint until;  // 0 = as long as the token
    };

    explicit Store(sqlite::Database file) : db(std::move(file)) {}

    sqlite::Database db;
    FileWatch watch;
    std::map<gate::Digest, Proof> proofs;
    std::map<std::string, TokenInfo, std::less<>> tokens;
};

TokenBook::TokenBook(std::unique_ptr<Store> store, std::function<TimePoint()> clock)
    : store_(std::move(store)), clock_(std::move(clock)) {}
TokenBook::~TokenBook() = default;

std::unique_ptr<TokenBook> TokenBook::open(const std::filesystem::path& folder,
                                           std::function<TimePoint()> clock, std::string& error) {
    auto db = open_access_file(folder);
    if (!db) {
        error = db.error().message;
        return nullptr;
    }
    return std::unique_ptr<TokenBook>(
        new TokenBook(std::make_unique<Store>(std::move(*db)), std::move(clock)));
}

std::optional<std::string> TokenBook::create(const TokenInfo& info, std::string& error) {
    std::string token = draw_secret(prefix).text;
    const gate::Digest hash = digest_of(token);
    const std::string districts = joined(info.districts);
    const std::string devices = joined_names(info.devices);
    const sqlite::Statement insert = store_->db.statement(
        "INSERT INTO token(name, roles, responder, created_at, expires_at, revoked_at, districts,"
        " devices, hash) SELECT ?1,?2,?3,?4,?5,0,?6,?7,?8"
        " WHERE NOT EXISTS(SELECT 1 FROM account WHERE name = ?1)",
        info.name, std::int64_t{info.roles.bits}, static_cast<std::int64_t>(info.responder.value),
        info.created_at.value, info.expires_at.value, districts, devices);
    insert.bind_blob(8, hash.data(), hash.size());
    sqlite::Error failed;
    if (insert.step() != SQLITE_DONE) failed = sqlite::error_of(store_->db, writing);
    const bool taken = failed.code == sqlite::ErrorCode::constraint;
    if (taken || (!failed && store_->db.changed_rows() == 0)) {
        error = "there is (or was) a token or an account named \"" + info.name +
                "\"; choose another name";
        return std::nullopt;
    }
    if (failed) {
        error = std::move(failed.message);
        return std::nullopt;
    }
    store_->watch.changed_here();
    return token;
}

std::optional<std::string> TokenBook::rotate(const std::string& name, TimePoint now,
                                             TimePoint expires_at, TimePoint old_until,
                                             std::string& error) {
    std::string token = draw_secret(prefix).text;
    const gate::Digest hash = digest_of(token);
    const sqlite::Statement update = store_->db.statement(
        "UPDATE token SET old_hash = hash, old_until = ?1, expires_at = ?2, hash = ?5"
        " WHERE name = ?3 AND revoked_at = 0 AND (expires_at = 0 OR expires_at > ?4)",
        old_until.value, expires_at.value, name, now.value);
    update.bind_blob(5, hash.data(), hash.size());
    if (update.step() != SQLITE_DONE) {
        error = sqlite::error_of(store_->db, writing).message;
        return std::nullopt;
    }
    if (store_->db.changed_rows() == 0) {
        error = "there is no valid token named \"" + name + "\"; create one";
        return std::nullopt;
    }
    store_->watch.changed_here();
    return token;
}

bool TokenBook::revoke(const std::string& name, TimePoint now, std::string& error) {
    if (sqlite::Error failed =
            store_->db.run(writing, "UPDATE token SET revoked_at=? WHERE name=? AND revoked_at=0",
                           now.value, name)) {
        error = std::move(failed.message);
        return false;
    }
    if (store_->db.changed_rows() == 0) {
        error = "there is no valid token named \"" + name + "\"";
        return false;
    }
    store_->watch.changed_here();
    return true;
}

void TokenBook::reload_if_changed() {
    if (!store_->watch.has_changed(store_->db)) return;
    const sqlite::Statement all = store_->db.statement(
        "SELECT hash, name, roles, responder, created_at, expires_at, revoked_at, districts,"
        " devices, old_hash, old_until FROM token");
    std::map<gate::Digest, Store::Proof> proofs;
    std::map<std::string, TokenInfo, std::less<>> tokens;
    const auto add_proof = [&](std::string_view stored, const std::string& name, TimePoint until) {
        gate::Digest hash{};
        if (stored.size() != hash.size()) return;
        std::copy(stored.begin(), stored.end(), hash.begin());
        proofs.emplace(hash, Store::Proof{name, until});
    };
    int row = SQLITE_ROW;
    while ((row = all.step()) == SQLITE_ROW) {
        TokenInfo info;
        info.name = all.text(1);
        info.roles.bits = static_cast<std::uint32_t>(all.integer(2));
        info.responder.value = static_cast<std::uint64_t>(all.integer(3));
        info.created_at.value = all.integer(4);
        info.expires_at.value = all.integer(5);
        info.revoked_at.value = all.integer(6);
        info.districts = split_codes(all.bytes(7));
        info.devices = split_names(all.bytes(8));
        add_proof(all.bytes(0), info.name, {});
        add_proof(all.bytes(9), info.name, TimePoint{all.integer(10)});
        std::string name = info.name;
        tokens.emplace(std::move(name), std::move(info));
    }
    // A locked or damaged file must not lock everybody out who was let in before.
    if (row != SQLITE_DONE) return store_->watch.forget();
    store_->proofs = std::move(proofs);
    store_->tokens = std::move(tokens);
}

std::vector<TokenInfo> TokenBook::list() {
    reload_if_changed();
    std::vector<TokenInfo> all;
    for (const auto& [name, info] : store_->tokens)
        all.push_back(info);
    std::stable_sort(all.begin(), all.end(), [](const TokenInfo& a, const TokenInfo& b) {
        return a.created_at < b.created_at;
    });
    return all;
}

std::optional<Principal> TokenBook::authenticate(std::string_view token) {
    if (token.size() > max_token || token.substr(0, prefix.size()) != prefix) return std::nullopt;
    reload_if_changed();
    // Looking up the hash, not the token, tells a listener nothing about how much of it was right.
    const auto found = store_->proofs.find(digest_of(token));
    if (found == store_->proofs.end()) return std::nullopt;
    const TimePoint now = clock_();
    const auto& [name, until] = found->second;
    const TokenInfo& info = store_->tokens.at(name);
    if (!is_in_force(info, now) || (until && until <= now)) return std::nullopt;
    return Principal{info.name, info.roles, info.responder, info.districts, info.devices};
}

bool TokenBook::is_valid(std::string_view name) {
    reload_if_changed();
    const auto found = store_->tokens.find(name);
    return found != store_->tokens.end() && is_in_force(found->second, clock_());
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

}  // namespace muster::access
