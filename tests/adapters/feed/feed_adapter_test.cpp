// The feed over real sockets, with Beast as the client. Server and client run on one io_context and
// one thread, so that each test waits for what it expects and for nothing else.
#include "adapters/feed/feed_adapter.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/json.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/feed/hub.hpp"
#include "tests/adapters/feed/ws_text.hpp"

namespace muster::feed_adapter {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using boost::system::error_code;
using tcp = asio::ip::tcp;

// What the HTTP listener does: reads a request and hands its socket over.
class Server {
  public:
    Server(asio::io_context& context, feed::FeedOptions options, FeedAdapterOptions adapter_options)
        : hub(std::move(options), "e1", 0, counting_random(),
              [](const std::vector<Code>&, const ReaderRight&, const SnapshotForm&) {
                  return std::vector<feed::SnapshotChunk>();
              }),
          adapter(context.get_executor(), hub, std::move(adapter_options), [this] { return now; }),
          acceptor_(context, tcp::endpoint(asio::ip::address_v4::loopback(), 0)) {
        EXPECT_FALSE(adapter.start());
        accept();
    }

    [[nodiscard]] tcp::endpoint endpoint() const { return acceptor_.local_endpoint(); }

    std::string ticket() {
        FeedPrincipal principal;
        principal.name = "d1";
        principal.all_topics = true;
        principal.may_see_personal = true;
        return hub.issue_ticket(principal, now).value();
    }

    void set(std::uint64_t id, const std::string& value) {
        feed::Change change;
        change.topic = "requests";
        change.id = id;
        change.entity_json = R"({"v":")";
        change.entity_json.append(value).append("\"}");
        ++seq;
        hub.publish(seq, now, std::span(&change, 1));
        hub.committed(seq, now);
    }

    TimePoint now{1'000'000};
    std::uint64_t seq = 0;
    feed::Hub hub;
    FeedAdapter adapter;

  private:
    struct Incoming {
        explicit Incoming(tcp::socket accepted) : socket(std::move(accepted)) {}
        tcp::socket socket;
        beast::flat_buffer buffer;
        http::request<http::empty_body> request;
    };

    static feed::RandomSource counting_random() {
        return [next = std::uint8_t{0}](std::span<std::byte> bytes) mutable {
            for (std::byte& byte : bytes)
                byte = std::byte{next++};
        };
    }

    void accept() {
        acceptor_.async_accept([this](error_code failed, tcp::socket socket) {
            if (failed) return;
            auto incoming = std::make_shared<Incoming>(std::move(socket));
            http::async_read(incoming->socket, incoming->buffer, incoming->request,
                             [this, incoming](error_code read_failed, std::size_t) {
                                 if (read_failed) return;
                                 const auto rest = incoming->buffer.data();
                                 adapter.accept(
                                     std::move(incoming->socket), "127.0.0.1", incoming->request,
                                     {static_cast<const char*>(rest.data()), rest.size()});
                             });
            accept();
        });
    }

    tcp::acceptor acceptor_;
};

class FeedOverSockets : public ::testing::Test {
  protected:
    using Stream = websocket::stream<tcp::socket>;

    void start(feed::FeedOptions options = {}, FeedAdapterOptions adapter_options = {}) {
        server = std::make_unique<Server>(context, std::move(options), std::move(adapter_options));
    }

    // Runs both sides until the condition holds.
    void until(const std::function<bool()>& done) {
        while (!done())
            ASSERT_NE(context.run_one(), 0u);
    }

    // Connects and shakes hands; the error says how the server refused.
    std::unique_ptr<Stream> connect(error_code& result, const std::string& origin = {},
                                    const std::string& protocol = "muster.v1",
                                    int receive_buffer = 0) {
        auto stream = std::make_unique<Stream>(context);
        auto& socket = stream->next_layer();
        socket.open(tcp::v4());
        if (receive_buffer > 0) {
            socket.set_option(asio::socket_base::receive_buffer_size(receive_buffer));
        }
        socket.connect(server->endpoint());
        stream->set_option(
            websocket::stream_base::decorator([origin, protocol](websocket::request_type& request) {
                if (!origin.empty()) request.set(http::field::origin, origin);
                if (!protocol.empty()) {
                    request.set(http::field::sec_websocket_protocol, protocol);
                }
            }));
        bool done = false;
        response = {};
        stream->async_handshake(response, "127.0.0.1", "/v1/feed", [&](error_code failed) {
            result = failed;
            done = true;
        });
        until([&] { return done; });
        return stream;
    }

    std::unique_ptr<Stream> connect() {
        error_code failed;
        auto stream = connect(failed);
        EXPECT_FALSE(failed) << failed.message();
        return stream;
    }

    // The next message, or "closed CODE".
    std::string read(Stream& stream) {
        beast::flat_buffer buffer;
        bool done = false;
        error_code result;
        stream.async_read(buffer, [&](error_code failed, std::size_t) {
            result = failed;
            done = true;
        });
        until([&] { return done; });
        // Whoever was told why may find the socket gone before he has said goodbye himself.
        if (result && stream.reason()) {
            return "closed " + std::to_string(stream.reason().code);
        }
        if (result) return "failed " + result.message();
        return beast::buffers_to_string(buffer.data());
    }

    void say(Stream& stream, const std::string& text) {
        bool done = false;
        stream.async_write(asio::buffer(text), [&](error_code, std::size_t) { done = true; });
        until([&] { return done; });
    }

    // Says who it is and what it wants, and reads up to the end of the snapshot or resume.
    void join(Stream& stream, std::optional<std::uint64_t> after = std::nullopt) {
        EXPECT_EQ(read(stream).substr(0, 15), R"({"type":"hello")");
        std::string ticket = R"({"type":"auth","ticket":")";
        say(stream, ticket.append(server->ticket()).append("\"}"));
        std::string subscribe = R"({"type":"subscribe","topics":["requests"])";
        if (after) subscribe.append(R"(,"epoch":"e1","after":)").append(std::to_string(*after));
        say(stream, subscribe.append("}"));
        if (after) return;
        while (read(stream).find("snapshot_end") == std::string::npos) {
            ASSERT_FALSE(HasFailure());
        }
    }

    void TearDown() override {
        server.reset();
        // What was cancelled still runs, and must find nothing that is gone.
        context.poll();
    }

    asio::io_context context{1};
    std::unique_ptr<Server> server;
    websocket::response_type response;
};

TEST_F(FeedOverSockets, CarriesDeltas) {
    start();
    auto client = connect();
    EXPECT_EQ(response[http::field::sec_websocket_protocol], "muster.v1");
    join(*client);
    server->set(7, "open");
    EXPECT_EQ(read(*client), R"({"type":"delta","seq":1,"prev":0,"at":1000000,"changes":[)"
                             R"({"topic":"requests","id":7,"entity":{"v":"open"}}]})");
}

TEST_F(FeedOverSockets, ResumesAfterACut) {
    start();
    auto client = connect();
    join(*client);
    server->set(1, "a");
    EXPECT_NE(read(*client).find(R"("seq":1,)"), std::string::npos);
    client->next_layer().close();
    server->set(2, "b");
    until([&] { return server->adapter.connections() == 0; });
    server->set(3, "c");
    auto again = connect();
    join(*again, 1);
    EXPECT_NE(read(*again).find(R"("seq":2,"prev":1,)"), std::string::npos);
    EXPECT_NE(read(*again).find(R"("seq":3,"prev":2,)"), std::string::npos);
    EXPECT_EQ(read(*again), R"({"type":"bookmark","seq":3})");
}

TEST_F(FeedOverSockets, RefusesABadOriginAndAMissingSubprotocol) {
    start();
    error_code failed;
    auto stream = connect(failed, "https://evil.example");
    EXPECT_TRUE(failed);
    EXPECT_EQ(response.result_int(), 403u);
    stream = connect(failed, {}, "");
    EXPECT_TRUE(failed);
    EXPECT_EQ(response.result_int(), 400u);
    EXPECT_EQ(server->adapter.connections(), 0u);
    EXPECT_EQ(server->adapter.stats().refused_origin, 1u);
    EXPECT_EQ(server->adapter.stats().refused_handshake, 1u);
    MetricsText metrics;
    server->adapter.write_metrics(metrics);
    const std::string text = std::move(metrics).text();
    EXPECT_NE(text.find("\nmuster_feed_sockets_refused_total{why=\"origin\"} 1\n"),
              std::string::npos)
        << text;
}

TEST_F(FeedOverSockets, RefusesMoreThanItMayHave) {
    feed::FeedOptions options;
    options.max_subscribers = 1;
    start(options);
    auto first = connect();
    join(*first);
    error_code failed;
    auto second = connect(failed);
    EXPECT_TRUE(failed);
    EXPECT_EQ(response.result_int(), 503u);
    EXPECT_EQ(server->adapter.stats().refused_full, 1u);
}

// Sockets that ask to be upgraded and then show no ticket.
TEST_F(FeedOverSockets, AFloodWithoutTicketsHoldsFewSocketsAndKeepsNobodyOut) {
    feed::FeedOptions options;
    options.max_waiting_per_address = 4;
    start(options);
    std::vector<std::unique_ptr<Stream>> flood;
    for (int round = 0; round < 5; ++round) {
        for (int i = 0; i < 10; ++i)
            flood.push_back(connect());
        auto dispatcher = connect();
        join(*dispatcher);
        server->set(static_cast<std::uint64_t>(round + 1), "a");
        EXPECT_NE(read(*dispatcher).find("delta"), std::string::npos);
    }
    // A seat that was taken away takes its socket with it at once, whatever the client does.
    until([&] { return server->adapter.connections() <= 4; });
    EXPECT_EQ(server->hub.stats().waiting, 3u) << "the dispatcher's was the fourth";
    EXPECT_EQ(read(*flood.front()).substr(0, 15), R"({"type":"hello")");
    EXPECT_EQ(read(*flood.front()), "closed 4503");
}

TEST_F(FeedOverSockets, ClosesASlowReaderWhichThenReadsWhy) {
    feed::FeedOptions options;
    options.soft_bytes = 100'000;
    options.hard_bytes = 400'000;
    FeedAdapterOptions adapter_options;
    adapter_options.send_buffer_bytes = 8'192;
    start(options, adapter_options);
    error_code failed;
    auto slow = connect(failed, {}, "muster.v1", 8'192);
    join(*slow);
    const std::string large(4'000, 'x');
    for (std::uint64_t id = 1; id <= 500; ++id)
        server->set(id, large);
    EXPECT_EQ(server->hub.stats().closed[FeedClose::slow], 1u);
    std::uint64_t last = 0;
    std::string message;
    while ((message = read(*slow)).starts_with("{")) {
        const auto delta = boost::json::parse(message).as_object();
        EXPECT_LE(delta.at("prev").to_number<std::uint64_t>(), last);
        last = delta.at("seq").to_number<std::uint64_t>();
    }
    EXPECT_EQ(message, "closed 4008");
    EXPECT_GT(last, 0u);
    EXPECT_LT(last, 500u);
    EXPECT_GT(server->adapter.stats().would_block, 0u);

    auto again = connect();
    join(*again, last);
    while ((message = read(*again)).find("bookmark") == std::string::npos) {
        const auto delta = boost::json::parse(message).as_object();
        ASSERT_EQ(delta.at("prev").to_number<std::uint64_t>(), last);
        last = delta.at("seq").to_number<std::uint64_t>();
    }
    EXPECT_EQ(last, 500u);
}

TEST_F(FeedOverSockets, AnswersPingsAndCloses) {
    start();
    auto client = connect();
    join(*client);
    std::string pong;
    client->control_callback([&](websocket::frame_type kind, beast::string_view payload) {
        if (kind == websocket::frame_type::pong) pong = std::string(payload);
    });
    bool pinged = false;
    client->async_ping("are you there", [&](error_code) { pinged = true; });
    until([&] { return pinged; });
    until([&] { return server->adapter.stats().writes >= 4 || context.poll_one() == 0; });
    server->set(1, "a");
    EXPECT_NE(read(*client).find("delta"), std::string::npos);
    server->set(2, "a");
    EXPECT_NE(read(*client).find("delta"), std::string::npos);
    EXPECT_EQ(pong, "are you there");
    bool closed = false;
    client->async_close(websocket::close_code::normal, [&](error_code failed) {
        EXPECT_FALSE(failed) << failed.message();
        closed = true;
    });
    until([&] { return closed && server->adapter.connections() == 0; });
    EXPECT_EQ(server->hub.stats().closed[FeedClose::normal], 1u);
    EXPECT_EQ(server->hub.stats().subscribers, 0u);
}

TEST_F(FeedOverSockets, SaysWhyItCloses) {
    start();
    auto stranger = connect();
    EXPECT_EQ(read(*stranger).substr(0, 15), R"({"type":"hello")");
    say(*stranger, R"({"type":"auth","ticket":"none"})");
    EXPECT_EQ(read(*stranger), "closed 4401");

    auto rambling = connect();
    EXPECT_EQ(read(*rambling).substr(0, 15), R"({"type":"hello")");
    say(*rambling, std::string(5'000, ' '));
    EXPECT_EQ(read(*rambling), "closed 1009");

    auto silent = connect();
    EXPECT_EQ(read(*silent).substr(0, 15), R"({"type":"hello")");
    server->now = server->now + seconds(6);
    server->hub.on_timer(server->now);
    EXPECT_EQ(read(*silent), "closed 4408");

    auto good = connect();
    join(*good);
    server->hub.shutdown(server->now);
    EXPECT_EQ(read(*good), "closed 1001");
    until([&] { return server->adapter.connections() == 0; });
}

TEST_F(FeedOverSockets, GivesUpADeadPeer) {
    FeedAdapterOptions options;
    options.close_timeout_ms = Millis{1};
    start({}, options);
    auto client = connect();
    join(*client);
    server->now = server->now + seconds(30);
    server->hub.on_timer(server->now);
    EXPECT_EQ(server->hub.stats().closed[FeedClose::no_heartbeat], 1u);
    until([&] { return server->adapter.connections() == 0; });
    EXPECT_EQ(server->adapter.stats().close_timeouts, 1u);
}

TEST_F(FeedOverSockets, TakesBytesThatCameWithTheRequest) {
    start();
    tcp::socket socket(context);
    socket.connect(server->endpoint());
    const std::string request =
        "GET /v1/feed HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        "Sec-WebSocket-Protocol: muster.v1\r\n\r\n" +
        testing::client_frame(WsOpcode::ping, "early");
    asio::write(socket, asio::buffer(request));
    std::string got;
    std::array<char, 1024> buffer{};
    std::function<void()> more = [&] {
        socket.async_read_some(asio::buffer(buffer), [&](error_code failed, std::size_t size) {
            if (failed) return;
            got.append(buffer.data(), size);
            if (got.find(pong_frame("early")) == std::string::npos) more();
        });
    };
    more();
    until([&] { return got.find(pong_frame("early")) != std::string::npos; });
    EXPECT_EQ(got.substr(0, 12), "HTTP/1.1 101");
}

}  // namespace
}  // namespace muster::feed_adapter
