// CloudEvents 1.0.2 over HTTP, in each mode of the binding, when their data is JSON:
//
//     structured  Content-Type application/cloudevents+json, or plain application/json: one object
//     batch       Content-Type application/cloudevents-batch+json: an array of them
//     binary      attributes in headers (ce-id and so on), the data alone in the body
//
// https://github.com/cloudevents/spec/tree/v1.0.2/cloudevents, bindings/http-protocol-binding.md;
// what stands in an event is the gate's (engine/gate/cloud_event.hpp). Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/http/problem.hpp"
#include "engine/gate/cloud_event.hpp"
#include "muster/expected.hpp"
#include "muster/ids.hpp"

namespace muster::http {

enum class EventMode : std::uint8_t { structured, batch, binary };

constexpr std::string_view event_types_text =
    "application/cloudevents+json, application/json, application/cloudevents-batch+json";

// Which mode a request is in; nothing when its body is none of JSON. `attributes`: it has headers
// whose names begin with ce-.
[[nodiscard]] std::optional<EventMode> event_mode(std::string_view content_type, bool attributes);

// Headers by name and value; the values may be %-escaped.
using EventAttributes = std::vector<std::pair<std::string_view, std::string_view>>;

// The events of a request: one, but of a batch as many as it holds, `max_events` at most. `body` is
// UTF-8.
[[nodiscard]] Expected<std::vector<gate::Intake>, Problem> read_events(
    EventMode mode, const EventAttributes& attributes, std::string_view body,
    const Code& sos_service, std::size_t max_events);

}  // namespace muster::http
