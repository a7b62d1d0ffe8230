// What BrokerLink promises of acknowledgements and repetitions, against the real mosquitto; and
// that packets may be cut anywhere, against a broker made of a socket.
#include "adapters/mqtt/broker_link.hpp"

#include <gtest/gtest.h>
#include <netinet/tcp.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/adapters/mqtt/broker_process.hpp"
#include "tests/adapters/mqtt/hand_client.hpp"

namespace muster::mqtt {
namespace {

using testing::BrokerProcess;
using testing::HandClient;
using testing::Received;

class RealBroker : public ::testing::Test {
  protected:
    void SetUp() override {
        if (BrokerProcess::program().empty()) GTEST_SKIP() << "mosquitto is not installed";
        broker = std::make_unique<BrokerProcess>();
    }
    void press(const std::string& device) {
        HandClient button(broker->port, "button");
        button.publish("zigbee2mqtt/" + device, R"({"action":"emergency"})");
        button.acknowledge();
    }
    std::unique_ptr<BrokerProcess> broker;
};

TEST_F(RealBroker, WhatIsNotAcknowledgedComesAgainAsTheSame) {
    Delivery first;
    {
        HandClient desk(broker->port, "desk");
        EXPECT_FALSE(desk.welcome.session_present);
        EXPECT_TRUE(desk.welcome.tells_subscriptions);
        desk.subscribe(7);
        press("a");
        ASSERT_TRUE(desk.hears(1, false)) << desk.wrong.value_or("");
        first = desk.received.front().delivery;
        EXPECT_EQ(first.subscription, 7u);
        EXPECT_NE(first.packet, 0);
        EXPECT_TRUE(desk.link->wants_write());
    }
    {
        HandClient desk(broker->port, "desk");
        EXPECT_TRUE(desk.welcome.session_present);
        ASSERT_TRUE(desk.hears(1, false));
        EXPECT_EQ(desk.received.front().payload, R"({"action":"emergency"})");
        EXPECT_EQ(desk.received.front().delivery.subscription, first.subscription);
        EXPECT_EQ(desk.received.front().delivery.packet, first.packet);
        desk.acknowledge();
    }
    HandClient desk(broker->port, "desk");
    EXPECT_FALSE(desk.hears(1, false, 300));
}

TEST_F(RealBroker, SeveralOnTheWayComeAgainAndNoOther) {
    std::vector<Received> first;
    {
        HandClient desk(broker->port, "desk");
        desk.subscribe(7);
        press("acknowledged");
        ASSERT_TRUE(desk.hears(1, true));
        desk.acknowledge();
        desk.received.clear();
        for (int i = 0; i < 20; ++i)
            press("device-" + std::to_string(i));
        ASSERT_TRUE(desk.hears(20, false));
        first = desk.received;
    }
    HandClient desk(broker->port, "desk");
    ASSERT_TRUE(desk.hears(20, false));
    for (std::size_t i = 0; i < 20; ++i) {
        EXPECT_EQ(desk.received[i].topic, first[i].topic);
        EXPECT_EQ(desk.received[i].delivery.packet, first[i].delivery.packet);
    }
    EXPECT_FALSE(desk.hears(21, false, 200));
}

TEST_F(RealBroker, WhatCameWhileAwayIsDelivered) {
    {
        HandClient desk(broker->port, "desk");
        desk.subscribe(7);
    }
    press("a");
    HandClient desk(broker->port, "desk");
    ASSERT_TRUE(desk.hears(1, true));
    EXPECT_EQ(desk.received.front().delivery.subscription, 7u);
}

TEST_F(RealBroker, ANewSubscriptionTellsNewDeliveriesFromOldOnes) {
    HandClient desk(broker->port, "desk");
    desk.subscribe(7);
    press("a");
    ASSERT_TRUE(desk.hears(1, true));
    desk.subscribe(8);
    press("a");
    ASSERT_TRUE(desk.hears(2, true));
    EXPECT_EQ(desk.received[0].delivery.subscription, 7u);
    EXPECT_EQ(desk.received[1].delivery.subscription, 8u);
}

TEST_F(RealBroker, ABrokerThatForgotTheSessionSaysSo) {
    {
        HandClient desk(broker->port, "desk");
        desk.subscribe(7);
    }
    broker->kill();
    broker->start();
    HandClient desk(broker->port, "desk");
    EXPECT_TRUE(desk.welcomed);
    EXPECT_FALSE(desk.welcome.session_present);
}

TEST_F(RealBroker, TheEndOfTheBrokerIsNoticed) {
    HandClient desk(broker->port, "desk");
    desk.subscribe(7);
    broker->kill();
    EXPECT_FALSE(desk.hears(1, true));
    EXPECT_TRUE(desk.wrong.has_value());
}

TEST(BrokerLinkTest, AWrongPasswordIsRefused) {
    if (BrokerProcess::program().empty()) GTEST_SKIP() << "mosquitto is not installed";
    const BrokerProcess broker("allow_anonymous false\n");
    BrokerOptions options = HandClient::options_of(broker.port, "desk");
    options.user = "muster";
    options.password.value = "wrong";
    const HandClient desk(options);
    EXPECT_TRUE(desk.welcomed);
    EXPECT_FALSE(desk.welcome.refused.empty());
}

// A broker's certificate for 127.0.0.1 that vouches for itself.
bool make_certificate(const std::string& stem) {
    const std::string command =
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=test "
        "-addext subjectAltName=IP:127.0.0.1 -keyout " +
        stem + ".key -out " + stem + ".pem >/dev/null 2>&1";
    return std::system(command.c_str()) == 0;
}

TEST(BrokerLinkTest, OverTlsTheCertificateMustBeTrustedAndFitTheHost) {
    if (BrokerProcess::program().empty()) GTEST_SKIP() << "mosquitto is not installed";
    char folder[] = "/tmp/muster-mqtt-tls-XXXXXX";
    ASSERT_NE(::mkdtemp(folder), nullptr);
    const std::string stem = std::string(folder) + "/broker";
    if (!make_certificate(stem)) GTEST_SKIP() << "openssl is not installed";
    {
        // As root it would become another user, who cannot read the key.
        const BrokerProcess broker("user root\nallow_anonymous true\ncertfile " + stem +
                                   ".pem\nkeyfile " + stem + ".key\n");
        BrokerOptions options = HandClient::options_of(broker.port, "desk");
        options.tls = true;
        options.ca_file = stem + ".pem";
        HandClient desk(options);
        ASSERT_TRUE(desk.welcomed) << desk.wrong.value_or("no answer");
        desk.subscribe(7);
        HandClient button([&] {
            BrokerOptions other = options;
            other.client_id = "button";
            return other;
        }());
        button.publish("zigbee2mqtt/a", std::string(50'000, 'x'));
        ASSERT_TRUE(desk.hears(1, false));
        EXPECT_EQ(desk.received.front().payload.size(), 50'000u);
        BrokerOptions elsewhere = options;
        elsewhere.host = "localhost";
        EXPECT_FALSE(HandClient(elsewhere).welcomed);
        BrokerOptions untrusted = options;
        untrusted.ca_file.clear();
        EXPECT_FALSE(HandClient(untrusted).welcomed);
    }
    ::unlink((stem + ".pem").c_str());
    ::unlink((stem + ".key").c_str());
    ::rmdir(folder);
}

TEST(BrokerLinkTest, NobodyThereIsAnError) {
    const HandClient desk(testing::free_port(), "desk");
    EXPECT_FALSE(desk.welcomed);
    EXPECT_TRUE(desk.wrong.has_value());
}

// A broker that is a socket, and sends what a test gives it byte by byte.
class SocketBroker {
  public:
    SocketBroker() : listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address = testing::loopback(0);
        socklen_t size = sizeof(address);
        EXPECT_EQ(::bind(listener_, reinterpret_cast<const sockaddr*>(&address), size), 0);
        EXPECT_EQ(::listen(listener_, 1), 0);
        EXPECT_EQ(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size), 0);
        port = ntohs(address.sin_port);
    }
    ~SocketBroker() {
        ::close(peer_);
        ::close(listener_);
    }
    SocketBroker(const SocketBroker&) = delete;
    SocketBroker& operator=(const SocketBroker&) = delete;

    // In a thread, while the client connects: CONNECT is taken, CONNACK sent.
    void welcome() {
        peer_ = ::accept(listener_, nullptr, nullptr);
        const int at_once = 1;
        ::setsockopt(peer_, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof(at_once));
        char bytes[512];
        EXPECT_GT(::recv(peer_, bytes, sizeof(bytes), 0), 0);
        send(std::string("\x20\x03\x00\x00\x00", 5));
    }
    void send(const std::string& bytes) {
        EXPECT_EQ(::send(peer_, bytes.data(), bytes.size(), MSG_NOSIGNAL),
                  static_cast<ssize_t>(bytes.size()));
    }

    std::uint16_t port = 0;

  private:
    int listener_;
    int peer_ = -1;
};

// PUBLISH at QoS 1 with the subscription identifier 7.
std::string publish_packet(const std::string& topic, const std::string& payload,
                           std::uint16_t packet) {
    std::string body;
    body += static_cast<char>(topic.size() >> 8);
    body += static_cast<char>(topic.size() & 0xFF);
    body += topic;
    body += static_cast<char>(packet >> 8);
    body += static_cast<char>(packet & 0xFF);
    body += std::string("\x02\x0B\x07", 3);
    body += payload;
    std::string out = "\x32";
    for (std::size_t size = body.size(); size > 0; size /= 128)
        out += static_cast<char>((size % 128) | (size >= 128 ? 0x80 : 0));
    return out + body;
}

TEST(BrokerLinkTest, SamplesByteByByteAndWhole) {
    const std::vector<std::pair<std::string, std::string>> samples{
        {"zigbee2mqtt/floor1/flat-12/sos", R"({"action":"emergency","linkquality":100})"},
        {"zigbee2mqtt/floor1/flat-12/sos", R"({"battery":90,"linkquality":100})"},
        {"zigbee2mqtt/flat-13-sos",
         R"({"battery_low":false,"linkquality":100,"sos":true,"tamper":false})"},
        {"zigbee2mqtt/flat-13-sos",
         R"({"battery":75,"battery_low":false,"linkquality":100,"sos":true,"tamper":false})"},
        {"zigbee2mqtt/flat-15", R"({"action":"emergency"})"},
        {"zigbee2mqtt/flat-15", R"({"action":""})"},
        {"zigbee2mqtt/flat-15/action", "emergency"},
    };
    SocketBroker broker;
    std::thread welcoming([&] { broker.welcome(); });
    HandClient desk(broker.port, "desk");
    welcoming.join();
    ASSERT_TRUE(desk.welcomed);
    std::string whole;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const std::string bytes =
            publish_packet(samples[i].first, samples[i].second, static_cast<std::uint16_t>(i + 1));
        whole += bytes;
        for (std::size_t at = 0; at < bytes.size(); ++at) {
            EXPECT_EQ(desk.received.size(), i);
            broker.send(bytes.substr(at, 1));
            desk.pump([&] { return desk.received.size() > i; }, false, 1);
        }
        ASSERT_TRUE(desk.hears(i + 1, false));
    }
    broker.send(whole);
    ASSERT_TRUE(desk.hears(2 * samples.size(), false));
    for (std::size_t i = 0; i < desk.received.size(); ++i) {
        const Received& one = desk.received[i];
        const std::size_t of = i % samples.size();
        EXPECT_EQ(one.topic, samples[of].first);
        EXPECT_EQ(one.payload, samples[of].second);
        EXPECT_EQ(one.delivery.subscription, 7u);
        EXPECT_EQ(one.delivery.packet, of + 1);
    }
}

}  // namespace
}  // namespace muster::mqtt
