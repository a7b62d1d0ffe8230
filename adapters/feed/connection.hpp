// One WebSocket connection of the feed.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/feed/feed_adapter.hpp"
#include "adapters/feed/ws_codec.hpp"
#include "engine/net/stream.hpp"
#include "muster/feed_port.hpp"

namespace muster::feed_adapter {

// Writes directly to the socket whenever the feed has something, and waits for writability only
// when the socket is full; so there is never more than one write, and no copy of what is to be
// written.
class Connection final : public FeedSink, public std::enable_shared_from_this<Connection> {
  public:
    Connection(FeedAdapter& adapter, net::Stream stream);

    // False when the feed is full.
    [[nodiscard]] bool open(std::string_view client);
    // Sends the handshake's answer and starts; false when the socket does not take it.
    [[nodiscard]] bool start(std::string_view answer, std::string_view early);
    // Answers and shuts the socket; for a connection that is not open.
    void refuse(std::string_view answer);
    // Shuts the socket; the connection is forgotten soon afterwards.
    void finish();
    // Shuts the socket and ends the session now; the adapter is not touched any more.
    void abandon();

    void on_ready() override { write(); }

  private:
    void wait_readable();
    void read();
    // False when the connection has come to its end.
    [[nodiscard]] bool take(std::string_view bytes);
    void write();
    void wait_writable();
    // The socket takes no more; who only hangs up does not wait for it.
    void wait_or_hang_up();
    // The socket is broken.
    void lose();
    void later();
    // Starts the close handshake once the feed wants it and all that is due has gone.
    void begin_close(FeedClose code);
    void arm_close_timer();
    void add_control(std::string_view frame);

    FeedAdapter& adapter_;
    net::Stream stream_;
    std::unique_ptr<FeedSession> session_;
    WsParser parser_;
    // Pongs and the close frame, of which control_sent_ bytes are gone.
    std::string control_;
    std::size_t control_sent_ = 0;
    bool waiting_to_write_ = false;
    bool close_queued_ = false;
    bool peer_closed_ = false;
    bool hangs_up_ = false;  // after the close frame, without waiting for the client's
    bool finished_ = false;
    std::unique_ptr<boost::asio::steady_timer> close_timer_;
};

// Sends the answer to a refused request and shuts the socket; whoever does not take it at once goes
// without.
void refuse_upgrade(net::Stream& stream, std::string_view answer);

}  // namespace muster::feed_adapter
