// Who holds which session now: what every request of a page asks. Looked up in memory; what others
// write into the file, another thread or `muster account`, is read anew.
//
// One thread: the engine's.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/access/account_store.hpp"
#include "muster/session_port.hpp"

namespace muster::access {

class SessionBook {
  public:
    [[nodiscard]] static sqlite::Result<SessionBook> open(const std::filesystem::path& folder,
                                                          Millis idle_ms,
                                                          std::function<TimePoint()> clock);

    // Nothing when the session is unknown or over. Using it begins its idle time anew.
    [[nodiscard]] std::optional<Principal> authenticate(std::string_view token);
    // Whether somebody of this name is signed in.
    [[nodiscard]] bool is_valid(std::string_view account);
    [[nodiscard]] std::optional<SessionView> view(std::string_view token);

    // The sessions used since the last call, by the hash of their token, and when.
    [[nodiscard]] std::vector<std::pair<std::string, TimePoint>> take_used();

  private:
    struct Session {
        std::string account;
        TimePoint opened_at;
        TimePoint used_at;
        TimePoint ends_at;
        bool used = false;  // and not yet told
    };

    SessionBook(AccountStore store, Millis idle_ms, std::function<TimePoint()> clock)
        : store_(std::move(store)), idle_ms_(idle_ms), clock_(std::move(clock)) {}
    void reload_if_changed();
    // The session, and its account where it may come in; nulls otherwise.
    [[nodiscard]] std::pair<Session*, const Account*> find(std::string_view token, TimePoint now);
    [[nodiscard]] bool is_open(const Session& session, TimePoint now) const {
        return session.ends_at > now && session.used_at + idle_ms_ > now;
    }

    AccountStore store_;
    Millis idle_ms_;
    std::function<TimePoint()> clock_;
    FileWatch watch_;
    std::map<std::string, Session, std::less<>> sessions_;  // by the hash of their token
    std::map<std::string, Account, std::less<>> accounts_;
};

}  // namespace muster::access
