// One kept-alive HTTP/1.1 connection to the server under load: one request at a time.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "engine/app/load/line_tls.hpp"

namespace muster::app {

struct HttpAnswer {
    unsigned status = 0;  // 0 = no answer
    std::string body;     // without an answer: why, in words
    // The server asked to wait so long (Retry-After).
    std::optional<std::chrono::seconds> retry_after;
};

// Connects at the first request and again when the connection was lost. Runs on the thread of the
// io_context, must outlive its handlers: destroy it only after the io_context has stopped running.
class LoadLine {
  public:
    using Written = std::function<void()>;
    using Done = std::function<void(HttpAnswer&&)>;

    LoadLine(boost::asio::io_context& io, boost::asio::ip::tcp::endpoint server,
             std::chrono::milliseconds timeout, std::optional<LineTls> tls = {});

    // `written` once the socket has taken the whole request; then `done`, once, always.
    // Precondition: the line is not busy.
    void send(std::string request, Written written, Done done);
    [[nodiscard]] bool busy() const { return busy_; }
    void close();

  private:
    static constexpr std::uint64_t max_body = std::uint64_t{64} << 20;

    // Calls `use` with the stream as it is, in the clear or under TLS.
    template <class Use>
    void with_stream(Use use);
    void shake_hands();
    void write();
    void read();
    void on_read(const boost::system::error_code& failed);
    void answer(HttpAnswer&& answer);
    void fail(const boost::system::error_code& why);

    boost::beast::tcp_stream stream_;
    boost::asio::ip::tcp::endpoint server_;
    std::chrono::milliseconds timeout_;
    const std::optional<LineTls> tls_;
    // Over stream_, made anew with each connection.
    std::optional<boost::asio::ssl::stream<boost::beast::tcp_stream&>> sealed_;
    boost::beast::flat_buffer buffer_;
    std::optional<boost::beast::http::response_parser<boost::beast::http::string_body>> parser_;
    std::string request_;
    Written written_;
    Done done_;
    bool busy_ = false;
    bool open_ = false;
    bool fresh_ = false;  // no answer came on this connection yet
};

}  // namespace muster::app
