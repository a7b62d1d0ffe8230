// People's accounts, their invitations, recovery codes and sessions, as rows of the file of access.
// No rules here: those are of Accounts. One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/access/access_file.hpp"
#include "engine/access/security_key.hpp"
#include "muster/access.hpp"
#include "muster/units.hpp"

namespace muster::access {

struct Account {
    std::string name;
    std::string shown_name;
    Roles roles;
    std::vector<Code> districts;  // none = all
    ResponderId responder;
    std::string passphrase;  // as hash_passphrase gave it; empty = none was chosen yet
    TimePoint passphrase_at;
    std::string totp;            // its secret, as SecretBox keeps it; empty = no second factor
    std::int64_t totp_step = 0;  // of the last code that counted
    std::string subject;  // "<issuer> <subject>" of the service that lets it in; empty = none
    TimePoint created_at;
    TimePoint disabled_at;  // 0 = it may come in
    std::int64_t failures = 0;
    TimePoint wait_until;
};

struct StoredInvitation {
    std::string account;
    bool second_factor = false;
    std::string totp;  // as SecretBox keeps it; empty = not drawn yet
    TimePoint expires_at;
};

struct StoredSession {
    std::string hash;  // of its token
    std::string account;
    std::string address;
    TimePoint opened_at;
    TimePoint used_at;
    TimePoint ends_at;
};

struct StoredKey {
    KnownKey key;
    std::string account;
    std::string name;
    TimePoint added_at;
    TimePoint used_at;  // 0 = never
};

class AccountStore {
  public:
    [[nodiscard]] static sqlite::Result<AccountStore> open(const std::filesystem::path& folder);

    [[nodiscard]] sqlite::Result<std::optional<Account>> find(const std::string& name) const;
    [[nodiscard]] sqlite::Result<std::optional<Account>> find_subject(
        const std::string& subject) const;
    [[nodiscard]] sqlite::Result<std::vector<Account>> list() const;
    // `constraint` where the name, or its subject, is taken, by a token too: both are one name in
    // the log.
    [[nodiscard]] sqlite::Error add(const Account& account) const;
    [[nodiscard]] sqlite::Error save(const Account& account) const;

    // In place of one before.
    [[nodiscard]] sqlite::Error put_invitation(const std::string& hash,
                                               const StoredInvitation& invitation) const;
    [[nodiscard]] sqlite::Result<std::optional<StoredInvitation>> find_invitation(
        const std::string& hash) const;
    [[nodiscard]] sqlite::Error put_invitation_secret(const std::string& account,
                                                      const std::string& kept) const;
    [[nodiscard]] sqlite::Error drop_invitation(const std::string& account) const;
    // Until when one of this account is open; 0 = none.
    [[nodiscard]] sqlite::Result<TimePoint> invited_until(const std::string& account) const;

    // In place of those before.
    [[nodiscard]] sqlite::Error put_recovery_codes(const std::string& account,
                                                   const std::vector<std::string>& hashes) const;
    // True when it was there; then it is gone.
    [[nodiscard]] sqlite::Result<bool> take_recovery_code(const std::string& account,
                                                          const std::string& hash) const;
    [[nodiscard]] sqlite::Result<std::int64_t> recovery_codes_left(
        const std::string& account) const;

    // In the order in which they were added.
    [[nodiscard]] sqlite::Result<std::vector<StoredKey>> keys(const std::string& account) const;
    // `constraint` where a key has this number already.
    [[nodiscard]] sqlite::Error add_key(const StoredKey& key) const;
    [[nodiscard]] sqlite::Error note_key_used(const std::string& id, std::int64_t counter,
                                              TimePoint at) const;
    [[nodiscard]] sqlite::Error drop_key(const std::string& account, const std::string& id) const;
    [[nodiscard]] sqlite::Error drop_keys(const std::string& account) const;

    [[nodiscard]] sqlite::Error add_session(const StoredSession& session) const;
    [[nodiscard]] sqlite::Result<std::vector<StoredSession>> sessions() const;
    [[nodiscard]] sqlite::Error touch_session(const std::string& hash, TimePoint at) const;
    [[nodiscard]] sqlite::Error end_session(const std::string& hash) const;
    // All of it but the one of this hash.
    [[nodiscard]] sqlite::Error end_sessions(const std::string& account,
                                             const std::string& but = {}) const;
    // But for so many, those that were used last.
    [[nodiscard]] sqlite::Error end_oldest_sessions(const std::string& account,
                                                    std::int64_t kept) const;
    [[nodiscard]] sqlite::Error drop_ended(TimePoint now, TimePoint used_before) const;

    // For several changes that belong together.
    [[nodiscard]] sqlite::Result<sqlite::Transaction> begin() const;
    [[nodiscard]] const sqlite::Database& file() const { return db_; }

  private:
    explicit AccountStore(sqlite::Database db) : db_(std::move(db)) {}
    [[nodiscard]] sqlite::Result<std::vector<Account>> select(std::string_view where,
                                                              const std::string& value) const;

    sqlite::Database db_;
};

// Codes with commas between them, as the file keeps them.
[[nodiscard]] std::string joined(const std::vector<Code>& codes);
[[nodiscard]] std::vector<Code> split_codes(std::string_view text);

}  // namespace muster::access
