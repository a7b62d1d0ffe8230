// The board as plain values: what snapshots, the state hash and recovery exchange with the core.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "muster/dispatch.hpp"
#include "muster/event.hpp"
#include "muster/registry.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"
#include "muster/rules.hpp"
#include "muster/speeds.hpp"

namespace muster::core {

// A logged record as recovery sees it.
struct AppliedRecord {
    std::uint64_t seq = 0;
    TimePoint at;
    std::string_view source;
    std::string_view key;
    std::uint64_t digest = 0;  // of the command, as in Envelope
    std::span<const Event> events;
};

// A remembered idempotency key.
struct KeyEntry {
    std::string source;
    std::string key;
    std::uint64_t digest = 0;
    std::uint64_t seq = 0;
    TimePoint at;
};
BOOST_DESCRIBE_STRUCT(KeyEntry, (), (source, key, digest, seq, at))

// The whole board as plain values, each vector in order of id (keys: of seq).
struct BoardState {
    std::uint64_t seq = 0;
    TimePoint at;
    Rules rules;
    std::vector<Member> members;
    std::vector<Card> cards;
    std::vector<Responder> responders;
    std::vector<Request> requests;
    std::vector<Offer> offers;
    std::vector<KeyEntry> keys;
    std::optional<KnownSpeeds> speeds_in_use;     // nothing: the usual ones
    std::optional<KnownSpeeds> speeds_requested;  // asked for, not in use yet
};
BOOST_DESCRIBE_STRUCT(BoardState, (),
                      (seq, at, rules, members, cards, responders, requests, offers, keys,
                       speeds_in_use, speeds_requested))

}  // namespace muster::core
