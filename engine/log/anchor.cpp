#include "engine/log/anchor.hpp"

#include <openssl/crypto.h>
#include <openssl/hmac.h>

#include <charconv>
#include <cstdlib>

#include "engine/log/hash.hpp"

namespace muster::log {

namespace {

constexpr std::size_t hash_digits = 64;

std::string words(const ChainAnchor& anchor) {
    return std::to_string(anchor.seq) + ":" + to_hex(anchor.hash);
}

std::string signature_of(const ChainAnchor& anchor, std::string_view instance,
                         std::string_view key) {
    const std::string text = "muster-anchor-1\n" + std::string(instance) + "\n" + words(anchor);
    Hash mac{};
    unsigned size = 0;
    const unsigned char* made =
        HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
             reinterpret_cast<const unsigned char*>(text.data()), text.size(), mac.data(), &size);
    if (made == nullptr || size != mac.size()) std::abort();
    return to_hex(mac);
}

}  // namespace

std::string anchor_text(const ChainAnchor& anchor, std::string_view instance,
                        std::string_view key) {
    std::string text = words(anchor);
    if (!key.empty()) text += ":" + signature_of(anchor, instance, key);
    return text;
}

std::optional<SignedAnchor> anchor_from_text(std::string_view text) {
    SignedAnchor read;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, read.anchor.seq);
    if (error != std::errc{} || stop == end || *stop != ':') return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(stop + 1 - text.data()));
    const std::optional<Hash> hash = hash_from_hex(text.substr(0, hash_digits));
    if (!hash) return std::nullopt;
    read.anchor.hash = *hash;
    text.remove_prefix(hash_digits);
    if (text.empty()) return read;
    if (text.size() != 1 + hash_digits || text.front() != ':' || !hash_from_hex(text.substr(1))) {
        return std::nullopt;
    }
    read.signature = text.substr(1);
    return read;
}

bool is_signed_by(const SignedAnchor& anchor, std::string_view instance, std::string_view key) {
    const std::string right = signature_of(anchor.anchor, instance, key);
    return anchor.signature.size() == right.size() &&
           CRYPTO_memcmp(anchor.signature.data(), right.data(), right.size()) == 0;
}

}  // namespace muster::log
