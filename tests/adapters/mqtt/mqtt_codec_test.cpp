// What messages of zigbee2mqtt, Home Assistant and our own devices become.
#include "adapters/mqtt/mqtt_codec.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "engine/codec/text.hpp"
#include "muster/devices.hpp"

namespace muster::mqtt {
namespace {

TopicOptions own_and_usual() {
    TopicOptions topics;
    topics.tenants = {"yangzhou"};
    return topics;
}

class MqttCodec : public ::testing::Test {
  protected:
    Meaning read(std::string_view topic, std::string_view payload, bool retained = false) const {
        return translator.read({topic, payload, retained});
    }
    // Each command in a line: "sos mqtt:a [action sos]", "smoke off mqtt:a [smoke false]", "alive
    // mqtt:a 90 %".
    static std::vector<std::string> lines(const Meaning& meaning) {
        std::vector<std::string> out;
        for (const Command& command : meaning.commands) {
            std::string line;
            if (const auto* const signal = command.get_if<SignalDevice>()) {
                line = signal->signal.empty() ? "?" : signal->signal.str();
                if (signal->level) line += *signal->level ? " on" : " off";
                line += " " + signal->key.value + " [" + signal->said.value + "]";
            } else {
                const auto& report = command.get<ReportDevice>();
                line = "alive " + report.key.value;
                if (report.battery_percent) {
                    line += " " + std::to_string(*report.battery_percent) + " %";
                }
            }
            out.push_back(line);
        }
        return out;
    }
    using Lines = std::vector<std::string>;

    Translator translator{own_and_usual()};
};

TEST_F(MqttCodec, M1PressThenBatteryReport) {
    const std::string topic = "zigbee2mqtt/floor1/flat-12/sos";
    EXPECT_EQ(lines(read(topic, R"({"action":"emergency","linkquality":100})")),
              (Lines{"sos mqtt:floor1/flat-12/sos [action emergency]"}));
    EXPECT_EQ(lines(read(topic, R"({"battery":90,"linkquality":100})")),
              (Lines{"alive mqtt:floor1/flat-12/sos 90 %"}));
    EXPECT_EQ(lines(read(topic + "/availability", R"({"state":"online"})", true)),
              (Lines{"fault off mqtt:floor1/flat-12/sos [availability online]"}));
}

TEST_F(MqttCodec, M2LevelFieldComesAgain) {
    const std::string topic = "zigbee2mqtt/flat-13-sos";
    const Lines first{"sos on mqtt:flat-13-sos [sos true]",
                      "tamper off mqtt:flat-13-sos [tamper false]",
                      "battery_low off mqtt:flat-13-sos [battery_low false]"};
    EXPECT_EQ(
        lines(read(topic, R"({"battery_low":false,"linkquality":100,"sos":true,"tamper":false})")),
        first);
    Lines again = first;
    again.emplace_back("alive mqtt:flat-13-sos 75 %");
    const std::string report =
        R"({"battery":75,"battery_low":false,"linkquality":100,"sos":true,"tamper":false})";
    EXPECT_EQ(lines(read(topic, report)), again);
}

TEST_F(MqttCodec, M3LegacyEchoAndBareWordAreOnePress) {
    EXPECT_EQ(lines(read("zigbee2mqtt/flat-15", R"({"action":"emergency"})")),
              (Lines{"sos mqtt:flat-15 [action emergency]"}));
    EXPECT_EQ(lines(read("zigbee2mqtt/flat-15", R"({"action":""})")),
              (Lines{"alive mqtt:flat-15"}));
    EXPECT_EQ(lines(read("zigbee2mqtt/flat-15", R"({"action":null})")),
              (Lines{"alive mqtt:flat-15"}));
    const Meaning bare = read("zigbee2mqtt/flat-15/action", "emergency");
    EXPECT_EQ(bare.sense, Sense::elsewhere);
    EXPECT_TRUE(bare.commands.empty());
}

TEST_F(MqttCodec, WhatIsAskedOfDevicesIsNoDevice) {
    for (const char* const topic :
         {"zigbee2mqtt/a/set", "zigbee2mqtt/a/get", "zigbee2mqtt/a/set/state",
          "zigbee2mqtt/floor1/a/get/battery", "zigbee2mqtt/bridge/devices",
          "zigbee2mqtt/bridge/logging", "zigbee2mqtt/", "zigbee2mqtt", "homeassistant/a",
          "zigbee2mqtt/availability", "sos/v1/yangzhou/a/receipt", "sos/v1/nanjing/a/event",
          "sos/v1/yangzhou/event", "sos/v1/yangzhou//event", "sos/v1/yangzhou/a/b/event"}) {
        const Meaning meaning = read(topic, R"({"action":"emergency","signal":"sos"})");
        EXPECT_EQ(meaning.sense, Sense::elsewhere) << topic;
        EXPECT_TRUE(meaning.commands.empty()) << topic;
    }
    // Part of a name is no last part.
    EXPECT_EQ(lines(read("zigbee2mqtt/action/a", R"({"action":"sos"})")),
              (Lines{"sos mqtt:action/a [action sos]"}));
}

TEST_F(MqttCodec, OldMessagesAreNoAlarms) {
    const Meaning old = read("zigbee2mqtt/a", R"({"action":"emergency","sos":true})", true);
    EXPECT_EQ(old.sense, Sense::retained);
    EXPECT_TRUE(old.commands.empty());
    EXPECT_EQ(old.device, "mqtt:a");
    const Meaning own = read("sos/v1/yangzhou/a/event", R"({"signal":"sos"})", true);
    EXPECT_EQ(own.sense, Sense::retained);
    EXPECT_TRUE(own.receipt_topic.empty());
}

TEST_F(MqttCodec, TheBridgeIsOneDevice) {
    for (const char* const payload : {R"({"state":"offline"})", "offline", "\"offline\""}) {
        EXPECT_EQ(lines(read("zigbee2mqtt/bridge/state", payload, true)),
                  (Lines{"fault on mqtt:bridge [bridge offline]"}))
            << payload;
    }
    EXPECT_EQ(lines(read("zigbee2mqtt/bridge/state", "online")),
              (Lines{"fault off mqtt:bridge [bridge online]"}));
}

TEST_F(MqttCodec, AvailabilityIsJsonOrABareWord) {
    EXPECT_EQ(lines(read("zigbee2mqtt/f/a/availability", "offline")),
              (Lines{"fault on mqtt:f/a [availability offline]"}));
    EXPECT_EQ(lines(read("zigbee2mqtt/f/a/availability", R"({"state":"online"})")),
              (Lines{"fault off mqtt:f/a [availability online]"}));
    const Meaning odd = read("zigbee2mqtt/f/a/availability", "maybe");
    EXPECT_EQ(odd.sense, Sense::malformed);
    EXPECT_EQ(lines(odd), (Lines{"? mqtt:f/a [maybe]"}));
    EXPECT_EQ(read("zigbee2mqtt/f/a/availability", "").sense, Sense::nothing);
}

TEST_F(MqttCodec, WhatIsNotUnderstoodIsTold) {
    EXPECT_EQ(lines(read("zigbee2mqtt/pad", R"({"action":"arm_all_zones","battery":50})")),
              (Lines{"? mqtt:pad [action arm_all_zones]", "alive mqtt:pad 50 %"}));
    EXPECT_EQ(lines(read("zigbee2mqtt/a", R"({"smoke":"perhaps"})")),
              (Lines{"? mqtt:a [smoke perhaps]"}));
    EXPECT_EQ(lines(read("zigbee2mqtt/a", R"({"action":{"a":1}})")),
              (Lines{"? mqtt:a [action {\"a\":1}]"}));
}

TEST_F(MqttCodec, MalformedIsToldAsItIs) {
    for (const char* const payload : {R"({"action":"emergency")", "ON", "[1]", "{\"a\":\"\xFF\"}",
                                      "[[[[[[[[[[[[1]]]]]]]]]]]]"}) {
        const Meaning meaning = read("zigbee2mqtt/a", payload);
        EXPECT_EQ(meaning.sense, Sense::malformed) << payload;
        EXPECT_FALSE(meaning.trouble.empty());
        ASSERT_EQ(meaning.commands.size(), 1u);
        const auto& signal = meaning.commands.front().get<SignalDevice>();
        EXPECT_TRUE(signal.signal.empty());
        EXPECT_TRUE(codec::is_valid_utf8(signal.said.value));
    }
    EXPECT_EQ(read("zigbee2mqtt/a", " \n").sense, Sense::nothing);
}

TEST_F(MqttCodec, LevelsHaveManySpellings) {
    for (const char* const on : {"true", "1", "\"ON\"", "\"true\"", "\"yes\""}) {
        const Meaning meaning = read("zigbee2mqtt/a", std::string(R"({"gas":)") + on + "}");
        ASSERT_EQ(meaning.commands.size(), 1u) << on;
        EXPECT_EQ(meaning.commands.front().get<SignalDevice>().level, true) << on;
        EXPECT_EQ(meaning.commands.front().get<SignalDevice>().signal, "gas") << on;
    }
    for (const char* const off : {"false", "0", "\"OFF\"", "\"no\""}) {
        const Meaning meaning = read("zigbee2mqtt/a", std::string(R"({"gas":)") + off + "}");
        ASSERT_EQ(meaning.commands.size(), 1u) << off;
        EXPECT_EQ(meaning.commands.front().get<SignalDevice>().level, false) << off;
    }
    EXPECT_EQ(lines(read("zigbee2mqtt/a", R"({"occupancy":true})")), (Lines{"alive mqtt:a"}));
    EXPECT_EQ(lines(read("zigbee2mqtt/a", R"({"battery":255})")), (Lines{"alive mqtt:a"}));
    EXPECT_EQ(lines(read("zigbee2mqtt/a", R"({"battery":12.5})")), (Lines{"alive mqtt:a 13 %"}));
}

TEST_F(MqttCodec, CallsForHelpGoFirst) {
    EXPECT_EQ(lines(read("zigbee2mqtt/a",
                         R"({"battery":3,"battery_low":false,"action":"disarm","smoke":true})")),
              (Lines{"smoke on mqtt:a [smoke true]", "? mqtt:a [action disarm]",
                     "battery_low off mqtt:a [battery_low false]", "alive mqtt:a 3 %"}));
}

TEST(MqttRules, ModelsAndPrefixes) {
    TopicOptions topics;
    BridgeRule bridge;
    bridge.prefix = "north/z2m/";
    bridge.key_prefix = "north/";
    bridge.models = {{"*/bed", {{"occupancy", {"false"}, "inactivity", FieldKind::level}}},
                     {"door-*",
                      {{"action", {"open"}, "intrusion", FieldKind::event},
                       {"action", {"fallen"}, "fall", FieldKind::event},
                       {"broken", {}, "fault", FieldKind::event}}}};
    topics.bridges = {bridge};
    const Translator translator(topics);
    EXPECT_EQ(translator.filters(), (std::vector<std::string>{"north/z2m/#"}));
    const auto first = [&](std::string_view topic, std::string_view payload) {
        const Meaning meaning = translator.read({topic, payload});
        if (meaning.commands.empty()) return SignalDevice{};
        const auto* const signal = meaning.commands.front().get_if<SignalDevice>();
        return signal == nullptr ? SignalDevice{} : *signal;
    };
    const SignalDevice bed = first("north/z2m/flat-1/bed", R"({"occupancy":false})");
    EXPECT_EQ(bed.key.value, "mqtt:north/flat-1/bed");
    EXPECT_EQ(bed.signal, "inactivity");
    EXPECT_EQ(bed.level, true);
    EXPECT_EQ(first("north/z2m/door-1", R"({"action":"fallen"})").signal, "fall");
    EXPECT_EQ(first("north/z2m/door-1", R"({"action":"open"})").signal, "intrusion");
    EXPECT_EQ(first("north/z2m/door-1", R"({"broken":true})").signal, "fault");
    EXPECT_TRUE(first("north/z2m/door-1", R"({"broken":false})").key.value.empty());
    const SignalDevice unknown = first("north/z2m/door-1", R"({"action":"emergency"})");
    EXPECT_TRUE(unknown.signal.empty());
    EXPECT_EQ(unknown.said.value, "action emergency");
    EXPECT_EQ(first("north/z2m/other", R"({"action":"emergency"})").signal, "sos");
}

TEST_F(MqttCodec, OwnEvent) {
    const Meaning meaning = read("sos/v1/yangzhou/flat-7/event", R"({"id":"42","signal":"pendant",
        "said":"long press","where":"bathroom","call_back":"+86 514 8555 0101","battery":80,
        "place":{"lat":32.3942,"lon":119.4129},"at":1790000000000})");
    EXPECT_EQ(meaning.receipt_topic, "sos/v1/yangzhou/flat-7/receipt");
    EXPECT_EQ(meaning.id, "42");
    ASSERT_EQ(meaning.commands.size(), 2u);
    const auto& signal = meaning.commands.front().get<SignalDevice>();
    EXPECT_EQ(signal.key.value, "mqtt:yangzhou/flat-7");
    EXPECT_EQ(signal.signal, "pendant");
    EXPECT_EQ(signal.said.value, "long press");
    EXPECT_EQ(signal.where.value, "bathroom");
    EXPECT_EQ(signal.call_back.value, "+86 514 8555 0101");
    EXPECT_FALSE(signal.level.has_value());
    ASSERT_TRUE(signal.place.has_value());
    EXPECT_EQ(signal.place->value, (Point{323'942'000, 1'194'129'000}));
    EXPECT_EQ(signal.happened_at.value, 1'790'000'000'000);
    EXPECT_EQ(meaning.commands.back().get<ReportDevice>().battery_percent, 80);
}

TEST_F(MqttCodec, OwnEventWithFaultsStaysACall) {
    const Meaning meaning = read("sos/v1/yangzhou/a/event", R"({"signal":"sos","at":12,
        "place":{"lat":0,"lon":0},"call_back":"the neighbour","battery":"full","level":[]})");
    ASSERT_EQ(meaning.sense, Sense::told);
    const auto& signal = meaning.commands.front().get<SignalDevice>();
    EXPECT_EQ(signal.signal, "sos");
    EXPECT_EQ(signal.said.value, "call_back the neighbour");
    EXPECT_TRUE(signal.call_back.value.empty());
    EXPECT_FALSE(signal.place.has_value());
    EXPECT_EQ(signal.happened_at.value, 0);
    EXPECT_EQ(lines(read("sos/v1/yangzhou/a/event", R"({"signal":"HELP me"})")),
              (Lines{"? mqtt:yangzhou/a [signal HELP me]"}));
    const Meaning bare = read("sos/v1/yangzhou/a/event", "sos");
    EXPECT_EQ(bare.sense, Sense::malformed);
    EXPECT_EQ(lines(bare), (Lines{"? mqtt:yangzhou/a [sos]"}));
    EXPECT_EQ(bare.receipt_topic, "sos/v1/yangzhou/a/receipt");
}

TEST_F(MqttCodec, OwnStatus) {
    EXPECT_EQ(lines(read("sos/v1/yangzhou/a/status", R"({"state":"online","battery":70})")),
              (Lines{"fault off mqtt:yangzhou/a [status online]", "alive mqtt:yangzhou/a 70 %"}));
    EXPECT_EQ(lines(read("sos/v1/yangzhou/a/status", "offline", true)),
              (Lines{"fault on mqtt:yangzhou/a [status offline]"}));
}

TEST_F(MqttCodec, TextsKeepToTheirLimits) {
    std::string longest = "zigbee2mqtt/";
    for (int i = 0; i < 100; ++i)
        longest += "室";
    const Meaning one = read(longest + "1", "x" + std::string(1000, 'y'));
    const Meaning other = read(longest + "2", "x");
    EXPECT_LE(one.device.size(), max_key);
    EXPECT_NE(one.device, other.device);
    EXPECT_TRUE(codec::is_valid_utf8(one.device));
    EXPECT_EQ(one.commands.front().get<SignalDevice>().said.value.size(), max_said);
    const Meaning split = read("zigbee2mqtt/a", std::string(255, 'x') + "室");
    EXPECT_EQ(split.commands.front().get<SignalDevice>().said.value, std::string(255, 'x'));
}

TEST_F(MqttCodec, RepetitionsHaveTheKeyOfTheFirst) {
    const Message press{"zigbee2mqtt/a", R"({"action":"emergency"})"};
    const Meaning meaning = translator.read(press);
    const std::string key = submission_key(press, meaning, {7, 1});
    EXPECT_FALSE(key.empty());
    EXPECT_LE(key.size(), 64u);
    EXPECT_EQ(submission_key(press, meaning, {7, 1}), key);
    // Another delivery, another subscription, another content.
    EXPECT_NE(submission_key(press, meaning, {7, 2}), key);
    EXPECT_NE(submission_key(press, meaning, {8, 1}), key);
    const Message other{"zigbee2mqtt/b", press.payload};
    EXPECT_NE(submission_key(other, translator.read(other), {7, 1}), key);
    // QoS 0, or a broker that tells no subscription: better twice than not at all.
    EXPECT_TRUE(submission_key(press, meaning, {7, 0}).empty());
    EXPECT_TRUE(submission_key(press, meaning, {0, 1}).empty());
}

TEST_F(MqttCodec, TheSendersIdGoesBeforeTheDelivery) {
    const Message press{"sos/v1/yangzhou/a/event", R"({"id":"1","signal":"sos"})"};
    const Meaning meaning = translator.read(press);
    EXPECT_EQ(submission_key(press, meaning, {7, 1}), submission_key(press, meaning, {0, 0}));
    const Message next{"sos/v1/yangzhou/a/event", R"({"id":"2","signal":"sos"})"};
    EXPECT_NE(submission_key(next, translator.read(next), {7, 1}),
              submission_key(press, meaning, {7, 1}));
}

TEST(MqttReceipt, SaysWhetherItWasTaken) {
    EXPECT_EQ(receipt("42", true, ""), R"({"id":"42","accepted":true})");
    EXPECT_EQ(receipt("", false, "limit_reached"), R"({"accepted":false,"why":"limit_reached"})");
    EXPECT_EQ(receipt("42", true, "", RequestId{7}), R"({"id":"42","accepted":true,"request":7})");
    EXPECT_EQ(taken_receipt(RequestId{7}), R"({"request":7,"taken":true})");
}

TEST(MqttReceipt, GoesToDevicesOfOurOwn) {
    TopicOptions topics;
    topics.tenants = {"yang", "yangzhou"};
    const Translator translator(topics);
    EXPECT_EQ(translator.receipt_topic("mqtt:yangzhou/flat-7"), "sos/v1/yangzhou/flat-7/receipt");
    EXPECT_EQ(translator.receipt_topic("mqtt:yang/a"), "sos/v1/yang/a/receipt");
    for (const auto* none : {"", "mqtt:", "mqtt:yangzhou", "mqtt:yangzhou/", "mqtt:nanjing/a",
                             "mqtt:floor1/flat-12/sos", "mqtt:yangzhou/a/b", "mqtt:yangzhou/+",
                             "jt808:yangzhou/a", "yangzhou/a"}) {
        EXPECT_EQ(translator.receipt_topic(none), "") << none;
    }
    EXPECT_EQ(translator.receipt_topic("mqtt:yang/" + std::string(max_key, 'a')), "");
}

TEST(MqttOptionsCheck, SaysWhatDoesNotSuit) {
    const auto wrong = [](auto change) {
        MqttOptions options;
        options.host = "127.0.0.1";
        change(options);
        const auto problem = check(options);
        return problem ? problem->pointer : std::string();
    };
    EXPECT_EQ(wrong([](MqttOptions&) {}), "");
    EXPECT_EQ(wrong([](MqttOptions& o) { o.bridges[0].prefix = "zigbee2mqtt"; }),
              "/bridges/0/prefix");
    EXPECT_EQ(wrong([](MqttOptions& o) { o.bridges[0].prefix = "a/+/"; }), "/bridges/0/prefix");
    EXPECT_EQ(wrong([](MqttOptions& o) {
                  o.bridges.push_back({"zigbee2mqtt/b/", "b/", usual_fields(), {}});
              }),
              "/bridges/1/prefix");
    EXPECT_EQ(wrong([](MqttOptions& o) {
                  o.bridges.push_back({"north/", "", usual_fields(), {}});
              }),
              "/bridges/1/key_prefix");
    EXPECT_EQ(wrong([](MqttOptions& o) { o.bridges[0].fields[0].signal = {}; }),
              "/bridges/0/fields/0/signal");
    EXPECT_EQ(wrong([](MqttOptions& o) {
                  o.bridges[0].models = {{"", {}}};
              }),
              "/bridges/0/models/0/names");
    EXPECT_EQ(wrong([](MqttOptions& o) { o.tenants = {"a", "b/c"}; }), "/tenants/1");
    EXPECT_EQ(wrong([](MqttOptions& o) { o.tenants = {"a", "a"}; }), "/tenants/1");
    EXPECT_EQ(wrong([](MqttOptions& o) { o.password.env = "A"; }), "/user");
    EXPECT_EQ(wrong([](MqttOptions& o) { o.password.file = "b"; }), "/user");
    EXPECT_EQ(wrong([](MqttOptions& o) { o.certificate_file = "a"; }), "/key_file");
    EXPECT_EQ(wrong([](MqttOptions& o) { o.ca_file = "a"; }), "/tls");
    EXPECT_EQ(wrong([](MqttOptions& o) { o.client_id = ""; }), "/client_id");
    EXPECT_EQ(wrong([](MqttOptions& o) { o.reconnect_max_ms = Millis{500}; }), "/reconnect_max_ms");
}

}  // namespace
}  // namespace muster::mqtt
