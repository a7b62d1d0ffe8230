// Proof that a log holds what was appended to it.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>

#include "engine/log/hash.hpp"
#include "engine/log/log_reader.hpp"

namespace muster::log {

// A record's number and hash known from elsewhere: a snapshot, a backup, a note on paper. The
// chain alone cannot show that its end was cut off or that all of it was written anew.
struct ChainAnchor {
    std::uint64_t seq = 0;  // 0 stands for the beginning: hash is chain_start
    Hash hash = chain_start;
};

struct ChainFault {
    std::uint64_t seq = 0;  // the first record that is not as it was appended
    std::string why;        // a full sentence that names the record and the file
};

struct ChainReport {
    std::uint64_t records = 0;        // that were found good
    ChainAnchor end;                  // the last good one
    std::optional<ChainFault> fault;  // nothing when the chain is whole
};

struct VerifyOptions {
    // Checking starts after this one, which is trusted.
    ChainAnchor after;
    // The log must contain this one.
    std::optional<ChainAnchor> expected;
    std::uint64_t last = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t records_per_progress = 65536;
};

using VerifyProgress = std::function<void(std::uint64_t done, std::uint64_t total)>;

// Reads and rehashes all records in the caller's thread. An error means that the log could not be
// read; a damaged log is a report with a fault. progress may be empty.
[[nodiscard]] Result<ChainReport> verify_chain(const LogReader& reader,
                                               const VerifyOptions& options,
                                               const VerifyProgress& progress);

// SQLite's own check of the whole file: pages that belong to nothing or twice, rows out of order.
// corrupted says what it found first; nothing when all is well. Reads every page.
[[nodiscard]] LogError broken_structure(const LogReader& reader);

// Checks one record after the other against its predecessor.
class ChainCheck {
  public:
    explicit ChainCheck(const ChainAnchor& after) : end_(after) {}

    // Whether the record follows the one before and matches its own hash. After false, ask
    // no further.
    [[nodiscard]] bool follows(const RecordView& record);
    [[nodiscard]] const ChainAnchor& end() const { return end_; }

  private:
    Hasher hasher_;
    ChainAnchor end_;
};

}  // namespace muster::log
