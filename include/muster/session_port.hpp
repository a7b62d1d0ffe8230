// People who sign in, and the sessions that this opens: what an adapter asks for on behalf of a
// page. How they are kept: engine/access/DESIGN.md.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "muster/access.hpp"
#include "muster/expected.hpp"
#include "muster/security_key.hpp"
#include "muster/units.hpp"

namespace muster {

// Why nobody was let in, or nothing changed. The names are shown to programs and permanent.
// wrong_credentials: name, passphrase or code; which of them is not told. code_needed: name and
// passphrase are right, the second factor is missing. passphrase_ended: all is right, but a new
// passphrase must come with it. wait: too many failures, by this account or from this address.
// no_security_keys: pages are reached at no name that keys could be made for.
BOOST_DEFINE_ENUM_CLASS(AccessRefusal, wrong_credentials, code_needed, passphrase_ended,
                        weak_passphrase, wait, invitation_ended, unknown_account, unknown_token,
                        name_taken, bad_value, not_allowed, no_security_keys, too_many, unavailable)

struct AccessFault {
    AccessRefusal reason = AccessRefusal::unavailable;
    std::string detail{};
    std::string field{};     // of what was sent
    std::string expected{};  // what would be right
    Millis wait{};           // of `wait`: from now on
};

template <class T>
using AccessResult = Expected<T, AccessFault>;

// What is typed at the door.
struct SignInForm {
    std::string account{};
    std::string passphrase{};
    std::string code{};            // six digits of the app, or a recovery code
    KeyAnswer key{};               // of a security key, in place of a code
    std::string new_passphrase{};  // where the old one has run out
};
BOOST_DESCRIBE_STRUCT(SignInForm, (), (account, passphrase, code, key, new_passphrase))

// What whoever was invited chooses.
struct InvitationForm {
    std::string invitation{};
    std::string passphrase{};
    std::string code{};  // of the app that took the secret over; empty where none is needed
};
BOOST_DESCRIBE_STRUCT(InvitationForm, (), (invitation, passphrase, code))

struct PassphraseForm {
    std::string passphrase{};
    std::string new_passphrase{};
};
BOOST_DESCRIBE_STRUCT(PassphraseForm, (), (passphrase, new_passphrase))

// Where the browser goes to be let in by another service (OpenID Connect).
struct OutsideStarted {
    std::string url{};
};
BOOST_DESCRIBE_STRUCT(OutsideStarted, (), (url))

// What it brings back, and what the page kept for itself meanwhile.
struct OutsideForm {
    std::string code{};
    std::string state{};
    std::string binding{};
};
BOOST_DESCRIBE_STRUCT(OutsideForm, (), (code, state, binding))

struct OpenedSession {
    std::string token{};  // to be shown with every request, as one of a machine's; told this once
    std::string account{};
    std::string shown_name{};
    std::vector<Role> roles{};
    TimePoint ends_at{};                        // however much it is used
    Millis idle_ms{};                           // ... and when nothing came for so long
    std::vector<std::string> recovery_codes{};  // told once, when they are made
    std::uint64_t recovery_codes_left = 0;
};
BOOST_DESCRIBE_STRUCT(OpenedSession, (),
                      (token, account, shown_name, roles, ends_at, idle_ms, recovery_codes,
                       recovery_codes_left))

// What an invitation is for. The secret is for an app with one-time codes (RFC 6238).
struct Invitation {
    std::string account{};
    std::string shown_name{};
    std::vector<Role> roles{};
    TimePoint expires_at{};
    bool second_factor = false;
    std::string secret{};  // base32
    std::string url{};     // otpauth://totp/..., which such apps read as a QR code
};
BOOST_DESCRIBE_STRUCT(Invitation, (),
                      (account, shown_name, roles, expires_at, second_factor, secret, url))

// A session as its holder sees it.
struct SessionView {
    std::string account{};
    std::string shown_name{};
    TimePoint opened_at{};
    TimePoint ends_at{};
    TimePoint idle_ends_at{};  // unless something comes before
};
BOOST_DESCRIBE_STRUCT(SessionView, (), (account, shown_name, opened_at, ends_at, idle_ends_at))

// All calls on one thread, on which the answers come too; each calls `done` once, later, unless its
// wish is destroyed before. Null when as many wait as may.
class SessionPort {
  public:
    class Wish {
      public:
        virtual ~Wish() = default;
    };
    template <class T>
    using Done = std::function<void(AccessResult<T>)>;

    virtual ~SessionPort() = default;
    // `address`: whom failures are counted against, beside the account.
    [[nodiscard]] virtual std::unique_ptr<Wish> open(const SignInForm& form,
                                                     const std::string& address,
                                                     Done<OpenedSession> done) = 0;
    [[nodiscard]] virtual std::unique_ptr<Wish> read_invitation(const std::string& invitation,
                                                                const std::string& address,
                                                                Done<Invitation> done) = 0;
    [[nodiscard]] virtual std::unique_ptr<Wish> accept(const InvitationForm& form,
                                                       const std::string& address,
                                                       Done<OpenedSession> done) = 0;
    // All other sessions of the account end.
    [[nodiscard]] virtual std::unique_ptr<Wish> change_passphrase(const std::string& token,
                                                                  const PassphraseForm& form,
                                                                  const std::string& address,
                                                                  Done<bool> done) = 0;
    [[nodiscard]] virtual std::unique_ptr<Wish> end(const std::string& token, Done<bool> done) = 0;
    // What a security key is to sign; the passphrase is looked at first.
    [[nodiscard]] virtual std::unique_ptr<Wish> ask_key(const KeyQuestionForm& form,
                                                        const std::string& address,
                                                        Done<KeyQuestion> done) = 0;
    // The keys of whoever holds this session.
    [[nodiscard]] virtual std::unique_ptr<Wish> keys(const std::string& token,
                                                     Done<std::vector<SecurityKeyView>> done) = 0;
    [[nodiscard]] virtual std::unique_ptr<Wish> ask_new_key(const std::string& token,
                                                            Done<NewKeyQuestion> done) = 0;
    [[nodiscard]] virtual std::unique_ptr<Wish> add_key(const std::string& token,
                                                        const NewKeyForm& form,
                                                        const std::string& address,
                                                        Done<SecurityKeyView> done) = 0;
    [[nodiscard]] virtual std::unique_ptr<Wish> remove_key(const std::string& token,
                                                           const OldKeyForm& form,
                                                           const std::string& address,
                                                           Done<bool> done) = 0;
    // The name of the other service that lets people in; nothing where there is none.
    [[nodiscard]] virtual std::optional<std::string> outside() const = 0;
    // `binding`: the SHA-256, in base64url, of what the page keeps for itself.
    [[nodiscard]] virtual std::unique_ptr<Wish> start_outside(const std::string& binding,
                                                              Done<OutsideStarted> done) = 0;
    [[nodiscard]] virtual std::unique_ptr<Wish> finish_outside(const OutsideForm& form,
                                                               const std::string& address,
                                                               Done<OpenedSession> done) = 0;
    // At once. Nothing for a token of a machine.
    [[nodiscard]] virtual std::optional<SessionView> view(std::string_view token) const = 0;
};

}  // namespace muster
