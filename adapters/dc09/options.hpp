// Settings of the receiver of SIA DC-09.
#pragma once

#include <boost/describe/class.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "muster/adapter.hpp"
#include "muster/secret.hpp"
#include "muster/setting.hpp"
#include "muster/units.hpp"

namespace muster::dc09 {

// Who may send, and how its frames differ from the standard.
struct Peer {
    std::string address;  // of the device or its router; "any" = everybody else
    bool crc_with_cr = false;
    bool crc_is_raw = false;
};
BOOST_DESCRIBE_STRUCT(Peer, (), (address, crc_with_cr, crc_is_raw))

// What is known of an account beyond its number; one that is not listed may send in plain text.
struct AccountRule {
    std::string account;
    Secret key;               // for encrypted messages; empty = they cannot be read
    bool key_is_hex = false;  // its digits, not its bytes, are given
    // How far the clock of a device is ahead of GMT, which the standard asks for.
    Bounded<std::int64_t, -840, 840> utc_offset_min = 0;
};
BOOST_DESCRIBE_STRUCT(AccountRule, (), (account, key, key_is_hex, utc_offset_min))

// [dc09].
struct Dc09Options {
    std::string address = "127.0.0.1";
    Bounded<std::uint16_t, 0, 65'535> tcp_port = 0;  // 0 = not listened to
    Bounded<std::uint16_t, 0, 65'535> udp_port = 0;
    std::vector<Peer> peers;  // nobody else is answered
    std::vector<AccountRule> accounts;
    Bounded<std::size_t, 1, 1'000'000> max_connections = 4096;
    Bounded<std::size_t, 1, 1'000'000> frames_waiting = 10'000;  // for their commit, in all
    Bounded<Millis, 100, 3'600'000> first_frame_ms = seconds(10);
    Bounded<Millis, 1000, plenty> idle_ms = minutes(30);  // between two frames of a connection
};
BOOST_DESCRIBE_STRUCT(Dc09Options, (),
                      (address, tcp_port, udp_port, peers, accounts, max_connections,
                       frames_waiting, first_frame_ms, idle_ms))

[[nodiscard]] std::optional<SettingProblem> check(const Dc09Options& options);

// Null where no port is listened to.
[[nodiscard]] std::unique_ptr<Adapter> make_adapter(const AdapterPorts& ports,
                                                    const Dc09Options& options);

}  // namespace muster::dc09
