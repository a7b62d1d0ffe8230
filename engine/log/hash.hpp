// SHA-256 and the hash chain over records.
#pragma once

#include <openssl/evp.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/log/record.hpp"

namespace muster::log {

// The hash before record 1.
inline constexpr Hash chain_start{};

// Computes hashes with one digest fetched once and one context reused. Use by one thread at a
// time. The constructor throws std::runtime_error where OpenSSL offers no SHA-256 (start-up);
// afterwards a failing digest aborts, since no caller could go on without it.
class Hasher {
  public:
    Hasher();

    [[nodiscard]] Hash digest(std::string_view bytes);

    // SHA-256 over: previous (32 bytes), seq, at (8 bytes each, little-endian), then source, key,
    // command and events, each as its length in bytes (8 bytes, little-endian) and the bytes.
    [[nodiscard]] Hash chain(const Hash& previous, const RecordDraft& record);

  private:
    struct FreeDigest {
        void operator()(EVP_MD* digest) const { EVP_MD_free(digest); }
    };
    struct FreeContext {
        void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    };

    std::unique_ptr<EVP_MD, FreeDigest> digest_;
    std::unique_ptr<EVP_MD_CTX, FreeContext> context_;
    std::vector<char> buffer_;  // grows to the largest record seen
};

// 64 lower-case hexadecimal digits, and back; nothing unless the text is exactly that.
[[nodiscard]] std::string to_hex(const Hash& hash);
[[nodiscard]] std::optional<Hash> hash_from_hex(std::string_view text);

}  // namespace muster::log
