// Bearer tokens and their roles: a small SQLite file beside the log, apart from it because secrets
// do not belong into a history that is kept for ever. Only SHA-256 hashes are stored; tokens are
// 256 random bits, so a plain hash cannot be searched.
//
// One thread. Another process (`muster token create`) may write at any time; the book notices.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "muster/access.hpp"
#include "muster/ports.hpp"
#include "muster/units.hpp"

namespace muster::app {

struct TokenInfo {
    std::string name;
    Roles roles;
    ResponderId responder;
    TimePoint created_at;
    TimePoint expires_at;  // 0 = never
    TimePoint revoked_at;  // 0 = not revoked
};

class TokenBook final : public AccessPort {
  public:
    // Creates the file where there is none, readable by its owner only. Nothing on failure; `error`
    // then says what and where.
    [[nodiscard]] static std::unique_ptr<TokenBook> open(const std::filesystem::path& folder,
                                                         std::string& error);
    ~TokenBook() override;

    // The new token, shown this once. Nothing when the name is taken or the file cannot be written.
    [[nodiscard]] std::optional<std::string> create(const TokenInfo& info, std::string& error);
    // False when there is no valid token of this name.
    [[nodiscard]] bool revoke(const std::string& name, TimePoint now, std::string& error);
    [[nodiscard]] std::vector<TokenInfo> list();

    // AccessPort
    [[nodiscard]] std::optional<Principal> authenticate(std::string_view token) override;
    [[nodiscard]] bool is_valid(std::string_view name) override;

    // The present time, for expiry; the system clock unless replaced.
    void set_clock(std::function<TimePoint()> clock) { clock_ = std::move(clock); }

  private:
    struct Store;
    explicit TokenBook(std::unique_ptr<Store> store);
    void reload_if_changed();

    std::unique_ptr<Store> store_;
    std::function<TimePoint()> clock_;
};

// "dispatcher,call_taker"
[[nodiscard]] std::string role_names(Roles roles);

}  // namespace muster::app
