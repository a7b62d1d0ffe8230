// The adapter on real sockets of the loopback.
#include "adapters/sip/sip_adapter.hpp"

#include <gtest/gtest.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <memory>
#include <string>

#include "tests/adapters/fake_ports.hpp"
#include "tests/adapters/sip/sip_text.hpp"

namespace muster::sip {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using asio::ip::udp;
using testing::text_of;

class NoFeed final : public FeedPort {
  public:
    std::unique_ptr<FeedSession> open(FeedSink&, std::string_view, TimePoint) override {
        return nullptr;
    }
    std::optional<std::string> issue_ticket(FeedPrincipal, TimePoint) override {
        return std::nullopt;
    }
    void on_timer(TimePoint) override {}
    TimePoint next_timer(TimePoint) const override { return never; }
    std::size_t client_message_bytes() const override { return 1; }
};

TimePoint clock_now() {
    const auto since = std::chrono::steady_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
}

struct Loopback : ::testing::Test {
    asio::io_context io;
    FakeCommands commands;
    FakeQueries queries;
    FakeAccess access;
    NoFeed feed;
    FakeEvents events;
    FakeExplain explain;
    FakeAudit audit;
    SipOptions options;
    std::unique_ptr<SipAdapter> adapter;

    Loopback() {
        options.address = "127.0.0.1";
        PeerOptions peer;
        peer.name = "units";
        peer.address = "127.0.0.1";
        peer.answer = ScaipAnswerPlace::in_200;
        options.peers.push_back(peer);
        options.message_ms = Millis{200};
    }
    AdapterPorts ports() {
        return {io,
                commands,
                queries,
                access,
                feed,
                events,
                explain,
                audit,
                nullptr,
                clock_now,
                clock_now,
                clock_now,
                [] { return false; },
                [](const std::string&) {}};
    }
    void start() {
        adapter = std::make_unique<SipAdapter>(ports(), options);
        const auto wrong = adapter->start();
        ASSERT_FALSE(wrong) << *wrong;
    }
    // Lets the adapter work until the socket has something or is closed. False when neither comes.
    template <class Socket>
    bool wait(Socket& socket) {
        bool ready = false;
        socket.async_wait(Socket::wait_read, [&](boost::system::error_code) { ready = true; });
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (!ready && std::chrono::steady_clock::now() < end) {
            io.restart();
            io.run_one_for(std::chrono::milliseconds(50));
        }
        return ready;
    }
    std::string take(udp::socket& socket) {
        if (!wait(socket)) return {};
        std::string bytes(65'536, '\0');
        bytes.resize(socket.receive(asio::buffer(bytes)));
        return bytes;
    }
    // What a connection gets until it is closed, or until `enough` of it is there.
    std::string take(tcp::socket& socket, std::string_view enough) {
        std::string all;
        while (all.find(enough) == std::string::npos && wait(socket)) {
            std::string bytes(4'096, '\0');
            boost::system::error_code end;
            bytes.resize(socket.read_some(asio::buffer(bytes), end));
            all += bytes;
            if (end) return all + "[closed]";
        }
        return all;
    }
    udp::socket datagrams() {
        udp::socket socket(io);
        socket.connect({asio::ip::address_v4::loopback(), adapter->port()});
        return socket;
    }
    tcp::socket connection() {
        tcp::socket socket(io);
        socket.connect({asio::ip::address_v4::loopback(), adapter->port()});
        return socket;
    }
};

constexpr const char* press = "<mrq><ref>a1</ref><cid>7</cid><dty>0003</dty></mrq>";

TEST_F(Loopback, Udp) {
    start();
    auto socket = datagrams();
    socket.send(asio::buffer(text_of({.body = press})));
    const std::string answer = take(socket);
    EXPECT_TRUE(answer.starts_with("SIP/2.0 200 OK\r\n")) << answer;
    EXPECT_NE(answer.find("<ref>a1</ref><snu>0</snu>"), std::string::npos);
    socket.send(asio::buffer(text_of({.body = press})));
    EXPECT_EQ(take(socket), answer);
    EXPECT_EQ(commands.submissions.size(), 1u);
}

TEST_F(Loopback, TcpByteByByteThenRubbish) {
    start();
    auto socket = connection();
    const std::string bytes = "\r\n\r\n" + text_of({.body = press, .transport = "TCP"}) + "<";
    socket.set_option(tcp::no_delay(true));
    for (const char c : bytes) {
        asio::write(socket, asio::buffer(&c, 1));
        io.restart();
        io.poll();
    }
    const std::string got = take(socket, "[closed]");
    EXPECT_TRUE(got.starts_with("\r\nSIP/2.0 200 OK\r\n")) << got;
    EXPECT_NE(got.find("SIP/2.0 400"), std::string::npos) << got;
    EXPECT_TRUE(got.ends_with("[closed]")) << got;
    EXPECT_EQ(commands.submissions.size(), 1u);
}

TEST_F(Loopback, WhatIsWrongBehindAnAlarmDoesNotCostItItsAnswer) {
    commands.deferred = true;
    options.message_ms = seconds(20);
    start();
    auto socket = connection();
    asio::write(socket, asio::buffer(text_of({.body = press, .transport = "TCP"}) + "<rubbish>"));
    EXPECT_TRUE(take(socket, "SIP/2.0 400").starts_with("SIP/2.0 400"));
    ASSERT_EQ(commands.submissions.size(), 1u);
    commands.release(0);
    const std::string got = take(socket, "[closed]");
    EXPECT_NE(got.find("SIP/2.0 200 OK"), std::string::npos) << got;
    EXPECT_TRUE(got.ends_with("[closed]")) << got;
}

TEST_F(Loopback, AMessageThatDoesNotEndIsGivenUp) {
    start();
    auto socket = connection();
    asio::write(socket, asio::buffer(text_of({.body = press, .length = "900"})));
    const std::string got = take(socket, "[closed]");
    EXPECT_TRUE(got.starts_with("SIP/2.0 400")) << got;
    EXPECT_TRUE(got.ends_with("[closed]"));
    EXPECT_EQ(adapter->stats().timeouts, 1u);
    EXPECT_TRUE(commands.submissions.empty());
}

TEST_F(Loopback, ConnectionsHaveALimitAndStrangersAreNobody) {
    options.connections = std::size_t{1};
    start();
    auto first = connection();
    auto second = connection();
    EXPECT_EQ(take(second, "x"), "[closed]");
    EXPECT_EQ(adapter->stats().refused_full, 1u);
    adapter->stop();
    options.peers[0].address = "192.0.2.1";
    start();
    auto stranger = connection();
    EXPECT_EQ(take(stranger, "x"), "[closed]");
    EXPECT_EQ(adapter->stats().refused_strangers, 1u);
}

TEST_F(Loopback, WhatIsCommittedAfterTheConnectionEndedIsOnlyCounted) {
    commands.deferred = true;
    start();
    {
        auto socket = connection();
        asio::write(socket, asio::buffer(text_of({.body = press, .transport = "TCP"})));
        for (int i = 0; i < 100 && commands.submissions.empty(); ++i) {
            io.restart();
            io.run_for(std::chrono::milliseconds(10));
        }
        ASSERT_EQ(commands.submissions.size(), 1u);
    }
    io.restart();
    io.run_for(std::chrono::milliseconds(100));
    commands.release(0);
    EXPECT_EQ(adapter->stats().gone, 1u);
    adapter.reset();
}

TEST_F(Loopback, SaysWhyItDoesNotStart) {
    start();
    options.port = adapter->port();
    SipAdapter second(ports(), options);
    EXPECT_NE(second.start().value_or("").find("127.0.0.1"), std::string::npos);
    EXPECT_EQ(make_adapter(ports(), SipOptions{}), nullptr) << "port 0: not asked for";
}

}  // namespace
}  // namespace muster::sip
