// One socket each: a terminal that speaks HTTP, and a reader that types. Made with make_shared;
// each holds itself while something is under way. One thread.
#pragma once

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "adapters/terminals/receiver.hpp"
#include "adapters/terminals/uid_lines.hpp"

namespace muster::terminals {

// What all connections of the adapter share. It outlives them, or they are abandoned before.
struct Hall {
    boost::asio::io_context& io;
    Receiver& receiver;
    const TerminalsOptions& options;
    std::function<TimePoint()> now;
    bool draining = false;
    std::uint64_t malformed = 0;  // what was no HTTP, too large or too slow
    std::uint64_t lost = 0;       // taps for which no room was found
    std::uint64_t too_long = 0;   // lines of readers
};

class Connection {
  public:
    virtual ~Connection() = default;
    // Ends it at once. Nothing of the hall is touched from then on.
    virtual void abandon() = 0;
    // Reads nothing new; what is under way is brought to its end.
    virtual void begin_drain() = 0;
};

class ZkConnection final : public Connection, public std::enable_shared_from_this<ZkConnection> {
  public:
    // `closed`: called once when it ends by itself.
    ZkConnection(Hall& hall, boost::asio::ip::tcp::socket socket, std::string address,
                 std::function<void()> closed);

    void start() { read(); }
    void abandon() override;
    void begin_drain() override;

  private:
    using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
    using Response = boost::beast::http::response<boost::beast::http::string_body>;

    void read();
    void read_header();
    void read_body();
    void answer(Answer answer, bool keep_alive);
    void refuse(boost::system::error_code error);
    void arm(Millis time);
    void close();

    Hall* hall_;
    boost::asio::ip::tcp::socket socket_;
    boost::asio::steady_timer timer_;
    std::string address_;
    std::function<void()> closed_;
    boost::beast::flat_buffer buffer_;
    std::optional<Parser> parser_;
    Response response_;
    bool idle_ = true;  // no head of a request has come
};

class ReaderConnection final : public Connection,
                               public std::enable_shared_from_this<ReaderConnection> {
  public:
    ReaderConnection(Hall& hall, boost::asio::ip::tcp::socket socket, const UidReader& reader,
                     std::function<void()> closed);

    void start();
    void abandon() override;
    void begin_drain() override;
    // The reader has connected anew: what this one has read is brought to its end, then it closes.
    void hang_up();
    [[nodiscard]] const std::string& address() const { return reader_.address; }

  private:
    void read();
    void next_line();
    void tap();
    void close();

    Hall* hall_;
    boost::asio::ip::tcp::socket socket_;
    boost::asio::steady_timer timer_;
    const UidReader reader_;
    std::function<void()> closed_;
    UidLines lines_;
    std::uint64_t told_too_long_ = 0;
    std::string line_;       // that is on its way
    std::size_t tries_ = 0;  // of that line
    bool under_way_ = false;
    bool over_ = false;  // nothing more is read
    std::array<char, 512> buffer_{};
};

}  // namespace muster::terminals
