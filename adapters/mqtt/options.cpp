#include "adapters/mqtt/options.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace muster::mqtt {
namespace {

FieldRule event(std::string_view field, std::vector<std::string> values, Code signal) {
    return {std::string(field), std::move(values), signal, FieldKind::event};
}

FieldRule level(std::string_view field, Code signal) {
    return {std::string(field), {}, signal, FieldKind::level};
}

bool is_topic(std::string_view text) {
    return !text.empty() && text.find_first_of(std::string_view("+#\0", 3)) == std::string::npos;
}

std::optional<SettingProblem> check_fields(const std::string& pointer,
                                           const std::vector<FieldRule>& fields) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const std::string at = pointer + "/" + std::to_string(i);
        if (fields[i].field.empty()) {
            return SettingProblem{at + "/field", "is empty; must be a field of the message"};
        }
        if (fields[i].signal.empty() != (fields[i].kind == FieldKind::battery)) {
            return SettingProblem{at + "/signal",
                                  "must be one of the rules' signals, such as sos; and empty for "
                                  "the kind battery"};
        }
    }
    return std::nullopt;
}

std::optional<SettingProblem> check_bridge(const std::string& at, const BridgeRule& bridge) {
    if (!is_topic(bridge.prefix) || bridge.prefix.back() != '/' || bridge.prefix.front() == '$' ||
        bridge.prefix.starts_with("sos/")) {
        return SettingProblem{at + "/prefix",
                              "must be the beginning of topics and end with a slash, such as "
                              "zigbee2mqtt/; without + and #, and not sos/, which is for our own"};
    }
    if (auto wrong = check_fields(at + "/fields", bridge.fields)) return wrong;
    for (std::size_t i = 0; i < bridge.models.size(); ++i) {
        const std::string model = at + "/models/" + std::to_string(i);
        if (bridge.models[i].names.empty()) {
            return SettingProblem{model + "/names",
                                  "is empty; must be names of devices, such as door-*"};
        }
        if (auto wrong = check_fields(model + "/fields", bridge.models[i].fields)) return wrong;
    }
    return std::nullopt;
}

// A message that two subscriptions fit may come twice, and two devices of one key are taken for
// one.
std::optional<SettingProblem> check_bridges(const std::vector<BridgeRule>& bridges) {
    for (std::size_t i = 0; i < bridges.size(); ++i) {
        const std::string at = "/bridges/" + std::to_string(i);
        if (auto wrong = check_bridge(at, bridges[i])) return wrong;
        for (std::size_t other = 0; other < i; ++other) {
            const std::string& a = bridges[i].prefix;
            const std::string& b = bridges[other].prefix;
            if (a.starts_with(b) || b.starts_with(a)) {
                return SettingProblem{at + "/prefix", "overlaps with " + b};
            }
            if (bridges[i].key_prefix == bridges[other].key_prefix) {
                return SettingProblem{at + "/key_prefix",
                                      "is that of another bridge; must tell their devices apart"};
            }
        }
    }
    return std::nullopt;
}

std::optional<SettingProblem> check_broker(const MqttOptions& options) {
    const bool password = !options.password.file.empty() || !options.password.env.empty();
    if (password && options.user.empty()) {
        return SettingProblem{"/user", "is empty; a password needs a user"};
    }
    if (options.certificate_file.empty() != options.key_file.empty()) {
        return SettingProblem{"/key_file",
                              "a certificate needs its key, and a key its certificate"};
    }
    if (!options.tls && !(options.ca_file.empty() && options.certificate_file.empty())) {
        return SettingProblem{"/tls", "is false; must be true where certificates are named"};
    }
    if (options.client_id.empty() || options.client_id.size() > 200) {
        return SettingProblem{"/client_id",
                              "must be a name of 1 to 200 bytes that no other client "
                              "of the broker has"};
    }
    if (options.reconnect_max_ms < options.reconnect_min_ms) {
        return SettingProblem{"/reconnect_max_ms", "is less than reconnect_min_ms"};
    }
    return std::nullopt;
}

}  // namespace

std::vector<FieldRule> usual_fields() {
    return {
        event("action", {"emergency", "panic", "sos", "single", "double", "triple", "long", "hold"},
              "sos"),
        level("sos", "sos"),
        level("smoke", "smoke"),
        level("gas", "gas"),
        level("carbon_monoxide", "gas"),
        level("water_leak", "water"),
        level("tamper", "tamper"),
        level("battery_low", "battery_low"),
        FieldRule{"battery", {}, {}, FieldKind::battery},
    };
}

std::optional<SettingProblem> check(const MqttOptions& options) {
    if (auto wrong = check_bridges(options.bridges)) return wrong;
    for (std::size_t i = 0; i < options.tenants.size(); ++i) {
        const std::string& tenant = options.tenants[i];
        if (!is_topic(tenant) || tenant.find('/') != std::string::npos) {
            return SettingProblem{"/tenants/" + std::to_string(i),
                                  "must be one part of a topic, without slash, + and #"};
        }
        const auto end = options.tenants.begin() + static_cast<std::ptrdiff_t>(i);
        if (std::find(options.tenants.begin(), end, tenant) != end) {
            return SettingProblem{"/tenants/" + std::to_string(i), "is there twice"};
        }
    }
    return check_broker(options);
}

}  // namespace muster::mqtt
