// Settings of the feed over WebSocket, beside those of the feed itself.
#pragma once

#include <boost/describe/class.hpp>
#include <cstddef>
#include <string>
#include <vector>

#include "muster/setting.hpp"
#include "muster/units.hpp"

namespace muster::feed_adapter {

// Of [feed], as far as it is about sockets. What is not described comes from [server].
struct FeedAdapterOptions {
    // Origins of pages that may connect, as browsers send them: "https://console.example".
    std::vector<std::string> allowed_origins;
    // How the outside reaches us, such as https://muster.example; empty = not known. Its pages may
    // connect, and for its host the scheme is this one.
    std::string public_url;
    // A page served by the host it connects to (Origin names what Host names) may connect.
    bool allow_same_origin = true;
    // Programs send no Origin; a browser always does.
    bool allow_no_origin = true;
    // One write asks the feed for about so much.
    Bounded<std::size_t, 1024, 1 << 30> write_bytes = std::size_t{64} << 10;
    // After so much at one go, other connections have their turn.
    Bounded<std::size_t, 1024, 1 << 30> write_turn_bytes = std::size_t{512} << 10;
    // Reads at one go before others have their turn; each is at most 4 KiB.
    Bounded<std::size_t, 1, 1024> read_turn = 4;
    // How long a close may take before the socket is simply shut.
    Bounded<Millis, 1, 60'000> close_timeout_ms = seconds(5);
    // SO_SNDBUF of each socket; 0 leaves it to the system.
    Bounded<int, 0, 1 << 30> send_buffer_bytes = 0;
};
BOOST_DESCRIBE_STRUCT(FeedAdapterOptions, (),
                      (write_bytes, write_turn_bytes, read_turn, close_timeout_ms,
                       send_buffer_bytes))

}  // namespace muster::feed_adapter
