// How people come in, and choose with what.
#include <algorithm>
#include <utility>

#include "engine/access/accounts.hpp"
#include "engine/access/passphrase.hpp"
#include "engine/access/second_factor.hpp"

namespace muster::access {
namespace {

// Which of them it was is not told: whoever guesses learns nothing of who is here.
AccessFault wrong_credentials() {
    return {.reason = AccessRefusal::wrong_credentials,
            .detail = "name, passphrase or code is not right"};
}

AccessFault invitation_ended() {
    return {.reason = AccessRefusal::invitation_ended,
            .detail = "this invitation was used already, has run out, or never was one",
            .field = "invitation",
            .expected = "a new one from whoever keeps the accounts"};
}

// Name and passphrase are right, so this may be told.
AccessFault secret_is_lost() {
    return {.reason = AccessRefusal::not_allowed,
            .detail =
                "the codes of this account cannot be checked, because the key is missing that "
                "their secret is sealed with",
            .field = "code",
            .expected = "a recovery code, or a new invitation from whoever keeps the accounts"};
}

// Names are told aloud and typed on phones, which begin with a capital.
std::string folded_name(std::string_view typed) {
    std::string name(typed.substr(0, 256));
    std::erase(name, ' ');
    std::transform(name.begin(), name.end(), name.begin(), [](char sign) {
        return sign >= 'A' && sign <= 'Z' ? static_cast<char>(sign - 'A' + 'a') : sign;
    });
    return name;
}

}  // namespace

std::optional<AccessFault> Accounts::must_wait(const std::optional<Account>& account,
                                               const std::string& address, TimePoint now) {
    Millis wait = addresses_.wait(address, now);
    if (account && account->wait_until > now) wait = std::max(wait, account->wait_until - now);
    if (wait <= Millis{}) return std::nullopt;
    return AccessFault{.reason = AccessRefusal::wait,
                       .detail = "too many attempts failed, by this account or from this address",
                       .expected = "try again in " + std::to_string((wait.value + 999) / 1000) +
                                   " s, or ask whoever keeps the accounts",
                       .wait = wait};
}

AccessFault Accounts::failed(const std::optional<Account>& account, const std::string& address,
                             TimePoint now) {
    addresses_.failed(address, now);
    if (!account) return wrong_credentials();
    // As it is now: comparing passphrases takes long enough for somebody to disable it meanwhile.
    auto fresh = named(account->name);
    if (!fresh) return fresh.error();
    ++fresh->failures;
    fresh->wait_until = now + delay_after(fresh->failures, options_.per_account);
    if (const auto error = store_.save(*fresh)) return unavailable(error);
    return wrong_credentials();
}

AccessResult<bool> Accounts::check_code(Account& account, const std::string& code, TimePoint now) {
    const std::string recovery = recovery_code_of(code);
    if (recovery.empty()) {
        if (account.totp.empty()) return false;
        const auto secret = secrets_.opened(account.name, account.totp);
        if (!secret) return secret_is_lost();
        const auto step = totp_step_of(*secret, code, now, account.totp_step);
        if (step) account.totp_step = *step;
        return step.has_value();
    }
    auto taken = store_.take_recovery_code(account.name, hash_of(recovery));
    if (!taken) return unavailable(taken.error());
    return *taken;
}

std::optional<AccessFault> Accounts::put_passphrase(Account& account, const std::string& passphrase,
                                                    std::string_view field, TimePoint now) {
    auto weak = weakness(passphrase, account.name, options_.passphrase_shortest);
    if (!weak && is_passphrase(account.passphrase, passphrase)) weak = "it is the one of before";
    if (weak) {
        return AccessFault{.reason = AccessRefusal::weak_passphrase,
                           .detail = std::move(*weak),
                           .field = std::string(field),
                           .expected = "another passphrase"};
    }
    auto kept = hash_passphrase(passphrase, options_.hash);
    if (!kept) {
        return AccessFault{.reason = AccessRefusal::unavailable,
                           .detail = "there is not enough memory to keep a passphrase"};
    }
    account.passphrase = std::move(*kept);
    account.passphrase_at = now;
    return std::nullopt;
}

// The account, when the passphrase is its own. A failure is counted.
AccessResult<Account> Accounts::with_passphrase(const std::string& name,
                                                const std::string& passphrase,
                                                const std::string& address, TimePoint now) {
    auto found = store_.find(folded_name(name));
    if (!found) return unavailable(found.error());
    std::optional<Account>& account = *found;
    if (auto wait = must_wait(account, address, now)) return *wait;
    const bool right = is_passphrase(account ? account->passphrase : std::string(),
                                     std::string_view(passphrase).substr(0, longest_passphrase));
    if (!account || !right) return failed(account, address, now);
    return std::move(*account);
}

AccessResult<OpenedSession> Accounts::open_session(const SignInForm& form,
                                                   const std::string& address, TimePoint now) {
    const auto account = with_passphrase(form.account, form.passphrase, address, now);
    if (!account) return account.error();
    auto transaction = store_.begin();
    if (!transaction) return unavailable(transaction.error());
    // As it is now, and until the end of the transaction.
    auto fresh = named(account->name);
    if (!fresh) return fresh.error();
    auto opened = open_checked(std::move(*fresh), form, address, now);
    // A failure that was counted is kept, and what else a refusal began is not.
    const bool keep = opened || opened.error().reason == AccessRefusal::wrong_credentials;
    if (!keep) return opened;
    if (const auto error = transaction->commit("opening a session")) return unavailable(error);
    return opened;
}

std::optional<AccessFault> Accounts::check_second_factor(Account& account, const SignInForm& form,
                                                         const std::string& address,
                                                         TimePoint now) {
    const auto keys = store_.keys(account.name);
    if (!keys) return unavailable(keys.error());
    if (account.totp.empty() && keys->empty()) {
        if (!needs_second_factor(account.roles, options_.second_factor)) return std::nullopt;
        return AccessFault{.reason = AccessRefusal::not_allowed,
                           .detail = "this account needs a second factor and has none",
                           .expected = "a new invitation from whoever keeps the accounts"};
    }
    if (form.code.empty() && form.key.id.empty()) {
        return AccessFault{.reason = AccessRefusal::code_needed,
                           .detail =
                               "a code of the app, a recovery code or a security key is "
                               "needed too",
                           .field = "code",
                           .expected = "six digits, or 16 letters and digits"};
    }
    auto valid = form.key.id.empty() ? check_code(account, form.code, now)
                                     : check_key(account, form.key, now);
    if (!valid) return valid.error();
    if (!*valid) return failed(account, address, now);
    return std::nullopt;
}

// Name and passphrase are right. Within a transaction.
AccessResult<OpenedSession> Accounts::open_checked(Account account, const SignInForm& form,
                                                   const std::string& address, TimePoint now) {
    // A disabled account is one that does not exist.
    if (account.disabled_at) return failed(account, address, now);
    if (auto fault = check_second_factor(account, form, address, now)) return *fault;
    const Millis age = now - account.passphrase_at;
    const bool ended = options_.passphrase_days > 0 && age > hours(24 * options_.passphrase_days);
    if (ended && form.new_passphrase.empty()) {
        return AccessFault{.reason = AccessRefusal::passphrase_ended,
                           .detail = "this passphrase is older than " +
                                     std::to_string(options_.passphrase_days) +
                                     " days; a new one must be chosen",
                           .field = "new_passphrase"};
    }
    if (!form.new_passphrase.empty()) {
        if (auto weak = put_passphrase(account, form.new_passphrase, "new_passphrase", now)) {
            return *weak;
        }
    } else if (needs_new_hash(account.passphrase, options_.hash)) {
        // It is known only now. At another cost it is still the same passphrase, as old as it was.
        if (auto kept = hash_passphrase(form.passphrase, options_.hash)) {
            account.passphrase = std::move(*kept);
        }
    }
    return let_in(std::move(account), address, now);
}

AccessResult<OpenedSession> Accounts::open_outside(const std::string& subject,
                                                   const std::string& address, TimePoint now) {
    auto transaction = store_.begin();
    if (!transaction) return unavailable(transaction.error());
    auto found = store_.find_subject(subject);
    if (!found) return unavailable(found.error());
    if (!*found || (*found)->disabled_at) {
        return AccessFault{
            .reason = AccessRefusal::unknown_account,
            .detail = "nobody of this desk is known to the other service as " + subject,
            .expected = "whoever keeps the accounts links it"};
    }
    auto opened = let_in(std::move(**found), address, now);
    if (!opened) return opened;
    if (const auto error = transaction->commit("opening a session")) return unavailable(error);
    return opened;
}

// Within a transaction.
AccessResult<OpenedSession> Accounts::let_in(Account account, const std::string& address,
                                             TimePoint now) {
    addresses_.succeeded(address);
    account.failures = 0;
    account.wait_until = {};
    if (const auto error = store_.save(account)) return unavailable(error);
    const DrawnSecret drawn = draw_secret(session_prefix);
    const TimePoint ends_at = now + options_.session_ms;
    if (const auto error = store_.add_session({.hash = drawn.hash,
                                               .account = account.name,
                                               .address = address,
                                               .opened_at = now,
                                               .used_at = now,
                                               .ends_at = ends_at})) {
        return unavailable(error);
    }
    if (const auto error =
            store_.end_oldest_sessions(account.name, options_.sessions_per_account)) {
        return unavailable(error);
    }
    const auto left = store_.recovery_codes_left(account.name);
    if (!left) return unavailable(left.error());
    return OpenedSession{.token = drawn.text,
                         .account = account.name,
                         .shown_name = account.shown_name,
                         .roles = list_of(account.roles),
                         .ends_at = ends_at,
                         .idle_ms = options_.idle_ms,
                         .recovery_codes_left = static_cast<std::uint64_t>(*left)};
}

AccessResult<StoredInvitation> Accounts::known_invitation(const std::string& invitation,
                                                          const std::string& address,
                                                          TimePoint now) {
    if (auto wait = must_wait(std::nullopt, address, now)) return *wait;
    auto found = store_.find_invitation(hash_of(invitation));
    if (!found) return unavailable(found.error());
    if (!*found || (*found)->expires_at <= now) {
        addresses_.failed(address, now);
        return invitation_ended();
    }
    return std::move(**found);
}

AccessResult<Invitation> Accounts::read_invitation(const std::string& invitation,
                                                   const std::string& address, TimePoint now) {
    auto transaction = store_.begin();
    if (!transaction) return unavailable(transaction.error());
    auto known = known_invitation(invitation, address, now);
    if (!known) return known.error();
    auto account = named(known->account);
    if (!account) return account.error();
    Invitation told{.account = account->name,
                    .shown_name = account->shown_name,
                    .roles = list_of(account->roles),
                    .expires_at = known->expires_at,
                    .second_factor = known->second_factor};
    if (told.second_factor) {
        auto secret = secret_of(*known);
        if (!secret) return secret.error();
        if (const auto error = transaction->commit("reading an invitation")) {
            return unavailable(error);
        }
        told.url = totp_url(account->name, *secret);
        told.secret = std::move(*secret);
    }
    return told;
}

AccessResult<std::string> Accounts::secret_of(StoredInvitation& invitation) {
    auto drawn = secrets_.opened(invitation.account, invitation.totp);
    // One that can be opened no more is in nobody's account yet.
    if (drawn && !drawn->empty()) return std::move(*drawn);
    std::string secret = draw_totp_secret();
    invitation.totp = secrets_.closed(invitation.account, secret);
    if (const auto error = store_.put_invitation_secret(invitation.account, invitation.totp)) {
        return unavailable(error);
    }
    return secret;
}

AccessResult<OpenedSession> Accounts::accept(const InvitationForm& form, const std::string& address,
                                             TimePoint now) {
    auto transaction = store_.begin();
    if (!transaction) return unavailable(transaction.error());
    auto known = known_invitation(form.invitation, address, now);
    if (!known) return known.error();
    auto found = named(known->account);
    if (!found) return found.error();
    Account account = std::move(*found);
    account.totp = known->totp;
    account.totp_step = 0;
    if (known->second_factor) {
        const auto secret = secrets_.opened(account.name, known->totp);
        // Whoever has not read the invitation has no app that shows codes.
        const auto step = secret && !secret->empty() ? totp_step_of(*secret, form.code, now, 0)
                                                     : std::optional<std::int64_t>();
        if (!step) {
            addresses_.failed(address, now);
            return AccessFault{.reason = AccessRefusal::wrong_credentials,
                               .detail = "the code is not the one that the app shows now",
                               .field = "code",
                               .expected = "six digits; is the clock of the phone right?"};
        }
        account.totp_step = *step;
    }
    if (auto weak = put_passphrase(account, form.passphrase, "passphrase", now)) return *weak;
    std::vector<std::string> codes;
    std::vector<std::string> hashes;
    if (!account.totp.empty()) codes = draw_recovery_codes(options_.recovery_codes);
    for (const std::string& code : codes)
        hashes.push_back(hash_of(recovery_code_of(code)));
    if (const auto error = store_.put_recovery_codes(account.name, hashes)) {
        return unavailable(error);
    }
    // Whoever was invited anew may have lost them, or never had them.
    if (const auto error = store_.drop_keys(account.name)) return unavailable(error);
    if (const auto error = store_.drop_invitation(account.name)) return unavailable(error);
    if (const auto error = store_.end_sessions(account.name)) return unavailable(error);
    auto opened = let_in(std::move(account), address, now);
    if (!opened) return opened;
    if (const auto error = transaction->commit("accepting an invitation")) {
        return unavailable(error);
    }
    opened->recovery_codes = std::move(codes);
    return opened;
}

AccessResult<bool> Accounts::change_passphrase(const std::string& token, const PassphraseForm& form,
                                               const std::string& address, TimePoint now) {
    const std::string hash = hash_of(token);
    const auto sessions = store_.sessions();
    if (!sessions) return unavailable(sessions.error());
    const auto session = std::find_if(sessions->begin(), sessions->end(),
                                      [&](const StoredSession& one) { return one.hash == hash; });
    if (session == sessions->end()) {
        return AccessFault{.reason = AccessRefusal::not_allowed,
                           .detail = "only whoever signed in with a passphrase has one to change"};
    }
    auto found = named(session->account);
    if (!found) return found.error();
    if (auto wait = must_wait(*found, address, now)) return *wait;
    if (!is_passphrase(found->passphrase, form.passphrase)) return failed(*found, address, now);
    auto transaction = store_.begin();
    if (!transaction) return unavailable(transaction.error());
    found = named(session->account);
    if (!found) return found.error();
    if (auto weak = put_passphrase(*found, form.new_passphrase, "new_passphrase", now)) {
        return *weak;
    }
    if (const auto error = store_.save(*found)) return unavailable(error);
    if (const auto error = store_.end_sessions(found->name, hash)) return unavailable(error);
    if (const auto error = transaction->commit("changing a passphrase")) return unavailable(error);
    return true;
}

AccessResult<bool> Accounts::end_session(const std::string& token) {
    if (const auto error = store_.end_session(hash_of(token))) return unavailable(error);
    return store_.file().changed_rows() > 0;
}

}  // namespace muster::access
