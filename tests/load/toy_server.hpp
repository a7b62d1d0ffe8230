// A tiny server that speaks just enough of the service's HTTP and feed for a load run, and that can
// be told to break its promises.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/websocket.hpp>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace muster::test {

// Numbers are of requests in order of arrival, from 1; 0 = never.
struct ToyFaults {
    std::size_t forget = 0;        // acknowledges it and loses it
    std::size_t alter = 0;         // keeps it under another device
    std::size_t duplicate = 0;     // keeps it twice
    std::size_t refuse = 0;        // answers 422 and keeps nothing
    std::size_t hang_up = 0;       // closes the connection in place of an answer
    std::size_t skip_on_feed = 0;  // sends no delta for it
    std::size_t drop_feed_at = 0;  // closes the feed before its delta
    std::string token = "secret";
};

class ToyServer {
  public:
    explicit ToyServer(ToyFaults faults);
    ~ToyServer();
    ToyServer(const ToyServer&) = delete;
    ToyServer& operator=(const ToyServer&) = delete;

    [[nodiscard]] std::string url() const;
    [[nodiscard]] std::size_t received();
    [[nodiscard]] std::size_t feeds();

  private:
    using Socket = boost::asio::ip::tcp::socket;
    using WebSocket = boost::beast::websocket::stream<Socket&>;
    struct Answer {
        unsigned status = 200;
        std::string body;
    };

    void accept();
    void serve(Socket socket);
    void feed(WebSocket& stream);
    Answer answer(const std::string& method, const std::string& target, const std::string& key,
                  const std::string& body);
    Answer create(const std::string& key, const std::string& body);
    Answer list(const std::string& target);

    ToyFaults faults_;
    boost::asio::io_context io_;
    boost::asio::ip::tcp::acceptor acceptor_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<std::uint64_t, std::string> requests_;  // id -> device
    std::map<std::string, Answer> answers_;          // by idempotency key
    struct Delta {
        std::uint64_t seq = 0;
        std::uint64_t prev = 0;
        std::string device;
        bool skip = false;
        bool drop_before = false;
    };
    std::vector<Delta> deltas_;
    std::uint64_t seq_ = 10;  // something happened before the run
    std::size_t received_ = 0;
    std::size_t feeds_ = 0;
    bool stopping_ = false;
    std::vector<int> sockets_;
    std::vector<std::thread> connections_;
    std::thread acceptor_thread_;
};

}  // namespace muster::test
