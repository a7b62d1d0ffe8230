// The board as plain values: what snapshots, the state hash and recovery exchange with the core.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "muster/access_sheet.hpp"
#include "muster/entities.hpp"
#include "muster/event.hpp"
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

template <class T>
using VectorOf = std::vector<T>;

// The whole board as plain values, each vector in order of id (keys: of seq).
struct BoardState {
    std::uint64_t seq = 0;
    TimePoint at;
    Rules rules;
    OfEach<std::tuple, VectorOf, Entities> entities;
    std::vector<KeyEntry> keys;
    std::optional<KnownSpeeds> speeds_in_use;     // nothing: the usual ones
    std::optional<KnownSpeeds> speeds_requested;  // asked for, not in use yet
    std::optional<AccessSheet> access_sheet;      // the last one that was noted

    template <AnEntity T>
    [[nodiscard]] std::vector<T>& all() {
        return std::get<std::vector<T>>(entities);
    }
    template <AnEntity T>
    [[nodiscard]] const std::vector<T>& all() const {
        return std::get<std::vector<T>>(entities);
    }
};

}  // namespace muster::core
