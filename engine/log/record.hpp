// One decision as the log sees it: bytes with a number, a time and a source.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "muster/units.hpp"

namespace muster::log {

// SHA-256.
using Hash = std::array<std::uint8_t, 32>;

// What the caller appends. The views are read during the call only. The log does not look inside;
// the texts must be UTF-8 so that the sqlite3 shell shows them.
struct RecordDraft {
    std::uint64_t seq = 0;  // 1, 2, 3... without gaps
    TimePoint at;
    std::string_view source;   // who sent the command
    std::string_view key;      // idempotency key, may be empty
    std::string_view command;  // JSON text
    std::string_view events;   // JSON text
};

// What a reader hands out: the draft and its place in the chain. The views live until the callback
// that received them returns.
struct RecordView : RecordDraft {
    Hash hash{};
    // False: parts tell of somebody whose key is gone, or cannot be read here, and are null.
    bool complete = true;
    // Of the command's text as it was appended, where that is not complete and has a key; else 0.
    std::uint64_t digest = 0;
};

// The same, owning its texts.
struct Record {
    std::uint64_t seq = 0;
    TimePoint at;
    std::string source;
    std::string key;
    std::string command;
    std::string events;
    Hash hash{};
    bool complete = true;  // as above
    std::uint64_t digest = 0;
};

}  // namespace muster::log
