#include "adapters/http/cloud_event.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "adapters/http/crypto.hpp"
#include "adapters/http/http_codec.hpp"
#include "engine/codec/commands_json.hpp"

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
};
BOOST_DESCRIBE_STRUCT(EventContext, (),
                      (specversion, id, source, type, subject, time, datacontenttype))

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

Problem attribute_problem(std::string_view name, std::string detail, std::string expected) {
    std::string pointer = "/";
    pointer += name;
    return {.status = 400,
            .reason = "invalid_event",
            .detail = std::move(detail),
            .field = std::move(pointer),
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
    if (!context.time.empty() && !is_rfc3339(context.time)) {
        return attribute_problem("time", "time is not a date and time of RFC 3339",
                                 "such as 2025-01-31T08:00:05+08:00");
    }
    if (!context.datacontenttype.empty() &&
        !is_media_type(context.datacontenttype, "application/json")) {
        return attribute_problem("datacontenttype", "data must be JSON", "application/json");
    }
    return std::nullopt;
}

void complete_sos(CreateRequest& request, const EventContext& context, const Code& sos_service) {
    request.channel = Channel::button;
    if (request.service.empty()) request.service = sos_service;
    if (request.device.empty()) request.device = context.subject;
}

}  // namespace

std::variant<Intake, Problem> read_cloud_event(std::string_view body, const Code& sos_service) {
    EventContext context;
    if (auto error = codec::read(body, context, codec::Mode::lenient)) {
        return Problem{.status = 400,
                       .reason = "malformed_body",
                       .detail = std::move(error->message),
                       .field = std::move(error->path),
                       .expected = "a CloudEvents 1.0 event in JSON",
                       .offset = error->offset};
    }
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
    bool twice = false;
    const std::string_view data = find_data(body, twice);
    if (twice) return attribute_problem("data", "data is there more than once", "one object");
    if (data.empty()) {
        return attribute_problem("data", "data is missing",
                                 "the fields of " + std::string(known->command));
    }
    Intake intake;
    intake.key.append("ce:").append(context.source).append(" ").append(context.id);
    if (auto error =
            codec::read_command_named(known->command, data, intake.command, codec::Mode::strict)) {
        return Problem{
            .status = 400,
            .reason = "malformed_body",
            .detail = std::move(error->message),
            .field = "/data" + error->path,
            .offset = error->offset + static_cast<std::size_t>(data.data() - body.data())};
    }
    if (known->type == sos_type) {
        complete_sos(std::get<CreateRequest>(intake.command), context, sos_service);
    }
    return intake;
}

std::string make_signature(std::string_view key, std::string_view timestamp,
                           std::string_view body) {
    std::string message;
    message.reserve(timestamp.size() + 1 + body.size());
    message += timestamp;
    message += '.';
    message += body;
    return "v1=" + to_hex(hmac_sha256(key, message));
}

SignatureFault check_signature(const SignatureHeaders& headers, std::string_view body,
                               const KeyRing& keys, TimePoint now, Millis window) {
    const auto timestamp = parse_number(headers.timestamp);
    // Twelve digits reach far enough, and keep the milliseconds within 64 bits.
    if (!timestamp || headers.timestamp.size() > 12) return SignatureFault::bad_timestamp;
    const auto key = keys.find(headers.gateway);
    if (key == keys.end()) return SignatureFault::bad_signature;
    if (!equal_in_constant_time(headers.signature,
                                make_signature(key->second, headers.timestamp, body))) {
        return SignatureFault::bad_signature;
    }
    // After the mac: only who knows the key learns how far its clock is off.
    const Millis age = now - TimePoint{static_cast<std::int64_t>(*timestamp) * 1000};
    if (age > window || age < Millis{0} - window) return SignatureFault::outside_window;
    return SignatureFault::none;
}

}  // namespace muster::http
