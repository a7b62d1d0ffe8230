// CloudEvents 1.0 in JSON (structured mode) and the signature of gateways that have no token.
// https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md
// Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "adapters/http/card_link.hpp"
#include "adapters/http/problem.hpp"
#include "muster/commands.hpp"
#include "muster/units.hpp"

namespace muster::http {

// What an event becomes.
struct Intake {
    std::string key;  // "ce:<source> <id>": the de-duplication key within the sender
    Command command;
};

// Types: cn.muster.request.create (data = CreateRequest), cn.muster.card.tap (TapCard),
// cn.muster.position (ReportPositions), cn.muster.device.sos (CreateRequest whose channel is
// `button`, whose service is `sos_service` unless given, and whose device is the event's subject
// unless given). Extension attributes are let through unread; `data` is read strictly.
[[nodiscard]] std::variant<Intake, Problem> read_cloud_event(std::string_view body,
                                                             const Code& sos_service);

// Checks the signature of a gateway:
//   Muster-Gateway: <name>   Muster-Timestamp: <unix seconds>
//   Muster-Signature: v1=<hex of HMAC-SHA256(key of the name, "<timestamp>.<body>")>
// The timestamp is under the mac, else a captured body could be sent again for ever.
enum class SignatureFault : std::uint8_t { none, bad_timestamp, outside_window, bad_signature };

struct SignatureHeaders {
    std::string_view gateway;
    std::string_view timestamp;
    std::string_view signature;
    [[nodiscard]] bool present() const { return !signature.empty() || !gateway.empty(); }
};

[[nodiscard]] SignatureFault check_signature(const SignatureHeaders& headers, std::string_view body,
                                             const KeyRing& keys, TimePoint now, Millis window);

// The value of Muster-Signature, for tests and for gateways written in C++.
[[nodiscard]] std::string make_signature(std::string_view key, std::string_view timestamp,
                                         std::string_view body);

}  // namespace muster::http
