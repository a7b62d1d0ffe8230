// What a browser brings from a security key, looked at (W3C Web Authentication, level 2, 7.1
// and 7.2). Signatures by libfido2. Any thread; no state.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "muster/expected.hpp"
#include "muster/security_key.hpp"

namespace muster::access {

// Where people reach the pages: a key answers there and nowhere else, so that a page that imitates
// ours gets nothing from it.
struct Site {
    std::string origin{};  // https://desk.example.cn, as a browser writes it
    std::string rp_id{};   // desk.example.cn
};

// Of https://NAME or http://localhost, with a port or without; what is behind them does not count.
// Nothing for what no browser makes keys for: an address in numbers, or http.
[[nodiscard]] std::optional<Site> site_of(std::string_view url);

struct KnownKey {
    std::string id{};          // base64url
    std::int64_t kind = 0;     // COSE: -7 = ES256, -8 = EdDSA, -257 = RS256
    std::string public_key{};  // base64url; as libfido2 has it: x and y, or the key, or n and e
    std::int64_t counter = 0;  // of its signatures; 0 = it does not count
};

// The key that was made. The error says what does not fit, in words for whoever looks for it; there
// is nothing that one could do about it. Which maker's key it is does not count: none is asked.
[[nodiscard]] Expected<KnownKey, std::string> new_key(const Site& site, std::string_view challenge,
                                                      std::string_view client_data,
                                                      std::string_view authenticator_data);

// The counter of this answer; the error as above. A counter that does not go up is that of a key
// that was copied.
[[nodiscard]] Expected<std::int64_t, std::string> counter_of(const Site& site, const KnownKey& key,
                                                             std::string_view challenge,
                                                             const KeyAnswer& answer);

}  // namespace muster::access
