// The secrets of one-time codes as the file keeps them: sealed, for whoever has one computes codes
// from it. Where the key comes from is not known here.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/seal/box.hpp"

namespace muster::access {

class SecretBox {
  public:
    // Without a key: what is kept is kept as it is, and what was sealed cannot be opened.
    SecretBox() = default;
    // Under a key of its own, made from the desk's, which stays the same when the master key
    // changes. Without `seals` what is kept from now on is kept as it is.
    SecretBox(const seal::Key& desk, bool seals);
    ~SecretBox();
    SecretBox(const SecretBox&) = default;
    SecretBox& operator=(const SecretBox&) = default;

    [[nodiscard]] bool seals() const { return key_ && seals_; }

    // As it is kept: readable in the row of that account only.
    [[nodiscard]] std::string closed(const std::string& account, std::string_view secret) const;
    // Nothing when it was sealed with another key, or for another account, or was changed.
    [[nodiscard]] std::optional<std::string> opened(const std::string& account,
                                                    std::string_view kept) const;
    [[nodiscard]] static bool is_sealed(std::string_view kept);

  private:
    std::optional<seal::Key> key_;
    bool seals_ = false;
};

}  // namespace muster::access
