// What a position of JT/T 808 tells the service: its alarm bits as signals of the rules, else a
// sign of life. Pure.
//
// Of what comes as it happens, the bits that the rules know are levels: told while they are set,
// when they go out, and all of them with the first position of a connection, since the service may
// have missed the end of one. The others are told when they rise. Of what was kept on the way and
// comes late every bit is told when it rises, as something that happened then.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "adapters/jt808/jt808_codec.hpp"
#include "muster/command.hpp"
#include "muster/devices.hpp"

namespace muster::jt808 {

// 0x0200, alarms: bit 0 is the button for emergencies.
constexpr std::uint32_t sos_bit = 1U << 0;

// What was seen last of a terminal on its connection.
struct AlarmMemory {
    bool known = false;  // `live` is
    std::uint32_t live = 0;
    std::uint32_t late = 0;  // of what came late, which has an order of its own
};

struct Report {
    std::string device;  // its key
    std::string plate;   // as it registered; may be empty
    TimePoint now;
    bool late = false;
};

struct Told {
    Command command;
    std::string name;  // of the signal, to tell apart what comes in one message; empty = sign of
                       // life
    bool asks_for_help = false;  // the button, pressed
};

// Of a device's clock: one that goes a little fast is taken as right, and so much is believed old.
constexpr Millis clock_skew = minutes(1);
constexpr Millis oldest_believed = hours(366 * 24);
constexpr std::size_t max_said_bytes = 256;

// Whether that is a time at which it can have happened.
[[nodiscard]] bool is_believed(std::optional<TimePoint> at, TimePoint now);

[[nodiscard]] std::vector<Told> tell(const Location& location, const Report& report,
                                     AlarmMemory& memory);

}  // namespace muster::jt808
