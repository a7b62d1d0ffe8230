#include "adapters/http/signature.hpp"

#include <algorithm>

#include "engine/codec/protocol_text.hpp"
#include "engine/gate/crypto.hpp"

namespace muster::http {

namespace {

std::string signed_text(std::string_view timestamp, const SignedRequest& request) {
    std::vector<std::string> attributes;
    for (const auto& [name, value] : request.event_attributes) {
        attributes.push_back(codec::lower_case(name).append(":").append(value));
    }
    std::sort(attributes.begin(), attributes.end());
    std::string text;
    text.reserve(64 + request.target.size() + request.body.size());
    text.append("v2\n").append(timestamp).append("\n");
    text.append(request.method).append("\n");
    text.append(request.target).append("\n");
    text.append(request.content_type).append("\n");
    for (const std::string& line : attributes)
        text.append(line).append("\n");
    return text.append("\n").append(request.body);
}

}  // namespace

std::string make_signature(std::string_view key, std::string_view timestamp,
                           const SignedRequest& request) {
    return "v2=" + gate::to_hex(gate::hmac_sha256(key, signed_text(timestamp, request)));
}

SignatureFault check_signature(const SignatureHeaders& headers, const SignedRequest& request,
                               const gate::KeyRing& keys, TimePoint now, Millis window) {
    if (headers.signature.starts_with("v1=")) return SignatureFault::old_version;
    const auto timestamp = codec::parse_number(headers.timestamp);
    // Twelve digits reach far enough, and keep the milliseconds within 64 bits.
    if (!timestamp || headers.timestamp.size() > 12) return SignatureFault::bad_timestamp;
    const auto key = keys.find(headers.gateway);
    if (key == keys.end()) return SignatureFault::bad_signature;
    if (!gate::equal_in_constant_time(headers.signature,
                                      make_signature(key->second, headers.timestamp, request))) {
        return SignatureFault::bad_signature;
    }
    // After the mac: only who knows the key learns how far its clock is off.
    const Millis age = now - TimePoint{static_cast<std::int64_t>(*timestamp) * 1000};
    if (age > window || age < Millis{0} - window) return SignatureFault::outside_window;
    return SignatureFault::none;
}

}  // namespace muster::http
