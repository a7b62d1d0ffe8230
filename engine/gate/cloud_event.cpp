#include "engine/gate/cloud_event.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/codec/charset.hpp"
#include "engine/codec/command_datum.hpp"
#include "engine/codec/commands_json.hpp"
#include "engine/codec/protocol_text.hpp"
#include "engine/gate/crypto.hpp"
#include "muster/requests.hpp"

namespace muster::gate {

namespace {

struct EventType {
    std::string_view type;
    std::string_view command;
};
constexpr std::string_view sos_type = "cn.muster.device.sos";
constexpr std::array<EventType, 4> event_types{{
    {"cn.muster.request.create", "CreateRequest"},
    {"cn.muster.card.tap", "TapCard"},
    {"cn.muster.position", "ReportPositions"},
    {sos_type, "CreateRequest"},
}};

constexpr std::size_t max_attribute = 200;  // so that the key stays within a key's usual size

// The text of the member `data` in a JSON object that is known to be well formed. `twice` is set
// when it is there more than once.
std::string_view find_data(std::string_view text, bool& twice) {
    std::string_view found;
    std::size_t depth = 0;
    std::size_t value_at = 0;  // where the value of the current member began, 0 = in its name
    std::size_t name_at = 0;   // where its name began
    std::size_t name_size = 0;
    const auto end_member = [&](std::size_t end) {
        if (value_at != 0 && text.substr(name_at, name_size) == "data") {
            twice = !found.empty();
            found = text.substr(value_at, end - value_at);
        }
        value_at = 0;
    };
    for (std::size_t i = 0; i < text.size() && !twice; ++i) {
        switch (text[i]) {
            case '"': {
                const std::size_t begin = i + 1;
                for (++i; i < text.size() && text[i] != '"'; ++i) {
                    if (text[i] == '\\') ++i;
                }
                if (depth == 1 && value_at == 0) {
                    name_at = begin;
                    name_size = i - begin;
                }
                break;
            }
            case '{':
            case '[':
                ++depth;
                break;
            case '}':
            case ']':
                if (depth == 1) end_member(i);
                --depth;
                break;
            case ':':
                if (depth == 1) value_at = i + 1;
                break;
            case ',':
                if (depth == 1) end_member(i);
                break;
            default:
                break;
        }
    }
    return found;
}

// Takes the next element off an array's text that is known to be well formed, with the comma.
std::string_view take_element(std::string_view& text) {
    std::size_t depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '"') {
            for (++i; i < text.size() && text[i] != '"'; ++i) {
                if (text[i] == '\\') ++i;
            }
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if ((c == '}' || c == ']') && depth > 0) {
            --depth;
        } else if (depth == 0 && (c == ',' || c == ']')) {
            const std::string_view element = text.substr(0, i);
            text.remove_prefix(i + 1);
            return element;
        }
    }
    return std::exchange(text, {});
}

// Of one attribute; its place is put in front by who knows it.
Fault attribute_fault(std::string_view name, std::string detail, std::string expected) {
    return {.reason = FaultReason::invalid_event,
            .detail = std::move(detail),
            .field = std::string(name),
            .expected = std::move(expected)};
}

// 1 to 200 characters without spaces and control characters: source and id are joined by a space.
bool is_plain_attribute(std::string_view text) {
    return !text.empty() && text.size() <= max_attribute &&
           std::all_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) > ' ' && c != 0x7F; });
}

std::optional<Fault> check_context(const EventContext& context) {
    if (context.specversion != "1.0") {
        return attribute_fault("specversion",
                               "specversion is \"" + context.specversion.substr(0, 16) + "\"",
                               "\"1.0\"");
    }
    if (!is_plain_attribute(context.id)) {
        return attribute_fault("id", "id is missing, too long, or holds spaces",
                               "1 to 200 characters, unique within the source");
    }
    if (!is_plain_attribute(context.source)) {
        return attribute_fault("source", "source is missing, too long, or holds spaces",
                               "a URI reference of 1 to 200 characters");
    }
    if (!context.time.empty() && !codec::is_rfc3339(context.time)) {
        return attribute_fault("time", "time is not a date and time of RFC 3339",
                               "such as 2025-01-31T08:00:05+08:00");
    }
    const auto charset = codec::charset_of(context.datacontenttype);
    if (!context.datacontenttype.empty() && (!codec::is_json_type(context.datacontenttype) ||
                                             !charset || !codec::is_known_here(*charset))) {
        return attribute_fault("datacontenttype", "data must be JSON",
                               "application/json, or a type that ends with +json");
    }
    if (context.datum && !codec::datum_named(*context.datum)) {
        return attribute_fault("datum", codec::unknown_datum(*context.datum),
                               std::string(codec::datum_names));
    }
    return std::nullopt;
}

void complete_sos(CreateRequest& request, const EventContext& context, const Code& sos_service) {
    request.channel = Channel::button;
    if (request.service.empty()) request.service = sos_service;
    if (request.device.empty()) request.device = context.subject;
}

// What is wrong with an event's data, as something of the event. `offset`: where the data begin in
// it; nothing when they stand there in another form.
Expected<Intake, Fault> of_data(Expected<Intake, Fault> read, std::string_view field,
                                std::optional<std::size_t> offset) {
    if (read || read.error().reason != FaultReason::malformed) return read;
    Fault& fault = read.error();
    fault.field.insert(0, field);
    if (offset && fault.offset) {
        *fault.offset += *offset;
    } else {
        fault.offset.reset();
    }
    return read;
}

// One event of the JSON format: `text` is the object that `context` was read from, `offset` its
// place in the body.
Expected<Intake, Fault> read_object(const EventContext& context, std::string_view text,
                                    std::size_t offset, const Code& sos_service) {
    bool twice = false;
    const std::string_view data = find_data(text, twice);
    if (twice) return attribute_fault("data", "data is there more than once", "one object");
    if (context.data_base64.empty()) {
        if (!data.empty()) offset += static_cast<std::size_t>(data.data() - text.data());
        return of_data(read_event(context, data, sos_service), "data", offset);
    }
    if (!data.empty()) {
        return attribute_fault("data_base64", "data is there in two forms",
                               "either data or data_base64");
    }
    const auto bytes = from_base64(context.data_base64);
    if (!bytes) {
        return attribute_fault("data_base64", "data_base64 is not base64",
                               "RFC 4648, section 4, with its padding");
    }
    std::string space;
    const codec::Charset charset =
        codec::charset_of(context.datacontenttype).value_or(codec::Charset::utf8);
    const auto decoded = codec::to_utf8(*bytes, charset, space);
    if (!decoded) {
        return attribute_fault("data_base64", "data_base64 holds no text of its charset",
                               std::string(codec::charsets_text));
    }
    return of_data(read_event(context, *decoded, sos_service), "data_base64", std::nullopt);
}

// Puts the place of an event in front of a fault's field.
Expected<Intake, Fault> placed(Expected<Intake, Fault> read, std::string_view place) {
    if (!read) read.error().field.insert(0, place);
    return read;
}

Fault not_json(codec::ParseError&& error, std::string_view expected) {
    return {.reason = FaultReason::malformed,
            .detail = std::move(error.message),
            .field = std::move(error.path),
            .expected = std::string(expected),
            .offset = error.offset};
}

}  // namespace

Expected<Intake, Fault> read_event(const EventContext& context, std::string_view data,
                                   const Code& sos_service) {
    if (auto fault = check_context(context)) return std::move(*fault);
    const auto known = std::find_if(event_types.begin(), event_types.end(),
                                    [&](const EventType& t) { return t.type == context.type; });
    if (known == event_types.end()) {
        std::string names;
        for (const EventType& type : event_types) {
            if (!names.empty()) names += ", ";
            names += type.type;
        }
        return attribute_fault("type", "no such type of event", "one of " + names);
    }
    if (data.empty()) {
        return attribute_fault("data", "data is missing",
                               "the fields of " + std::string(known->command));
    }
    Intake intake;
    intake.key.append("ce:").append(context.source).append(" ").append(context.id);
    if (auto error =
            codec::read_command_named(known->command, data, intake.command, codec::Mode::strict)) {
        return Fault{.reason = FaultReason::malformed,
                     .detail = std::move(error->message),
                     .field = std::move(error->path),
                     .offset = error->offset};
    }
    if (context.datum) intake.datum = codec::datum_named(*context.datum);
    if (known->type == sos_type) {
        complete_sos(intake.command.get<CreateRequest>(), context, sos_service);
    }
    return intake;
}

Expected<Intake, Fault> read_cloud_event(std::string_view json, const Code& sos_service) {
    EventContext context;
    if (auto error = codec::read(json, context, codec::Mode::lenient)) {
        return not_json(std::move(*error), "a CloudEvents 1.0 event in JSON");
    }
    return placed(read_object(context, json, 0, sos_service), "/");
}

Expected<std::vector<Intake>, Fault> read_cloud_events(std::string_view json,
                                                       const Code& sos_service,
                                                       std::size_t max_events) {
    std::vector<EventContext> contexts;
    const std::string expected =
        "an array of at most " + std::to_string(max_events) + " CloudEvents 1.0 events in JSON";
    if (auto error = codec::read(json, contexts, codec::Mode::lenient)) {
        return not_json(std::move(*error), expected);
    }
    if (contexts.size() > max_events) {
        return Fault{.reason = FaultReason::batch_too_large,
                     .detail = "the batch holds " + std::to_string(contexts.size()) + " events",
                     .expected = expected};
    }
    std::vector<Intake> events;
    events.reserve(contexts.size());
    std::string_view rest = json.substr(json.find('[') + 1);
    for (const EventContext& context : contexts) {
        const std::string_view text = take_element(rest);
        const auto offset = static_cast<std::size_t>(text.data() - json.data());
        auto event = placed(read_object(context, text, offset, sos_service),
                            "/" + std::to_string(events.size()) + "/");
        if (!event) return std::move(event.error());
        events.push_back(std::move(*event));
    }
    return events;
}

}  // namespace muster::gate
