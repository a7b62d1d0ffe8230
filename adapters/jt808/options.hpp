// Every setting of the JT/T 808 listener, with its range and its default.
#pragma once

#include <boost/describe/class.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/gate/rate_limiter.hpp"
#include "muster/adapter.hpp"
#include "muster/secret.hpp"
#include "muster/setting.hpp"
#include "muster/units.hpp"

namespace muster::jt808 {

// [jt808].
struct Jt808Options {
    std::string address = "0.0.0.0";
    Bounded<std::uint16_t, 0, 65'535> port = 0;  // 0 = off
    // Who may connect: addresses ("192.0.2.7"), networks ("10.8.0.0/16"), or "any". Empty = nobody.
    std::vector<std::string> allow;
    // A terminal is heard only after it has shown the token of its registration.
    bool authenticate = false;
    Secret secret;  // that tokens are made with

    // Beyond it the connection that has been open longest without a message makes room.
    Bounded<std::size_t, 1, 1'000'000> max_connections = 20'000;
    // Of one connection; beyond it the one that was quiet longest begins anew.
    Bounded<std::size_t, 1, 10'000> max_terminals = 64;
    // Of one connection, waiting for their commit; then it is not read.
    Bounded<std::size_t, 1, 10'000> messages_in_flight = 64;
    // Of a batch, that say only where somebody was: the newest of them are told.
    Bounded<std::size_t, 1, 10'000> positions_per_message = 64;
    Bounded<std::size_t, 1024, 1 << 24> unsent_bytes = 64 * 1024;  // then the connection is closed

    // Messages in several frames, of one connection.
    Bounded<std::size_t, 1024, 1 << 24> fragment_bytes = 64 * 1024;
    Bounded<std::size_t, 1, 256> fragment_messages = 4;
    Bounded<Millis, 10, 3'600'000> fragment_wait_ms = seconds(10);
    Bounded<std::uint32_t, 0, 100> fragment_asks = 3;

    Bounded<Millis, 10, 3'600'000> first_message_ms = seconds(30);
    Bounded<Millis, 1000, plenty> idle_ms = minutes(15);  // without a byte
    Bounded<Millis, 10, 10'000> sweep_ms = Millis{500};   // how often these times are looked at
    // Terminals whose button was pressed and that have not heard yet that people have taken over;
    // beyond it the one that waits longest is not told.
    Bounded<std::size_t, 1, 1'000'000> alarms_waiting = 10'000;

    // Messages of one address; beyond it they wait.
    gate::RateLimit per_address{.per_minute = 600'000, .burst = 10'000};
    Bounded<std::int64_t, 0, 1'000'000> failed_login_cost = 50;  // of that bucket
};
BOOST_DESCRIBE_STRUCT(Jt808Options, (),
                      (address, port, allow, authenticate, secret, max_connections, max_terminals,
                       messages_in_flight, positions_per_message, unsent_bytes, fragment_bytes,
                       fragment_messages, fragment_wait_ms, fragment_asks, first_message_ms,
                       idle_ms, sweep_ms, alarms_waiting, per_address, failed_login_cost))

[[nodiscard]] std::optional<SettingProblem> check(const Jt808Options& options);

// Null where the port is 0.
[[nodiscard]] std::unique_ptr<Adapter> make_adapter(const AdapterPorts& ports,
                                                    const Jt808Options& options);

}  // namespace muster::jt808
