// The adapter on the loopback, over TCP and UDP.
#include "adapters/dc09/dc09_adapter.hpp"

#include <gtest/gtest.h>

#include <boost/asio/buffer.hpp>
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

constexpr TimePoint started_at{1'772'439'330'000};

class AdapterTest : public testing::Test {
  protected:
    AdapterTest() { options.peers = {{"127.0.0.1", false, false}}; }
    template <class Condition>
    bool until(Condition condition) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (!condition() && std::chrono::steady_clock::now() < end) {
            io.restart();
            io.run_one_for(std::chrono::milliseconds(20));
        }
        return condition();
    }
    // One that was free a moment ago.
    std::uint16_t free_port() {
        return tcp::acceptor(io, {asio::ip::address_v4::loopback(), 0}).local_endpoint().port();
    }
    void make() {
        options.tcp_port = free_port();
        options.udp_port = options.tcp_port;
        adapter.emplace(
            io, commands, [] { return started_at; },
            [this](const std::string& what) { warnings.push_back(what); }, options);
        ASSERT_EQ(adapter->start().value_or(""), "");
    }
    tcp::socket connected() {
        tcp::socket socket(io);
        socket.connect({asio::ip::address_v4::loopback(), adapter->tcp_port()});
        return socket;
    }
    // So many bytes of an answer; fewer when none come.
    std::string heard(tcp::socket& socket, std::size_t size) {
        std::string bytes(size, '\0');
        std::size_t got = 0;
        bool ended = false;
        std::function<void()> read = [&] {
            socket.async_read_some(asio::buffer(bytes.data() + got, size - got),
                                   [&](boost::system::error_code error, std::size_t n) {
                                       got += n;
                                       ended = static_cast<bool>(error);
                                       if (!ended && got < size) read();
                                   });
        };
        read();
        until([&] { return ended || got == size; });
        return bytes.substr(0, got);
    }
    bool is_closed(tcp::socket& socket) {
        bool closed = false;
        char byte = 0;
        socket.async_read_some(asio::buffer(&byte, 1),
                               [&](boost::system::error_code error, std::size_t) {
                                   closed = static_cast<bool>(error);
                               });
        return until([&] { return closed; });
    }

    asio::io_context io;
    FakeCommands commands;
    Dc09Options options;
    std::vector<std::string> warnings;
    std::optional<Dc09Adapter> adapter;
};

const std::string ack = "\n85750012\"ACK\"0313L0#7A31[]\r";

TEST_F(AdapterTest, AnswersOnTheSameConnectionHoweverTheBytesCome) {
    make();
    tcp::socket device = connected();
    for (const char c : unknown_code) {
        asio::write(device, asio::buffer(&c, 1));
        io.poll();
        io.restart();
    }
    EXPECT_EQ(heard(device, ack.size()), ack);
    asio::write(device, asio::buffer(link_test + link_test));
    EXPECT_EQ(heard(device, 2 * 28).size(), 2u * 28);
    EXPECT_EQ(adapter->stats().acknowledged, 3u);
}

TEST_F(AdapterTest, AnswersADatagramToWhereItCameFrom) {
    make();
    udp::socket device(io, {asio::ip::address_v4::loopback(), 0});
    device.send_to(asio::buffer(unknown_code),
                   {asio::ip::address_v4::loopback(), adapter->udp_port()});
    std::string bytes(64, '\0');
    std::size_t size = 0;
    device.async_receive(asio::buffer(bytes),
                         [&](boost::system::error_code, std::size_t n) { size = n; });
    ASSERT_TRUE(until([&] { return size > 0; }));
    EXPECT_EQ(bytes.substr(0, size), ack);
}

TEST_F(AdapterTest, ClosesWhoeverSpeaksSomethingElseAndKeepsTheOthers) {
    options.first_frame_ms = Millis{200};
    make();
    tcp::socket device = connected();
    asio::write(device, asio::buffer(link_test));
    EXPECT_EQ(heard(device, 28).size(), 28u);
    tcp::socket scanner = connected();
    asio::write(scanner, asio::buffer(std::string("GET / HTTP/1.1\r\nHost: a\r\n\r\n")));
    EXPECT_TRUE(is_closed(scanner));
    ASSERT_EQ(warnings.size(), 1u);
    asio::write(device, asio::buffer(unknown_code));
    EXPECT_EQ(heard(device, ack.size()), ack);
    tcp::socket again = connected();
    EXPECT_TRUE(is_closed(again));
    EXPECT_EQ(warnings.size(), 1u) << "once for an address";
}

TEST_F(AdapterTest, KnowsNobodyWhoIsNotNamed) {
    options.peers = {{"10.9.8.7", false, false}};
    make();
    tcp::socket device = connected();
    EXPECT_TRUE(is_closed(device));
    ASSERT_EQ(warnings.size(), 1u);
    EXPECT_NE(warnings[0].find("not one of [dc09] peers"), std::string::npos);
}

TEST_F(AdapterTest, ReadsNoMoreThanWaitsForItsCommit) {
    options.frames_waiting = 2;
    commands.deferred = true;
    make();
    tcp::socket device = connected();
    std::string many;
    for (int i = 0; i < 40; ++i)
        many +=
            write_frame("\"ADM-CID\"" + std::to_string(1000 + i) + "L0#7A31[#7A31|1101 00 001]");
    asio::write(device, asio::buffer(many));
    ASSERT_TRUE(until([&] { return commands.submissions.size() >= 2; }));
    tcp::socket other = connected();
    asio::write(other, asio::buffer(link_test));
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(100);
    until([&] { return std::chrono::steady_clock::now() > end; });
    const std::size_t held = commands.submissions.size();
    EXPECT_LE(held, 40u) << "the second device waits";
    commands.deferred = false;
    while (!commands.waiting.empty())
        commands.release(0);
    EXPECT_TRUE(until([&] { return commands.submissions.size() == 41; }));
}

TEST_F(AdapterTest, SaysWhyItCannotListen) {
    tcp::acceptor taken(io, {asio::ip::address_v4::loopback(), 0});
    options.tcp_port = taken.local_endpoint().port();
    taken.listen();
    adapter.emplace(
        io, commands, [] { return started_at; }, [](const std::string&) {}, options);
    const auto wrong = adapter->start();
    ASSERT_TRUE(wrong);
    EXPECT_NE(wrong->find("over TCP"), std::string::npos);
    options.accounts = {{"7A31", {"", "", "seventeen bytes.."}, false, 0}};
    adapter.emplace(
        io, commands, [] { return started_at; }, [](const std::string&) {}, options);
    EXPECT_NE(adapter->start().value_or("").find("16, 24 or 32"), std::string::npos);
}

TEST(Dc09OptionsCheck, SaysWhatIsMissing) {
    Dc09Options options;
    EXPECT_FALSE(check(options));
    options.tcp_port = 4321;
    EXPECT_EQ(check(options)->pointer, "/peers");
    options.peers = {{"any", false, false}};
    EXPECT_FALSE(check(options));
    options.accounts = {{"7a31", {}, false, 0}};
    EXPECT_EQ(check(options)->pointer, "/accounts/0/account");
}

}  // namespace
}  // namespace muster::dc09
