// Any bytes as a topic and a payload: never a crash, what becomes of them keeps to the limits, and
// no payload of a device's topic is lost.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "adapters/mqtt/mqtt_codec.hpp"
#include "engine/codec/text.hpp"
#include "muster/devices.hpp"

namespace {

using namespace muster;
using namespace muster::mqtt;

void require(bool holds) {
    if (!holds) std::abort();
}

const Translator& translator() {
    static const Translator made = [] {
        TopicOptions topics;
        topics.tenants = {"t"};
        BridgeRule other;
        other.prefix = "z/";
        other.key_prefix = "z/";
        other.models = {{"*a*b", {{"x", {"1", "fall"}, "fall", FieldKind::event}}}};
        topics.bridges.push_back(other);
        return Translator(topics);
    }();
    return made;
}

void check_command(const Command& command, const Meaning& meaning) {
    if (const auto* const report = command.get_if<ReportDevice>()) {
        require(report->key.value == meaning.device);
        const int percent = report->battery_percent.value_or(0);
        return require(percent >= 0 && percent <= 100);
    }
    const auto& signal = command.get<SignalDevice>();
    require(signal.key.value == meaning.device);
    require(signal.said.value.size() <= max_said && codec::is_valid_utf8(signal.said.value));
    require(signal.where.value.size() <= max_said && codec::is_valid_utf8(signal.where.value));
    require(codec::is_valid_utf8(signal.call_back.value));
    if (!signal.place) return;
    const Point place = signal.place->value;
    require(on_earth(place) && (place.lat_e7 != 0 || place.lon_e7 != 0));
}

void check_message(const Message& message) {
    const Meaning meaning = translator().read(message);
    for (const Command& command : meaning.commands)
        check_command(command, meaning);
    const bool told = meaning.sense == Sense::told || meaning.sense == Sense::malformed;
    require(told == !meaning.commands.empty());
    require(meaning.device.size() <= max_key);
    require(meaning.sense == Sense::elsewhere || !meaning.device.empty());
    require((meaning.sense == Sense::malformed) == !meaning.trouble.empty());
    require(meaning.id.size() <= max_id);
    const bool state = message.topic.ends_with("/availability") ||
                       message.topic.ends_with("/status") ||
                       message.topic.ends_with("bridge/state");
    require(!message.retained || state || !told);
    const std::string key = submission_key(message, meaning, {9, 1});
    require(key.size() <= 64 && key == submission_key(message, meaning, {9, 1}));
    (void)receipt(meaning.id, false, "why");
}

}  // namespace

// First byte: whether it is retained. Then the topic, a line feed, and the payload.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    const std::size_t line = std::min(text.find('\n'), text.size());
    const std::string_view payload = text.substr(std::min(line + 1, text.size()));
    const bool retained = (data[0] & 1) != 0;
    check_message({text.substr(0, line), payload, retained});
    // Cut short it is another message; it is read all the same.
    check_message({text.substr(0, line), payload.substr(0, payload.size() / 2), retained});
    return 0;
}
