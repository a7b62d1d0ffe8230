// Sign-ins, accounts and tokens for adapters, on a thread of its own: a passphrase takes a tenth of
// a second to be looked at, and the engine waits for nothing but its log.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "engine/access/access_book.hpp"
#include "engine/app/access/outside.hpp"
#include "engine/app/job_thread.hpp"
#include "muster/account_port.hpp"
#include "muster/session_port.hpp"

namespace muster::app {

// To be used by one thread, on which its answers come too: `post` brings them there.
class AccessDesk final : public SessionPort, public AccountPort {
  public:
    template <class T>
    using Done = SessionPort::Done<T>;

    struct Parts {
        std::filesystem::path folder;
        access::AccessOptions options;
        access::OutsideOptions outside;
        access::SecretBox secrets;
        std::string public_url;  // of the pages; security keys are made for its name
        // The engine's, on the thread that uses this. Outlives it.
        access::SessionBook& sessions;
        AuditPort& audit;
        std::function<TimePoint()> now;  // any thread
        JobThread::Post post;
    };
    // Nothing on failure; `error` then says what and where.
    [[nodiscard]] static std::unique_ptr<AccessDesk> open(Parts parts, std::string& error);

    // SessionPort
    [[nodiscard]] std::unique_ptr<SessionPort::Wish> open(const SignInForm& form,
                                                          const std::string& address,
                                                          Done<OpenedSession> done) override;
    [[nodiscard]] std::unique_ptr<SessionPort::Wish> read_invitation(
        const std::string& invitation, const std::string& address, Done<Invitation> done) override;
    [[nodiscard]] std::unique_ptr<SessionPort::Wish> accept(const InvitationForm& form,
                                                            const std::string& address,
                                                            Done<OpenedSession> done) override;
    [[nodiscard]] std::unique_ptr<SessionPort::Wish> change_passphrase(const std::string& token,
                                                                       const PassphraseForm& form,
                                                                       const std::string& address,
                                                                       Done<bool> done) override;
    [[nodiscard]] std::unique_ptr<SessionPort::Wish> end(const std::string& token,
                                                         Done<bool> done) override;
    [[nodiscard]] std::unique_ptr<SessionPort::Wish> ask_key(const KeyQuestionForm& form,
                                                             const std::string& address,
                                                             Done<KeyQuestion> done) override;
    [[nodiscard]] std::unique_ptr<SessionPort::Wish> keys(
        const std::string& token, Done<std::vector<SecurityKeyView>> done) override;
    [[nodiscard]] std::unique_ptr<SessionPort::Wish> ask_new_key(
        const std::string& token, Done<NewKeyQuestion> done) override;
    [[nodiscard]] std::unique_ptr<SessionPort::Wish> add_key(const std::string& token,
                                                             const NewKeyForm& form,
                                                             const std::string& address,
                                                             Done<SecurityKeyView> done) override;
    [[nodiscard]] std::unique_ptr<SessionPort::Wish> remove_key(const std::string& token,
                                                                const OldKeyForm& form,
                                                                const std::string& address,
                                                                Done<bool> done) override;
    [[nodiscard]] std::optional<std::string> outside() const override;
    [[nodiscard]] std::unique_ptr<SessionPort::Wish> start_outside(
        const std::string& binding, Done<OutsideStarted> done) override;
    [[nodiscard]] std::unique_ptr<SessionPort::Wish> finish_outside(
        const OutsideForm& form, const std::string& address, Done<OpenedSession> done) override;
    [[nodiscard]] std::optional<SessionView> view(std::string_view token) const override;

    // AccountPort
    [[nodiscard]] std::unique_ptr<SessionPort::Wish> accounts(
        Done<std::vector<AccountView>> done) override;
    [[nodiscard]] std::unique_ptr<SessionPort::Wish> tokens(
        Done<std::vector<TokenView>> done) override;
    [[nodiscard]] std::unique_ptr<SessionPort::Wish> act(AccountAction action,
                                                         const AccountForm& form,
                                                         const std::string& by,
                                                         Done<AccountChanged> done) override;
    [[nodiscard]] std::unique_ptr<SessionPort::Wish> act(TokenAction action, const TokenForm& form,
                                                         const std::string& by,
                                                         Done<TokenChanged> done) override;

    // To be called now and then: notes which sessions were used, and drops what has run out.
    void tidy(TimePoint now);

  private:
    AccessDesk(Parts parts, access::Accounts accounts, std::unique_ptr<access::TokenBook> tokens);
    // Runs `make` on the other thread; its result comes to `done`.
    template <class T, class Make>
    [[nodiscard]] std::unique_ptr<SessionPort::Wish> add(Done<T> done, Make make);
    // Empty for a token of a machine.
    [[nodiscard]] std::string holder_of(const std::string& token) const;
    // On the other thread.
    [[nodiscard]] AccessResult<OpenedSession> noted(AccessResult<OpenedSession> opened,
                                                    const std::string& address);
    // A passphrase that was not right, or came too soon after others.
    template <class T>
    [[nodiscard]] AccessResult<T> noted_failure(AccessResult<T> result, const std::string& address);
    // `what` of the account was changed by its holder, from `address`.
    template <class T>
    [[nodiscard]] AccessResult<T> noted_change(AccessResult<T> changed, const std::string& account,
                                               std::string_view what, const std::string& address);
    [[nodiscard]] AccessResult<OpenedSession> open_outside(const OutsideForm& form,
                                                           const std::string& address);

    const Parts parts_;
    access::Accounts accounts_;                  // the thread's
    std::unique_ptr<access::TokenBook> tokens_;  // the thread's
    Outside outside_;                            // the thread's, but for its name
    TimePoint tidied_at_;
    std::unique_ptr<JobThread::Wish> tidying_;
    JobThread jobs_;  // ends before what it works with
};

}  // namespace muster::app
