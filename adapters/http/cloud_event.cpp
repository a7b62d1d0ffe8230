#include "adapters/http/cloud_event.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "adapters/http/http_codec.hpp"
#include "engine/codec/charset.hpp"
#include "engine/codec/command_datum.hpp"
#include "engine/codec/commands_json.hpp"
#include "engine/codec/protocol_text.hpp"
#include "engine/gate/crypto.hpp"
#include "muster/requests.hpp"

namespace muster::http {

namespace {

// The context attributes that matter here; others are extensions.
struct EventContext {
    std::string specversion;
    std::string id;
    std::string source;
    std::string type;
    std::string subject;
    std::string time;
    std::string datacontenttype;
    std::string data_base64;
    std::optional<std::string> datum;  // an extension of ours
};
BOOST_DESCRIBE_STRUCT(EventContext, (),
                      (specversion, id, source, type, subject, time, datacontenttype, data_base64,
                       datum))

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

// A problem with one attribute; its place is put in front by who knows it.
Problem attribute_problem(std::string_view name, std::string detail, std::string expected) {
    return {.status = 400,
            .reason = "invalid_event",
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

std::optional<Problem> check_context(const EventContext& context) {
    if (context.specversion != "1.0") {
        return attribute_problem("specversion",
                                 "specversion is \"" + context.specversion.substr(0, 16) + "\"",
                                 "\"1.0\"");
    }
    if (!is_plain_attribute(context.id)) {
        return attribute_problem("id", "id is missing, too long, or holds spaces",
                                 "1 to 200 characters, unique within the source");
    }
    if (!is_plain_attribute(context.source)) {
        return attribute_problem("source", "source is missing, too long, or holds spaces",
                                 "a URI reference of 1 to 200 characters");
    }
    if (!context.time.empty() && !codec::is_rfc3339(context.time)) {
        return attribute_problem("time", "time is not a date and time of RFC 3339",
                                 "such as 2025-01-31T08:00:05+08:00");
    }
    if (!context.datacontenttype.empty() && (!codec::is_json_type(context.datacontenttype) ||
                                             !codec::charset_of(context.datacontenttype))) {
        return attribute_problem("datacontenttype", "data must be JSON",
                                 "application/json, or a type that ends with +json");
    }
    if (context.datum && !codec::datum_named(*context.datum)) {
        return attribute_problem("datum", codec::unknown_datum(*context.datum),
                                 std::string(codec::datum_names));
    }
    return std::nullopt;
}

void complete_sos(CreateRequest& request, const EventContext& context, const Code& sos_service) {
    request.channel = Channel::button;
    if (request.service.empty()) request.service = sos_service;
    if (request.device.empty()) request.device = context.subject;
}

// What an event holds, as text of JSON, and where that stands.
struct EventData {
    std::string_view text;
    std::string_view field = "data";
    std::optional<std::size_t> offset;  // of the text in the body, where it is a part of it
};

std::variant<Intake, Problem> read_event(const EventContext& context, const EventData& data,
                                         const Code& sos_service) {
    if (auto problem = check_context(context)) return std::move(*problem);
    const auto known = std::find_if(event_types.begin(), event_types.end(),
                                    [&](const EventType& t) { return t.type == context.type; });
    if (known == event_types.end()) {
        std::string names;
        for (const EventType& type : event_types) {
            if (!names.empty()) names += ", ";
            names += type.type;
        }
        return attribute_problem("type", "no such type of event", "one of " + names);
    }
    if (data.text.empty()) {
        return attribute_problem("data", "data is missing",
                                 "the fields of " + std::string(known->command));
    }
    Intake intake;
    intake.key.append("ce:").append(context.source).append(" ").append(context.id);
    if (auto error = codec::read_command_named(known->command, data.text, intake.command,
                                               codec::Mode::strict)) {
        Problem problem{.status = 400,
                        .reason = "malformed_body",
                        .detail = std::move(error->message),
                        .field = std::string(data.field) + error->path};
        if (data.offset) problem.offset = *data.offset + error->offset;
        return problem;
    }
    if (context.datum) intake.datum = codec::datum_named(*context.datum);
    if (known->type == sos_type) {
        complete_sos(intake.command.get<CreateRequest>(), context, sos_service);
    }
    return intake;
}

// One event of the JSON format: `text` is the object that `context` was read from, `offset` its
// place in the body.
std::variant<Intake, Problem> read_object(const EventContext& context, std::string_view text,
                                          std::size_t offset, const Code& sos_service) {
    bool twice = false;
    EventData data;
    data.text = find_data(text, twice);
    if (twice) return attribute_problem("data", "data is there more than once", "one object");
    if (!data.text.empty()) {
        if (!context.data_base64.empty()) {
            return attribute_problem("data_base64", "data is there in two forms",
                                     "either data or data_base64");
        }
        data.offset = offset + static_cast<std::size_t>(data.text.data() - text.data());
        return read_event(context, data, sos_service);
    }
    if (context.data_base64.empty()) return read_event(context, data, sos_service);
    const auto bytes = gate::from_base64(context.data_base64);
    if (!bytes) {
        return attribute_problem("data_base64", "data_base64 is not base64",
                                 "RFC 4648, section 4, with its padding");
    }
    std::string space;
    const codec::Charset charset =
        codec::charset_of(context.datacontenttype).value_or(codec::Charset::utf8);
    const auto decoded = codec::to_utf8(*bytes, charset, space);
    if (!decoded) {
        return attribute_problem("data_base64", "data_base64 holds no text of its charset",
                                 std::string(codec::charsets_text));
    }
    data.text = *decoded;
    data.field = "data_base64";
    return read_event(context, data, sos_service);
}

// Puts the place of an event in front of a problem's field.
template <class T>
std::variant<T, Problem> placed(std::variant<T, Problem> result, std::string_view place) {
    if (auto* const problem = std::get_if<Problem>(&result)) {
        problem->field.insert(0, place);
    }
    return result;
}

Problem not_json(codec::ParseError&& error, std::string_view expected) {
    return {.status = 400,
            .reason = "malformed_body",
            .detail = std::move(error.message),
            .field = std::move(error.path),
            .expected = std::string(expected),
            .offset = error.offset};
}

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

std::variant<Intake, Problem> read_cloud_event(std::string_view body, const Code& sos_service) {
    EventContext context;
    if (auto error = codec::read(body, context, codec::Mode::lenient)) {
        return not_json(std::move(*error), "a CloudEvents 1.0 event in JSON");
    }
    return placed(read_object(context, body, 0, sos_service), "/");
}

std::variant<std::vector<Intake>, Problem> read_cloud_events(std::string_view body,
                                                             const Code& sos_service,
                                                             std::size_t max_events) {
    std::vector<EventContext> contexts;
    const std::string expected =
        "an array of at most " + std::to_string(max_events) + " CloudEvents 1.0 events in JSON";
    if (auto error = codec::read(body, contexts, codec::Mode::lenient)) {
        return not_json(std::move(*error), expected);
    }
    if (contexts.size() > max_events) {
        return Problem{.status = 413,
                       .reason = "batch_too_large",
                       .detail = "the batch holds " + std::to_string(contexts.size()) + " events",
                       .expected = expected};
    }
    std::vector<Intake> events;
    events.reserve(contexts.size());
    std::string_view rest = body.substr(body.find('[') + 1);
    for (const EventContext& context : contexts) {
        const std::string_view text = take_element(rest);
        const auto offset = static_cast<std::size_t>(text.data() - body.data());
        auto event = placed(read_object(context, text, offset, sos_service),
                            "/" + std::to_string(events.size()) + "/");
        if (auto* const problem = std::get_if<Problem>(&event)) return std::move(*problem);
        events.push_back(std::move(std::get<Intake>(event)));
    }
    return events;
}

std::variant<Intake, Problem> read_binary_event(const EventAttributes& attributes,
                                                std::string_view data, const Code& sos_service) {
    EventContext context;
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
                return attribute_problem(known_name, "the header's value is not %-escaped UTF-8",
                                         "such as Caf%C3%A9");
            }
            *place = std::move(*text);
            if (place == &datum) context.datum = datum;
        }
    }
    if (auto problem = check_context(context)) {
        problem->field.insert(0, "ce-");
        return std::move(*problem);
    }
    auto result = read_event(context, {.text = data, .field = "", .offset = 0}, sos_service);
    if (auto* const problem = std::get_if<Problem>(&result)) {
        if (problem->field == "type") problem->field = "ce-type";
        if (problem->field == "data") problem->field = "body";
    }
    return result;
}

}  // namespace muster::http
