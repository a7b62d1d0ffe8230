#include "engine/gate/signature.hpp"

#include "engine/codec/protocol_text.hpp"
#include "engine/gate/crypto.hpp"

namespace muster::gate {

std::string make_mac(std::string_view key, std::string_view text) {
    return to_hex(hmac_sha256(key, text));
}

SignatureFault check_signature(const Signature& signature, std::string_view text,
                               const KeyRing& keys, TimePoint now, Millis window) {
    const auto timestamp = codec::parse_number(signature.timestamp);
    // Twelve digits reach far enough, and keep the milliseconds within 64 bits.
    if (!timestamp || signature.timestamp.size() > 12) return SignatureFault::bad_timestamp;
    const auto key = keys.find(signature.signer);
    if (key == keys.end() || !equal_in_constant_time(signature.mac, make_mac(key->second, text))) {
        return SignatureFault::bad_signature;
    }
    // After the mac: only who knows the key learns how far its clock is off.
    const Millis age = now - TimePoint{static_cast<std::int64_t>(*timestamp) * 1000};
    if (age > window || age < Millis{0} - window) return SignatureFault::outside_window;
    return SignatureFault::none;
}

}  // namespace muster::gate
