// The bearer tokens of machines, and their roles, in the file of access. Only SHA-256 hashes are
// kept; tokens are 256 random bits, so a plain hash cannot be searched.
//
// One thread. Another process (`muster token create`) may write at any time; the book notices.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/access/access_file.hpp"
#include "muster/access.hpp"
#include "muster/ports.hpp"
#include "muster/units.hpp"

namespace muster::access {

struct TokenInfo {
    std::string name{};
    Roles roles{};
    ResponderId responder{};
    TimePoint created_at{};
    TimePoint expires_at{};              // 0 = never
    TimePoint revoked_at{};              // 0 = not revoked
    std::vector<Code> districts{};       // as of Principal
    std::vector<std::string> devices{};  // as of Principal
};

class TokenBook final : public AccessPort {
  public:
    // Creates the file where there is none, readable by its owner only. Nothing on failure; `error`
    // then says what and where.
    [[nodiscard]] static std::unique_ptr<TokenBook> open(const std::filesystem::path& folder,
                                                         std::function<TimePoint()> clock,
                                                         std::string& error);
    ~TokenBook() override;

    // The new token, shown this once. Nothing when the name is taken or the file cannot be written.
    [[nodiscard]] std::optional<std::string> create(const TokenInfo& info, std::string& error);
    // A new secret for a token that is in force, with the same rights. It ends at `expires_at`; the
    // secret of before is taken until `old_until`, so that a machine can be told without a gap.
    [[nodiscard]] std::optional<std::string> rotate(const std::string& name, TimePoint now,
                                                    TimePoint expires_at, TimePoint old_until,
                                                    std::string& error);
    // False when there is no valid token of this name.
    [[nodiscard]] bool revoke(const std::string& name, TimePoint now, std::string& error);
    [[nodiscard]] std::vector<TokenInfo> list();

    // AccessPort
    [[nodiscard]] std::optional<Principal> authenticate(std::string_view token) override;
    [[nodiscard]] bool is_valid(std::string_view name) override;

  private:
    struct Store;
    TokenBook(std::unique_ptr<Store> store, std::function<TimePoint()> clock);
    void reload_if_changed();

    std::unique_ptr<Store> store_;
    std::function<TimePoint()> clock_;
};

// "dispatcher,call_taker"
[[nodiscard]] std::string role_names(Roles roles);

}  // namespace muster::access
