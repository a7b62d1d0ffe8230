// One TCP connection of terminals. Internal to this folder.
#pragma once

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "adapters/jt808/hub.hpp"
#include "adapters/jt808/session.hpp"
#include "muster/units.hpp"

namespace muster::jt808 {

class Jt808Adapter;

// Reads only as fast as the session takes; one write at a time.
class Connection : public std::enable_shared_from_this<Connection> {
  public:
    Connection(Jt808Adapter& adapter, std::shared_ptr<Hub> hub, boost::asio::ip::tcp::socket socket,
               std::string peer, std::uint64_t number);

    void start();
    // Looks at the times; may close.
    void check(TimePoint now);
    // Ends it at once; the adapter forgets it.
    void close();
    // As close(), but the adapter is not touched any more.
    void abandon();

    [[nodiscard]] bool desk_took(std::string_view device) {
        return session_ && session_->desk_took(device);
    }
    [[nodiscard]] bool has_spoken() const { return session_ && session_->has_spoken(); }
    [[nodiscard]] std::uint64_t number() const { return number_; }  // the older, the lower

  private:
    void read();
    void go_on();
    void send(std::string_view frame);
    void write();

    Jt808Adapter& adapter_;
    std::shared_ptr<Hub> hub_;
    boost::asio::ip::tcp::socket socket_;
    boost::asio::steady_timer rate_timer_;
    std::shared_ptr<Session> session_;
    std::string peer_;
    std::uint64_t number_;
    std::array<char, 4096> buffer_;
    std::size_t begin_ = 0;  // of what was read and not taken yet
    std::size_t end_ = 0;
    std::string unsent_;
    std::string writing_;  // not empty while a write is in flight
    TimePoint opened_at_;
    TimePoint heard_at_;
    bool closed_ = false;
};

}  // namespace muster::jt808
