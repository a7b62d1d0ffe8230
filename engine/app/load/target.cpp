#include "engine/app/load/target.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <charconv>

namespace muster::app {

Expected<LoadTarget, std::string> read_target(std::string_view url, Schemes schemes) {
    const auto parsed = boost::urls::parse_uri({url.data(), url.size()});
    if (!parsed) {
        return "\"" + std::string(url) + "\" is not a URL such as http://127.0.0.1:8080";
    }
    const bool tls = parsed->scheme() == "https" && schemes == Schemes::https_too;
    if (!tls && parsed->scheme() != "http") {
        const bool both = schemes == Schemes::https_too;
        return (both ? "only http:// and https:// are" : "only http:// is") +
               std::string(" spoken, the URL says ") + std::string(parsed->scheme()) +
               (both ? "" : "; ask the service itself, without TLS and without a proxy before it");
    }
    if (parsed->host_address().empty() || parsed->has_userinfo() || parsed->has_query() ||
        parsed->has_fragment()) {
        return std::string("the URL must be http://host:port, without a user, query or fragment");
    }
    LoadTarget target;
    target.tls = tls;
    if (tls) target.port = 443;
    target.host = parsed->host_address();
    if (parsed->has_port() && !parsed->port().empty()) {
        const std::string_view port(parsed->port().data(), parsed->port().size());
        const auto result = std::from_chars(port.data(), port.data() + port.size(), target.port);
        if (result.ec != std::errc{} || target.port == 0) {
            return "\"" + std::string(port) + "\" is not a port";
        }
    }
    target.authority = parsed->encoded_host_and_port();
    target.prefix = parsed->encoded_path();
    while (target.prefix.ends_with('/'))
        target.prefix.pop_back();
    return target;
}

std::string request_text(const LoadTarget& target, std::string_view method, std::string_view path,
                         std::string_view token, std::string_view headers, std::string_view body,
                         std::string_view content_type) {
    std::string text;
    text.reserve(256 + headers.size() + body.size());
    text.append(method)
        .append(" ")
        .append(target.prefix)
        .append(path)
        .append(" HTTP/1.1\r\nHost: ");
    text.append(target.authority).append("\r\n");
    if (!token.empty()) text.append("Authorization: Bearer ").append(token).append("\r\n");
    text.append(headers);
    if (method == "POST") {
        text.append("Content-Type: ").append(content_type).append("\r\nContent-Length: ");
        text.append(std::to_string(body.size())).append("\r\n");
    }
    text.append("\r\n").append(body);
    return text;
}

}  // namespace muster::app
