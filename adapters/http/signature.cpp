#include "adapters/http/signature.hpp"

#include <algorithm>

#include "engine/codec/protocol_text.hpp"

namespace muster::http {

namespace {

constexpr std::string_view form = "v2=";

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
    return std::string(form) + gate::make_mac(key, signed_text(timestamp, request));
}

gate::SignatureFault check_signature(const SignatureHeaders& headers, const SignedRequest& request,
                                     const gate::KeyRing& keys, TimePoint now, Millis window) {
    gate::Signature signature{.signer = headers.gateway, .timestamp = headers.timestamp, .mac = {}};
    if (headers.signature.starts_with(form)) signature.mac = headers.signature.substr(form.size());
    return gate::check_signature(signature, signed_text(headers.timestamp, request), keys, now,
                                 window);
}

}  // namespace muster::http
