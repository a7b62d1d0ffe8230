// Every setting of the receiver of SIA DC-09, with its range and its default.
#pragma once

#include <boost/describe/class.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/dc09/content.hpp"
#include "adapters/dc09/frame.hpp"
#include "adapters/dc09/message.hpp"
#include "muster/adapter.hpp"
#include "muster/secret.hpp"
#include "muster/setting.hpp"
#include "muster/units.hpp"

namespace muster::dc09 {

// Who may send, and in what its messages differ from the standard.
struct PeerRule {
    // Of the device or of the router before it: an address ("192.0.2.7"), a network ("10.8.0.0/16")
    // or "any". The first that fits counts.
    std::string address;
    CrcForm crc = CrcForm::standard;
    AckPad ack_pad = AckPad::bar_and_bracket;
    TextForm text = TextForm::windows_1252;
};
BOOST_DESCRIBE_STRUCT(PeerRule, (), (address, crc, ack_pad, text))

// What is known of an account beyond its number.
struct AccountRule {
    std::string account;      // as device_name has it: "7A31", or "2/7A31" with its line prefix
    Secret key;               // of 16, 24 or 32 bytes; none = it sends in plain text
    bool key_is_hex = false;  // its hex digits are given, not its bytes
    // What its clock shows when GMT, which the standard asks for, is midnight.
    Bounded<std::int64_t, -840, 840> utc_offset_min = 0;
    bool only_encrypted = false;  // what it sends in plain text is not believed
};
BOOST_DESCRIBE_STRUCT(AccountRule, (), (account, key, key_is_hex, utc_offset_min, only_encrypted))

// [dc09].
struct Dc09Options {
    std::string address = "0.0.0.0";
    Bounded<std::uint16_t, 0, 65'535> tcp_port = 0;  // 0 = off
    Bounded<std::uint16_t, 0, 65'535> udp_port = 0;  // 0 = off
    std::vector<PeerRule> peers;                     // nobody else is answered
    std::vector<AccountRule> accounts;
    bool any_account = true;  // peers may send for accounts that are not listed, in plain text

    Bounded<std::size_t, 1, 1'000'000> max_connections = 4'096;
    Bounded<std::size_t, 1, 1'000'000> max_connections_per_address = 1'024;
    Bounded<std::size_t, 1, 1'000'000> frames_waiting = 8'192;  // for their commit, in all
    Bounded<std::size_t, 1, 1'000'000> frames_waiting_per_connection = 64;
    Bounded<std::size_t, 64, most_body_bytes> frame_bytes = most_body_bytes;
    // Of no frame, from one connection; then it is closed.
    Bounded<std::size_t, 64, 1 << 24> foreign_bytes = 4'096;
    Bounded<std::size_t, 4'096, 1 << 24> unsent_bytes = 65'536;  // then the connection is closed
    Bounded<std::size_t, 1, 1'000> datagrams_per_turn = 32;
    Bounded<Millis, 100, 3'600'000> first_frame_ms = seconds(10);  // from the connection on
    Bounded<Millis, 1'000, plenty> idle_ms = minutes(30);          // between two frames

    // How long a message that comes again with the same sequence is a retry of the first.
    Bounded<Millis, 1'000, 3'600'000> retry_ms = minutes(2);
    Bounded<std::size_t, 16, 10'000'000> retries_known = 65'536;
};
BOOST_DESCRIBE_STRUCT(Dc09Options, (),
                      (address, tcp_port, udp_port, peers, accounts, any_account, max_connections,
                       max_connections_per_address, frames_waiting, frames_waiting_per_connection,
                       frame_bytes, foreign_bytes, unsent_bytes, datagrams_per_turn, first_frame_ms,
                       idle_ms, retry_ms, retries_known))

// A port without peers, a peer that is no address, an account that is no account or is there twice.
[[nodiscard]] std::optional<SettingProblem> check(const Dc09Options& options);

// Null where both ports are 0.
[[nodiscard]] std::unique_ptr<Adapter> make_adapter(const AdapterPorts& ports,
                                                    const Dc09Options& options);

}  // namespace muster::dc09
