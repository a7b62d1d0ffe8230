// The encryption of SIA DC-09 under the key of one account: AES in CBC with an IV of zeros, as hex
// in upper case.
//
// OpenSSL looks the algorithm up and expands the key when a context is set up, which takes longer
// than a message does; both contexts are therefore kept. For the same reason not for two threads.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct evp_cipher_ctx_st;  // OpenSSL's EVP_CIPHER_CTX

namespace muster::dc09 {

class Cipher {
  public:
    // Of 16, 24 or 32 bytes. With any other nothing is opened, and nothing is sealed.
    explicit Cipher(std::string_view key);

    // Nothing when it is no whole number of blocks.
    [[nodiscard]] std::optional<std::string> decrypt(std::string_view hex) const;
    // `content` begins at the bar or bracket behind the pad, and is padded here to whole blocks.
    [[nodiscard]] std::string encrypt(std::string_view content) const;

  private:
    struct FreeContext {
        void operator()(evp_cipher_ctx_st* context) const;
    };
    using Context = std::unique_ptr<evp_cipher_ctx_st, FreeContext>;

    static Context context_of(std::string_view key, bool to_cipher);

    Context opening_;  // null where the key is none
    Context sealing_;
};

}  // namespace muster::dc09
