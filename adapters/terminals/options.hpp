// Settings of what reads cards and faces at a door or a wall.
#pragma once

#include <boost/describe/class.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/gate/card_uid.hpp"
#include "muster/adapter.hpp"
#include "muster/ids.hpp"
#include "muster/setting.hpp"
#include "muster/units.hpp"

namespace muster::terminals {

// A ZKTeco-style terminal. It proves nothing, so both its number and its address must be right.
struct ZkTerminal {
    std::string serial;
    std::string address;  // from which it connects: its own, or that of its router
    Code signal;          // what a tap means: one of the rules' signals of devices
    // False: the terminal is the device, "zk:<serial>", and the person only told in words.
    // True: each person is one, "zk-pin:<pin>", registered to the member of that number.
    bool by_pin = false;
    std::string where;           // in words, such as "活动室 day room"
    std::optional<Point> place;  // WGS-84; nothing = where the device is registered to hang
    Bounded<std::int64_t, -840, 840> utc_offset_min = 480;  // of its clock
};
BOOST_DESCRIBE_STRUCT(ZkTerminal, (),
                      (serial, address, signal, by_pin, where, place, utc_offset_min))

// A reader that only types the UID of a card. The card is the device, "card:<uid>".
struct UidReader {
    std::string address;  // from which it, or its serial server, connects
    Code signal;
    gate::UidSpelling spelling = gate::UidSpelling::hex;
    Bounded<std::size_t, 4, 10> uid_bytes = 4;  // 4, 7 or 10
    std::string where;
    std::optional<Point> place;
};
BOOST_DESCRIBE_STRUCT(UidReader, (), (address, signal, spelling, uid_bytes, where, place))

// [terminals].
struct TerminalsOptions {
    std::string address = "127.0.0.1";
    Bounded<std::uint16_t, 0, 65'535> zk_port = 0;  // 0 = not listened to
    Bounded<std::uint16_t, 0, 65'535> reader_port = 0;
    std::vector<ZkTerminal> zk;
    std::vector<UidReader> readers;
    // Older taps, which a terminal kept while it was offline, are only noted.
    Bounded<Millis, 60'000, plenty> stale_after_ms = minutes(24 * 60);
    // A card that is held before a reader is typed again and again.
    Bounded<Millis, 0, 60'000> repeat_ms = seconds(3);
    Bounded<Millis, 1000, 3'600'000> poll_ms = seconds(30);  // how often a terminal asks for work
    Bounded<std::size_t, 1, 100'000> max_connections = 512;
    Bounded<std::size_t, 1024, 1 << 26> body_bytes = std::size_t{1} << 20;
    Bounded<std::size_t, 1, 10'000> lines_at_once = 64;  // of one request, that wait for commits
    Bounded<Millis, 100, 3'600'000> request_ms = seconds(20);  // for a request to come whole
    Bounded<Millis, 1000, plenty> idle_ms = minutes(30);       // between two of a connection
};
BOOST_DESCRIBE_STRUCT(TerminalsOptions, (),
                      (address, zk_port, reader_port, zk, readers, stale_after_ms, repeat_ms,
                       poll_ms, max_connections, body_bytes, lines_at_once, request_ms, idle_ms))

[[nodiscard]] std::optional<SettingProblem> check(const TerminalsOptions& options);

// Null where no port is listened to.
[[nodiscard]] std::unique_ptr<Adapter> make_adapter(const AdapterPorts& ports,
                                                    const TerminalsOptions& options);

}  // namespace muster::terminals
