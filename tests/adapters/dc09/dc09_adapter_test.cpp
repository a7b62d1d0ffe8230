// The adapter on the loopback, over TCP and UDP.
#include "adapters/dc09/dc09_adapter.hpp"

#include <gtest/gtest.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/write.hpp>
#include <chrono>

#include "muster/devices.hpp"
#include "tests/adapters/dc09/samples.hpp"
#include "tests/adapters/fake_ports.hpp"

namespace muster::dc09 {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using asio::ip::udp;
using boost::system::error_code;

class Dc09AdapterTest : public testing::Test {
  protected:
    Dc09AdapterTest() {
        options.address = "127.0.0.1";
        options.peers = {PeerRule{.address = "127.0.0.0/8"}};
    }
    template <class Condition>
    bool until(Condition condition, int milliseconds = 10'000) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds);
        while (!condition() && std::chrono::steady_clock::now() < end) {
            io.restart();
            io.run_one_for(std::chrono::milliseconds(10));
        }
        return condition();
    }
    // One that was free a moment ago.
    std::uint16_t free_port() {
        return tcp::acceptor(io, {asio::ip::address_v4::loopback(), 0}).local_endpoint().port();
    }
    ReceiverPorts ports() {
        return {.commands = commands,
                .now = [] { return test_time; },
                .steady_now = [] { return test_time; },
                .warn = [this](const std::string& text) { warnings.push_back(text); },
                .pad = [] { return std::string("0123456789abcdef"); }};
    }
    void make() {
        options.tcp_port = free_port();
        options.udp_port = free_port();
        adapter.emplace(io, ports(), options);
        ASSERT_EQ(adapter->start().value_or(""), "");
    }
    tcp::socket connected() {
        tcp::socket socket(io);
        socket.connect({asio::ip::address_v4::loopback(), adapter->tcp_port()});
        return socket;
    }
    static void send(tcp::socket& socket, const std::string& bytes) {
        asio::write(socket, asio::buffer(bytes));
    }
    // So many bytes; fewer when the connection ends before.
    std::string heard(tcp::socket& socket, std::size_t size) {
        std::string got;
        bool ended = false;
        socket.non_blocking(true);
        until([&] {
            std::array<char, 4'096> some{};
            error_code error;
            const std::size_t n = socket.read_some(
                asio::buffer(some.data(), std::min(some.size(), size - got.size())), error);
            got.append(some.data(), n);
            ended = error && error != asio::error::would_block;
            return ended || got.size() == size;
        });
        return got;
    }
    bool is_closed(tcp::socket& socket) { return heard(socket, 1).empty(); }
    static std::string press(int number) {
        return write_frame("\"ADM-CID\"" + std::to_string(number) + "L0#7A31[#7A31|1101 00 001]");
    }

    asio::io_context io;
    FakeCommands commands;
    Dc09Options options;
    std::vector<std::string> warnings;
    std::optional<Dc09Adapter> adapter;
};

TEST_F(Dc09AdapterTest, AnswersOnTheSameConnectionHoweverTheBytesCome) {
    make();
    tcp::socket device = connected();
    for (const char c : unknown_code + no_line_digits) {
        send(device, std::string(1, c));
        io.restart();
        io.poll();
    }
    const std::string expected = ack_unknown_code + ack_no_line_digits;
    EXPECT_EQ(heard(device, expected.size()), expected);
    send(device, link_test + link_test);
    EXPECT_EQ(heard(device, 2 * ack_link_test.size()), ack_link_test + ack_link_test);
    EXPECT_EQ(adapter->receiver_stats().acknowledged, 4u);
}

TEST_F(Dc09AdapterTest, AnswersADatagramToWhereItCameFrom) {
    make();
    udp::socket device(io, {asio::ip::address_v4::loopback(), 0});
    device.non_blocking(true);
    const udp::endpoint to(asio::ip::address_v4::loopback(), adapter->udp_port());
    device.send_to(asio::buffer(http_scanner), to);
    device.send_to(asio::buffer(unknown_code), to);
    std::string bytes(64, '\0');
    std::size_t size = 0;
    ASSERT_TRUE(until([&] {
        error_code error;
        size = device.receive(asio::buffer(bytes), 0, error);
        return !error;
    }));
    EXPECT_EQ(bytes.substr(0, size), ack_unknown_code);
    EXPECT_EQ(adapter->stats().foreign, 1u);
}

TEST_F(Dc09AdapterTest, D7ClosesWhoeverSpeaksSomethingElseAndKeepsTheOthers) {
    options.first_frame_ms = Millis{200};
    make();
    tcp::socket device = connected();
    send(device, link_test);
    EXPECT_EQ(heard(device, ack_link_test.size()), ack_link_test);
    for (const std::string& hello : {http_scanner, tls_hello}) {
        tcp::socket scanner = connected();
        send(scanner, hello);
        EXPECT_TRUE(is_closed(scanner));
    }
    EXPECT_EQ(adapter->stats().overdue, 2u);
    EXPECT_EQ(adapter->stats().foreign, 1u) << "once for an address";
    EXPECT_EQ(warnings.size(), 1u);
    send(device, unknown_code);
    EXPECT_EQ(heard(device, ack_unknown_code.size()), ack_unknown_code);
}

TEST_F(Dc09AdapterTest, ClosesWhoSendsMuchThatIsNoFrame) {
    options.foreign_bytes = 100;
    make();
    tcp::socket device = connected();
    send(device, unknown_code + std::string(101, 'x'));
    EXPECT_EQ(heard(device, 1'000).size() % ack_unknown_code.size(), 0u);
    EXPECT_EQ(commands.submissions.size(), 1u) << "the alarm in front of it is kept";
    EXPECT_EQ(adapter->connections(), 0u);
}

TEST_F(Dc09AdapterTest, HearsNobodyWhoIsNotNamed) {
    options.peers = {PeerRule{.address = "10.9.8.7"}};
    make();
    tcp::socket device = connected();
    EXPECT_TRUE(is_closed(device));
    EXPECT_EQ(adapter->stats().strangers, 1u);
    ASSERT_EQ(warnings.size(), 1u);
    EXPECT_NE(warnings[0].find("not one of dc09.peers"), std::string::npos);
}

TEST_F(Dc09AdapterTest, HoldsNoMoreConnectionsThanItMay) {
    options.max_connections_per_address = 1;
    make();
    tcp::socket first = connected();
    ASSERT_TRUE(until([&] { return adapter->connections() == 1; }));
    tcp::socket second = connected();
    EXPECT_TRUE(is_closed(second));
    EXPECT_EQ(adapter->stats().turned_away, 1u);
    first.close();
    ASSERT_TRUE(until([&] { return adapter->connections() == 0; }));
    tcp::socket third = connected();
    send(third, link_test);
    EXPECT_EQ(heard(third, ack_link_test.size()), ack_link_test);
}

TEST_F(Dc09AdapterTest, ReadsNoMoreThanMayWaitForItsCommit) {
    options.frames_waiting = 6;
    options.frames_waiting_per_connection = 4;
    commands.deferred = true;
    make();
    tcp::socket device = connected();
    tcp::socket other = connected();
    std::string many;
    for (int i = 0; i < 40; ++i)
        many += press(1'000 + i);
    send(device, many);
    ASSERT_TRUE(until([&] { return commands.submissions.size() == 4; }));
    send(other, many);
    ASSERT_TRUE(until([&] { return commands.submissions.size() == 6; }));
    EXPECT_FALSE(until([&] { return commands.submissions.size() > 6; }, 100));
    while (until([&] { return !commands.waiting.empty(); }, 200))
        commands.release(0);
    EXPECT_EQ(commands.submissions.size(), 80u);
    EXPECT_EQ(adapter->receiver_stats().acknowledged, 80u);
    EXPECT_GT(adapter->stats().paused, 0u);
}

TEST_F(Dc09AdapterTest, DropsDatagramsForWhichThereIsNoRoom) {
    options.frames_waiting = 1;
    commands.deferred = true;
    make();
    udp::socket device(io, {asio::ip::address_v4::loopback(), 0});
    for (int i = 0; i < 3; ++i) {
        device.send_to(asio::buffer(press(1'000 + i)),
                       {asio::ip::address_v4::loopback(), adapter->udp_port()});
    }
    ASSERT_TRUE(until([&] { return adapter->stats().datagrams == 3; }));
    EXPECT_EQ(commands.submissions.size(), 1u);
    EXPECT_EQ(adapter->stats().datagrams_dropped, 2u);
}

TEST_F(Dc09AdapterTest, AnswersWhatIsUnderWayBeforeItEnds) {
    commands.deferred = true;
    make();
    tcp::socket device = connected();
    send(device, unknown_code);
    ASSERT_TRUE(until([&] { return !commands.waiting.empty(); }));
    adapter->begin_drain();
    send(device, link_test);
    commands.release(0);
    EXPECT_EQ(heard(device, 1'000), ack_unknown_code);
    EXPECT_EQ(adapter->connections(), 0u);
    EXPECT_EQ(commands.submissions.size(), 1u);
}

TEST_F(Dc09AdapterTest, EndsWhileMuchIsUnderWay) {
    commands.deferred = true;
    make();
    tcp::socket device = connected();
    send(device, unknown_code);
    ASSERT_TRUE(until([&] { return !commands.waiting.empty(); }));
    adapter->stop();
    commands.release(0);
    EXPECT_TRUE(is_closed(device));
    adapter.reset();
    io.restart();
    io.poll();
}

TEST_F(Dc09AdapterTest, SaysWhyItCannotListen) {
    tcp::acceptor taken(io, {asio::ip::address_v4::loopback(), 0});
    options.tcp_port = taken.local_endpoint().port();
    Dc09Adapter second(io, ports(), options);
    EXPECT_NE(second.start().value_or("").find("over TCP"), std::string::npos);
    options.address = "nowhere";
    Dc09Adapter third(io, ports(), options);
    EXPECT_NE(third.start().value_or("").find("no address to listen on"), std::string::npos);
}

TEST_F(Dc09AdapterTest, CountsWhatItDoes) {
    make();
    tcp::socket device = connected();
    send(device, unknown_code + crc_with_cr);
    EXPECT_EQ(heard(device, ack_unknown_code.size()), ack_unknown_code);
    ASSERT_TRUE(until([&] { return adapter->receiver_stats().frames == 2; }));
    MetricsText out;
    adapter->write_metrics(out);
    const std::string text = std::move(out).text();
    EXPECT_NE(text.find("muster_dc09_frames_total 2\n"), std::string::npos) << text;
    EXPECT_NE(text.find("muster_dc09_bad_frames_total{why=\"crc\"} 1\n"), std::string::npos);
    EXPECT_NE(text.find("muster_dc09_acknowledged_total 1\n"), std::string::npos);
}

TEST(Dc09Options, SayWhatDoesNotFit) {
    Dc09Options options;
    EXPECT_FALSE(check(options));
    options.tcp_port = 4321;
    EXPECT_EQ(check(options)->pointer, "/peers");
    options.peers = {PeerRule{.address = "any"}, PeerRule{.address = "10.0.0.300"}};
    EXPECT_EQ(check(options)->pointer, "/peers/1/address");
    options.peers.pop_back();
    EXPECT_FALSE(check(options));
    options.accounts = {AccountRule{.account = "7a31", .key = {}}};
    EXPECT_EQ(check(options)->pointer, "/accounts/0/account");
    options.accounts = {AccountRule{.account = "2/7A31", .key = {}},
                        AccountRule{.account = "2/7A31", .key = {}}};
    EXPECT_EQ(check(options)->pointer, "/accounts/1/account");
    options.accounts.pop_back();
    options.accounts[0].only_encrypted = true;
    EXPECT_EQ(check(options)->pointer, "/accounts/0/only_encrypted");
    options.accounts[0].key.env = "A_KEY";
    EXPECT_FALSE(check(options));
    options.accounts[0].key.file = "a-key";
    EXPECT_EQ(check(options)->pointer, "/accounts/0/key");
}

TEST(Dc09Peers, AreFoundByAddressAndNetwork) {
    Peers peers;
    EXPECT_TRUE(peers.add({.address = "192.0.2.7", .crc = CrcForm::raw}));
    EXPECT_TRUE(peers.add({.address = "10.8.0.0/13"}));
    EXPECT_TRUE(peers.add({.address = "2001:db8::/33"}));
    for (const char* wrong : {"", "host", "10.0.0.0/33", "10.0.0/8", "2001:db8::/129"}) {
        EXPECT_FALSE(peers.add({.address = wrong})) << wrong;
    }
    const auto find = [&](const char* address) {
        return peers.find(asio::ip::make_address(address));
    };
    ASSERT_NE(find("192.0.2.7"), nullptr);
    EXPECT_EQ(find("192.0.2.7")->crc, CrcForm::raw);
    EXPECT_NE(find("::ffff:192.0.2.7"), nullptr) << "as a listener on :: sees it";
    EXPECT_EQ(find("192.0.2.8"), nullptr);
    EXPECT_NE(find("10.15.255.255"), nullptr);
    EXPECT_EQ(find("10.16.0.0"), nullptr);
    EXPECT_NE(find("2001:db8:7fff::1"), nullptr);
    EXPECT_EQ(find("2001:db8:8000::1"), nullptr);
    EXPECT_TRUE(peers.add({.address = "any"}));
    EXPECT_NE(find("8.8.8.8"), nullptr);
}

}  // namespace
}  // namespace muster::dc09
