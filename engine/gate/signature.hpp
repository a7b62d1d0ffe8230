// How a sender without a token shows who it is: it signs what it sends, and the time with it, with
// a key that both sides hold. What the signed text is made of is for each protocol to say.
// Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/gate/key_ring.hpp"
#include "muster/units.hpp"

namespace muster::gate {

enum class SignatureFault : std::uint8_t { none, bad_timestamp, outside_window, bad_signature };

// As it was sent.
struct Signature {
    std::string_view signer;     // the name of its key
    std::string_view timestamp;  // unix seconds, in digits
    std::string_view mac;        // as make_mac writes it
};

// Whether the signer's key gives this mac for `text`, and the timestamp is at most `window` before
// or after `now`. Precondition: the timestamp stands in `text`, which else could be sent again for
// ever by whoever has heard it once.
[[nodiscard]] SignatureFault check_signature(const Signature& signature, std::string_view text,
                                             const KeyRing& keys, TimePoint now, Millis window);

// HMAC-SHA256 in hex.
[[nodiscard]] std::string make_mac(std::string_view key, std::string_view text);

}  // namespace muster::gate
