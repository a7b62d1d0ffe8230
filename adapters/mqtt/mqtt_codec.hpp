// What messages of MQTT say of devices: topic and payload -> commands. Pure; any thread.
//
// Sources: zigbee2mqtt's documentation, "MQTT topics and messages" (device state, availability,
// bridge/state); Home Assistant's legacy triggers, which send an action and then an empty one; our
// own topics, of which README.md tells.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mqtt/options.hpp"
#include "muster/command.hpp"
#include "muster/ids.hpp"

namespace muster::mqtt {

struct Message {
    std::string_view topic;
    std::string_view payload;
    bool retained = false;  // kept by the broker from earlier: nobody says it now
};

// What a message is. told: all that it says is in the commands. nothing: of a device, and says
// nothing. elsewhere: no device's topic. retained: it would be an alarm, but an old one. malformed:
// not what belongs on its topic; what it says is told all the same, as not understood.
enum class Sense : std::uint8_t { told, nothing, elsewhere, retained, malformed };

struct Meaning {
    Sense sense = Sense::elsewhere;
    std::string device;             // key: "mqtt:floor1/flat-12/sos"
    std::vector<Command> commands;  // calls for help first
    std::string trouble;            // of what is malformed: what is wrong, what would be right
    std::string receipt_topic;      // where the sender waits to hear that it was taken; else empty
    std::string id;                 // that the sender gave it; empty = none
};

// Limits of what is taken from a message.
constexpr std::size_t max_said = 256;
constexpr std::size_t max_id = 64;
constexpr std::size_t max_key = 128;  // of a device; a longer name is cut, and told apart by a hash
constexpr std::size_t max_depth = 8;  // of JSON

class Translator {
  public:
    explicit Translator(TopicOptions topics);

    // Total: whatever the message is, and however large.
    [[nodiscard]] Meaning read(const Message& message) const;

    // What to subscribe to.
    [[nodiscard]] std::vector<std::string> filters() const;

    // Where the device of this key waits to hear of what it asked for; empty = it is none of our
    // own, or its name was cut.
    [[nodiscard]] std::string receipt_topic(std::string_view device) const;

  private:
    TopicOptions topics_;
};

// The receipt for a message: {"id":"...","accepted":true,"request":7}, or why not. `request` is
// what became of it; 0 = nothing that anybody comes for.
[[nodiscard]] std::string receipt(std::string_view id, bool accepted, std::string_view why,
                                  RequestId request = {});
// People have taken it over: {"request":7,"taken":true}.
[[nodiscard]] std::string taken_receipt(RequestId request);

// By what the broker tells a delivery apart from every other one, as far as it has to bring it
// again when it is not acknowledged.
struct Delivery {
    std::uint32_t subscription = 0;  // its identifier; 0 = the broker told none
    std::uint16_t packet = 0;        // packet identifier; 0 at QoS 0
};

// The de-duplication key of a message: that of a repetition is the same, that of every other
// message another. By the sender's own id where it has one, else by how the broker delivers it.
// Empty where nothing tells: then a repetition is told twice, and no alarm is lost.
[[nodiscard]] std::string submission_key(const Message& message, const Meaning& meaning,
                                         const Delivery& delivery);

}  // namespace muster::mqtt
