#include "adapters/dc09/cipher.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "engine/codec/protocol_text.hpp"

namespace muster::dc09 {
namespace {

constexpr std::array<unsigned char, Cipher::block_bytes> no_vector{};

std::optional<std::string> from_hex(std::string_view hex) {
    if (hex.size() % 2 != 0) return std::nullopt;
    std::string bytes(hex.size() / 2, '\0');
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const int high = codec::hex_digit(hex[2 * i]);
        const int low = codec::hex_digit(hex[2 * i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        bytes[i] = static_cast<char>(high * 16 + low);
    }
    return bytes;
}

std::string to_upper_hex(std::string_view bytes) {
    std::string hex;
    hex.reserve(2 * bytes.size());
    for (const char c : bytes) {
        hex += "0123456789ABCDEF"[static_cast<unsigned char>(c) >> 4];
        hex += "0123456789ABCDEF"[static_cast<unsigned char>(c) & 15];
    }
    return hex;
}

const EVP_CIPHER* aes_of(std::size_t key_size) {
    switch (key_size) {
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

}  // namespace

std::optional<std::string> key_bytes(std::string_view told, bool is_hex) {
    std::optional<std::string> bytes = is_hex ? from_hex(told) : std::string(told);
    if (bytes && aes_of(bytes->size()) == nullptr) return std::nullopt;
    return bytes;
}

void Cipher::Free::operator()(evp_cipher_ctx_st* context) const {
    EVP_CIPHER_CTX_free(context);
}

Cipher::Cipher(std::string_view key) : to_open_(make(key, false)), to_seal_(make(key, true)) {}

// The key schedule is made once; each message only sets the vector back.
Cipher::Context Cipher::make(std::string_view key, bool to_seal) {
    Context context(EVP_CIPHER_CTX_new());
    const EVP_CIPHER* const aes = aes_of(key.size());
    if (!context || aes == nullptr ||
        EVP_CipherInit_ex(context.get(), aes, nullptr,
                          reinterpret_cast<const unsigned char*>(key.data()), no_vector.data(),
                          to_seal ? 1 : 0) != 1 ||
        EVP_CIPHER_CTX_set_padding(context.get(), 0) != 1) {
        std::abort();
    }
    return context;
}

// Precondition: whole blocks, of which nothing can fail.
std::string Cipher::run(evp_cipher_ctx_st* context, const std::string& bytes) {
    std::string out(bytes.size() + block_bytes, '\0');
    auto* const into = reinterpret_cast<unsigned char*>(out.data());
    int done = 0;
    int last = 0;
    if (EVP_CipherInit_ex(context, nullptr, nullptr, nullptr, no_vector.data(), -1) != 1 ||
        EVP_CipherUpdate(context, into, &done, reinterpret_cast<const unsigned char*>(bytes.data()),
                         static_cast<int>(bytes.size())) != 1 ||
        EVP_CipherFinal_ex(context, into + done, &last) != 1) {
        std::abort();
    }
    out.resize(static_cast<std::size_t>(done + last));
    return out;
}

std::optional<std::string> Cipher::open(std::string_view hex) const {
    const auto bytes = from_hex(hex);
    if (!bytes || bytes->empty() || bytes->size() % block_bytes != 0) return std::nullopt;
    return run(to_open_.get(), *bytes);
}

std::string Cipher::seal(std::string_view content, std::string_view pad) const {
    const std::size_t missing = (block_bytes - content.size() % block_bytes) % block_bytes;
    std::string plain(pad.substr(0, missing));
    plain.append(content);
    if (plain.size() % block_bytes != 0) std::abort();
    return to_upper_hex(run(to_seal_.get(), plain));
}

std::string_view without_pad(std::string_view opened) {
    const std::size_t at = opened.find_first_of("|]");
    return at == std::string_view::npos ? std::string_view{} : opened.substr(at);
}

}  // namespace muster::dc09
