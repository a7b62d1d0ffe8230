// A pair of keys of which one half only locks: a backup of keys can be made anywhere, and be opened
// where the other half lies, in a safe (libsodium's sealed boxes: X25519, XSalsa20-Poly1305).
#pragma once

#include <string>
#include <string_view>

#include "muster/expected.hpp"

namespace muster::seal {

struct RecoveryPair {
    std::string locks;  // "muster-recovery-locks-<base64>", for sealing.recovery_key
    std::string opens;  // "muster-recovery-opens-<base64>", for the safe
};
[[nodiscard]] RecoveryPair draw_recovery_pair();

// What is wrong with a half as it was given: it names neither itself nor what it holds.
struct BadKey {
    std::string why;
};

[[nodiscard]] Expected<std::string, BadKey> lock(std::string_view locks, std::string_view bytes);
[[nodiscard]] Expected<std::string, BadKey> unlock(std::string_view opens, std::string_view locked);

}  // namespace muster::seal
