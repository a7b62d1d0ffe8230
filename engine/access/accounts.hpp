// The rules of accounts: who comes in with what, what an invitation is worth, what ends a session.
// Time is a parameter; passphrases take their tenth of a second, so this has a thread of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/access/account_store.hpp"
#include "engine/access/delays.hpp"
#include "engine/access/key_questions.hpp"
#include "engine/access/options.hpp"
#include "engine/access/secret_box.hpp"
#include "muster/account_port.hpp"
#include "muster/session_port.hpp"

namespace muster::access {

constexpr std::string_view session_prefix = "mss_";
constexpr std::string_view invitation_prefix = "msi_";

[[nodiscard]] bool needs_second_factor(Roles roles, SecondFactor rule);

// One thread. Each call that changes something does so wholly or not at all.
class Accounts {
  public:
    // Without `secrets` nobody comes in with a code whose secret is sealed; without `site` nobody
    // with a security key. All else goes.
    [[nodiscard]] static sqlite::Result<Accounts> open(const std::filesystem::path& folder,
                                                       const AccessOptions& options,
                                                       const SecretBox& secrets = {},
                                                       std::optional<Site> site = {});

    // For people.
    [[nodiscard]] AccessResult<OpenedSession> open_session(const SignInForm& form,
                                                           const std::string& address,
                                                           TimePoint now);
    // Of whom another service let in, as `subject`.
    [[nodiscard]] AccessResult<OpenedSession> open_outside(const std::string& subject,
                                                           const std::string& address,
                                                           TimePoint now);
    [[nodiscard]] AccessResult<Invitation> read_invitation(const std::string& invitation,
                                                           const std::string& address,
                                                           TimePoint now);
    // Sets passphrase and second factor, ends all sessions, and opens one.
    [[nodiscard]] AccessResult<OpenedSession> accept(const InvitationForm& form,
                                                     const std::string& address, TimePoint now);
    // Ends all other sessions.
    [[nodiscard]] AccessResult<bool> change_passphrase(const std::string& token,
                                                       const PassphraseForm& form,
                                                       const std::string& address, TimePoint now);
    // Of whoever has the passphrase: which keys answer in place of a code, and to what.
    [[nodiscard]] AccessResult<KeyQuestion> ask_key(const KeyQuestionForm& form,
                                                    const std::string& address, TimePoint now);
    [[nodiscard]] AccessResult<std::vector<SecurityKeyView>> keys(const std::string& account);
    [[nodiscard]] AccessResult<NewKeyQuestion> ask_new_key(const std::string& account,
                                                           TimePoint now);
    [[nodiscard]] AccessResult<SecurityKeyView> add_key(const std::string& account,
                                                        const NewKeyForm& form,
                                                        const std::string& address, TimePoint now);
    [[nodiscard]] AccessResult<bool> remove_key(const std::string& account, const OldKeyForm& form,
                                                const std::string& address, TimePoint now);
    // True when there was one.
    [[nodiscard]] AccessResult<bool> end_session(const std::string& token);

    // For whoever keeps the accounts.
    [[nodiscard]] AccessResult<std::vector<AccountView>> list(TimePoint now);
    // change, disable, invite and end_sessions end all sessions of the account: rights that were
    // taken away are gone at once.
    [[nodiscard]] AccessResult<AccountChanged> act(AccountAction action, const AccountForm& form,
                                                   TimePoint now);
    // Lets whom the other service knows as `subject` into this account; empty = no longer.
    [[nodiscard]] AccessResult<bool> link_subject(const std::string& account,
                                                  const std::string& subject);
    // The same for an account that nobody is linked to yet.
    [[nodiscard]] AccessResult<bool> link_new(const std::string& account,
                                              const std::string& subject);

    // What is noted of sessions that were used, and what has run out is dropped.
    void note_used(const std::vector<std::pair<std::string, TimePoint>>& sessions, TimePoint now);

  private:
    Accounts(AccountStore store, const AccessOptions& options, const SecretBox& secrets,
             std::optional<Site> site)
        : store_(std::move(store)),
          options_(options),
          secrets_(secrets),
          site_(std::move(site)),
          addresses_(options.per_address, options.addresses_max) {}

    // accounts_sign_in.cpp
    // Counts a failure. The account as it was found, since it may not be there.
    [[nodiscard]] AccessFault failed(const std::optional<Account>& account,
                                     const std::string& address, TimePoint now);
    [[nodiscard]] std::optional<AccessFault> must_wait(const std::optional<Account>& account,
                                                       const std::string& address, TimePoint now);
    // Draws the secret of its codes, unless that was done before.
    [[nodiscard]] AccessResult<std::string> secret_of(StoredInvitation& invitation);
    // Whether the code is one of the account's; what it used up is put into the account.
    [[nodiscard]] AccessResult<bool> check_code(Account& account, const std::string& code,
                                                TimePoint now);
    [[nodiscard]] std::optional<AccessFault> put_passphrase(Account& account,
                                                            const std::string& passphrase,
                                                            std::string_view field, TimePoint now);
    [[nodiscard]] AccessResult<OpenedSession> let_in(Account account, const std::string& address,
                                                     TimePoint now);
    [[nodiscard]] AccessResult<StoredInvitation> known_invitation(const std::string& invitation,
                                                                  const std::string& address,
                                                                  TimePoint now);
    [[nodiscard]] AccessResult<OpenedSession> open_checked(Account account, const SignInForm& form,
                                                           const std::string& address,
                                                           TimePoint now);
    [[nodiscard]] AccessResult<Account> with_passphrase(const std::string& name,
                                                        const std::string& passphrase,
                                                        const std::string& address, TimePoint now);
    [[nodiscard]] std::optional<AccessFault> check_second_factor(Account& account,
                                                                 const SignInForm& form,
                                                                 const std::string& address,
                                                                 TimePoint now);
    // accounts_keys.cpp
    // Whether the answer is one of a key of the account; then its counter is noted.
    [[nodiscard]] AccessResult<bool> check_key(const Account& account, const KeyAnswer& answer,
                                               TimePoint now);
    // accounts.cpp
    [[nodiscard]] AccessResult<Account> named(const std::string& name);
    [[nodiscard]] AccessResult<AccountView> view_of(const Account& account, TimePoint now);
    [[nodiscard]] std::optional<AccessFault> apply(AccountAction action, const AccountForm& form,
                                                   Account& account, TimePoint now,
                                                   AccountChanged& changed);

    AccountStore store_;
    AccessOptions options_;
    SecretBox secrets_;
    std::optional<Site> site_;
    KeyQuestions questions_;
    AddressDelays addresses_;
};

// Why these cannot be the roles of one person or machine, or nothing.
[[nodiscard]] std::optional<AccessFault> fault_of(Roles roles, ResponderId responder);
[[nodiscard]] AccessFault unavailable(const sqlite::Error& error);

[[nodiscard]] Roles roles_of(const std::vector<Role>& roles);
[[nodiscard]] std::vector<Role> list_of(Roles roles);

}  // namespace muster::access
