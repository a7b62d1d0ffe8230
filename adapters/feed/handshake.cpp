#include "adapters/feed/handshake.hpp"

#include <algorithm>
#include <boost/beast/http/field.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/http/verb.hpp>

#include "adapters/feed/ws_codec.hpp"

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
           std::all_of(key.begin(), key.begin() + 22, [](unsigned char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      c == '+' || c == '/';
           });
}

bool is_allowed_origin(const http::request_header<>& request, const FeedAdapterOptions& options) {
    if (request.count(http::field::origin) == 0) return options.allow_no_origin;
    const std::string_view origin = text(request[http::field::origin]);
    if (std::find(options.allowed_origins.begin(), options.allowed_origins.end(), origin) !=
        options.allowed_origins.end()) {
        return true;
    }
    const auto scheme_end = origin.find("://");
    const std::string_view host = text(request[http::field::host]);
    return options.allow_same_origin && scheme_end != std::string_view::npos && !host.empty() &&
           origin.substr(scheme_end + 3) == host;
}

}  // namespace

Handshake check_handshake(const http::request_header<>& request,
                          const FeedAdapterOptions& options) {
    if (!is_allowed_origin(request, options)) {
        return {403, refusal("403 Forbidden", "This origin may not open the feed.")};
    }
    const bool asks = request.method() == http::verb::get && request.version() == 11 &&
                      http::token_list(request[http::field::connection]).exists("upgrade") &&
                      http::token_list(request[http::field::upgrade]).exists("websocket");
    if (!asks) return {400, refusal("400 Bad Request", "The feed is a WebSocket.")};
    if (request[http::field::sec_websocket_version] != "13") {
        return {426, refusal("426 Upgrade Required", "WebSocket version 13 only.",
                             "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n")};
    }
    const std::string_view key = text(request[http::field::sec_websocket_key]);
    if (!is_key(key)) return {400, refusal("400 Bad Request", "Sec-WebSocket-Key is not valid.")};
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
