// One TCP connection: what comes is cut into messages, what goes is written one write at a time.
#pragma once

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "adapters/sip/sip_server.hpp"
#include "adapters/sip/sip_stream.hpp"

namespace muster::sip {

class SipAdapter;

class Stream : public std::enable_shared_from_this<Stream> {
  public:
    Stream(SipAdapter& adapter, boost::asio::ip::tcp::socket socket, Hop hop);

    void start();
    // At the limit of what it may owe the connection is closed.
    void write(std::string bytes);
    // The adapter ends: no handler touches it afterwards.
    void abandon();

  private:
    void read();
    // False when the connection is to be closed.
    [[nodiscard]] bool take(std::string_view bytes);
    [[nodiscard]] bool handle(StreamEvent& event);
    void write_more();
    void wait_for_time();
    void end_by_time();
    // After what is still to be written or answered.
    void finish();
    void close();

    SipAdapter* adapter_;  // null = abandoned
    boost::asio::ip::tcp::socket socket_;
    Hop hop_;
    StreamReader reader_;
    boost::asio::steady_timer timer_;
    std::array<char, 4'096> input_{};
    std::string waiting_;
    std::string under_way_;
    bool writing_ = false;
    bool finishing_ = false;
    bool within_message_ = false;  // and its time runs
};

}  // namespace muster::sip
