// Settings of the connection to a telephone exchange.
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

namespace muster::pbx {

// [pbx].
struct PbxOptions {
    std::string host;  // of the exchange; empty = there is none
    Bounded<std::uint16_t, 1, 65'535> port = 5038;
    std::string exchange = "pbx";       // what its calls are called by
    std::string username = "muster";    // in its manager.conf
    Secret secret;                      // likewise
    std::vector<std::string> contexts;  // in which calls of the hotline begin
    std::vector<std::string> lines;     // numbers of the hotline; empty = every one of the contexts
    Bounded<Millis, 100, 600'000> answer_ms = seconds(10);
    Bounded<Millis, 1000, 600'000> ping_ms = seconds(30);
    Bounded<Millis, 1000, 3'600'000> silence_ms = seconds(75);
    // Between two tries, doubled each time.
    Bounded<Millis, 10, 600'000> retry_first_ms = seconds(1);
    Bounded<Millis, 10, 3'600'000> retry_last_ms = seconds(30);
    // What is told of calls and waits for its commit; more make the connection begin anew.
    Bounded<std::size_t, 1, 1'000'000> commands_waiting = 10'000;
};
BOOST_DESCRIBE_STRUCT(PbxOptions, (),
                      (host, port, exchange, username, secret, contexts, lines, answer_ms, ping_ms,
                       silence_ms, retry_first_ms, retry_last_ms, commands_waiting))

// A host without a secret or contexts.
[[nodiscard]] std::optional<SettingProblem> check(const PbxOptions& options);

// Null where there is no host.
[[nodiscard]] std::unique_ptr<Adapter> make_adapter(const AdapterPorts& ports,
                                                    const PbxOptions& options);

}  // namespace muster::pbx
