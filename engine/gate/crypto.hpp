// The few cryptographic helpers that links, signatures and pages need, over OpenSSL.
// Any thread; no state. Every function is total except random_hex (see there).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace muster::gate {

using Digest = std::array<std::uint8_t, 32>;

// HMAC-SHA256 (RFC 2104, FIPS 198-1).
[[nodiscard]] Digest hmac_sha256(std::string_view key, std::string_view message);
[[nodiscard]] Digest sha256(std::string_view message);

[[nodiscard]] std::string to_hex(const Digest& digest);
// Of MD5, in hex: for protocols whose log-in knows nothing better. Aborts where the system's
// OpenSSL has none.
[[nodiscard]] std::string md5_hex(std::string_view message);
// RFC 4648: base64 with padding, and base64url without.
[[nodiscard]] std::string to_base64(const Digest& digest);
[[nodiscard]] std::string to_base64url(const Digest& digest);
[[nodiscard]] std::string to_base64(std::string_view bytes);
[[nodiscard]] std::string to_base64url(std::string_view bytes);

// The bytes of a base64 text with its padding; nothing when it is not one.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

// Takes the same time wherever the texts differ; texts of different length differ at once.
[[nodiscard]] bool equal_in_constant_time(std::string_view a, std::string_view b);

// `bytes` (at most 32) random bytes as hex. Aborts when the system has no randomness to give.
[[nodiscard]] std::string random_hex(std::size_t bytes);

}  // namespace muster::gate
