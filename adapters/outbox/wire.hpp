// What is said to a receiver, and what its answer means. Pure; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/outbox/desk.hpp"
#include "adapters/outbox/message.hpp"
#include "adapters/outbox/options.hpp"
#include "muster/expected.hpp"

namespace muster::outbox {

// Of "https://host:port/path?query".
struct Url {
    bool tls = true;
    std::string host;  // without the brackets of an IPv6 address
    std::string port;
    std::string target = "/";
};
// What is wrong with it, in words, where it is none of http or https.
[[nodiscard]] Expected<Url, std::string> read_url(std::string_view text);

// As it stands in a request: brackets around an IPv6 address, the port where it is not the usual.
[[nodiscard]] std::string host_header(const Url& url);

struct HttpCall {
    std::string target;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
};
// Precondition: the channel goes over HTTP.
[[nodiscard]] HttpCall make_call(const ChannelOptions& channel, const Url& url,
                                 const Message& message, TimePoint now);

struct HttpAnswer {
    unsigned status = 0;
    std::string retry_after;  // the header; empty = none
    std::string body;         // as much of it as the limit lets through
};
[[nodiscard]] Verdict judge(ChannelKind kind, const HttpAnswer& answer, TimePoint now);

}  // namespace muster::outbox
