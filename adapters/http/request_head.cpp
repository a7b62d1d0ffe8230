#include "adapters/http/request_head.hpp"

#include <algorithm>
#include <array>
#include <boost/beast/http/rfc7230.hpp>
#include <string>
#include <utility>

#include "adapters/http/http_codec.hpp"
#include "engine/codec/protocol_text.hpp"

namespace muster::http {

namespace bhttp = boost::beast::http;

namespace {

Problem malformed(std::string detail, std::string_view field, std::string expected = {}) {
    return framing_problem(400, "malformed_request", std::move(detail), field, std::move(expected));
}

// Headers that have one value and no list of them: a second line would mean one thing to a proxy
// and another to us. Each place remembers the line that was there.
constexpr std::array<std::string_view, 24> single_fields{"Authorization",
                                                         "Content-Encoding",
                                                         "Content-Length",
                                                         "Content-Location",
                                                         "Content-Range",
                                                         "Content-Type",
                                                         "Date",
                                                         "Expect",
                                                         "From",
                                                         "Host",
                                                         "Idempotency-Key",
                                                         "If-Modified-Since",
                                                         "If-Range",
                                                         "If-Unmodified-Since",
                                                         "Max-Forwards",
                                                         "Origin",
                                                         "Proxy-Authorization",
                                                         "Range",
                                                         "Referer",
                                                         "Sec-WebSocket-Key",
                                                         "Sec-WebSocket-Version",
                                                         "Transfer-Encoding",
                                                         "User-Agent",
                                                         "X-Forwarded-Proto"};

bool starts_with_ignoring_case(std::string_view text, std::string_view start) {
    return text.size() >= start.size() &&
           codec::equal_ignoring_case(text.substr(0, start.size()), start);
}

// Our own headers, and those of an event in binary mode, are single as well.
bool is_own_field(std::string_view name) {
    return starts_with_ignoring_case(name, "Muster-") || starts_with_ignoring_case(name, "ce-");
}

std::optional<Problem> check_single(const Fields& message) {
    std::array<bool, single_fields.size()> seen{};
    for (const auto& field : message) {
        const std::string_view name = view(field.name_string());
        bool twice = false;
        const auto* const known = std::find_if(
            single_fields.begin(), single_fields.end(),
            [&](std::string_view single) { return codec::equal_ignoring_case(single, name); });
        if (known != single_fields.end()) {
            twice =
                std::exchange(seen[static_cast<std::size_t>(known - single_fields.begin())], true);
        } else if (is_own_field(name)) {
            twice = message.count(boost::beast::string_view(name.data(), name.size())) > 1;
        }
        if (twice) return malformed("this header may be there only once", name);
    }
    return std::nullopt;
}

std::optional<Problem> check_transfer(const Fields& message) {
    const auto coding = message.find(bhttp::field::transfer_encoding);
    if (coding != message.end()) {
        if (message.version() == 10) {
            return malformed("HTTP/1.0 knows no transfer encoding", "Transfer-Encoding",
                             "Content-Length, or HTTP/1.1");
        }
        if (!boost::beast::iequals(coding->value(), "chunked")) {
            return framing_problem(501, "transfer_encoding", "this transfer encoding is not known",
                                   "Transfer-Encoding", "chunked");
        }
    }
    const auto length = message.find(bhttp::field::content_length);
    if (length == message.end()) return std::nullopt;
    if (coding != message.end()) {
        return malformed("a length and chunks exclude each other", "Content-Length");
    }
    if (!codec::parse_number(view(length->value()))) {
        return malformed("the length is no number", "Content-Length", "digits only");
    }
    return std::nullopt;
}

std::optional<Problem> check_host(const Fields& message) {
    const auto host = message.find(bhttp::field::host);
    if (host == message.end()) {
        if (message.version() == 10) return std::nullopt;
        return malformed("HTTP/1.1 needs a Host", "Host");
    }
    if (is_valid_host(view(host->value()))) return std::nullopt;
    return malformed("Host names no host", "Host",
                     "a name or an address, and perhaps a port, such as muster.example:8080");
}

void take_unknown(std::string_view name, std::string_view value, bool proxied, RequestHead& head) {
    if (codec::equal_ignoring_case(name, "Idempotency-Key")) head.idempotency_key = value;
    if (codec::equal_ignoring_case(name, "Muster-Gateway")) head.signature.gateway = value;
    if (codec::equal_ignoring_case(name, "Muster-Timestamp")) head.signature.timestamp = value;
    if (codec::equal_ignoring_case(name, "Muster-Signature")) head.signature.signature = value;
    if (starts_with_ignoring_case(name, "ce-")) head.event_attributes.emplace_back(name, value);
    if (proxied && codec::equal_ignoring_case(name, "X-Forwarded-For")) {
        const std::string_view client = last_forwarded(value);
        if (!client.empty()) head.rate_name = client;
    }
}

void take_fields(const Fields& message, bool proxied, RequestHead& head) {
    bool upgrades = false;
    bool connection_upgrade = false;
    const bool is_push = head.target.find("/v1/push/") != std::string_view::npos;
    for (const auto& field : message) {
        const std::string_view value = view(field.value());
        if (is_push) head.push_headers.emplace_back(view(field.name_string()), value);
        switch (field.name()) {
            case bhttp::field::authorization:
                head.authorization = value;
                break;
            case bhttp::field::content_type:
                head.content_type = value;
                break;
            case bhttp::field::content_encoding:
                head.content_encoding = value;
                break;
            case bhttp::field::content_length:
                head.content_length = codec::parse_number(value);
                break;
            case bhttp::field::transfer_encoding:
                head.chunked = true;
                break;
            case bhttp::field::host:
                head.host = value;
                break;
            case bhttp::field::accept:
                head.accept = value;
                break;
            case bhttp::field::accept_encoding:
                head.accept_encoding = value;
                break;
            case bhttp::field::accept_language:
                head.accept_language = value;
                break;
            case bhttp::field::if_none_match:
                head.if_none_match = value;
                break;
            case bhttp::field::upgrade:
                upgrades = upgrades || bhttp::token_list(field.value()).exists("websocket");
                break;
            case bhttp::field::connection:
                connection_upgrade =
                    connection_upgrade || bhttp::token_list(field.value()).exists("upgrade");
                break;
            case bhttp::field::unknown:
                take_unknown(view(field.name_string()), value, proxied, head);
                break;
            default:
                break;
        }
    }
    head.wants_websocket = upgrades && connection_upgrade;
}

}  // namespace

HeadEnd::State HeadEnd::look(std::string_view bytes) {
    while (true) {
        const std::size_t from = seen_;
        const std::size_t at = bytes.find('\n', from);
        if (at == std::string_view::npos) {
            seen_ = bytes.size();
            return seen_ >= max_bytes_ ? State::too_long : State::more;
        }
        if (at >= max_bytes_) return State::too_long;
        seen_ = at + 1;
        if (at == 0 || bytes[at - 1] != '\r') return State::bare_line_end;
        if (lines_ > 0 && at == line_begin_ + 1) return State::whole;
        // The first line is none of the fields.
        if (++lines_ > max_fields_ + 1) return State::too_many_fields;
        line_begin_ = seen_;
    }
}

bool has_folded_line(std::string_view head) {
    for (std::size_t at = head.find('\n'); at + 1 < head.size(); at = head.find('\n', at + 1)) {
        if (head[at + 1] == ' ' || head[at + 1] == '\t') return true;
    }
    return false;
}

std::optional<Problem> read_head(const Fields& message, std::string_view address, bool proxied,
                                 RequestHead& head, Framing& framing) {
    head = {};
    head.method = view(message.method_string());
    head.target = view(message.target());
    head.rate_name = address;
    if (auto fault = check_single(message)) return fault;
    if (auto fault = check_transfer(message)) return fault;
    if (auto fault = check_host(message)) return fault;
    const auto expect = message.find(bhttp::field::expect);
    if (expect != message.end() && !boost::beast::iequals(expect->value(), "100-continue")) {
        return framing_problem(417, "expectation_failed", "this expectation is not known", "Expect",
                               "100-continue");
    }
    take_fields(message, proxied, head);
    // RFC 9110, 10.1.1: of an HTTP/1.0 client the expectation is ignored.
    framing.expects_continue = expect != message.end() && message.version() == 11;
    bool close = false;
    bool keep = false;
    for (const auto& field : message) {
        if (field.name() != bhttp::field::connection) continue;
        bhttp::token_list options(field.value());
        close = close || options.exists("close");
        keep = keep || options.exists("keep-alive");
    }
    framing.keep_alive = !close && (message.version() == 11 || keep);
    return std::nullopt;
}

}  // namespace muster::http
