// A peer that answers each message and does nothing else: what the sockets take by themselves.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <memory>
#include <thread>

#include "bench/devices/wire.hpp"

namespace muster::bench {

// On a free port of the loopback and a thread of its own.
class BarePeer {
  public:
    explicit BarePeer(Protocol protocol);
    ~BarePeer();
    BarePeer(const BarePeer&) = delete;
    BarePeer& operator=(const BarePeer&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_; }

  private:
    class Listener;

    boost::asio::io_context io_;
    std::unique_ptr<Listener> listener_;
    std::uint16_t port_ = 0;
    std::thread thread_;
};

}  // namespace muster::bench
