#include "engine/feed/messages.hpp"

#include <array>
#include <boost/json.hpp>
#include <charconv>
#include <utility>

#include "muster/feed_port.hpp"

namespace muster::feed {
namespace {

template <class Number>
void append_any(std::string& out, Number value) {
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

std::string seq_message(std::string_view type, std::uint64_t seq) {
    std::string out = R"({"type":")";
    out.append(type).append(R"(","seq":)");
    append_number(out, seq);
    out.push_back('}');
    return out;
}

// False for a name that is none: better than more than was asked for without a word.
bool read_form(const boost::json::object& object, SnapshotForm& form) {
    const auto* list = object.if_contains("leave_out");
    if (list != nullptr && !list->is_null()) {
        if (!list->is_array()) return false;
        for (const auto& item : list->get_array()) {
            if (!item.is_string()) return false;
            const auto& name = item.get_string();
            const auto what = enum_named<LeaveOut>({name.data(), name.size()});
            if (!what) return false;
            form.leave_out.add(*what);
        }
    }
    const auto* compact = object.if_contains("compact");
    if (compact == nullptr || compact->is_null()) return true;
    if (!compact->is_bool()) return false;
    form.compact = compact->get_bool();
    return true;
}

std::optional<SubscribeMessage> parse_subscribe(const boost::json::object& object) {
    SubscribeMessage message;
    const auto* topics = object.if_contains("topics");
    if (topics == nullptr || !topics->is_array()) return std::nullopt;
    for (const auto& topic : topics->get_array()) {
        if (!topic.is_string()) return std::nullopt;
        message.topics.emplace_back(topic.get_string());
    }
    if (const auto* epoch = object.if_contains("epoch"); epoch != nullptr && !epoch->is_null()) {
        if (!epoch->is_string()) return std::nullopt;
        message.epoch.emplace(epoch->get_string());
    }
    if (const auto* after = object.if_contains("after"); after != nullptr && !after->is_null()) {
        boost::json::error_code failed;
        const auto value = after->to_number<std::uint64_t>(failed);
        if (failed) return std::nullopt;
        message.after = value;
    }
    if (!read_form(object, message.form)) return std::nullopt;
    return message;
}

}  // namespace

void append_number(std::string& out, std::uint64_t value) {
    append_any(out, value);
}
void append_number(std::string& out, std::int64_t value) {
    append_any(out, value);
}

std::string quoted(std::string_view text) {
    return boost::json::serialize(text);
}

std::string hello_message(std::string_view epoch, Millis heartbeat, std::size_t max_queue) {
    std::string out = R"({"type":"hello","epoch":)" + quoted(epoch) + R"(,"heartbeat_ms":)";
    append_number(out, heartbeat.value);
    out += R"(,"max_queue":)";
    append_number(out, static_cast<std::uint64_t>(max_queue));
    out.push_back('}');
    return out;
}

std::string reset_message(std::string_view reason) {
    return R"({"type":"reset","reason":)" + quoted(reason) + "}";
}

std::string snapshot_begin_message(std::uint64_t seq) {
    return seq_message("snapshot_begin", seq);
}
std::string snapshot_end_message(std::uint64_t seq) {
    return seq_message("snapshot_end", seq);
}
std::string bookmark_message(std::uint64_t seq) {
    return seq_message("bookmark", seq);
}

void append_delta_head(std::string& out, std::uint64_t seq, std::uint64_t prev, TimePoint at) {
    out += R"({"type":"delta","seq":)";
    append_number(out, seq);
    out += R"(,"prev":)";
    append_number(out, prev);
    out += R"(,"at":)";
    append_number(out, at.value);
    out += R"(,"changes":[)";
}

void append_text_frame(std::string& out, std::string_view payload) {
    append_frame_header(out, WsOpcode::text, payload.size());
    out.append(payload);
}

std::optional<std::variant<AuthMessage, SubscribeMessage>> parse_client_message(
    std::string_view text) {
    boost::json::parse_options options;
    options.max_depth = 4;
    boost::json::error_code failed;
    const auto value = boost::json::parse(text, failed, {}, options);
    if (failed || !value.is_object()) return std::nullopt;
    const auto& object = value.get_object();
    const auto* type = object.if_contains("type");
    if (type == nullptr || !type->is_string()) return std::nullopt;

    if (type->get_string() == "auth") {
        const auto* ticket = object.if_contains("ticket");
        if (ticket == nullptr || !ticket->is_string()) return std::nullopt;
        return AuthMessage{std::string(ticket->get_string())};
    }
    if (type->get_string() == "subscribe") {
        auto message = parse_subscribe(object);
        if (!message) return std::nullopt;
        return std::move(*message);
    }
    return std::nullopt;
}

}  // namespace muster::feed
