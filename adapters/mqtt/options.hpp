// Every setting of the MQTT client, with its range and its default, and what the fields of foreign
// messages mean.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "muster/adapter.hpp"
#include "muster/ids.hpp"
#include "muster/secret.hpp"
#include "muster/setting.hpp"
#include "muster/units.hpp"

namespace muster::mqtt {

// event: something that happened, told once (a press). level: how something is, told again and
// again (smoke: true). battery: percent that are left.
BOOST_DEFINE_ENUM_CLASS(FieldKind, event, level, battery)

// What one field of a device's message means.
struct FieldRule {
    std::string field;
    // As texts, those that mean the signal. Empty: true, 1, "true" or "on".
    std::vector<std::string> values;
    Code signal;
    FieldKind kind = FieldKind::event;
};
BOOST_DESCRIBE_STRUCT(FieldRule, (), (field, values, signal, kind))

// What devices of zigbee2mqtt that people press or that watch over them usually say.
[[nodiscard]] std::vector<FieldRule> usual_fields();

// Devices that mean something else by their fields.
struct ModelRule {
    std::string names;  // of devices; * stands for any text: "door-*", "*/bed"
    std::vector<FieldRule> fields;
};
BOOST_DESCRIBE_STRUCT(ModelRule, (), (names, fields))

// A bridge that tells of devices under one beginning of topics, as zigbee2mqtt does.
struct BridgeRule {
    std::string prefix = "zigbee2mqtt/";  // what follows is a device's name
    // In front of the name in the device's key: where there are several bridges.
    std::string key_prefix;
    std::vector<FieldRule> fields = usual_fields();
    std::vector<ModelRule> models;  // the first that fits takes the place of `fields`
};
BOOST_DESCRIBE_STRUCT(BridgeRule, (), (prefix, key_prefix, fields, models))

// What is subscribed to and what it means.
struct TopicOptions {
    std::vector<BridgeRule> bridges{BridgeRule{}};
    // Whose own topics sos/v1/TENANT/DEVICE/event and .../status are listened to; empty = nobody's.
    std::vector<std::string> tenants;
    // The broker keeps larger messages to itself, which the bridge's own lists may be.
    Bounded<std::size_t, 1024, 16 << 20> message_bytes = std::size_t{1} << 20;
};
BOOST_DESCRIBE_STRUCT(TopicOptions, (), (bridges, tenants, message_bytes))

// The broker, and how it is spoken to.
struct BrokerOptions {
    std::string host;  // name or address; empty = no MQTT
    Bounded<std::uint16_t, 1, 65'535> port = 1883;
    // Of this service alone: the broker knows by it what was not acknowledged yet.
    std::string client_id = "muster";
    std::string user;  // empty = none
    Secret password{.shortest_bytes = 1};
    bool tls = false;
    std::string ca_file;           // whom to trust; empty = whom the system trusts
    std::string certificate_file;  // our own; both or none
    std::string key_file;
    Bounded<Millis, 5'000, 3'600'000> keepalive_ms = seconds(15);  // in whole seconds
    // Until the broker has taken our subscriptions.
    Bounded<Millis, 100, 600'000> connect_ms = seconds(10);
    // Between two attempts; doubled from the first to the second.
    Bounded<Millis, 10, 3'600'000> reconnect_min_ms = seconds(1);
    Bounded<Millis, 10, 3'600'000> reconnect_max_ms = minutes(1);
    // So long the broker keeps what comes while we are away.
    Bounded<Millis, 60'000, plenty> session_ms = hours(24 * 7);
    // Read and not committed yet; the broker waits with more.
    Bounded<std::size_t, 1, 1'000> max_unacknowledged = 256;
    Bounded<std::size_t, 1, 1'000> read_turn = 64;  // packets at one go before others have theirs
};
BOOST_DESCRIBE_STRUCT(BrokerOptions, (),
                      (host, port, client_id, user, password, tls, ca_file, certificate_file,
                       key_file, keepalive_ms, connect_ms, reconnect_min_ms, reconnect_max_ms,
                       session_ms, max_unacknowledged, read_turn))

// [mqtt].
struct MqttOptions : BrokerOptions, TopicOptions {
    // Of so many devices it is remembered that the operator was warned of them.
    Bounded<std::size_t, 0, 1'000'000> warned_devices = 1'000;
    // Devices that asked for help and whom nobody has taken over yet; beyond it the one that waits
    // longest gets no second receipt.
    Bounded<std::size_t, 1, 1'000'000> alarms_waiting = 10'000;
};
BOOST_DESCRIBE_STRUCT(MqttOptions, (BrokerOptions, TopicOptions), (warned_devices, alarms_waiting))

// Values that do not suit each other: topics that overlap, half a certificate, a password without a
// user.
[[nodiscard]] std::optional<SettingProblem> check(const MqttOptions& options);

// Null where no broker is named.
[[nodiscard]] std::unique_ptr<Adapter> make_adapter(const AdapterPorts& ports,
                                                    const MqttOptions& options);

}  // namespace muster::mqtt
