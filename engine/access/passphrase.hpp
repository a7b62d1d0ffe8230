// Passphrases: what may be one, and how one is kept. Argon2id (RFC 9106) by libsodium. Any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "engine/access/options.hpp"

namespace muster::access {

// The text to keep: salt, cost and hash. Nothing when there is not so much memory. Takes a tenth of
// a second and the memory of the cost.
[[nodiscard]] std::optional<std::string> hash_passphrase(std::string_view passphrase,
                                                         const HashCost& cost);
// Whether it is the one that was kept. As slow as hash_passphrase, also where nothing was kept.
[[nodiscard]] bool is_passphrase(const std::string& kept, std::string_view passphrase);
// Whether it was kept at another cost than today's.
[[nodiscard]] bool needs_new_hash(const std::string& kept, const HashCost& cost);

constexpr std::size_t longest_passphrase = 256;  // bytes

// Why it would be too easy to guess, in words for whoever chose it, or nothing: it is short, of few
// different signs, all digits, or the name of its account. No mixture of kinds is asked for: length
// does more (NIST SP 800-63B, 5.1.1.2).
[[nodiscard]] std::optional<std::string> weakness(std::string_view passphrase,
                                                  std::string_view account, std::size_t shortest);

}  // namespace muster::access
