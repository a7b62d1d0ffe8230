#include "engine/log/hash.hpp"

#include <bit>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

namespace muster::log {

namespace {

static_assert(std::endian::native == std::endian::little,
              "the chain's numbers are little-endian and are copied as they are");

char* put(char* out, std::uint64_t number) {
    std::memcpy(out, &number, sizeof number);
    return out + sizeof number;
}

char* put(char* out, std::string_view text) {
    out = put(out, static_cast<std::uint64_t>(text.size()));
    if (!text.empty()) std::memcpy(out, text.data(), text.size());
    return out + text.size();
}

}  // namespace

Hasher::Hasher() : digest_(EVP_MD_fetch(nullptr, "SHA256", nullptr)), context_(EVP_MD_CTX_new()) {
    // The first initialisation binds the digest; later ones pass none and keep it, which spares
    // OpenSSL 3 the search for a provider on every record.
    if (!digest_ || !context_ || EVP_DigestInit_ex2(context_.get(), digest_.get(), nullptr) != 1) {
        throw std::runtime_error("OpenSSL offers no SHA-256; the decision log cannot work");
    }
}

Hash Hasher::digest(std::string_view bytes) {
    Hash hash;
    unsigned int size = 0;
    if (EVP_DigestInit_ex2(context_.get(), nullptr, nullptr) != 1 ||
        EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) != 1 ||
        EVP_DigestFinal_ex(context_.get(), hash.data(), &size) != 1 || size != hash.size()) {
        std::abort();
    }
    return hash;
}

Hash Hasher::chain(const Hash& previous, const RecordDraft& record) {
    // One update over a copy is cheaper than ten updates over the parts.
    const std::size_t size = previous.size() + 6 * sizeof(std::uint64_t) + record.source.size() +
                             record.key.size() + record.command.size() + record.events.size();
    if (buffer_.size() < size) buffer_.resize(size);
    char* out = buffer_.data();
    std::memcpy(out, previous.data(), previous.size());
    out += previous.size();
    out = put(out, record.seq);
    out = put(out, std::bit_cast<std::uint64_t>(record.at.value));
    out = put(out, record.source);
    out = put(out, record.key);
    out = put(out, record.command);
    put(out, record.events);
    return digest({buffer_.data(), size});
}

std::string to_hex(const Hash& hash) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * hash.size());
    for (const std::uint8_t byte : hash) {
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

std::optional<Hash> hash_from_hex(std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    Hash hash;
    if (text.size() != 2 * hash.size()) return std::nullopt;
    for (std::size_t i = 0; i < hash.size(); ++i) {
        const std::size_t high = digits.find(text[2 * i]);
        const std::size_t low = digits.find(text[2 * i + 1]);
        if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
        hash[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return hash;
}

}  // namespace muster::log
