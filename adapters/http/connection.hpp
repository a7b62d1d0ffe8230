// One TCP connection: bytes to requests, responses to bytes, in order. Up to
// HttpOptions::max_pipelined requests are under way at once, so that one client's commands share a
// commit; beyond that the connection is not read. Internal to this folder.
#pragma once

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/http/api.hpp"
#include "adapters/http/listener.hpp"

namespace muster::http {

class Connection : public std::enable_shared_from_this<Connection> {
  public:
    using Clock = std::chrono::steady_clock;

    // `proxied`: the peer is a reverse proxy of ours, so X-Forwarded-For names the client.
    // `number` rises from one connection to the next.
    Connection(std::shared_ptr<Listener> listener, boost::asio::ip::tcp::socket socket,
               std::string address, bool proxied, std::uint64_t number);

    void start();
    // Ends the connection when its deadline has passed; a request that came too slowly is told so.
    void check_deadline(Clock::time_point now);
    [[nodiscard]] bool is_overdue(Clock::time_point now) const {
        return now >= std::min({idle_by_, request_by_, write_by_});
    }
    // Finishes what is under way and then closes.
    void drain();
    void close();

    [[nodiscard]] const std::string& address() const { return address_; }
    [[nodiscard]] std::uint64_t number() const { return number_; }
    // It has shown no valid token yet and nothing is owed to it: it may have to make room.
    [[nodiscard]] bool may_be_evicted() const {
        return !authenticated_ && slots_.empty() && !writing_;
    }

  private:
    using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

    // A request under way; the n-th from the front belongs to number first_ + n.
    struct Slot {
        std::string head;
        std::string body;
        std::shared_ptr<const std::string> shared_body;
        UnreadAnswers::Hold unread;
        std::unique_ptr<Task> task;  // that makes the answer; given up with the slot
        Endpoint endpoint = Endpoint::none;
        bool head_only = false;  // HEAD: the body is counted and not sent
        bool keep_alive = true;
        bool ready = false;
        Clock::time_point since{};
    };

    void read();
    void on_read(boost::system::error_code error, std::size_t size);
    // Parses what is buffered, as far as the limits let it.
    void process();
    // False when it needs more bytes or the connection takes no more.
    bool parse_some();
    [[nodiscard]] bool begin_request();
    // False when the request is refused so thoroughly that its body is not read.
    [[nodiscard]] bool check_head();
    [[nodiscard]] std::optional<Problem> read_head();
    [[nodiscard]] std::optional<Problem> check_framing() const;
    void finish_request();
    void on_parse_error(const boost::system::error_code& error);
    void hand_over();
    // Whether something dear is under way that only a client who stays would read.
    [[nodiscard]] bool is_given_up_at_the_end() const;

    // Returns the number of the new slot.
    std::uint64_t open_slot(bool keep_alive);
    void complete(std::uint64_t number, Response&& response);
    // Answers the request being read without the rest of it, and takes no further ones.
    void refuse(const Problem& problem);
    void refuse(Response&& response);
    void format(Slot& slot, Response&& response);
    void write();
    void on_written(boost::system::error_code error, std::size_t size);
    // Says that nothing more will be sent, and waits a little for the peer to agree: closing at
    // once with unread bytes would reset the connection and take the last response with it.
    void linger();
    void watch_idle();

    std::shared_ptr<Listener> listener_;
    boost::asio::ip::tcp::socket socket_;
    const std::string address_;
    const bool proxied_;
    const std::uint64_t number_;

    boost::beast::flat_buffer buffer_;
    std::optional<Parser> parser_;
    RequestHead head_;
    std::string forwarded_;  // the client's address when a proxy tells it
    Plan plan_;
    bool head_checked_ = false;
    bool expects_continue_ = false;

    std::deque<Slot> slots_;
    std::uint64_t first_ = 0;
    std::vector<Slot> writing_slots_;
    std::vector<boost::asio::const_buffer> buffers_;

    Clock::time_point idle_by_ = Clock::time_point::max();
    Clock::time_point request_by_ = Clock::time_point::max();
    Clock::time_point write_by_ = Clock::time_point::max();
    std::size_t lingered_ = 0;
    bool reading_ = false;
    bool writing_ = false;
    bool processing_ = false;
    bool last_request_ = false;  // no further request is read
    bool partial_ = false;       // the first byte of a request is here, its last is not
    bool lingering_ = false;
    bool authenticated_ = false;  // a request had a valid token or signature
    bool closed_ = false;
};

}  // namespace muster::http
