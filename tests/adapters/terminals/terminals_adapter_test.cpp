// Over the loopback, with real sockets.
#include "adapters/terminals/terminals_adapter.hpp"

#include <gtest/gtest.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "tests/adapters/fake_ports.hpp"

namespace muster::terminals {
namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

const std::string two_lines =
    "1042\t2026-03-02 16:15:30\t0\t15\t0\t0\n1042\t2026-03-02 16:15:30\t0\t15\t0\t0\n"
    "77\t2026-03-02 16:15:31\t0\t1\n";

std::string post(const std::string& target, const std::string& body) {
    return "POST " + target + " HTTP/1.1\r\nHost: desk\r\nContent-Type: text/plain\r\n" +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

struct TerminalsAdapterTest : testing::Test {
    TerminalsAdapterTest() {
        ZkTerminal terminal;
        terminal.serial = "ZK0001";
        terminal.address = "127.0.0.1";
        terminal.signal = "sos";
        options.zk.push_back(terminal);
        UidReader reader;
        reader.address = "127.0.0.1";
        reader.signal = "sos";
        options.readers.push_back(reader);
        options.zk_port = free_port();
        options.reader_port = free_port();
    }
    ~TerminalsAdapterTest() override {
        if (adapter) adapter->stop();
        adapter.reset();
        io.poll();
    }

    std::uint16_t free_port() {
        tcp::acceptor any(io, {boost::asio::ip::address_v4::loopback(), 0});
        return any.local_endpoint().port();
    }
    void begin() {
        adapter = std::make_unique<TerminalsAdapter>(
            io, commands, [] { return TimePoint{1'772'439'332'000}; },
            [] { return TimePoint{1'000'000}; },
            [this](const std::string& text) { warnings.push_back(text); }, options);
        ASSERT_EQ(adapter->start(), std::nullopt);
        ASSERT_EQ(adapter->zk_port(), options.zk_port);
        ASSERT_EQ(adapter->reader_port(), options.reader_port);
    }
    template <class Done>
    [[nodiscard]] bool run_until(Done done) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (!done() && std::chrono::steady_clock::now() < end) {
            io.restart();
            io.run_for(std::chrono::milliseconds(1));
        }
        return done();
    }
    void settle() {
        for (int i = 0; i < 20; ++i) {
            io.restart();
            io.run_for(std::chrono::milliseconds(1));
        }
    }

    struct Peer {
        Peer(boost::asio::io_context& io, std::uint16_t port) : socket(io) {
            socket.connect({boost::asio::ip::address_v4::loopback(), port});
            socket.non_blocking(true);
        }
        void send(const std::string& bytes) {
            boost::asio::write(socket, boost::asio::buffer(bytes));
        }
        // What has come so far; `over` when the other side has closed.
        const std::string& read() {
            char some[4096];
            error_code error;
            const std::size_t size = socket.read_some(boost::asio::buffer(some), error);
            came.append(some, size);
            over = over || (error && error != boost::asio::error::would_block);
            return came;
        }
        tcp::socket socket;
        std::string came;
        bool over = false;
    };
    bool gets(Peer& peer, const std::string& text) {
        return run_until([&] { return peer.read().find(text) != std::string::npos; });
    }

    boost::asio::io_context io;
    FakeCommands commands;
    TerminalsOptions options;
    std::vector<std::string> warnings;
    std::unique_ptr<TerminalsAdapter> adapter;
};

TEST_F(TerminalsAdapterTest, SampleZ1OnOneConnection) {
    begin();
    Peer peer(io, options.zk_port);
    peer.send("GET /iclock/cdata?SN=ZK0001&options=all&pushver=2.4.1 HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_TRUE(gets(peer, "GET OPTION FROM: ZK0001"));
    EXPECT_TRUE(gets(peer, "Date: Mon, 02 Mar 2026 08:15:32 GMT"));
    commands.deferred = true;
    peer.send(post("/iclock/cdata?SN=ZK0001&table=ATTLOG&Stamp=9999", two_lines));
    ASSERT_TRUE(run_until([&] { return commands.waiting.size() == 3; }));
    commands.release(0);
    commands.release(0);
    settle();
    EXPECT_EQ(peer.read().find("OK: 3"), std::string::npos);
    commands.release(0);
    EXPECT_TRUE(gets(peer, "OK: 3\r\n"));
    commands.deferred = false;
    peer.send(post("/iclock/cdata?SN=ZK0001&table=OPERLOG&Stamp=1", "OPLOG 0\t0"));
    EXPECT_TRUE(gets(peer, "\r\n\r\nOK\r\n"));
    EXPECT_EQ(adapter->connections(), 1u);
}

TEST_F(TerminalsAdapterTest, ARequestCutAtEveryByte) {
    begin();
    Peer peer(io, options.zk_port);
    const std::string request = post("/iclock/cdata?SN=ZK0001&table=ATTLOG&Stamp=9999", two_lines);
    for (const char c : request) {
        EXPECT_TRUE(commands.submissions.empty());
        peer.send(std::string(1, c));
        io.restart();
        io.poll();
    }
    EXPECT_TRUE(gets(peer, "OK: 3\r\n"));
    EXPECT_EQ(commands.submissions.size(), 3u);
}

TEST_F(TerminalsAdapterTest, WhatIsNoRequestIsRefusedAndTheTapBeforeItIsKept) {
    options.body_bytes = 1024;
    begin();
    Peer bad(io, options.zk_port);
    bad.send(post("/iclock/cdata?SN=ZK0001&table=ATTLOG", two_lines) +
             "\x16\x03\x01 no http\r\n\r\n");
    EXPECT_TRUE(gets(bad, "OK: 3\r\n"));
    EXPECT_TRUE(gets(bad, "400 Bad Request"));
    EXPECT_TRUE(run_until([&] { return bad.read(), bad.over; }));
    EXPECT_EQ(commands.submissions.size(), 3u);
    Peer large(io, options.zk_port);
    large.send(
        "POST /iclock/cdata?SN=ZK0001&table=ATTLOG HTTP/1.1\r\nContent-Length: 5000\r\n\r\n");
    EXPECT_TRUE(gets(large, "413"));
    Peer other(io, options.zk_port);
    other.send("DELETE /iclock/cdata?SN=ZK0001 HTTP/1.1\r\n\r\n");
    EXPECT_TRUE(gets(other, "405"));
    EXPECT_TRUE(run_until([&] { return adapter->connections() == 0; }));
}

TEST_F(TerminalsAdapterTest, AFullQueueIsToldAsBusy) {
    begin();
    commands.rejection.reason = RejectReason::overloaded;
    Peer peer(io, options.zk_port);
    peer.send(post("/iclock/cdata?SN=ZK0001&table=ATTLOG&Stamp=1", two_lines));
    EXPECT_TRUE(gets(peer, "503 Service Unavailable"));
    commands.rejection = {};
    peer.send(post("/iclock/cdata?SN=ZK0001&table=ATTLOG&Stamp=1", two_lines));
    EXPECT_TRUE(gets(peer, "OK: 3\r\n"));
}

TEST_F(TerminalsAdapterTest, StrangersAndThoseBeyondTheLimitAreClosed) {
    options.zk[0].address = "10.0.0.7";
    options.max_connections = 1;
    begin();
    Peer stranger(io, options.zk_port);
    EXPECT_TRUE(run_until([&] { return stranger.read(), stranger.over; }));
    EXPECT_EQ(stranger.came, "");
    ASSERT_EQ(warnings.size(), 1u);
    Peer reader(io, options.reader_port);
    ASSERT_TRUE(run_until([&] { return adapter->connections() == 1; }));
    Peer beyond(io, options.reader_port);
    EXPECT_TRUE(run_until([&] { return beyond.read(), beyond.over; }));
    EXPECT_FALSE((reader.read(), reader.over));
}

TEST_F(TerminalsAdapterTest, WhoDoesNotFinishIsClosed) {
    options.request_ms = Millis{100};
    begin();
    Peer slow(io, options.zk_port);
    slow.send("GET /iclock/cd");
    EXPECT_TRUE(run_until([&] { return slow.read(), slow.over; }));
    EXPECT_EQ(adapter->connections(), 0u);
}

TEST_F(TerminalsAdapterTest, AReaderTypesOneAfterTheOther) {
    begin();
    commands.deferred = true;
    Peer reader(io, options.reader_port);
    reader.send("04A1B2C3\r\n05A1B2C3\r\nnothing\n");
    ASSERT_TRUE(run_until([&] { return commands.waiting.size() == 1; }));
    settle();
    EXPECT_EQ(commands.submissions.size(), 1u);
    commands.release(0);
    ASSERT_TRUE(run_until([&] { return commands.waiting.size() == 1; }));
    // The reader is gone, and what it typed is told all the same.
    reader.socket.close();
    settle();
    commands.deferred = false;
    commands.release(0);
    EXPECT_TRUE(run_until([&] { return adapter->connections() == 0; }));
    ASSERT_EQ(commands.submissions.size(), 3u);
    EXPECT_EQ(commands.submissions[1].command.get<SignalDevice>().key.value, "card:05A1B2C3");
    EXPECT_EQ(adapter->stats().not_understood, 1u);
}

TEST_F(TerminalsAdapterTest, ATapThatFindsNoRoomIsTriedAgain) {
    begin();
    commands.rejection.reason = RejectReason::overloaded;
    Peer reader(io, options.reader_port);
    reader.send("04A1B2C3\n");
    ASSERT_TRUE(run_until([&] { return commands.submissions.size() >= 2; }));
    commands.rejection = {};
    ASSERT_TRUE(run_until([&] { return adapter->stats().taps == 1; }));
}

TEST_F(TerminalsAdapterTest, AReaderThatConnectsAnewTakesItsPlace) {
    begin();
    Peer before(io, options.reader_port);
    ASSERT_TRUE(run_until([&] { return adapter->connections() == 1; }));
    Peer anew(io, options.reader_port);
    EXPECT_TRUE(run_until([&] { return before.read(), before.over; }));
    anew.send("04A1B2C3\n");
    EXPECT_TRUE(run_until([&] { return commands.submissions.size() == 1; }));
    EXPECT_EQ(adapter->connections(), 1u);
}

TEST_F(TerminalsAdapterTest, DrainingAnswersWhatIsUnderWay) {
    begin();
    commands.deferred = true;
    Peer peer(io, options.zk_port);
    Peer idle(io, options.zk_port);
    peer.send(post("/iclock/cdata?SN=ZK0001&table=ATTLOG&Stamp=1", two_lines));
    ASSERT_TRUE(run_until([&] { return commands.waiting.size() == 3; }));
    adapter->begin_drain();
    EXPECT_TRUE(run_until([&] { return idle.read(), idle.over; }));
    while (!commands.waiting.empty())
        commands.release(0);
    EXPECT_TRUE(gets(peer, "OK: 3\r\n"));
    EXPECT_TRUE(run_until([&] { return peer.read(), peer.over; }));
    MetricsText metrics;
    adapter->write_metrics(metrics);
    EXPECT_NE(std::move(metrics).text().find("muster_terminals_taps_total 3"), std::string::npos);
}

TEST(TerminalsOptionsTest, WhatDoesNotSuitIsSaid) {
    TerminalsOptions options;
    EXPECT_EQ(check(options), std::nullopt);
    options.zk_port = 4370;
    EXPECT_EQ(check(options)->pointer, "/zk");
    options.zk.resize(1);
    options.zk[0].serial = "A B";
    options.zk[0].signal = "sos";
    EXPECT_EQ(check(options)->pointer, "/zk/0/address");
    options.zk[0].address = "10.0.0.7";
    EXPECT_EQ(check(options)->pointer, "/zk/0/serial");
    options.zk[0].serial = "A";
    EXPECT_EQ(check(options), std::nullopt);
    options.zk[0].signal = Code();
    EXPECT_EQ(check(options)->pointer, "/zk/0/signal");
    options.zk[0].signal = "sos";
    options.readers.resize(2);
    for (UidReader& one : options.readers) {
        one.address = "10.0.0.8";
        one.signal = "sos";
    }
    EXPECT_EQ(check(options)->pointer, "/readers/1/address");
    options.readers[0].uid_bytes = 5;
    EXPECT_EQ(check(options)->pointer, "/readers/0/uid_bytes");
}

}  // namespace
}  // namespace muster::terminals
