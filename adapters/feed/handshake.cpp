#include "adapters/feed/handshake.hpp"

#include <algorithm>
#include <boost/beast/http/field.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/http/verb.hpp>
#include <optional>
#include <string>
#include <utility>

#include "adapters/feed/ws_codec.hpp"
#include "engine/codec/protocol_text.hpp"

namespace muster::feed_adapter {
namespace {

namespace http = boost::beast::http;

std::string refusal(std::string_view status_line, std::string_view detail,
                    std::string_view more_headers = {}) {
    std::string out = "HTTP/1.1 ";
    out.append(status_line).append("\r\nContent-Type: text/plain\r\nConnection: close\r\n");
    out.append(more_headers);
    out += "Content-Length: " + std::to_string(detail.size() + 1) + "\r\n\r\n";
    out.append(detail).push_back('\n');
    return out;
}

std::string_view text(boost::beast::string_view value) {
    return {value.data(), value.size()};
}

// A key is 16 bytes in base64: 22 characters and two signs of equality.
bool is_key(std::string_view key) {
    return key.size() == 24 && key.ends_with("==") &&
           std::all_of(key.begin(), key.begin() + 22,
                       [](char c) { return codec::is_letter_or_digit(c) || c == '+' || c == '/'; });
}

// A host and, when it is told, a port.
struct HostPort {
    std::string host;
    std::optional<unsigned> port;
};

std::optional<HostPort> parse_host(std::string_view text) {
    const std::size_t colon =
        text.starts_with('[') ? text.find(':', text.find(']')) : text.find(':');
    HostPort out{codec::lower_case(text.substr(0, colon)), {}};
    if (out.host.empty() || out.host.find_first_of("/?#@ ") != std::string::npos) return {};
    if (colon == std::string_view::npos || colon + 1 == text.size()) return out;
    const auto port = codec::parse_number(text.substr(colon + 1));
    if (!port || *port > 65535) return {};
    out.port = static_cast<unsigned>(*port);
    return out;
}

// What a browser compares (RFC 6454, 4 and 6.2): the port that goes without saying is put in.
struct Origin {
    std::string scheme;
    std::string host;
    unsigned port = 0;
    bool operator==(const Origin&) const = default;
};

unsigned default_port(std::string_view scheme) {
    return scheme == "https" ? 443 : 80;
}

// Nothing for schemes that serve no pages of ours, such as file or an extension's.
std::optional<Origin> parse_origin(std::string_view text) {
    const std::size_t end = text.find("://");
    if (end == std::string_view::npos) return {};
    std::string scheme = codec::lower_case(text.substr(0, end));
    if (scheme != "http" && scheme != "https") return {};
    auto host = parse_host(text.substr(end + 3));
    if (!host) return {};
    const unsigned port = host->port.value_or(default_port(scheme));
    return Origin{std::move(scheme), std::move(host->host), port};
}

// The origin of a page's address.
std::optional<Origin> origin_of(std::string_view url) {
    const std::size_t host = url.find("://");
    if (host == std::string_view::npos) return {};
    return parse_origin(url.substr(0, url.find('/', host + 3)));
}

// True when a page of this origin came from the host that it now asks for the feed.
bool is_same_origin(const Origin& origin, const http::request_header<>& request,
                    const std::optional<Origin>& known, bool under_tls) {
    const auto host = parse_host(text(request[http::field::host]));
    if (!host || host->host != origin.host) return false;
    std::string scheme = codec::lower_case(text(request["X-Forwarded-Proto"]));
    if (scheme.empty() && under_tls) scheme = "https";
    if (scheme.empty() && known && known->host == host->host &&
        known->port == host->port.value_or(known->port)) {
        scheme = known->scheme;
    }
    if (scheme.empty() && host->port) {
        // A port that says which scheme it is, as a proxy may tell it; else it is our own port,
        // and that speaks HTTP.
        scheme = *host->port == default_port("https") ? "https" : "http";
    }
    if (scheme.empty()) return origin.port == default_port(origin.scheme);
    return origin.scheme == scheme && origin.port == host->port.value_or(default_port(scheme));
}

bool is_allowed_origin(const http::request_header<>& request, const FeedAdapterOptions& options,
                       bool under_tls) {
    const auto count = request.count(http::field::origin);
    if (count == 0) return options.allow_no_origin;
    if (count > 1) return false;
    const auto origin = parse_origin(text(request[http::field::origin]));
    if (!origin) return false;
    const bool listed =
        std::any_of(options.allowed_origins.begin(), options.allowed_origins.end(),
                    [&](const std::string& allowed) { return origin_of(allowed) == origin; });
    if (listed) return true;
    const auto known = origin_of(options.public_url);
    return options.allow_same_origin &&
           (known == origin || is_same_origin(*origin, request, known, under_tls));
}

}  // namespace

Handshake check_handshake(const http::request_header<>& request, const FeedAdapterOptions& options,
                          bool under_tls) {
    if (!is_allowed_origin(request, options, under_tls)) {
        return {403, refusal("403 Forbidden", "This origin may not open the feed.")};
    }
    const bool asks = request.method() == http::verb::get && request.version() == 11 &&
                      http::token_list(request[http::field::connection]).exists("upgrade") &&
                      http::token_list(request[http::field::upgrade]).exists("websocket");
    if (!asks) return {400, refusal("400 Bad Request", "The feed is a WebSocket.")};
    if (request.count(http::field::sec_websocket_version) != 1 ||
        request[http::field::sec_websocket_version] != "13") {
        return {426, refusal("426 Upgrade Required", "WebSocket version 13 only.",
                             "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n")};
    }
    const std::string_view key = text(request[http::field::sec_websocket_key]);
    const bool one_key = request.count(http::field::sec_websocket_key) == 1;
    if (!one_key || !is_key(key))
        return {400, refusal("400 Bad Request", "Sec-WebSocket-Key is not valid.")};
    http::token_list protocols(request[http::field::sec_websocket_protocol]);
    if (!protocols.exists(boost::beast::string_view(subprotocol.data(), subprotocol.size()))) {
        return {400, refusal("400 Bad Request", "The subprotocol is muster.v1.")};
    }
    std::string answer =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Accept: " +
        accept_key(key) + "\r\nSec-WebSocket-Protocol: ";
    answer.append(subprotocol).append("\r\n\r\n");
    return {101, std::move(answer)};
}

std::string busy_answer() {
    return refusal("503 Service Unavailable", "The feed is full.", "Retry-After: 5\r\n");
}

}  // namespace muster::feed_adapter
