#include "engine/gate/push_request.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/stream_parser.hpp>
#include <charconv>

#include "engine/codec/protocol_text.hpp"
#include "engine/codec/text.hpp"

namespace muster::gate {

namespace json = boost::json;

namespace {

Fault malformed(std::string detail, std::string expected,
                std::optional<std::uint64_t> offset = std::nullopt) {
    return {.reason = FaultReason::malformed,
            .detail = std::move(detail),
            .expected = std::move(expected),
            .offset = offset};
}

// A value from a form or a header as UTF-8; nothing when it is no text of the charset.
std::optional<std::string> as_utf8(std::string_view bytes, codec::Charset charset) {
    std::string space;
    const auto text = codec::to_utf8(bytes, charset, space);
    if (!text || !codec::is_valid_utf8(*text)) return std::nullopt;
    return std::string(*text);
}

// Nothing for what a double does not hold exactly: two long numbers of devices must not become one.
std::optional<std::string> number_text(double number) {
    constexpr double exact = 9'007'199'254'740'992.0;  // 2^53
    if (!(number > -exact && number < exact)) return std::nullopt;
    char text[32];
    const auto [end, error] = std::to_chars(text, text + sizeof text, number);
    if (error != std::errc()) return std::nullopt;
    return std::string(text, end);
}

std::optional<std::string> text_of(const json::value& value) {
    switch (value.kind()) {
        case json::kind::null:
            return std::nullopt;
        case json::kind::bool_:
            return value.get_bool() ? "true" : "false";
        case json::kind::int64:
            return std::to_string(value.get_int64());
        case json::kind::uint64:
            return std::to_string(value.get_uint64());
        case json::kind::double_:
            return number_text(value.get_double());
        case json::kind::string: {
            const std::string_view text(value.get_string().data(), value.get_string().size());
            const std::string_view inner = codec::trimmed(text);
            if (inner.empty()) return std::nullopt;
            return std::string(inner);
        }
        case json::kind::array:
        case json::kind::object:
            break;
    }
    return json::serialize(value);
}

const json::value* at(const json::value& value, std::string_view pointer) {
    json::error_code error;
    return value.find_pointer({pointer.data(), pointer.size()}, error);
}

template <class Pairs, class Same>
std::optional<std::string> value_of(const Pairs& pairs, std::string_view name, Same same) {
    for (const auto& [key, value] : pairs) {
        if (!same(key, name)) continue;
        const std::string_view text = codec::trimmed(value);
        if (text.empty()) continue;
        return std::string(text);
    }
    return std::nullopt;
}

Expected<json::value, Fault> read_json(std::string_view text) {
    json::parse_options options;
    options.max_depth = max_push_depth;
    json::error_code error;
    json::stream_parser parser({}, options);
    const std::size_t read = parser.write_some(text.data(), text.size(), error);
    std::string_view rest = text.substr(read);
    const bool tail = rest.find_first_not_of(" \t\r\n") != std::string_view::npos;
    if (!error && !tail) parser.finish(error);
    if (!error && !tail) return parser.release();
    return malformed("the body is not JSON: " +
                         (error ? error.message() : std::string("more stands behind its value")),
                     "one value of RFC 8259, at most " + std::to_string(max_push_depth) + " deep",
                     read);
}

}  // namespace

Expected<PushBody, Fault> PushBody::read(PushFormat format, const PushRequest& request) {
    PushBody body(format, request);
    if (format == PushFormat::json) {
        std::string space;
        const auto text = codec::to_utf8(request.body, request.charset, space);
        if (!text) {
            return malformed("the body is no text of the charset that Content-Type names",
                             std::string(codec::charsets_text), text.error().offset);
        }
        auto value = read_json(*text);
        if (!value) {
            // Of what was sent: a byte order mark was taken off, and of another charset nothing
            // that was counted in UTF-8 holds.
            auto& offset = value.error().offset;
            if (space.empty()) {
                *offset += request.body.size() - text->size();
            } else {
                offset.reset();
            }
            return std::move(value.error());
        }
        body.json_ = std::move(*value);
        return body;
    }
    std::vector<std::pair<std::string, std::string>> pairs;
    if (!codec::decode_pairs(request.body, max_push_fields, pairs)) {
        return malformed("the body is no form: a %-escape is broken, or it has too many fields",
                         "at most " + std::to_string(max_push_fields) + " fields, %-escaped");
    }
    for (const auto& [name, value] : pairs) {
        auto name_text = as_utf8(name, request.charset);
        auto value_text = as_utf8(value, request.charset);
        if (!name_text || !value_text) {
            return malformed("a field of the form is no text of the charset",
                             std::string(codec::charsets_text));
        }
        body.form_.emplace_back(std::move(*name_text), std::move(*value_text));
    }
    return body;
}

std::optional<std::string> PushBody::text(std::string_view path, const json::value* item) const {
    if (path.empty()) return std::nullopt;
    const auto exactly = [](std::string_view a, std::string_view b) { return a == b; };
    if (path.front() == '?') return value_of(request_->query, path.substr(1), exactly);
    if (path.front() == '@') {
        const auto value = value_of(request_->headers, path.substr(1), codec::equal_ignoring_case);
        return value ? as_utf8(*value, codec::Charset::utf8) : std::nullopt;
    }
    if (format_ == PushFormat::form) return value_of(form_, path, exactly);
    if (item != nullptr) {
        const json::value* const found = at(*item, path);
        if (found != nullptr) {
            if (auto text = text_of(*found)) return text;
        }
    }
    const json::value* const found = at(json_, path);
    return found == nullptr ? std::nullopt : text_of(*found);
}

std::optional<std::vector<const json::value*>> PushBody::items(std::string_view path) const {
    const json::value* const found = at(json_, path);
    if (found == nullptr) return std::nullopt;
    std::vector<const json::value*> out;
    if (found->is_object()) {
        out.push_back(found);
        return out;
    }
    if (!found->is_array()) return std::nullopt;
    for (const json::value& item : found->get_array())
        out.push_back(&item);
    return out;
}

std::string PushBody::shown(const json::value* item) const {
    if (format_ == PushFormat::json) return json::serialize(item == nullptr ? json_ : *item);
    std::string out;
    for (const auto& [name, value] : form_) {
        if (!out.empty()) out += '&';
        out.append(name).append("=").append(value);
    }
    return out;
}

}  // namespace muster::gate
