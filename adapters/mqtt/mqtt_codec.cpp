#include "adapters/mqtt/mqtt_codec.hpp"

#include <algorithm>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cmath>
#include <optional>
#include <utility>

#include "engine/codec/text.hpp"
#include "engine/gate/crypto.hpp"
#include "muster/devices.hpp"

namespace muster::mqtt {
namespace {

namespace json = boost::json;

constexpr std::string_view own_prefix = "sos/v1/";
constexpr std::size_t max_phone = 32;
// Before it no clock of a device was right: 2020-01-01.
constexpr std::int64_t first_believed_ms = 1'577'836'800'000;

// Whoever reads it sees one line: what is no text becomes '?', what controls a space.
std::string one_line(std::string_view text, std::size_t max) {
    std::string out;
    const char* p = text.data();
    const char* const end = p + text.size();
    while (p != end) {
        const auto byte = static_cast<unsigned char>(*p);
        const std::size_t size = byte < 0x80 ? 1 : codec::utf8_sequence(p, end);
        if (out.size() + std::max<std::size_t>(size, 1) > max) break;
        if (size == 0) {
            out += '?';
        } else if (byte < 0x20 || byte == 0x7F) {
            out += ' ';
        } else {
            out.append(p, size);
        }
        p += std::max<std::size_t>(size, 1);
    }
    return out;
}

std::string hash_of(std::string_view text) {
    return gate::to_hex(gate::sha256(text)).substr(0, 24);
}

std::string device_key(std::string_view prefix, std::string_view name) {
    std::string key = "mqtt:";
    key.append(prefix).append(name);
    if (key.size() <= max_key) return key;
    const std::string hash = hash_of(key);
    return one_line(key, max_key - hash.size() - 1) + "#" + hash;
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

// A field's value in the form in which rules name it.
std::string as_text(const json::value& value) {
    if (value.is_string()) return std::string(std::string_view(value.get_string()));
    return json::serialize(value);
}

bool says_nothing(const json::value* value) {
    return value == nullptr || value->is_null() ||
           (value->is_string() && value->get_string().empty());
}

std::optional<bool> as_switch(const json::value& value) {
    const std::string text = lower(as_text(value));
    for (const std::string_view on : {"true", "1", "on", "yes"}) {
        if (text == on) return true;
    }
    for (const std::string_view off : {"false", "0", "off", "no"}) {
        if (text == off) return false;
    }
    return std::nullopt;
}

// Whether the field says what the rule is about; nothing when that cannot be told.
std::optional<bool> holds(const FieldRule& rule, const json::value& value) {
    if (rule.values.empty()) return as_switch(value);
    return std::find(rule.values.begin(), rule.values.end(), as_text(value)) != rule.values.end();
}

std::optional<std::int32_t> as_percent(const json::value& value) {
    double number = -1;
    if (value.is_number()) number = value.to_number<double>();
    if (!(number >= 0 && number <= 100)) return std::nullopt;
    return static_cast<std::int32_t>(std::lround(number));
}

// Puts together what one message says, calls for help first.
class Told {
  public:
    explicit Told(std::string key) : key_(std::move(key)) {}

    SignalDevice signal(const Code& code, std::string_view said) const {
        SignalDevice out;
        out.key = key_;
        out.signal = code;
        out.said = one_line(said, max_said);
        return out;
    }
    void add(SignalDevice signal) {
        auto& to = signal.level == false ? over_ : signal.signal.empty() ? unknown_ : asks_;
        to.emplace_back(std::move(signal));
    }
    void battery(std::optional<std::int32_t> percent) {
        if (percent) battery_ = percent;
    }

    // A message that asks for nothing is a sign of life.
    void into(Meaning& meaning) && {
        for (auto* const part : {&asks_, &unknown_, &over_}) {
            for (Command& command : *part)
                meaning.commands.push_back(std::move(command));
        }
        if (battery_ || meaning.commands.empty()) {
            ReportDevice report;
            report.key = key_;
            report.battery_percent = battery_;
            meaning.commands.emplace_back(std::move(report));
        }
        meaning.sense = Sense::told;
    }

  private:
    std::string key_;
    std::vector<Command> asks_;
    std::vector<Command> unknown_;
    std::vector<Command> over_;
    std::optional<std::int32_t> battery_;
};

// Another rule may know the value: one for "fall" beside one for "sos" of the same field.
bool is_known(const std::vector<FieldRule>& rules, const FieldRule& asked,
              const json::value& value) {
    return std::any_of(rules.begin(), rules.end(), [&](const FieldRule& rule) {
        return rule.field == asked.field && rule.kind == FieldKind::event &&
               holds(rule, value).has_value() &&
               (rule.values.empty() || holds(rule, value) == true);
    });
}

bool is_first_of_field(const std::vector<FieldRule>& rules, const FieldRule& rule) {
    const auto first = std::find_if(rules.begin(), rules.end(), [&](const FieldRule& other) {
        return other.field == rule.field && other.kind == rule.kind;
    });
    return &*first == &rule;
}

void tell_field(const std::vector<FieldRule>& rules, const FieldRule& rule,
                const json::value& value, Told& told) {
    const std::string said = rule.field + " " + as_text(value);
    const std::optional<bool> on = holds(rule, value);
    switch (rule.kind) {
        case FieldKind::event:
            if (on == true) {
                told.add(told.signal(rule.signal, said));
            } else if (is_first_of_field(rules, rule) && !is_known(rules, rule, value)) {
                told.add(told.signal({}, said));
            }
            return;
        case FieldKind::level: {
            auto signal = told.signal(on ? rule.signal : Code{}, said);
            signal.level = on;
            told.add(std::move(signal));
            return;
        }
        case FieldKind::battery:
            told.battery(as_percent(value));
            return;
    }
}

// * stands for any text, also none and also with slashes.
bool fits(std::string_view pattern, std::string_view text) {
    std::size_t p = 0;
    std::size_t t = 0;
    std::size_t star = std::string_view::npos;
    std::size_t from = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            from = t;
        } else if (p < pattern.size() && pattern[p] == text[t]) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++from;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*')
        ++p;
    return p == pattern.size();
}

const std::vector<FieldRule>& fields_of(const BridgeRule& bridge, std::string_view name) {
    for (const ModelRule& model : bridge.models) {
        if (fits(model.names, name)) return model.fields;
    }
    return bridge.fields;
}

// The object that a payload is, or what is wrong with it.
std::optional<json::value> parse_object(std::string_view payload, json::storage_ptr storage,
                                        std::string& trouble) {
    json::parse_options how;
    how.max_depth = max_depth;
    json::error_code wrong;
    json::value value = json::parse(payload, wrong, std::move(storage), how);
    if (!wrong && value.is_object()) return value;
    trouble = (wrong ? "the payload is not JSON (" + wrong.message() + ")"
                     : std::string("the payload is JSON and not an object"));
    trouble += "; expected an object such as {\"action\":\"emergency\"}";
    return std::nullopt;
}

bool is_blank(std::string_view payload) {
    return payload.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

// A payload that is not what belongs there is shown to the desk as it is.
void tell_malformed(Meaning& meaning, std::string_view payload) {
    Told told(meaning.device);
    told.add(told.signal({}, payload));
    std::move(told).into(meaning);
    meaning.sense = Sense::malformed;
}

// "online" or {"state":"online"}: whether something is there. It is a state, so that an old one
// counts as well: who was away learns by it how things are now.
void read_state(Meaning& meaning, const Message& message, std::string_view what) {
    if (is_blank(message.payload)) {
        meaning.sense = Sense::nothing;
        return;
    }
    std::string word(message.payload);
    Told told(meaning.device);
    std::string trouble;
    if (const auto object = parse_object(message.payload, {}, trouble)) {
        const json::value* const state = object->get_object().if_contains("state");
        word = says_nothing(state) ? std::string() : as_text(*state);
        const json::value* const battery = object->get_object().if_contains("battery");
        if (battery != nullptr && !message.retained) told.battery(as_percent(*battery));
    } else if (word.size() >= 2 && word.front() == '"' && word.back() == '"') {
        word = word.substr(1, word.size() - 2);
    }
    if (word != "online" && word != "offline") {
        meaning.trouble = "the state is neither online nor offline";
        return tell_malformed(meaning, message.payload);
    }
    auto signal = told.signal("fault", std::string(what) + " " + word);
    signal.level = word == "offline";
    told.add(std::move(signal));
    std::move(told).into(meaning);
}

std::string_view last_part(std::string_view name) {
    return name.substr(name.rfind('/') + 1);
}

std::string_view without_last(std::string_view name) {
    const std::size_t slash = name.rfind('/');
    return slash == std::string_view::npos ? std::string_view() : name.substr(0, slash);
}

// What is asked of a device, "name/set" and "name/set/state", and the bare word of an action, which
// its message tells as well.
bool is_beside_device(std::string_view name) {
    const std::string_view last = last_part(name);
    const std::string_view before = last_part(without_last(name));
    return last == "set" || last == "get" || last == "action" || before == "set" || before == "get";
}

Meaning read_bridge(const BridgeRule& bridge, std::string_view name, const Message& message) {
    Meaning meaning;
    if (name == "bridge/state") {
        meaning.device = device_key(bridge.key_prefix, "bridge");
        read_state(meaning, message, "bridge");
        return meaning;
    }
    if (name.empty() || name == "bridge" || name.starts_with("bridge/") || is_beside_device(name)) {
        return meaning;
    }
    if (last_part(name) == "availability") {
        const std::string_view device = without_last(name);
        if (device.empty()) return meaning;
        meaning.device = device_key(bridge.key_prefix, device);
        read_state(meaning, message, "availability");
        return meaning;
    }
    meaning.device = device_key(bridge.key_prefix, name);
    if (is_blank(message.payload)) {
        meaning.sense = Sense::nothing;
        return meaning;
    }
    if (message.retained) {
        meaning.sense = Sense::retained;
        return meaning;
    }
    unsigned char space[4096];  // not set to anything: that would take as long as reading
    json::monotonic_resource memory(space, sizeof(space));
    const auto object = parse_object(message.payload, &memory, meaning.trouble);
    if (!object) {
        tell_malformed(meaning, message.payload);
        return meaning;
    }
    const std::vector<FieldRule>& rules = fields_of(bridge, name);
    Told told(meaning.device);
    for (const FieldRule& rule : rules) {
        const json::value* const value = object->get_object().if_contains(rule.field);
        if (!says_nothing(value)) tell_field(rules, rule, *value, told);
    }
    std::move(told).into(meaning);
    return meaning;
}

std::optional<std::int32_t> as_e7(const json::value* degrees, double limit) {
    if (degrees == nullptr || !degrees->is_number()) return std::nullopt;
    const double number = degrees->to_number<double>();
    if (!(number >= -limit && number <= limit)) return std::nullopt;
    return static_cast<std::int32_t>(std::lround(number * 1e7));
}

// Nothing where it is no place on earth, or the one that a receiver without a fix tells.
std::optional<Personal<Point>> as_place(const json::value* value) {
    if (value == nullptr || !value->is_object()) return std::nullopt;
    const auto lat = as_e7(value->get_object().if_contains("lat"), 90);
    const auto lon = as_e7(value->get_object().if_contains("lon"), 180);
    if (!lat || !lon || (*lat == 0 && *lon == 0)) return std::nullopt;
    return Personal<Point>(Point{*lat, *lon});
}

std::string text_of(const json::object& object, std::string_view field) {
    const json::value* const value = object.if_contains(field);
    return says_nothing(value) ? std::string() : as_text(*value);
}

bool is_phone(std::string_view text) {
    return text.size() <= max_phone && text.size() >= 3 &&
           text.find_first_not_of("+0123456789 -().") == std::string_view::npos;
}

bool is_code(std::string_view text) {
    return !text.empty() && text.size() <= Code::max_size &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
           });
}

// A field that is not as it should be costs that field, never the call.
SignalDevice read_own_signal(const json::object& object, const Told& told) {
    const std::string code = text_of(object, "signal");
    const std::string call_back = text_of(object, "call_back");
    std::string said = text_of(object, "said");
    const auto also = [&](std::string_view name, std::string_view value) {
        said.append(said.empty() ? "" : "; ").append(name).append(" ").append(value);
    };
    const bool understood = is_code(code);
    if (!understood) also("signal", code);
    if (!call_back.empty() && !is_phone(call_back)) also("call_back", call_back);
    SignalDevice signal = told.signal(understood ? Code(code) : Code{}, said);
    if (const json::value* const level = object.if_contains("level"); !says_nothing(level)) {
        signal.level = as_switch(*level);
    }
    signal.place = as_place(object.if_contains("place"));
    signal.where = one_line(text_of(object, "where"), max_said);
    if (is_phone(call_back)) signal.call_back = call_back;
    if (const json::value* const at = object.if_contains("at"); at != nullptr && at->is_int64()) {
        if (at->get_int64() >= first_believed_ms) signal.happened_at = {at->get_int64()};
    }
    return signal;
}

void read_own_event(Meaning& meaning, const Message& message) {
    if (is_blank(message.payload)) {
        meaning.sense = Sense::nothing;
        return;
    }
    if (message.retained) {
        meaning.sense = Sense::retained;
        return;
    }
    meaning.receipt_topic = std::string(without_last(message.topic)) + "/receipt";
    const auto object = parse_object(message.payload, {}, meaning.trouble);
    if (!object) return tell_malformed(meaning, message.payload);
    meaning.id = one_line(text_of(object->get_object(), "id"), max_id);
    Told told(meaning.device);
    told.add(read_own_signal(object->get_object(), told));
    if (const json::value* const battery = object->get_object().if_contains("battery")) {
        told.battery(as_percent(*battery));
    }
    std::move(told).into(meaning);
}

// `rest` is TENANT/DEVICE/event or TENANT/DEVICE/status.
Meaning read_own(const std::vector<std::string>& tenants, std::string_view rest,
                 const Message& message) {
    Meaning meaning;
    const std::string_view what = last_part(rest);
    const std::string_view who = without_last(rest);
    const std::string_view tenant = without_last(who);
    if (last_part(who).empty() ||
        std::find(tenants.begin(), tenants.end(), tenant) == tenants.end()) {
        return meaning;
    }
    meaning.device = device_key({}, who);
    if (what == "event") {
        read_own_event(meaning, message);
    } else if (what == "status") {
        read_state(meaning, message, "status");
    } else {
        meaning.device.clear();
    }
    return meaning;
}

}  // namespace

Translator::Translator(TopicOptions topics) : topics_(std::move(topics)) {}

Meaning Translator::read(const Message& message) const {
    if (message.topic.starts_with(own_prefix)) {
        return read_own(topics_.tenants, message.topic.substr(own_prefix.size()), message);
    }
    for (const BridgeRule& bridge : topics_.bridges) {
        if (message.topic.starts_with(bridge.prefix)) {
            return read_bridge(bridge, message.topic.substr(bridge.prefix.size()), message);
        }
    }
    return {};
}

std::vector<std::string> Translator::filters() const {
    std::vector<std::string> out;
    for (const BridgeRule& bridge : topics_.bridges)
        out.push_back(bridge.prefix + "#");
    for (const std::string& tenant : topics_.tenants) {
        for (const std::string_view what : {"event", "status"}) {
            out.push_back(std::string(own_prefix) + tenant + "/+/" + std::string(what));
        }
    }
    return out;
}

std::string Translator::receipt_topic(std::string_view device) const {
    constexpr std::string_view protocol = "mqtt:";
    if (!device.starts_with(protocol) || device.size() > max_key) return {};
    device.remove_prefix(protocol.size());
    for (const std::string& tenant : topics_.tenants) {
        const bool ours = device.size() > tenant.size() + 1 && device.starts_with(tenant) &&
                          device[tenant.size()] == '/' &&
                          device.find_first_of("/+#", tenant.size() + 1) == std::string_view::npos;
        if (ours) return std::string(own_prefix).append(device).append("/receipt");
    }
    return {};
}

std::string receipt(std::string_view id, bool accepted, std::string_view why, RequestId request) {
    json::object out;
    if (!id.empty()) out["id"] = id;
    out["accepted"] = accepted;
    if (!accepted) out["why"] = why;
    if (request) out["request"] = request.value;
    return json::serialize(out);
}

std::string taken_receipt(RequestId request) {
    json::object out;
    out["request"] = request.value;
    out["taken"] = true;
    return json::serialize(out);
}

std::string submission_key(const Message& message, const Meaning& meaning,
                           const Delivery& delivery) {
    if (meaning.id.empty() && (delivery.subscription == 0 || delivery.packet == 0)) return {};
    std::string all(message.topic);
    all += '\0';
    all += message.payload;
    const std::string hash = hash_of(all);
    if (!meaning.id.empty()) return "id-" + hash;
    return std::to_string(delivery.subscription) + "-" + std::to_string(delivery.packet) + "-" +
           hash;
}

}  // namespace muster::mqtt
