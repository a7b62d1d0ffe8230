// Settings of the feed over WebSocket, beside those of the feed itself.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "muster/units.hpp"

namespace muster::feed_adapter {

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
    std::size_t write_bytes = std::size_t{64} << 10;
    // After so much at one go, other connections have their turn.
    std::size_t write_turn_bytes = std::size_t{512} << 10;
    // Reads at one go before others have their turn; each is at most 4 KiB.
    std::size_t read_turn = 4;
    // How long a close may take before the socket is simply shut.
    Millis close_timeout_ms{5'000};
    // SO_SNDBUF of each socket; 0 leaves it to the system.
    int send_buffer_bytes = 0;
};

}  // namespace muster::feed_adapter
