// The HTTP half of a WebSocket connection (RFC 6455 section 4.2): which requests are accepted, and
// the text of the answer.
#pragma once

#include <boost/beast/http/message.hpp>
#include <string>

#include "adapters/feed/feed_adapter.hpp"

namespace muster::feed_adapter {

inline constexpr std::string_view subprotocol = "muster.v1";

struct Handshake {
    // 101 when accepted, else the status of a refusal.
    unsigned status = 0;
    // The whole answer.
    std::string answer;
};

// `under_tls`: the request came here under TLS.
[[nodiscard]] Handshake check_handshake(const boost::beast::http::request_header<>& request,
                                        const FeedAdapterOptions& options, bool under_tls = false);

// The answer to a request that is in order but cannot be served now.
[[nodiscard]] std::string busy_answer();

}  // namespace muster::feed_adapter
