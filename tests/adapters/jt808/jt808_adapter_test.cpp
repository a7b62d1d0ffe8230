#include "adapters/jt808/jt808_adapter.hpp"

#include <gtest/gtest.h>

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <functional>

#include "muster/requests.hpp"
#include "tests/adapters/jt808/jt808_world.hpp"

namespace muster::jt808 {
namespace {

using boost::asio::ip::tcp;
using testing::bytes;
using testing::frame_2013;
using testing::hex;

Jt808Options local() {
    Jt808Options options;
    options.address = "127.0.0.1";
    options.allow = {"127.0.0.0/8"};
    options.secret.env = "MUSTER_TEST_JT808_SECRET";
    options.secret.value = "a secret of a test, long enough";
    options.sweep_ms = Millis{10};
    return options;
}

// The adapter on a free port, and terminals of the same loop.
struct Listening : FakeWorld {
    explicit Listening(const Jt808Options& options) : adapter(ports(), options) {
        const auto wrong = adapter.start();
        EXPECT_FALSE(wrong) << wrong.value_or("");
    }
    tcp::socket connect() {
        tcp::socket socket(io);
        socket.connect({boost::asio::ip::make_address("127.0.0.1"), adapter.port()});
        socket.non_blocking(true);
        return socket;
    }
    bool run_until(const std::function<bool()>& done) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (!done()) {
            if (std::chrono::steady_clock::now() > end) return false;
            io.run_for(std::chrono::milliseconds(1));
        }
        return true;
    }
    // Reads until so many bytes came; shorter when the connection ends.
    std::string read(tcp::socket& socket, std::size_t size) {
        std::string got;
        bool ended = false;
        static_cast<void>(run_until([&] {
            std::array<char, 256> buffer{};
            boost::system::error_code failed;
            const std::size_t count = socket.read_some(boost::asio::buffer(buffer), failed);
            got.append(buffer.data(), count);
            ended = failed && failed != boost::asio::error::would_block;
            return ended || got.size() >= size;
        }));
        return got;
    }
    static void write(tcp::socket& socket, const std::string& text) {
        boost::asio::write(socket, boost::asio::buffer(text));
    }

    Jt808Adapter adapter;
};

TEST(AdapterJt808, AnswersOverTcp) {
    Listening world(local());
    tcp::socket terminal = world.connect();
    Listening::write(terminal, bytes("7E00020000013700000042000B7D"));
    Listening::write(terminal, bytes("017E"));
    EXPECT_EQ(hex(world.read(terminal, 20)), "7E800100050137000000420000000B000200F97E");
    EXPECT_EQ(world.adapter.counts().accepted, 1U);
    MetricsText metrics;
    world.adapter.write_metrics(metrics);
    EXPECT_NE(std::move(metrics).text().find("muster_jt808_messages_total 1\n"), std::string::npos);
}

TEST(AdapterJt808, HoldsTheAnswerUntilTheCommit) {
    Listening world(local());
    world.commands.deferred = true;
    tcp::socket terminal = world.connect();
    Listening::write(terminal, frame_2013(id::heartbeat, 5, ""));
    EXPECT_TRUE(world.run_until([&] { return world.commands.waiting.size() == 1; }));
    world.io.run_for(std::chrono::milliseconds(20));
    EXPECT_EQ(terminal.available(), 0U);
    world.commands.release(0);
    EXPECT_EQ(world.read(terminal, 20).size(), 20U);
}

TEST(AdapterJt808, TellsEveryConnectionOfATerminalThatTheDeskTookIt) {
    Listening world(local());
    world.commands.events = R"([{"type":"DeviceSignalled","use":"request","request":77}])";
    world.queries.entities["requests/77"] = R"({"id":77})";
    tcp::socket terminal = world.connect();
    tcp::socket other = world.connect();
    // The button is pressed; there is no fix.
    const std::string pressed =
        "0000000100000000"
        "0000000000000000"
        "000C00000000"
        "260302161530";
    for (tcp::socket* socket : {&terminal, &other}) {
        Listening::write(*socket, frame_2013(id::location, 5, pressed));
        EXPECT_EQ(world.read(*socket, 20).size(), 20U);
    }
    world.queries.entities["requests/77"] = R"({"id":77,"owner":"desk-1"})";
    const std::vector<Event> taken{Event(RequestTaken{RequestId{77}, "desk-1"})};
    world.events.told.front()({1, world.now, taken});
    EXPECT_EQ(hex(world.read(terminal, 21)).substr(2, 4), "8203");
    EXPECT_EQ(hex(world.read(other, 21)).substr(2, 4), "8203");
    EXPECT_EQ(world.adapter.counts().confirmed, 2U);
    world.adapter.stop();
}

TEST(AdapterJt808, RefusesWhomTheListDoesNotName) {
    Jt808Options options = local();
    options.allow = {"192.0.2.0/24"};
    Listening world(options);
    tcp::socket terminal = world.connect();
    EXPECT_EQ(world.read(terminal, 1), "");
    EXPECT_EQ(world.adapter.counts().refused_address, 1U);
    EXPECT_EQ(world.warnings.size(), 1U);
}

TEST(AdapterJt808, WhoSaysNothingMakesRoom) {
    Jt808Options options = local();
    options.max_connections = 1;
    Listening world(options);
    tcp::socket silent = world.connect();
    EXPECT_TRUE(world.run_until([&] { return world.adapter.counts().accepted == 1; }));
    tcp::socket terminal = world.connect();
    EXPECT_EQ(world.read(silent, 1), "");
    EXPECT_EQ(world.adapter.counts().evicted, 1U);
    Listening::write(terminal, frame_2013(id::heartbeat, 5, ""));
    EXPECT_EQ(world.read(terminal, 20).size(), 20U);
    // Who has spoken stays.
    tcp::socket third = world.connect();
    EXPECT_EQ(world.read(third, 1), "");
    EXPECT_EQ(world.adapter.counts().refused_full, 1U);
}

TEST(AdapterJt808, ClosesWhoSaysNothingInTime) {
    Listening world(local());
    tcp::socket silent = world.connect();
    EXPECT_TRUE(world.run_until([&] { return world.adapter.counts().accepted == 1; }));
    world.steady = world.steady + seconds(31);
    EXPECT_EQ(world.read(silent, 1), "");
    EXPECT_EQ(world.adapter.counts().timed_out, 1U);
}

TEST(AdapterJt808, ATerminalThatReadsNothingIsClosed) {
    Jt808Options options = local();
    options.unsent_bytes = 1024;
    Listening world(options);
    world.commands.deferred = true;
    tcp::socket terminal = world.connect();
    std::string beats;
    for (unsigned i = 0; i < 60; ++i)
        beats += frame_2013(id::heartbeat, i + 1, "");
    Listening::write(terminal, beats);
    ASSERT_TRUE(world.run_until([&] { return world.commands.waiting.size() == 60; }));
    // All at one go: the first write is under way while the others pile up.
    while (!world.commands.waiting.empty())
        world.commands.release(0);
    EXPECT_EQ(world.adapter.counts().unsent_closed, 1U);
}

TEST(AdapterJt808, StopsWithConnectionsOpen) {
    Listening world(local());
    world.commands.deferred = true;
    tcp::socket terminal = world.connect();
    Listening::write(terminal, frame_2013(id::heartbeat, 5, ""));
    EXPECT_TRUE(world.run_until([&] { return world.commands.waiting.size() == 1; }));
    world.adapter.begin_drain();
    world.adapter.stop();
    world.commands.release(0);
    EXPECT_EQ(world.read(terminal, 1), "");
}

TEST(OptionsJt808, MustSuitEachOther) {
    EXPECT_FALSE(check(Jt808Options{}));
    Jt808Options options = local();
    EXPECT_FALSE(check(options));
    options.port = 6808;
    EXPECT_FALSE(check(options));
    options.allow = {"10.0.0.1", "tracker.example"};
    EXPECT_EQ(check(options)->pointer, "/allow/1");
    options.allow = {};
    EXPECT_EQ(check(options)->pointer, "/allow");
    options.allow = {"any"};
    EXPECT_EQ(check(options)->pointer, "/authenticate");
    options.authenticate = true;
    EXPECT_FALSE(check(options));
    options.secret.file = "/etc/muster/jt808";
    EXPECT_EQ(check(options)->pointer, "/secret");
    options.secret.file.clear();
    options.secret.env.clear();
    EXPECT_EQ(check(options)->pointer, "/secret");
}

TEST(OptionsJt808, ASecretMustBeThere) {
    FakeWorld world;
    Jt808Options options = local();
    options.secret.value.clear();
    EXPECT_TRUE(Jt808Adapter(world.ports(), options).start());
    EXPECT_EQ(make_adapter(world.ports(), options), nullptr);
}

TEST(AllowListTest, KnowsAddressesNetworksAndAny) {
    AllowList list;
    EXPECT_FALSE(list.allows("127.0.0.1"));
    EXPECT_TRUE(list.add("192.0.2.7"));
    EXPECT_TRUE(list.add("10.8.3.1/16"));
    EXPECT_FALSE(list.add("nobody"));
    EXPECT_TRUE(list.allows("192.0.2.7"));
    EXPECT_TRUE(list.allows("10.8.255.1"));
    EXPECT_FALSE(list.allows("192.0.2.8"));
    EXPECT_FALSE(list.has_any());
    EXPECT_TRUE(list.add("any"));
    EXPECT_TRUE(list.has_any());
    EXPECT_TRUE(list.allows("8.8.8.8"));
}

}  // namespace
}  // namespace muster::jt808
