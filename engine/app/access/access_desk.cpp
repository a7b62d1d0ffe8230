#include "engine/app/access/access_desk.hpp"

#include <utility>

#include "engine/access/token_rules.hpp"

namespace muster::app {
namespace {

// Uses of sessions are noted so often; the shortest idle time is five times that.
constexpr Millis tidy_every = minutes(1);

struct AccessWish final : SessionPort::Wish {
    std::unique_ptr<JobThread::Wish> job;
};

}  // namespace

std::unique_ptr<AccessDesk> AccessDesk::open(Parts parts, std::string& error) {
    auto accounts = access::Accounts::open(parts.folder, parts.options, parts.secrets,
                                           access::site_of(parts.public_url));
    if (!accounts) {
        error = accounts.error().message;
        return nullptr;
    }
    auto tokens = access::TokenBook::open(parts.folder, parts.now, error);
    if (!tokens) return nullptr;
    return std::unique_ptr<AccessDesk>(
        new AccessDesk(std::move(parts), std::move(*accounts), std::move(tokens)));
}

AccessDesk::AccessDesk(Parts parts, access::Accounts accounts,
                       std::unique_ptr<access::TokenBook> tokens)
    : parts_(std::move(parts)),
      accounts_(std::move(accounts)),
      tokens_(std::move(tokens)),
      outside_(parts_.outside),
      jobs_(parts_.options.waiting_max, parts_.post) {}

template <class T, class Make>
std::unique_ptr<SessionPort::Wish> AccessDesk::add(Done<T> done, Make make) {
    auto wish = std::make_unique<AccessWish>();
    wish->job = jobs_.add([done = std::move(done), make = std::move(make)] {
        return [done, result = make()]() mutable { done(std::move(result)); };
    });
    if (!wish->job) return nullptr;
    return wish;
}

template <class T>
AccessResult<T> AccessDesk::noted_failure(AccessResult<T> result, const std::string& address) {
    if (!result && (result.error().reason == AccessRefusal::wrong_credentials ||
                    result.error().reason == AccessRefusal::wait)) {
        parts_.audit.note({AuditKind::login_failed, address, "account"});
    }
    return result;
}

AccessResult<OpenedSession> AccessDesk::noted(AccessResult<OpenedSession> opened,
                                              const std::string& address) {
    if (opened) parts_.audit.note({AuditKind::session_opened, opened->account, address});
    return noted_failure(std::move(opened), address);
}

template <class T>
AccessResult<T> AccessDesk::noted_change(AccessResult<T> changed, const std::string& account,
                                         std::string_view what, const std::string& address) {
    if (changed) {
        parts_.audit.note({AuditKind::account_changed, account,
                           "user_accounts/" + account + "/" + std::string(what)});
    }
    return noted_failure(std::move(changed), address);
}

std::unique_ptr<SessionPort::Wish> AccessDesk::open(const SignInForm& form,
                                                    const std::string& address,
                                                    Done<OpenedSession> done) {
    return add<OpenedSession>(std::move(done), [this, form, address] {
        return noted(accounts_.open_session(form, address, parts_.now()), address);
    });
}

std::unique_ptr<SessionPort::Wish> AccessDesk::read_invitation(const std::string& invitation,
                                                               const std::string& address,
                                                               Done<Invitation> done) {
    return add<Invitation>(std::move(done), [this, invitation, address] {
        return accounts_.read_invitation(invitation, address, parts_.now());
    });
}

std::unique_ptr<SessionPort::Wish> AccessDesk::accept(const InvitationForm& form,
                                                      const std::string& address,
                                                      Done<OpenedSession> done) {
    return add<OpenedSession>(std::move(done), [this, form, address] {
        auto opened = noted(accounts_.accept(form, address, parts_.now()), address);
        if (opened) {
            parts_.audit.note({AuditKind::account_changed, opened->account,
                               "user_accounts/" + opened->account + "/accept"});
        }
        return opened;
    });
}

std::unique_ptr<SessionPort::Wish> AccessDesk::change_passphrase(const std::string& token,
                                                                 const PassphraseForm& form,
                                                                 const std::string& address,
                                                                 Done<bool> done) {
    return add<bool>(std::move(done), [this, token, form, address, account = holder_of(token)] {
        return noted_change(accounts_.change_passphrase(token, form, address, parts_.now()),
                            account, "passphrase", address);
    });
}

std::unique_ptr<SessionPort::Wish> AccessDesk::ask_key(const KeyQuestionForm& form,
                                                       const std::string& address,
                                                       Done<KeyQuestion> done) {
    return add<KeyQuestion>(std::move(done), [this, form, address] {
        return noted_failure(accounts_.ask_key(form, address, parts_.now()), address);
    });
}

std::unique_ptr<SessionPort::Wish> AccessDesk::keys(const std::string& token,
                                                    Done<std::vector<SecurityKeyView>> done) {
    return add<std::vector<SecurityKeyView>>(
        std::move(done), [this, account = holder_of(token)] { return accounts_.keys(account); });
}

std::unique_ptr<SessionPort::Wish> AccessDesk::ask_new_key(const std::string& token,
                                                           Done<NewKeyQuestion> done) {
    return add<NewKeyQuestion>(std::move(done), [this, account = holder_of(token)] {
        return accounts_.ask_new_key(account, parts_.now());
    });
}

std::unique_ptr<SessionPort::Wish> AccessDesk::add_key(const std::string& token,
                                                       const NewKeyForm& form,
                                                       const std::string& address,
                                                       Done<SecurityKeyView> done) {
    return add<SecurityKeyView>(std::move(done), [this, form, address, account = holder_of(token)] {
        return noted_change(accounts_.add_key(account, form, address, parts_.now()), account,
                            "add_key", address);
    });
}

std::unique_ptr<SessionPort::Wish> AccessDesk::remove_key(const std::string& token,
                                                          const OldKeyForm& form,
                                                          const std::string& address,
                                                          Done<bool> done) {
    return add<bool>(std::move(done), [this, form, address, account = holder_of(token)] {
        return noted_change(accounts_.remove_key(account, form, address, parts_.now()), account,
                            "remove_key", address);
    });
}

std::string AccessDesk::holder_of(const std::string& token) const {
    const auto seen = view(token);
    return seen ? seen->account : std::string();
}

std::unique_ptr<SessionPort::Wish> AccessDesk::end(const std::string& token, Done<bool> done) {
    return add<bool>(std::move(done), [this, token, account = holder_of(token)] {
        auto ended = accounts_.end_session(token);
        if (ended && *ended) parts_.audit.note({AuditKind::session_ended, account, "session"});
        return ended;
    });
}

std::optional<std::string> AccessDesk::outside() const {
    return outside_.is_on() ? std::optional(outside_.name()) : std::nullopt;
}

std::unique_ptr<SessionPort::Wish> AccessDesk::start_outside(const std::string& binding,
                                                             Done<OutsideStarted> done) {
    return add<OutsideStarted>(std::move(done),
                               [this, binding] { return outside_.start(binding, parts_.now()); });
}

std::unique_ptr<SessionPort::Wish> AccessDesk::finish_outside(const OutsideForm& form,
                                                              const std::string& address,
                                                              Done<OpenedSession> done) {
    return add<OpenedSession>(std::move(done), [this, form, address] {
        return noted(open_outside(form, address), address);
    });
}

AccessResult<OpenedSession> AccessDesk::open_outside(const OutsideForm& form,
                                                     const std::string& address) {
    const TimePoint now = parts_.now();
    const auto who = outside_.finish(form, now);
    if (!who) return who.error();
    auto opened = accounts_.open_outside(who->subject, address, now);
    const bool unknown = !opened && opened.error().reason == AccessRefusal::unknown_account;
    if (!unknown || who->name.empty()) return opened;
    // For the first time: by the name that the other service says.
    if (const auto linked = accounts_.link_new(who->name, who->subject); !linked) return opened;
    parts_.audit.note(
        {AuditKind::account_changed, who->name, "user_accounts/" + who->name + "/link"});
    return accounts_.open_outside(who->subject, address, now);
}

std::optional<SessionView> AccessDesk::view(std::string_view token) const {
    return parts_.sessions.view(token);
}

std::unique_ptr<SessionPort::Wish> AccessDesk::accounts(Done<std::vector<AccountView>> done) {
    return add<std::vector<AccountView>>(std::move(done),
                                         [this] { return accounts_.list(parts_.now()); });
}

std::unique_ptr<SessionPort::Wish> AccessDesk::tokens(Done<std::vector<TokenView>> done) {
    return add<std::vector<TokenView>>(std::move(done), [this] {
        return AccessResult<std::vector<TokenView>>(access::views_of(*tokens_));
    });
}

std::unique_ptr<SessionPort::Wish> AccessDesk::act(AccountAction action, const AccountForm& form,
                                                   const std::string& by,
                                                   Done<AccountChanged> done) {
    return add<AccountChanged>(std::move(done), [this, action, form, by] {
        auto changed = accounts_.act(action, form, parts_.now());
        if (changed) {
            parts_.audit.note({AuditKind::account_changed, by,
                               "user_accounts/" + form.name + "/" + std::string(name_of(action))});
        }
        return changed;
    });
}

std::unique_ptr<SessionPort::Wish> AccessDesk::act(TokenAction action, const TokenForm& form,
                                                   const std::string& by, Done<TokenChanged> done) {
    return add<TokenChanged>(std::move(done), [this, action, form, by] {
        auto changed = access::act(*tokens_, action, form, parts_.now());
        if (changed) parts_.audit.note({access::audit_kind_of(action), by, form.name});
        return changed;
    });
}

void AccessDesk::tidy(TimePoint now) {
    if (now - tidied_at_ < tidy_every) return;
    tidied_at_ = now;
    tidying_ = jobs_.add([this, used = parts_.sessions.take_used()] {
        accounts_.note_used(used, parts_.now());
        return std::function<void()>([] {});
    });
}

}  // namespace muster::app
