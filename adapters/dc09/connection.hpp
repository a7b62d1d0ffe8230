// One connection of a device over TCP. Internal to this folder.
#pragma once

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <memory>
#include <string>

#include "adapters/dc09/dc09_adapter.hpp"
#include "adapters/dc09/frame.hpp"

namespace muster::dc09 {

// Holds itself while something is under way; the adapter knows it until it is closed.
class Connection : public std::enable_shared_from_this<Connection> {
  public:
    // The peer's rule lives as long as the adapter.
    Connection(Dc09Adapter& owner, boost::asio::ip::tcp::socket socket, std::string address,
               const PeerRule& peer);

    void start();
    // Takes nothing new; closed when the last answer has gone.
    void drain();
    // Shuts the socket; the adapter is not touched any more.
    void abandon();
    // There may be room for its frames again.
    void resume();

    [[nodiscard]] const std::string& address() const { return address_; }

  private:
    void close();
    void arm(Millis time);
    void read();
    // False when it must not be read now: it waits for room, or is closed.
    [[nodiscard]] bool take_frames();
    void answered(const std::string& answer);
    void write();
    void close_if_drained();
    void speaks_something_else();

    Dc09Adapter* owner_;  // null = closed
    boost::asio::ip::tcp::socket socket_;
    boost::asio::steady_timer timer_;
    std::string address_;
    const PeerRule& peer_;
    FrameReader reader_;
    std::array<char, 4'096> buffer_{};
    std::string writing_;
    std::string to_write_;
    std::size_t waiting_ = 0;  // frames of this connection, for their commit
    bool is_paused_ = false;
    bool is_draining_ = false;
};

}  // namespace muster::dc09
