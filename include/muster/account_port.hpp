// The accounts of people and the tokens of machines, for whoever keeps them: what the security
// administrator's page asks for.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <memory>
#include <string>
#include <vector>

#include "muster/session_port.hpp"

namespace muster {

BOOST_DEFINE_ENUM_CLASS(AccountAction, add, change, invite, disable, enable, unlock, end_sessions)
BOOST_DEFINE_ENUM_CLASS(TokenAction, create, rotate, revoke)

// add and change read all of it, the others the name.
struct AccountForm {
    std::string name{};  // small letters, digits, '.', '-' and '_'; at most 64
    std::string shown_name{};
    std::vector<Role> roles{};
    std::vector<Code> districts{};  // none = all
    ResponderId responder{};        // of the role responder
};
BOOST_DESCRIBE_STRUCT(AccountForm, (), (name, shown_name, roles, districts, responder))

struct AccountView {
    std::string name{};
    std::string shown_name{};
    std::vector<Role> roles{};
    std::vector<Code> districts{};
    ResponderId responder{};
    TimePoint created_at{};
    TimePoint disabled_at{};    // 0 = not disabled
    TimePoint passphrase_at{};  // 0 = none was chosen yet
    TimePoint invited_until{};  // 0 = no invitation is open
    TimePoint wait_until{};     // after failures; 0 or past = none
    TimePoint used_at{};        // by the session that was used last
    std::uint64_t sessions = 0;
    bool second_factor = false;       // codes of an app
    std::uint64_t security_keys = 0;  // which answer in place of a code
    bool outside = false;             // signs in by another service
};
BOOST_DESCRIBE_STRUCT(AccountView, (),
                      (name, shown_name, roles, districts, responder, created_at, disabled_at,
                       passphrase_at, invited_until, wait_until, used_at, sessions, second_factor,
                       security_keys, outside))

// What came of a change. The invitation is told this once; whoever has it chooses the passphrase.
struct AccountChanged {
    AccountView account{};
    std::string invitation{};
};
BOOST_DESCRIBE_STRUCT(AccountChanged, (), (account, invitation))

struct TokenForm {
    std::string name{};
    std::vector<Role> roles{};
    std::vector<Code> districts{};
    ResponderId responder{};
    // Of an adapter: the devices that it may speak for, as they are known to the register; a '*' at
    // the end stands for any rest. None = all.
    std::vector<std::string> devices{};
    std::int64_t days = 90;
};
BOOST_DESCRIBE_STRUCT(TokenForm, (), (name, roles, districts, responder, devices, days))

struct TokenView {
    std::string name{};
    std::vector<Role> roles{};
    std::vector<Code> districts{};
    ResponderId responder{};
    std::vector<std::string> devices{};
    TimePoint created_at{};
    TimePoint expires_at{};  // 0 = never
    TimePoint revoked_at{};  // 0 = not revoked
};
BOOST_DESCRIBE_STRUCT(TokenView, (),
                      (name, roles, districts, responder, devices, created_at, expires_at,
                       revoked_at))

struct TokenChanged {
    TokenView token{};
    std::string secret{};  // told this once
};
BOOST_DESCRIBE_STRUCT(TokenChanged, (), (token, secret))

// As SessionPort. `by`: who asks, for the record.
class AccountPort {
  public:
    using Wish = SessionPort::Wish;
    template <class T>
    using Done = SessionPort::Done<T>;

    virtual ~AccountPort() = default;
    [[nodiscard]] virtual std::unique_ptr<Wish> accounts(Done<std::vector<AccountView>> done) = 0;
    [[nodiscard]] virtual std::unique_ptr<Wish> tokens(Done<std::vector<TokenView>> done) = 0;
    [[nodiscard]] virtual std::unique_ptr<Wish> act(AccountAction action, const AccountForm& form,
                                                    const std::string& by,
                                                    Done<AccountChanged> done) = 0;
    [[nodiscard]] virtual std::unique_ptr<Wish> act(TokenAction action, const TokenForm& form,
                                                    const std::string& by,
                                                    Done<TokenChanged> done) = 0;
};

}  // namespace muster
