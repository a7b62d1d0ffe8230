#include "engine/gate/crypto.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "engine/codec/protocol_text.hpp"

namespace muster::gate {

Digest hmac_sha256(std::string_view key, std::string_view message) {
    Digest digest{};
    unsigned size = 0;
    // OpenSSL reads a null key as "the key of before", so an empty key needs an address.
    const char* const bytes = key.empty() ? "" : key.data();
    if (HMAC(EVP_sha256(), bytes, static_cast<int>(key.size()),
             reinterpret_cast<const unsigned char*>(message.data()), message.size(), digest.data(),
             &size) == nullptr) {
        std::abort();
    }
    return digest;
}

namespace {

struct FreeDigest {
    void operator()(EVP_MD* digest) const { EVP_MD_free(digest); }
};

// Looked up once: OpenSSL would do it for each message, which takes longer than a short one's hash.
const EVP_MD* sha256_of_openssl() {
    static const std::unique_ptr<EVP_MD, FreeDigest> found(
        EVP_MD_fetch(nullptr, "SHA256", nullptr));
    return found.get();
}

}  // namespace

Digest sha256(std::string_view message) {
    Digest digest{};
    unsigned size = 0;
    if (EVP_Digest(message.data(), message.size(), digest.data(), &size, sha256_of_openssl(),
                   nullptr) != 1) {
        std::abort();
    }
    return digest;
}

namespace {

std::string hex(const std::uint8_t* bytes, std::size_t size) {
    constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(2 * size);
    for (std::size_t i = 0; i < size; ++i) {
        text += digits[bytes[i] >> 4];
        text += digits[bytes[i] & 15];
    }
    return text;
}

std::string_view bytes_of(const Digest& digest) {
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace

std::string to_hex(const Digest& digest) {
    return hex(digest.data(), digest.size());
}

std::string md5_hex(std::string_view message) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (EVP_Digest(message.data(), message.size(), digest.data(), &size, EVP_md5(), nullptr) != 1) {
        std::abort();
    }
    return hex(digest.data(), size);
}

std::string to_base64(std::string_view bytes) {
    std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');  // and a terminator
    const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                     reinterpret_cast<const unsigned char*>(bytes.data()),
                                     static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(size));
    return text;
}

std::string to_base64(const Digest& digest) {
    return to_base64(bytes_of(digest));
}

std::string to_base64url(const Digest& digest) {
    return to_base64url(bytes_of(digest));
}

std::string to_base64url(std::string_view bytes) {
    std::string text = to_base64(bytes);
    while (!text.empty() && text.back() == '=')
        text.pop_back();
    for (char& c : text) {
        if (c == '+') c = '-';
        if (c == '/') c = '_';
    }
    return text;
}

std::optional<std::string> from_base64(std::string_view text) {
    if (text.size() % 4 != 0 || text.empty()) return std::nullopt;
    const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    const std::string_view digits = text.substr(0, text.size() - padding);
    // OpenSSL would skip blanks, and take padding anywhere for zeros.
    const bool clean = std::all_of(digits.begin(), digits.end(), [](char c) {
        return codec::is_letter_or_digit(c) || c == '+' || c == '/';
    });
    std::string bytes(text.size() / 4 * 3, '\0');
    if (!clean || EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                  reinterpret_cast<const unsigned char*>(text.data()),
                                  static_cast<int>(text.size())) < 0) {
        return std::nullopt;
    }
    bytes.resize(bytes.size() - padding);
    return bytes;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string random_hex(std::size_t bytes) {
    std::array<std::uint8_t, 32> random{};
    if (bytes > random.size() || RAND_bytes(random.data(), static_cast<int>(bytes)) != 1) {
        std::abort();
    }
    return hex(random.data(), bytes);
}

}  // namespace muster::gate
