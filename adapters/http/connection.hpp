// One TCP connection: bytes to requests, responses to bytes, in order. Up to
// HttpOptions::max_pipelined requests are under way at once, so that one client's commands share a
// commit; beyond that, or with unsent_bytes of answers that the client has not taken, the
// connection is not read. Internal to this folder.
//
// Reading is in one phase at a time:
//
//     handshake -> between                        under TLS, once
//     between -> head -> body -> between ...      a request after the other
//        any of them -> answering -> lingering    the last answer is known; then it is all said
//        any of them -> closed
//
// A read is under way only when all that is buffered has been taken in: what stopped for want of
// room goes on when answers have left, and reads only then. An allocation that fails ends this
// connection and nothing else.
#pragma once

#include <algorithm>
#include <boost/asio/buffer.hpp>
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
#include "adapters/http/body_reader.hpp"
#include "adapters/http/listener.hpp"
#include "adapters/http/request_head.hpp"
#include "engine/net/stream.hpp"

namespace muster::http {

class Connection : public std::enable_shared_from_this<Connection> {
  public:
    using Clock = std::chrono::steady_clock;

    // `proxied`: the peer is a reverse proxy of ours, so X-Forwarded-For names the client.
    // `number` rises from one connection to the next.
    Connection(std::shared_ptr<Listener> listener, net::Stream stream, std::string address,
               bool proxied, std::uint64_t number);

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

    enum class Phase : std::uint8_t {
        handshake,  // TLS is not there yet
        between,    // no byte of the next request is here
        head,       // some of its head is
        body,       // the head is judged, the body is to come
        answering,  // no further request is taken; what is owed is answered
        lingering,  // all is said, the peer is to agree
        closed,
    };

    // Why taking in stopped.
    enum class Step : std::uint8_t { again, more_bytes, full, over };

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

        // What its answer costs here; a shared body would be there without it.
        [[nodiscard]] std::size_t bytes() const { return head.size() + body.size(); }
    };

    // Runs `work`; ends this connection when memory runs out in it.
    template <class Work>
    void guarded(Work work);

    // Under TLS.
    void on_handshake(boost::system::error_code error);
    // Counts it, and tells the client as far as it can read it.
    void handshake_failed(net::HandshakeFault fault);

    // Reading.
    void read();
    void on_read(boost::system::error_code error, std::size_t size);
    // Takes in what is buffered, as far as the limits let it, and sends what is ready.
    void advance();
    [[nodiscard]] Step take_in();
    [[nodiscard]] Step begin_request();
    [[nodiscard]] Step take_head();
    [[nodiscard]] Step take_body();
    [[nodiscard]] Step finish_request();
    // False when the request is refused so thoroughly that its body is not read.
    [[nodiscard]] bool check_head();
    [[nodiscard]] bool is_full() const;
    [[nodiscard]] std::string_view buffered() const;
    [[nodiscard]] Problem head_problem(HeadEnd::State state) const;
    [[nodiscard]] Problem parse_problem(const boost::system::error_code& error) const;
    [[nodiscard]] Problem body_problem(BodyState state);
    void hand_over();
    // Whether something dear is under way that only a client who stays would read.
    [[nodiscard]] bool is_given_up_at_the_end() const;

    // Answering.
    // Returns the number of the new slot.
    std::uint64_t open_slot(bool keep_alive);
    void complete(std::uint64_t number, Response&& response);
    // Answers the request being read without the rest of it, and takes no further ones.
    Step refuse(const Problem& problem);
    Step refuse(Response&& response);
    void format(Slot& slot, Response&& response);
    // True when it began to send something.
    bool write();
    void on_written(boost::system::error_code error, std::size_t size);
    void answer_the_rest();
    // Says that nothing more will be sent, and waits a little for the peer to agree: closing at
    // once with unread bytes would reset the connection and take the last response with it.
    void linger();
    void watch_idle();

    std::shared_ptr<Listener> listener_;
    net::Stream stream_;
    const std::string address_;
    const bool proxied_;
    std::string gateway_;  // that the client's certificate proves
    const std::uint64_t number_;

    // The request that is being read.
    Phase phase_ = Phase::between;
    boost::beast::flat_buffer buffer_;
    HeadEnd head_end_;
    std::optional<Parser> parser_;  // there from a whole head to the end of its request
    RequestHead head_;              // views into the parser
    Framing framing_;
    Plan plan_;
    BodyReader body_;

    std::deque<Slot> slots_;
    std::uint64_t first_ = 0;
    std::vector<Slot> writing_slots_;
    std::vector<boost::asio::const_buffer> buffers_;
    std::size_t unsent_bytes_ = 0;  // of answers that are ready or being written

    Clock::time_point idle_by_ = Clock::time_point::max();
    Clock::time_point request_by_ = Clock::time_point::max();
    Clock::time_point write_by_ = Clock::time_point::max();
    std::size_t lingered_ = 0;
    bool reading_ = false;  // an operation of the socket is under way
    bool writing_ = false;
    bool advancing_ = false;      // advance() sends by itself
    bool authenticated_ = false;  // a request had a valid token or signature
};

}  // namespace muster::http
