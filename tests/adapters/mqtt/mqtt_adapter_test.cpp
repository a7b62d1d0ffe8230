// The adapter against the real mosquitto, with ports that a test holds back: what is acknowledged
// and when, what comes again, and what is told to whom.
#include "adapters/mqtt/mqtt_adapter.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "muster/devices.hpp"
#include "muster/requests.hpp"
#include "tests/adapters/fake_ports.hpp"
#include "tests/adapters/mqtt/broker_process.hpp"
#include "tests/adapters/mqtt/hand_client.hpp"

namespace muster::mqtt {
namespace {

using testing::BrokerProcess;
using testing::HandClient;

constexpr const char* press_payload = R"({"action":"emergency"})";

class MqttAdapterTest : public ::testing::Test {
  protected:
    void SetUp() override {
        if (BrokerProcess::program().empty()) GTEST_SKIP() << "mosquitto is not installed";
        broker = std::make_unique<BrokerProcess>();
        options.host = "127.0.0.1";
        options.port = broker->port;
        options.reconnect_min_ms = Millis{50};
        options.reconnect_max_ms = Millis{200};
        options.tenants = {"yangzhou"};
    }

    void start() {
        adapter = std::make_unique<MqttAdapter>(
            MqttPorts{io, commands, queries, events, audit,
                      [] { return TimePoint{1'790'000'000'000}; },
                      [this](const std::string& text) { warnings.push_back(text); }},
            options);
        ASSERT_EQ(adapter->start(), std::nullopt);
    }
    void start_and_connect() {
        start();
        ASSERT_TRUE(until([this] { return adapter->connected(); })) << all_warnings();
    }
    // What a kill does: nothing more is written.
    void kill() { adapter.reset(); }

    bool until(const std::function<bool()>& done, int wait_ms = 5'000) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(wait_ms);
        while (!done() && std::chrono::steady_clock::now() < end) {
            io.restart();
            io.run_for(std::chrono::milliseconds(5));
        }
        return done();
    }
    bool hears(std::size_t count, int wait_ms = 5'000) {
        return until([&] { return commands.submissions.size() >= count; }, wait_ms);
    }
    void publish(const std::string& topic, const std::string& payload) {
        HandClient button(broker->port, "button");
        button.publish(topic, payload);
        button.acknowledge();
        ASSERT_FALSE(button.wrong.has_value());
    }
    std::size_t warned_of(const std::string& what) const {
        return static_cast<std::size_t>(std::count_if(
            warnings.begin(), warnings.end(),
            [&](const std::string& text) { return text.find(what) != std::string::npos; }));
    }
    std::string all_warnings() const {
        std::string out;
        for (const std::string& text : warnings)
            out += text + "\n";
        return out;
    }

    std::unique_ptr<BrokerProcess> broker;
    MqttOptions options;
    boost::asio::io_context io;
    FakeCommands commands;
    FakeQueries queries;
    FakeEvents events;
    FakeAudit audit;
    std::vector<std::string> warnings;
    std::unique_ptr<MqttAdapter> adapter;
};

TEST_F(MqttAdapterTest, APressBecomesASignalOfItsDevice) {
    start_and_connect();
    publish("zigbee2mqtt/floor1/flat-12/sos", press_payload);
    ASSERT_TRUE(hears(1));
    const Submission& made = commands.submissions.front();
    EXPECT_EQ(made.source, "mqtt:floor1/flat-12/sos");
    EXPECT_FALSE(made.key.empty());
    const auto& signal = made.command.get<SignalDevice>();
    EXPECT_EQ(signal.key.value, "mqtt:floor1/flat-12/sos");
    EXPECT_EQ(signal.signal, "sos");
    EXPECT_EQ(adapter->stats().told, 1u);
}

TEST_F(MqttAdapterTest, KilledBeforeTheCommitItComesAgainAsTheSame) {
    commands.deferred = true;
    start_and_connect();
    publish("zigbee2mqtt/a", press_payload);
    ASSERT_TRUE(hears(1));
    kill();
    commands.waiting.clear();
    commands.deferred = false;
    start_and_connect();
    ASSERT_TRUE(hears(2));
    EXPECT_EQ(commands.submissions[0].key, commands.submissions[1].key);
    EXPECT_EQ(commands.seq_of_key.size(), 1u);
    EXPECT_TRUE(until([this] { return adapter->stats().repeated == 1; }));
    // By now it is acknowledged.
    ASSERT_TRUE(until([this] { return adapter->stats().connections == 1; }));
    until([] { return false; }, 100);
    kill();
    start_and_connect();
    EXPECT_FALSE(hears(3, 300));
}

TEST_F(MqttAdapterTest, TheAcknowledgementWaitsForTheCommit) {
    commands.deferred = true;
    start_and_connect();
    publish("zigbee2mqtt/a", press_payload);
    ASSERT_TRUE(hears(1));
    publish("zigbee2mqtt/b", press_payload);
    // What comes behind is not read before.
    EXPECT_FALSE(hears(2, 200));
    commands.release(0);
    ASSERT_TRUE(hears(2));
    kill();
    commands.deferred = false;
    start_and_connect();
    // The first is acknowledged, the second comes again.
    ASSERT_TRUE(hears(3));
    EXPECT_EQ(commands.submissions[2].source, "mqtt:b");
    EXPECT_FALSE(hears(4, 200));
}

TEST_F(MqttAdapterTest, PressedTwiceIsTwoSignals) {
    start_and_connect();
    publish("zigbee2mqtt/a", press_payload);
    publish("zigbee2mqtt/a", press_payload);
    ASSERT_TRUE(hears(2));
    EXPECT_EQ(commands.seq_of_key.size(), 2u);
}

TEST_F(MqttAdapterTest, WithoutRoomTheBrokerBringsItAgain) {
    commands.rejection.reason = RejectReason::overloaded;
    start_and_connect();
    publish("zigbee2mqtt/a", press_payload);
    ASSERT_TRUE(hears(2));
    EXPECT_GE(adapter->stats().busy, 1u);
    commands.rejection = {};
    ASSERT_TRUE(until([this] { return !commands.seq_of_key.empty(); }));
    EXPECT_EQ(commands.submissions.front().key, commands.submissions.back().key);
    EXPECT_EQ(adapter->stats().refused, 0u);
}

TEST_F(MqttAdapterTest, WhatIsRefusedForGoodIsAcknowledgedAndSaidOnce) {
    commands.rejection.reason = RejectReason::limit_reached;
    start_and_connect();
    publish("zigbee2mqtt/a", press_payload);
    publish("zigbee2mqtt/a", press_payload);
    ASSERT_TRUE(until([this] { return adapter->stats().refused == 2; }));
    EXPECT_EQ(warned_of("mqtt:a says is refused: limit_reached"), 1u) << all_warnings();
    EXPECT_FALSE(hears(3, 200));
}

TEST_F(MqttAdapterTest, MalformedIsCountedAndTheAlarmInFrontOfItKept) {
    start_and_connect();
    publish("zigbee2mqtt/a", press_payload);
    publish("zigbee2mqtt/a", R"({"action":"emerg)");
    publish("zigbee2mqtt/a", "{");
    ASSERT_TRUE(hears(3));
    EXPECT_EQ(commands.submissions[0].command.get<SignalDevice>().signal, "sos");
    EXPECT_TRUE(commands.submissions[1].command.get<SignalDevice>().signal.empty());
    EXPECT_EQ(adapter->stats().malformed, 2u);
    EXPECT_EQ(warned_of("is not understood"), 1u) << all_warnings();
}

TEST_F(MqttAdapterTest, OldMessagesAreNoAlarmsAndTheDeviceIsNamedOnce) {
    HandClient keeper(broker->port, "keeper");
    ASSERT_TRUE(keeper.link->publish("zigbee2mqtt/a", press_payload, true));
    ASSERT_TRUE(keeper.link->publish("zigbee2mqtt/b/availability", "online", true));
    keeper.acknowledge();
    start_and_connect();
    ASSERT_TRUE(until([this] { return adapter->stats().retained == 1; }));
    ASSERT_TRUE(hears(1));
    EXPECT_EQ(commands.submissions.front().source, "mqtt:b");
    kill();
    start_and_connect();
    ASSERT_TRUE(until([this] { return adapter->stats().retained == 1; }));
    EXPECT_EQ(warned_of("retain is on"), 2u);  // once in each run
}

TEST_F(MqttAdapterTest, AReceiptAfterTheCommit) {
    commands.deferred = true;
    start_and_connect();
    HandClient device(broker->port, "device");
    device.subscribe(1, "sos/v1/yangzhou/flat-7/receipt");
    device.publish("sos/v1/yangzhou/flat-7/event", R"({"id":"42","signal":"sos"})");
    device.acknowledge();
    ASSERT_TRUE(hears(1));
    until([] { return false; }, 100);
    EXPECT_FALSE(device.hears(1, true, 100));
    commands.release(0);
    ASSERT_TRUE(until([this] { return adapter->stats().receipts == 1; }));
    until([] { return false; }, 50);
    ASSERT_TRUE(device.hears(1, true));
    EXPECT_EQ(device.received.front().payload, R"({"id":"42","accepted":true})");
    // The device tries again, as with another packet, and is answered as the first time.
    commands.deferred = false;
    device.publish("sos/v1/yangzhou/flat-7/event", R"({"id":"42","signal":"sos"})");
    ASSERT_TRUE(until([this] { return adapter->stats().repeated == 1; }));
    EXPECT_EQ(commands.seq_of_key.size(), 1u);
}

TEST_F(MqttAdapterTest, ASecondReceiptWhenPeopleHaveTakenOver) {
    commands.events = R"([{"type":"DeviceSignalled","device":5,"use":"request","request":77}])";
    queries.entities["requests/77"] = R"({"id":77})";
    start_and_connect();
    HandClient device(broker->port, "device");
    device.subscribe(1, "sos/v1/yangzhou/flat-7/receipt");
    device.publish("sos/v1/yangzhou/flat-7/event", R"({"id":"42","signal":"sos"})");
    device.acknowledge();
    ASSERT_TRUE(until([this] { return adapter->stats().receipts == 1; }));
    until([] { return false; }, 50);
    ASSERT_TRUE(device.hears(1, true));
    EXPECT_EQ(device.received.front().payload, R"({"id":"42","accepted":true,"request":77})");
    // Of a bridge's device nobody waits to hear.
    publish("zigbee2mqtt/flat-8", press_payload);
    ASSERT_TRUE(hears(2));
    queries.entities["requests/77"] = R"({"id":77,"owner":"desk-1"})";
    const std::vector<Event> taken{Event(RequestTaken{RequestId{77}, "desk-1"})};
    events.told.front()({1, TimePoint{1}, taken});
    ASSERT_TRUE(until([this] { return adapter->stats().taken_told == 1; }));
    until([] { return false; }, 50);
    ASSERT_TRUE(device.hears(2, true));
    EXPECT_EQ(device.received.back().payload, R"({"request":77,"taken":true})");
    until([] { return false; }, 1'200);
    EXPECT_EQ(adapter->stats().taken_told, 1u);
}

TEST_F(MqttAdapterTest, WhatWasTakenWhileWeWereAwayIsToldToo) {
    queries.personal_filters = {"requests?open"};
    queries.next_after = 0;
    queries.page = R"([{"id":77,"channel":"device","device":"device 5"}])";
    queries.entities["requests/77"] = R"({"id":77,"owner":"desk-1"})";
    queries.entities["devices/5"] = R"({"id":5,"key":"mqtt:yangzhou/flat-7"})";
    HandClient device(broker->port, "device");
    device.subscribe(1, "sos/v1/yangzhou/flat-7/receipt");
    start_and_connect();
    ASSERT_TRUE(until([this] { return adapter->stats().taken_told == 1; }));
    until([] { return false; }, 50);
    ASSERT_TRUE(device.hears(1, true));
    EXPECT_EQ(device.received.front().payload, R"({"request":77,"taken":true})");
}

TEST_F(MqttAdapterTest, WhatTheBrokerDidNotGetIsToldAgain) {
    queries.personal_filters = {"requests?open"};
    queries.next_after = 0;
    queries.page = R"([{"id":77,"channel":"device","device":"device 5"}])";
    queries.entities["requests/77"] = R"({"id":77})";
    queries.entities["devices/5"] = R"({"id":5,"key":"mqtt:yangzhou/flat-7"})";
    start_and_connect();
    ASSERT_TRUE(until([this] { return audit.entries.size() == 1; }));
    broker->pause();
    queries.entities["requests/77"] = R"({"id":77,"owner":"desk-1"})";
    const std::vector<Event> taken{Event(RequestTaken{RequestId{77}, "desk-1"})};
    events.told.front()({1, TimePoint{1}, taken});
    ASSERT_TRUE(until([this] { return adapter->stats().taken_told == 1; }));
    broker->kill();
    ASSERT_TRUE(until([this] { return !adapter->connected(); }));
    broker->start();
    HandClient device(broker->port, "device");
    device.subscribe(1, "sos/v1/yangzhou/flat-7/receipt");
    ASSERT_TRUE(until([this] { return adapter->stats().taken_told == 2; })) << all_warnings();
    until([] { return false; }, 50);
    ASSERT_TRUE(device.hears(1, true));
    EXPECT_EQ(device.received.front().payload, R"({"request":77,"taken":true})");
    // The broker has it now: another connection is no reason to say it once more.
    broker->kill();
    ASSERT_TRUE(until([this] { return !adapter->connected(); }));
    broker->start();
    ASSERT_TRUE(until([this] { return adapter->connected(); })) << all_warnings();
    until([] { return false; }, 100);
    EXPECT_EQ(adapter->stats().taken_told, 2u);
}

TEST_F(MqttAdapterTest, ItComesBackToABrokerThatWasAway) {
    start_and_connect();
    broker->kill();
    ASSERT_TRUE(until([this] { return !adapter->connected(); }));
    EXPECT_EQ(warned_of("no connection to the broker"), 1u);
    broker->start();
    ASSERT_TRUE(until([this] { return adapter->connected(); }));
    EXPECT_EQ(adapter->stats().sessions_lost, 1u);
    EXPECT_EQ(warned_of("has forgotten"), 1u);
    publish("zigbee2mqtt/a", press_payload);
    EXPECT_TRUE(hears(1));
}

TEST_F(MqttAdapterTest, DrainingWaitsForTheCommitAndLeaves) {
    commands.deferred = true;
    start_and_connect();
    publish("zigbee2mqtt/a", press_payload);
    ASSERT_TRUE(hears(1));
    adapter->begin_drain();
    publish("zigbee2mqtt/b", press_payload);
    EXPECT_TRUE(adapter->connected());
    commands.release(0);
    EXPECT_TRUE(until([this] { return !adapter->connected(); }));
    EXPECT_EQ(commands.submissions.size(), 1u);
    kill();
    commands.deferred = false;
    start_and_connect();
    ASSERT_TRUE(hears(2));
    EXPECT_EQ(commands.submissions[1].source, "mqtt:b");
    EXPECT_FALSE(hears(3, 200));
}

TEST_F(MqttAdapterTest, ACommitBehindItsConnectionIsKnownWhenItComesAgain) {
    commands.deferred = true;
    start_and_connect();
    publish("zigbee2mqtt/a", press_payload);
    ASSERT_TRUE(hears(1));
    // Somebody takes the name, and the broker ends the older connection.
    { const HandClient other(broker->port, options.client_id); }
    commands.release(0);
    commands.deferred = false;
    ASSERT_TRUE(until([this] { return adapter->stats().connections == 2; })) << all_warnings();
    ASSERT_TRUE(hears(2));
    EXPECT_EQ(commands.submissions[0].key, commands.submissions[1].key);
    EXPECT_EQ(commands.seq_of_key.size(), 1u);
}

TEST_F(MqttAdapterTest, ABrokerThatSaysNothingIsGivenUp) {
    const int silent = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = testing::loopback(0);
    socklen_t size = sizeof(address);
    ASSERT_EQ(::bind(silent, reinterpret_cast<const sockaddr*>(&address), size), 0);
    ASSERT_EQ(::listen(silent, 16), 0);
    ASSERT_EQ(::getsockname(silent, reinterpret_cast<sockaddr*>(&address), &size), 0);
    options.port = ntohs(address.sin_port);
    options.connect_ms = Millis{100};
    start();
    EXPECT_TRUE(until([this] { return adapter->stats().attempts >= 2; }));
    EXPECT_EQ(warned_of("no answer within 100 ms"), 1u) << all_warnings();
    kill();
    ::close(silent);
}

TEST(MqttStart, SaysWhichFileIsMissing) {
    boost::asio::io_context io;
    FakeCommands commands;
    FakeQueries queries;
    FakeEvents events;
    FakeAudit audit;
    MqttOptions options;
    options.host = "127.0.0.1";
    options.tls = true;
    options.ca_file = "/nowhere/ca.pem";
    MqttAdapter adapter({io, commands, queries, events, audit, [] { return TimePoint{}; },
                         [](const std::string&) {}},
                        options);
    EXPECT_EQ(adapter.start(),
              "mqtt: ca_file /nowhere/ca.pem cannot be read; it must be a PEM file");
}

}  // namespace
}  // namespace muster::mqtt
