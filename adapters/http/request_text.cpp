#include "adapters/http/request_text.hpp"

#include "engine/codec/charset.hpp"
#include "engine/codec/json_reader.hpp"

namespace muster::http {

std::optional<Problem> read_datum(const Target& target, codec::Datum& out) {
    for (const auto& [name, value] : target.query) {
        Problem wrong;
        wrong.status = 400;
        wrong.reason = "invalid_parameter";
        wrong.field = name;
        if (name != "datum") {
            wrong.detail = "this parameter does not exist here";
            wrong.expected = "datum";
            return wrong;
        }
        const auto datum = codec::datum_named(value);
        if (!datum) {
            wrong.detail = codec::unknown_datum(value);
            wrong.expected = std::string(codec::datum_names);
            return wrong;
        }
        out = *datum;
    }
    return std::nullopt;
}

std::optional<Point> point_of(std::string_view text) {
    const std::size_t comma = text.find(',');
    if (comma == std::string_view::npos) return std::nullopt;
    std::string json("{\"lat\":");
    json.append(text.substr(0, comma)).append(",\"lon\":").append(text.substr(comma + 1));
    json += '}';
    Point point;
    if (codec::read(json, point, codec::Mode::strict)) return std::nullopt;
    return point;
}

Expected<std::string_view, Problem> read_text(std::string_view content_type, std::string_view body,
                                              std::string& space) {
    const auto text =
        codec::to_utf8(body, codec::charset_of(content_type).value_or(codec::Charset::utf8), space);
    if (!text) {
        return Problem{.status = 400,
                       .reason = "malformed_body",
                       .detail = "the body is no text of the charset that Content-Type names",
                       .field = "body",
                       .offset = text.error().offset};
    }
    return *text;
}

Problem no_parameters(const Target& target) {
    return bad_parameter(target.query.front().first, "this parameter does not exist here",
                         "no parameters");
}

void place_in_body(std::optional<std::uint64_t>& offset, std::string_view text,
                   std::string_view body, const std::string& space) {
    if (!offset) return;
    if (space.empty()) {
        *offset += body.size() - text.size();
    } else {
        offset.reset();
    }
}

}  // namespace muster::http
