// Signatures that anybody can verify who knows the public key: Ed25519 (RFC 8032), over OpenSSL.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace muster::gate {

// A private key. Move only; use by one thread.
class Ed25519Key {
  public:
    // Of a PEM file ("-----BEGIN PRIVATE KEY-----"), as `openssl genpkey -algorithm ed25519` writes
    // it. Nothing when it is none, has a password, or is a key of another kind.
    [[nodiscard]] static std::optional<Ed25519Key> from_pem(std::string_view pem);

    ~Ed25519Key();
    Ed25519Key(Ed25519Key&&) noexcept;
    Ed25519Key& operator=(Ed25519Key&&) noexcept;

    // 32 bytes.
    [[nodiscard]] std::string public_key() const;
    // 64 bytes: the same for the same message each time.
    [[nodiscard]] std::string sign(std::string_view message) const;

  private:
    struct Impl;
    explicit Ed25519Key(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace muster::gate
