#include "adapters/dc09/cipher.hpp"

#include <openssl/evp.h>

#include <array>
#include <cstddef>

#include "engine/codec/protocol_text.hpp"

namespace muster::dc09 {
namespace {

constexpr std::size_t block = 16;

const EVP_CIPHER* cipher_of(std::size_t key_bytes) {
    switch (key_bytes) {
        case 16:
            return EVP_aes_128_cbc();
        case 24:
            return EVP_aes_192_cbc();
        case 32:
            return EVP_aes_256_cbc();
        default:
            return nullptr;
    }
}

// Whole blocks in place, without padding of its own. Each message begins with the IV anew.
bool crypt(EVP_CIPHER_CTX* context, std::string& bytes) {
    constexpr std::array<unsigned char, block> zeros{};
    auto* const at = reinterpret_cast<unsigned char*>(bytes.data());
    int done = 0;
    return context != nullptr &&
           EVP_CipherInit_ex(context, nullptr, nullptr, nullptr, zeros.data(), -1) == 1 &&
           EVP_CipherUpdate(context, at, &done, at, static_cast<int>(bytes.size())) == 1 &&
           static_cast<std::size_t>(done) == bytes.size();
}

}  // namespace

void Cipher::FreeContext::operator()(evp_cipher_ctx_st* context) const {
    EVP_CIPHER_CTX_free(context);
}

Cipher::Context Cipher::context_of(std::string_view key, bool to_cipher) {
    Context context(EVP_CIPHER_CTX_new());
    const EVP_CIPHER* const cipher = cipher_of(key.size());
    if (!context || cipher == nullptr ||
        EVP_CipherInit_ex(context.get(), cipher, nullptr,
                          reinterpret_cast<const unsigned char*>(key.data()), nullptr,
                          to_cipher ? 1 : 0) != 1 ||
        EVP_CIPHER_CTX_set_padding(context.get(), 0) != 1) {
        return nullptr;
    }
    return context;
}

Cipher::Cipher(std::string_view key)
    : opening_(context_of(key, false)), sealing_(context_of(key, true)) {}

std::optional<std::string> Cipher::decrypt(std::string_view hex) const {
    if (hex.empty() || hex.size() % (2 * block) != 0) return std::nullopt;
    std::string bytes(hex.size() / 2, '\0');
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const int high = codec::hex_digit(hex[2 * i]);
        const int low = codec::hex_digit(hex[2 * i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        bytes[i] = static_cast<char>(high * 16 + low);
    }
    if (!crypt(opening_.get(), bytes)) return std::nullopt;
    return bytes;
}

std::string Cipher::encrypt(std::string_view content) const {
    // The pad has none of | [ ].
    std::string bytes((block - content.size() % block) % block, '0');
    bytes.append(content);
    if (!crypt(sealing_.get(), bytes)) return {};
    std::string hex(2 * bytes.size(), '\0');
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const auto byte = static_cast<unsigned char>(bytes[i]);
        hex[2 * i] = "0123456789ABCDEF"[byte >> 4];
        hex[2 * i + 1] = "0123456789ABCDEF"[byte & 15];
    }
    return hex;
}

}  // namespace muster::dc09
