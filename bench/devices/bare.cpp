#include "bench/devices/bare.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/write.hpp>
#include <string>

namespace muster::bench {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using asio::ip::udp;
using boost::system::error_code;

class Answerer : public std::enable_shared_from_this<Answerer> {
  public:
    Answerer(tcp::socket socket, Protocol protocol)
        : socket_(std::move(socket)), protocol_(protocol), answer_(answer_of(protocol)) {}

    void read() {
        socket_.async_read_some(asio::buffer(bytes_),
                                [self = shared_from_this()](error_code failed, std::size_t size) {
                                    if (!failed) self->write(size);
                                });
    }

  private:
    // A frame of DC-09 ends with CR; one of JT/T 808 stands between two 7E.
    void write(std::size_t size) {
        const char end = protocol_ == Protocol::dc09 ? '\r' : '\x7e';
        marks_ += static_cast<std::size_t>(
            std::count(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(size), end));
        const std::size_t marks_each = protocol_ == Protocol::dc09 ? 1 : 2;
        out_.clear();
        for (; marks_ >= marks_each; marks_ -= marks_each)
            out_ += answer_;
        if (out_.empty()) return read();
        asio::async_write(socket_, asio::buffer(out_),
                          [self = shared_from_this()](error_code failed, std::size_t) {
                              if (!failed) self->read();
                          });
    }

    tcp::socket socket_;
    Protocol protocol_;
    std::string answer_;
    std::string out_;
    std::size_t marks_ = 0;
    std::array<char, 8'192> bytes_{};
};

}  // namespace

class BarePeer::Listener {
  public:
    Listener(asio::io_context& io, Protocol protocol)
        : protocol_(protocol),
          answer_(answer_of(protocol)),
          tcp_(io, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
          udp_(io, udp::endpoint(asio::ip::address_v4::loopback(), 0)) {
        tcp_.listen();
        accept();
        receive();
    }

    [[nodiscard]] std::uint16_t port() const {
        return protocol_ == Protocol::sip ? udp_.local_endpoint().port()
                                          : tcp_.local_endpoint().port();
    }

  private:
    void accept() {
        tcp_.async_accept([this](error_code failed, tcp::socket socket) {
            if (failed) return;
            std::make_shared<Answerer>(std::move(socket), protocol_)->read();
            accept();
        });
    }
    void receive() {
        udp_.async_receive_from(asio::buffer(bytes_), from_,
                                [this](error_code failed, std::size_t) {
                                    if (failed) return;
                                    error_code full;
                                    udp_.send_to(asio::buffer(answer_), from_, 0, full);
                                    receive();
                                });
    }

    Protocol protocol_;
    std::string answer_;
    tcp::acceptor tcp_;
    udp::socket udp_;
    udp::endpoint from_;
    std::array<char, 8'192> bytes_{};
};

BarePeer::BarePeer(Protocol protocol)
    : listener_(std::make_unique<Listener>(io_, protocol)),
      port_(listener_->port()),
      thread_([this] { io_.run(); }) {}

BarePeer::~BarePeer() {
    io_.stop();
    thread_.join();
}

}  // namespace muster::bench
