// Every setting of SIP, with its range and its default.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/sip/digest.hpp"
#include "adapters/sip/scaip_codec.hpp"
#include "engine/gate/rate_limiter.hpp"
#include "muster/adapter.hpp"
#include "muster/secret.hpp"
#include "muster/setting.hpp"

namespace muster::sip {

// What a peer's messages are.
BOOST_DEFINE_ENUM_CLASS(PeerProfile, scaip, gb28181)
// How we know that it is the peer: by where it sends from alone, or by a password as well.
BOOST_DEFINE_ENUM_CLASS(PeerAuth, address, digest)
// Where the <mrs> goes: in a MESSAGE of its own, or in the 200.
BOOST_DEFINE_ENUM_CLASS(ScaipAnswerPlace, message, in_200)

// [[sip.peers]]: who may send. The first that fits the sender's address counts, one of the profile
// of the message before others.
struct PeerOptions {
    std::string name;
    std::string address;  // "192.0.2.7" or a network, "10.20.0.0/16"
    PeerProfile profile = PeerProfile::scaip;
    PeerAuth auth = PeerAuth::address;
    std::string user;  // of digest; empty = the user of From, each device with the same password
    Secret secret{.shortest_bytes = 1};  // the password
    DigestOffer digest = DigestOffer::md5;
    // Of SCAIP.
    std::string root = "mrq";
    std::string media_type = std::string(scaip_media_type);  // of what we send
    ScaipAnswerPlace answer = ScaipAnswerPlace::message;
    Speech speech = Speech::duplex;
    std::string desk_number;
};
BOOST_DESCRIBE_STRUCT(PeerOptions, (),
                      (name, address, profile, auth, user, secret, digest, root, media_type, answer,
                       speech, desk_number))

// [sip].
struct SipOptions {
    std::string address = "0.0.0.0";
    Bounded<std::uint16_t, 0, 65'535> port = 0;  // of UDP and TCP; 0 = off
    // How devices reach us, without the port; empty = the address above, or what they ask for.
    std::string host;
    std::string realm = "muster";  // of digest; GB/T 28181: our domain
    std::string user = "muster";   // that our messages to devices come from; GB/T 28181: our number
    Bounded<std::int64_t, -720, 840> zone_minutes = 480;  // of the clocks of GB/T 28181 devices
    std::vector<PeerOptions> peers;
    // Device types beyond those that are built in: "31=water" (dty=signal).
    std::vector<std::string> scaip_types;
    // Alarms beyond those that are built in, or instead of them: "7/0=sos" (method/type=signal;
    // type 0 = none told).
    std::vector<std::string> gb28181_alarms;
    Bounded<std::size_t, 512, 65'535> message_bytes = 32'768;
    Bounded<std::size_t, 1, 10'000'000> transactions = 200'000;
    Bounded<std::size_t, 1, 1'000'000> own_transactions = 20'000;
    Bounded<std::size_t, 1, 10'000'000> registrations = 200'000;
    Bounded<std::int64_t, 30, 86'400> registration_min_s = 60;
    Bounded<std::int64_t, 30, 604'800> registration_max_s = 86'400;
    Bounded<Millis, 1'000, 86'400'000> nonce_ms = minutes(5);
    Bounded<std::int64_t, 1, 3'600> retry_after_s = 5;
    Bounded<std::size_t, 0, 1'000'000> connections = 2'000;
    Bounded<Millis, 100, 600'000> message_ms = seconds(10);      // for a message that has begun
    Bounded<Millis, 1'000, 86'400'000> idle_ms = minutes(10);    // of a connection
    Bounded<std::size_t, 1'024, 1 << 26> write_bytes = 262'144;  // that a connection may owe
    Bounded<std::size_t, 1, 4'096> datagrams_per_turn = 64;
    gate::RateLimit failed_logins;  // per address; above it they are refused unread
};
BOOST_DESCRIBE_STRUCT(SipOptions, (),
                      (address, port, host, realm, user, zone_minutes, peers, scaip_types,
                       gb28181_alarms, message_bytes, transactions, own_transactions, registrations,
                       registration_min_s, registration_max_s, nonce_ms, retry_after_s, connections,
                       message_ms, idle_ms, write_bytes, datagrams_per_turn, failed_logins))

[[nodiscard]] std::optional<SettingProblem> check(const SipOptions& options);

// Null where the port is 0.
[[nodiscard]] std::unique_ptr<Adapter> make_adapter(const AdapterPorts& ports,
                                                    const SipOptions& options);

}  // namespace muster::sip
