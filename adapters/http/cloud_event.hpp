// CloudEvents 1.0.2 over HTTP, in each mode of the binding, when their data is JSON:
//
//     structured  Content-Type application/cloudevents+json, or plain application/json: one object
//     batch       Content-Type application/cloudevents-batch+json: an array of them
//     binary      attributes in headers (ce-id and so on), the data alone in the body
//
// https://github.com/cloudevents/spec/tree/v1.0.2/cloudevents: bindings/http-protocol-binding.md
// and formats/json-format.md. Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "adapters/http/problem.hpp"
#include "engine/codec/datum.hpp"
#include "muster/command.hpp"
#include "muster/units.hpp"

namespace muster::http {

// What an event becomes.
struct Intake {
    std::string key;  // "ce:<source> <id>": the de-duplication key within the sender
    Command command;  // with its places as the event has them
    std::optional<codec::Datum> datum;  // what they are in, where the event says it
};

enum class EventMode : std::uint8_t { structured, batch, binary };

constexpr std::string_view event_types_text =
    "application/cloudevents+json, application/json, application/cloudevents-batch+json";

// Which mode a request is in; nothing when its body is none of JSON. `attributes`: it has headers
// whose names begin with ce-.
[[nodiscard]] std::optional<EventMode> event_mode(std::string_view content_type, bool attributes);

// Types: cn.muster.request.create (data = CreateRequest), cn.muster.card.tap (TapCard),
// cn.muster.position (ReportPositions), cn.muster.device.sos (CreateRequest whose channel is
// `button`, whose service is `sos_service` unless given, and whose device is the event's subject
// unless given). The extension attribute `datum` names the system of coordinates of the places in
// `data`; others are let through unread. `data` is read strictly. It may come as data_base64
// instead. `body` is UTF-8.
[[nodiscard]] std::variant<Intake, Problem> read_cloud_event(std::string_view body,
                                                             const Code& sos_service);

// All of a batch, or what is wrong with the first that cannot be read.
[[nodiscard]] std::variant<std::vector<Intake>, Problem> read_cloud_events(std::string_view body,
                                                                           const Code& sos_service,
                                                                           std::size_t max_events);

using EventAttributes = std::vector<std::pair<std::string_view, std::string_view>>;

// `attributes` = the headers by name and value; their values may be %-escaped.
[[nodiscard]] std::variant<Intake, Problem> read_binary_event(const EventAttributes& attributes,
                                                              std::string_view data,
                                                              const Code& sos_service);

}  // namespace muster::http
