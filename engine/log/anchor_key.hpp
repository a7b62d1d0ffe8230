// The Ed25519 key that signs anchors, as `openssl genpkey -algorithm ed25519 -out anchor.pem` makes
// it. Whoever only verifies needs no more than its public half (`openssl pkey -in anchor.pem
// -pubout`). Any thread; a copy shares the key.
#pragma once

#include <openssl/evp.h>

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include "muster/expected.hpp"

namespace muster::log {

using AnchorSignature = std::array<unsigned char, 64>;

class AnchorKey {
  public:
    // Of either half. Else the rest of a sentence that begins with where the text is from: "is not
    // an Ed25519 key ...".
    [[nodiscard]] static Expected<AnchorKey, std::string> from_pem(std::string_view pem);

    // Whether the private half is there.
    [[nodiscard]] bool can_sign() const { return private_; }
    // Precondition: can_sign().
    [[nodiscard]] AnchorSignature sign(std::string_view text) const;
    [[nodiscard]] bool verifies(const AnchorSignature& signature, std::string_view text) const;
    [[nodiscard]] std::string public_pem() const;

  private:
    AnchorKey(std::shared_ptr<EVP_PKEY> key, bool is_private)
        : key_(std::move(key)), private_(is_private) {}

    std::shared_ptr<EVP_PKEY> key_;
    bool private_;
};

}  // namespace muster::log
