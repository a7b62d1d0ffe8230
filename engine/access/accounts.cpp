#include "engine/access/accounts.hpp"

#include <algorithm>
#include <utility>

namespace muster::access {
namespace {

constexpr std::size_t longest_name = 64;
constexpr std::size_t longest_shown_name = 128;

bool is_account_name(std::string_view name) {
    return !name.empty() && name.size() <= longest_name &&
           std::all_of(name.begin(), name.end(), [](char sign) {
               return (sign >= 'a' && sign <= 'z') || (sign >= '0' && sign <= '9') || sign == '.' ||
                      sign == '-' || sign == '_';
           });
}

std::optional<AccessFault> form_fault(const AccountForm& form) {
    if (form.shown_name.empty() || form.shown_name.size() > longest_shown_name) {
        return AccessFault{.reason = AccessRefusal::bad_value,
                           .detail = "whose account it is must be said",
                           .field = "shown_name",
                           .expected = "a name of at most 128 bytes"};
    }
    return fault_of(roles_of(form.roles), form.responder);
}

void take_over(const AccountForm& form, Account& account) {
    account.shown_name = form.shown_name;
    account.roles = roles_of(form.roles);
    account.districts = form.districts;
    account.responder = form.responder;
}

}  // namespace

std::optional<AccessFault> fault_of(Roles roles, ResponderId responder) {
    const auto bad = [](std::string_view field, std::string detail, std::string expected) {
        return AccessFault{.reason = AccessRefusal::bad_value,
                           .detail = std::move(detail),
                           .field = std::string(field),
                           .expected = std::move(expected)};
    };
    if (roles.empty()) return bad("roles", "without a role nothing may be done", "one or more");
    if (!are_separate(roles)) {
        return bad("roles",
                   "system, security and audit are kept by different people: whoever decides who "
                   "may come in does not keep the system, and an auditor is nothing else",
                   "admin or security_admin, or auditor alone");
    }
    if (roles.has(Role::responder) && !responder) {
        return bad("responder", "of the role responder its number must be said",
                   "the number of a responder");
    }
    return std::nullopt;
}

AccessFault unavailable(const sqlite::Error& error) {
    return {.reason = AccessRefusal::unavailable, .detail = error.message};
}

Roles roles_of(const std::vector<Role>& roles) {
    Roles set;
    for (const Role role : roles)
        set.add(role);
    return set;
}

std::vector<Role> list_of(Roles roles) {
    std::vector<Role> list;
    for (const Role role : enum_values<Role>) {
        if (roles.has(role)) list.push_back(role);
    }
    return list;
}

bool needs_second_factor(Roles roles, SecondFactor rule) {
    if (rule == SecondFactor::nobody) return false;
    return rule == SecondFactor::everybody || roles != Roles{Role::responder};
}

sqlite::Result<Accounts> Accounts::open(const std::filesystem::path& folder,
                                        const AccessOptions& options, const SecretBox& secrets,
                                        std::optional<Site> site) {
    auto store = AccountStore::open(folder);
    if (!store) return store.error();
    return Accounts(std::move(*store), options, secrets, std::move(site));
}

AccessResult<Account> Accounts::named(const std::string& name) {
    auto found = store_.find(name);
    if (!found) return unavailable(found.error());
    if (!*found) {
        return AccessFault{.reason = AccessRefusal::unknown_account,
                           .detail = "there is no account of this name",
                           .field = "name"};
    }
    return std::move(**found);
}

AccessResult<AccountView> Accounts::view_of(const Account& account, TimePoint now) {
    const auto invited = store_.invited_until(account.name);
    if (!invited) return unavailable(invited.error());
    const auto keys = store_.keys(account.name);
    if (!keys) return unavailable(keys.error());
    AccountView view{.name = account.name,
                     .shown_name = account.shown_name,
                     .roles = list_of(account.roles),
                     .districts = account.districts,
                     .responder = account.responder,
                     .created_at = account.created_at,
                     .disabled_at = account.disabled_at,
                     .passphrase_at = account.passphrase_at,
                     .invited_until = *invited > now ? *invited : TimePoint{},
                     .wait_until = account.wait_until,
                     .used_at = {},
                     .sessions = 0,
                     .second_factor = !account.totp.empty(),
                     .security_keys = keys->size(),
                     .outside = !account.subject.empty()};
    return view;
}

AccessResult<std::vector<AccountView>> Accounts::list(TimePoint now) {
    const auto accounts = store_.list();
    if (!accounts) return unavailable(accounts.error());
    const auto sessions = store_.sessions();
    if (!sessions) return unavailable(sessions.error());
    std::vector<AccountView> views;
    for (const Account& account : *accounts) {
        auto view = view_of(account, now);
        if (!view) return view.error();
        for (const StoredSession& session : *sessions) {
            if (session.account != account.name) continue;
            ++view->sessions;
            view->used_at = std::max(view->used_at, session.used_at);
        }
        views.push_back(std::move(*view));
    }
    return views;
}

AccessResult<AccountChanged> Accounts::act(AccountAction action, const AccountForm& form,
                                           TimePoint now) {
    auto transaction = store_.begin();
    if (!transaction) return unavailable(transaction.error());
    Account account;
    if (action == AccountAction::add) {
        account.name = form.name;
        account.created_at = now;
    } else {
        auto found = named(form.name);
        if (!found) return found.error();
        account = std::move(*found);
    }
    AccountChanged changed;
    if (auto fault = apply(action, form, account, now, changed)) return *fault;
    if (const auto failed = store_.save(account)) return unavailable(failed);
    auto view = view_of(account, now);
    if (!view) return view.error();
    changed.account = std::move(*view);
    if (const auto failed = transaction->commit("keeping an account")) return unavailable(failed);
    return changed;
}

std::optional<AccessFault> Accounts::apply(AccountAction action, const AccountForm& form,
                                           Account& account, TimePoint now,
                                           AccountChanged& changed) {
    switch (action) {
        case AccountAction::add: {
            if (!is_account_name(form.name)) {
                return AccessFault{.reason = AccessRefusal::bad_value,
                                   .detail = "this cannot be the name of an account",
                                   .field = "name",
                                   .expected = "1 to 64 of a-z, 0-9, '.', '-' and '_'"};
            }
            if (auto fault = form_fault(form)) return fault;
            take_over(form, account);
            const sqlite::Error failed = store_.add(account);
            if (failed.code == sqlite::ErrorCode::constraint) {
                return AccessFault{.reason = AccessRefusal::name_taken,
                                   .detail = "an account or a token has this name already",
                                   .field = "name",
                                   .expected = "another name"};
            }
            if (failed) return unavailable(failed);
            break;
        }
        case AccountAction::change:
            if (auto fault = form_fault(form)) return fault;
            take_over(form, account);
            break;
        case AccountAction::invite:
            break;
        case AccountAction::disable:
            if (!account.disabled_at) account.disabled_at = now;
            if (const auto failed = store_.drop_invitation(account.name))
                return unavailable(failed);
            break;
        case AccountAction::enable:
            account.disabled_at = {};
            return std::nullopt;
        case AccountAction::unlock:
            account.failures = 0;
            account.wait_until = {};
            return std::nullopt;
        case AccountAction::end_sessions:
            break;
    }
    if (action == AccountAction::add || action == AccountAction::invite) {
        if (account.disabled_at) {
            return AccessFault{.reason = AccessRefusal::not_allowed,
                               .detail = "this account is disabled",
                               .field = "name",
                               .expected = "enable it first"};
        }
        const DrawnSecret drawn = draw_secret(invitation_prefix);
        // The secret of the codes is drawn when the invitation is read: until then there is none,
        // and the command line needs no key.
        const bool second = needs_second_factor(account.roles, options_.second_factor);
        if (const auto failed =
                store_.put_invitation(drawn.hash, {.account = account.name,
                                                   .second_factor = second,
                                                   .totp = {},
                                                   .expires_at = now + options_.invitation_ms})) {
            return unavailable(failed);
        }
        changed.invitation = drawn.text;
    }
    if (const auto failed = store_.end_sessions(account.name)) return unavailable(failed);
    return std::nullopt;
}

AccessResult<bool> Accounts::link_subject(const std::string& account, const std::string& subject) {
    auto found = named(account);
    if (!found) return found.error();
    found->subject = subject;
    const sqlite::Error failed = store_.save(*found);
    if (failed.code == sqlite::ErrorCode::constraint) {
        return AccessFault{.reason = AccessRefusal::name_taken,
                           .detail = "another account has this subject",
                           .field = "subject"};
    }
    if (failed) return unavailable(failed);
    return true;
}

AccessResult<bool> Accounts::link_new(const std::string& account, const std::string& subject) {
    const auto found = named(account);
    if (!found) return found.error();
    if (!found->subject.empty() || found->disabled_at) {
        return AccessFault{.reason = AccessRefusal::not_allowed,
                           .detail = "this account is linked to somebody else, or disabled"};
    }
    return link_subject(account, subject);
}

void Accounts::note_used(const std::vector<std::pair<std::string, TimePoint>>& sessions,
                         TimePoint now) {
    // What cannot be noted now is noted the next time; a session then ends too early by minutes.
    auto transaction = store_.begin();
    if (!transaction) return;
    for (const auto& [hash, at] : sessions)
        (void)store_.touch_session(hash, at);
    (void)store_.drop_ended(now, now - options_.idle_ms);
    (void)transaction->commit("noting which sessions were used");
}

}  // namespace muster::access
