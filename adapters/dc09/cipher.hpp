// How the content of a message is encrypted: AES in CBC with an IV of zeros, written as hex digits
// in upper case (ANSI/SIA DC-09-2021, 5.4.4). Pure; not for two threads at once.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct evp_cipher_ctx_st;

namespace muster::dc09 {

// The bytes of one account's key, out of what the configuration says: the bytes themselves, or
// their hex digits. Nothing when that is no key of AES-128, AES-192 or AES-256.
[[nodiscard]] std::optional<std::string> key_bytes(std::string_view told, bool is_hex);

class Cipher {
  public:
    static constexpr std::size_t block_bytes = 16;

    // Precondition: 16, 24 or 32 bytes, as key_bytes gives them.
    explicit Cipher(std::string_view key);

    // The plain text with its pad. Nothing when it is no whole number of blocks in hex digits.
    [[nodiscard]] std::optional<std::string> open(std::string_view hex) const;
    // `content` behind as much of `pad` as fills whole blocks. Precondition: `pad` has at least
    // block_bytes - 1 bytes, and none of | [ ].
    [[nodiscard]] std::string seal(std::string_view content, std::string_view pad) const;

  private:
    struct Free {
        void operator()(evp_cipher_ctx_st* context) const;
    };
    using Context = std::unique_ptr<evp_cipher_ctx_st, Free>;

    static Context make(std::string_view key, bool to_seal);
    static std::string run(evp_cipher_ctx_st* context, const std::string& bytes);

    Context to_open_;
    Context to_seal_;
};

// What stands behind the pad: from the first | or ] on. Empty when there is neither.
[[nodiscard]] std::string_view without_pad(std::string_view opened);

}  // namespace muster::dc09
