// From what a maker's cloud posts to commands, as its mapping says. Pure; any thread.
//
// Nothing that a device says is dropped: a value that the mapping does not know becomes a signal
// without a code, with the message in its words, which the desk is shown; a time, place or charge
// that cannot be read is left out and noted, and the signal goes through without it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/gate/fault.hpp"
#include "engine/gate/push_mapping.hpp"
#include "engine/gate/push_request.hpp"
#include "muster/command.hpp"
#include "muster/expected.hpp"

namespace muster::gate {

constexpr std::size_t max_push_items = 256;      // in one body
constexpr std::size_t max_said_bytes = 256;      // of a device's own words
constexpr std::size_t max_push_key_bytes = 128;  // of a device's whole key
// Names a device in a list whose other items name theirs.
constexpr std::string_view nameless_device = "?";

struct PushedCommand {
    // The same whenever the same message is sent again, and of no other message. Empty where that
    // cannot be told: then a repeat is told again, and merges with the first as any second press.
    std::string key;
    Command command;
};

struct Pushed {
    std::vector<PushedCommand> commands;  // of each item the signals, then its sign of life
    std::size_t items = 0;
    std::size_t ignored = 0;
    std::size_t unmapped = 0;        // signals without a code
    std::vector<std::string> notes;  // what was left out, "/time: ..."; not what it said
};

// What a body becomes; or a fault whose field is the path that is wrong: it is not in the mapping's
// format, has no list, too long a one, or names no device.
[[nodiscard]] Expected<Pushed, Fault> read_push(const PushMapping& mapping,
                                                const PushRequest& request);

}  // namespace muster::gate
