#include "engine/access/session_book.hpp"

#include <algorithm>

namespace muster::access {

sqlite::Result<SessionBook> SessionBook::open(const std::filesystem::path& folder, Millis idle_ms,
                                              std::function<TimePoint()> clock) {
    auto store = AccountStore::open(folder);
    if (!store) return store.error();
    return SessionBook(std::move(*store), idle_ms, std::move(clock));
}

void SessionBook::reload_if_changed() {
    if (!watch_.has_changed(store_.file())) return;
    auto accounts = store_.list();
    auto sessions = store_.sessions();
    // A locked or damaged file must not lock everybody out who was let in before.
    if (!accounts || !sessions) return watch_.forget();
    accounts_.clear();
    for (Account& account : *accounts) {
        std::string name = account.name;
        accounts_.emplace(std::move(name), std::move(account));
    }
    std::map<std::string, Session, std::less<>> known;
    for (const StoredSession& stored : *sessions) {
        Session session{stored.account, stored.opened_at, stored.used_at, stored.ends_at};
        // The file is told of uses now and then; here they are known at once.
        if (const auto before = sessions_.find(stored.hash); before != sessions_.end()) {
            session.used_at = std::max(session.used_at, before->second.used_at);
            session.used = before->second.used;
        }
        known.emplace(stored.hash, std::move(session));
    }
    sessions_ = std::move(known);
}

std::pair<SessionBook::Session*, const Account*> SessionBook::find(std::string_view token,
                                                                   TimePoint now) {
    reload_if_changed();
    // Looking up the hash, not the token, tells a listener nothing about how much of it was right.
    const auto session = sessions_.find(hash_of(token));
    if (session == sessions_.end() || !is_open(session->second, now)) return {};
    const auto account = accounts_.find(session->second.account);
    if (account == accounts_.end() || account->second.disabled_at) return {};
    return {&session->second, &account->second};
}

std::optional<Principal> SessionBook::authenticate(std::string_view token) {
    const TimePoint now = clock_();
    const auto [session, account] = find(token, now);
    if (session == nullptr) return std::nullopt;
    session->used_at = std::max(session->used_at, now);
    session->used = true;
    return Principal{.name = account->name,
                     .roles = account->roles,
                     .responder = account->responder,
                     .districts = account->districts};
}

bool SessionBook::is_valid(std::string_view name) {
    reload_if_changed();
    const auto account = accounts_.find(name);
    if (account == accounts_.end() || account->second.disabled_at) return false;
    const TimePoint now = clock_();
    return std::any_of(sessions_.begin(), sessions_.end(), [&](const auto& one) {
        return one.second.account == name && is_open(one.second, now);
    });
}

std::optional<SessionView> SessionBook::view(std::string_view token) {
    const auto [session, account] = find(token, clock_());
    if (session == nullptr) return std::nullopt;
    return SessionView{.account = account->name,
                       .shown_name = account->shown_name,
                       .opened_at = session->opened_at,
                       .ends_at = session->ends_at,
                       .idle_ends_at = session->used_at + idle_ms_};
}

std::vector<std::pair<std::string, TimePoint>> SessionBook::take_used() {
    std::vector<std::pair<std::string, TimePoint>> used;
    for (auto& [hash, session] : sessions_) {
        if (!std::exchange(session.used, false)) continue;
        used.emplace_back(hash, session.used_at);
    }
    return used;
}

}  // namespace muster::access
