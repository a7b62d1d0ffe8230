// What a gateway that has no token signs of a request (engine/gate/signature.hpp). Pure; any
// thread.
//
//     Muster-Gateway: <name>
//     Muster-Timestamp: <unix seconds>
//     Muster-Signature: v2=<hex of HMAC-SHA256(key of the name, text)>
//
// where the text is these lines, each with a line feed, and then the body as it is sent:
//
//     v2
//     <timestamp>
//     <method>
//     <target: path and query, byte for byte as in the request line>
//     <value of Content-Type>
//     <ce-name:value, for each header whose name begins with ce-, names in lower case, sorted>
//     <an empty line>
//
// So all that decides what a request means is under the mac, and the timestamp with it: else what
// was captured could be sent again for ever, or elsewhere, or with ?datum=gcj02 behind it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/gate/signature.hpp"
#include "muster/units.hpp"

namespace muster::http {

struct SignatureHeaders {
    std::string_view gateway;
    std::string_view timestamp;
    std::string_view signature;
    [[nodiscard]] bool present() const { return !signature.empty() || !gateway.empty(); }
    // The first form, v1, covered the timestamp and the body only and is no longer taken.
    [[nodiscard]] bool is_first_form() const { return signature.starts_with("v1="); }
};

// What a signature covers beside the timestamp.
struct SignedRequest {
    std::string_view method;
    std::string_view target;
    std::string_view content_type;
    std::vector<std::pair<std::string_view, std::string_view>> event_attributes;  // in any order
    std::string_view body;
};

// For people: what is to be signed.
constexpr std::string_view signature_form =
    "v2=<hex HMAC-SHA256(key, \"v2\\n\" timestamp \"\\n\" method \"\\n\" target with query \"\\n\" "
    "Content-Type \"\\n\" [each ce- header \"name:value\\n\", sorted] \"\\n\" body)>";

[[nodiscard]] gate::SignatureFault check_signature(const SignatureHeaders& headers,
                                                   const SignedRequest& request,
                                                   const gate::KeyRing& keys, TimePoint now,
                                                   Millis window);

// The value of Muster-Signature, for tests and for gateways written in C++.
[[nodiscard]] std::string make_signature(std::string_view key, std::string_view timestamp,
                                         const SignedRequest& request);

}  // namespace muster::http
