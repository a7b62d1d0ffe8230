// Settings of the connection to a telephone exchange.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
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

// ami: Asterisk's manager interface. esl: FreeSWITCH's event socket.
BOOST_DEFINE_ENUM_CLASS(Dialect, ami, esl)

// [pbx].
struct PbxOptions {
    Dialect dialect = Dialect::ami;
    std::string host;                            // of the exchange; empty = there is none
    Bounded<std::uint16_t, 0, 65'535> port = 0;  // 0 = as usual: 5038 for ami, 8021 for esl
    std::string exchange = "pbx";                // what its calls are called by
    std::string username = "muster";    // in manager.conf; esl: only with an @, else unused
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

    // Whom the engine wants reached is rung up and asked for a key. The channel, with the number in
    // it as {number}, {digits} or {national} (ring.hpp); empty = nobody is rung.
    std::string ring_channel;
    std::string ring_context = "muster";  // where the announcement is
    std::string ring_exten = "ring";
    std::string ring_caller_id;        // that is shown; empty = the exchange's own
    std::string ring_language = "zh";  // of the announcement
    std::string country_code = "86";   // what {national} leaves out
    bool ring_members = true;          // the first of a contact chain: whoever needs help
    bool ring_contacts = true;         // the others of the chain
    bool ring_offers = true;           // responders who are asked
    bool ring_assignments = true;      // ... and who are sent and have not acknowledged it
    // Whoever has the program on his telephone answers there first.
    Bounded<Millis, 0, 600'000> ring_offer_after_ms = seconds(15);
    Bounded<Millis, 1000, 300'000> ring_ms = seconds(30);           // so long it rings
    Bounded<Millis, 5000, 3'600'000> ring_longest_ms = minutes(3);  // until it is over
    Bounded<std::size_t, 1, 1000> rings_at_once = 4;
    Bounded<std::size_t, 1, 100'000> rings_waiting = 1000;
    // Of a call that the exchange or the network has no way for.
    Bounded<std::uint32_t, 1, 100> ring_tries = 3;
    Bounded<Millis, 10, 600'000> ring_again_ms = seconds(5);
};
BOOST_DESCRIBE_STRUCT(PbxOptions, (),
                      (dialect, host, port, exchange, username, secret, contexts, lines, answer_ms,
                       ping_ms, silence_ms, retry_first_ms, retry_last_ms, commands_waiting,
                       ring_channel, ring_context, ring_exten, ring_caller_id, ring_language,
                       country_code, ring_members, ring_contacts, ring_offers, ring_assignments,
                       ring_offer_after_ms, ring_ms, ring_longest_ms, rings_at_once, rings_waiting,
                       ring_tries, ring_again_ms))

// A host without a secret or contexts, and what the exchange would take for something else.
[[nodiscard]] std::optional<SettingProblem> check(const PbxOptions& options);

// Null where there is no host.
[[nodiscard]] std::unique_ptr<Adapter> make_adapter(const AdapterPorts& ports,
                                                    const PbxOptions& options);

}  // namespace muster::pbx
