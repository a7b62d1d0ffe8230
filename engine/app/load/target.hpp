// The server under load: its address, and the text of requests to it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "muster/expected.hpp"

namespace muster::app {

struct LoadTarget {
    std::string host;  // a name or an address, without the brackets of IPv6
    std::uint16_t port = 80;
    std::string authority;  // as the Host header wants it
    std::string prefix;     // of every path: "" or "/muster", without a slash at the end
    bool tls = false;       // https
};

enum class Schemes : std::uint8_t {
    http,  // only: who measures asks the service itself, not the proxy before it
    https_too,
};

// Reads http://host[:port][/prefix]. Else what is wrong with it.
[[nodiscard]] Expected<LoadTarget, std::string> read_target(std::string_view url,
                                                            Schemes schemes = Schemes::http);

// One whole HTTP/1.1 request on a kept-alive connection. `headers`: whole lines, each with its
// CRLF.
[[nodiscard]] std::string request_text(const LoadTarget& target, std::string_view method,
                                       std::string_view path, std::string_view token,
                                       std::string_view headers, std::string_view body,
                                       std::string_view content_type = "application/json");

}  // namespace muster::app
