#include "adapters/http/event_binding.hpp"

#include <string>

#include "adapters/http/http_codec.hpp"
#include "engine/codec/protocol_text.hpp"
#include "engine/codec/text.hpp"

namespace muster::http {

namespace {

// A header's value: perhaps in quotes, perhaps with escapes (section 3.1.3.2 of the binding).
// Nothing when an escape is broken or the result is not UTF-8.
std::optional<std::string> decode_attribute(std::string_view value) {
    std::string text;
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
        for (std::size_t i = 1; i + 1 < value.size(); ++i) {
            if (value[i] == '\\' && i + 2 < value.size()) ++i;
            text += value[i];
        }
    } else {
        text = value;
    }
    auto decoded = decode_escapes(text);
    if (!decoded || !codec::is_valid_utf8(*decoded)) return std::nullopt;
    return decoded;
}

// Fills the context from the headers, or says which of them is not text.
std::optional<gate::Fault> read_attributes(const EventAttributes& attributes,
                                           gate::EventContext& context) {
    std::string datum;
    const std::pair<std::string_view, std::string*> known[] = {
        {"ce-specversion", &context.specversion},
        {"ce-id", &context.id},
        {"ce-source", &context.source},
        {"ce-type", &context.type},
        {"ce-subject", &context.subject},
        {"ce-time", &context.time},
        {"ce-datum", &datum}};
    for (const auto& [name, value] : attributes) {
        for (const auto& [known_name, place] : known) {
            if (!codec::equal_ignoring_case(name, known_name)) continue;
            auto text = decode_attribute(value);
            if (!text) {
                return gate::Fault{.reason = gate::FaultReason::invalid_event,
                                   .detail = "the header's value is not %-escaped UTF-8",
                                   .field = std::string(known_name),
                                   .expected = "such as Caf%C3%A9"};
            }
            *place = std::move(*text);
            if (place == &datum) context.datum = datum;
        }
    }
    return std::nullopt;
}

Expected<gate::Intake, gate::Fault> read_binary(const EventAttributes& attributes,
                                                std::string_view data, const Code& sos_service) {
    gate::EventContext context;
    if (auto fault = read_attributes(attributes, context)) return std::move(*fault);
    auto event = gate::read_event(context, data, sos_service);
    if (!event && event.error().reason == gate::FaultReason::invalid_event) {
        std::string& field = event.error().field;
        field = field == "data" ? "body" : "ce-" + field;
    }
    return event;
}

}  // namespace

std::optional<EventMode> event_mode(std::string_view content_type, bool attributes) {
    if (codec::is_media_type(content_type, "application/cloudevents+json"))
        return EventMode::structured;
    if (codec::is_media_type(content_type, "application/cloudevents-batch+json"))
        return EventMode::batch;
    if (attributes && codec::is_json_type(content_type)) return EventMode::binary;
    if (codec::is_media_type(content_type, "application/json")) return EventMode::structured;
    return std::nullopt;
}

Expected<std::vector<gate::Intake>, Problem> read_events(EventMode mode,
                                                         const EventAttributes& attributes,
                                                         std::string_view body,
                                                         const Code& sos_service,
                                                         std::size_t max_events) {
    if (mode == EventMode::batch) {
        auto events = gate::read_cloud_events(body, sos_service, max_events);
        if (!events) return to_problem(std::move(events.error()));
        return std::move(*events);
    }
    auto event = mode == EventMode::binary ? read_binary(attributes, body, sos_service)
                                           : gate::read_cloud_event(body, sos_service);
    if (!event) return to_problem(std::move(event.error()));
    std::vector<gate::Intake> events;
    events.push_back(std::move(*event));
    return events;
}

}  // namespace muster::http
