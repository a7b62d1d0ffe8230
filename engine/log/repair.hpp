// A damaged log made whole again: without a loss where that can be proved, else only when the
// operator names the record behind which he accepts one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "engine/log/error.hpp"
#include "engine/log/verify.hpp"

namespace muster::log {

struct RepairOptions {
    // The last record to be kept, as the refusal without it names it. Needed only for a loss.
    std::optional<std::uint64_t> accept_loss_after;
};

struct RepairReport {
    bool whole = false;          // nothing was wrong, nothing was done
    bool done = false;           // the log was replaced
    std::uint64_t records = 0;   // that can be saved, or were; their chain holds from record 1
    std::uint64_t known = 0;     // the newest that was durable, as the witnesses have it
    bool without_loss = false;   // records reach `known`, with the hash that it had
    std::string fault;           // what was wrong
    std::filesystem::path kept;  // where the damaged files are now
};

// Takes the folder's lock. Looks for the longest unbroken chain of records in what is left: the
// database with every frame of the write-ahead file that verifies, with those before the damage
// only, and alone. A page that rotted in one frame often stands in a later one again, and the chain
// of hashes up to the high-water mark proves that nothing is missing.
//
// Replaces the log when nothing is lost, or accept_loss_after names the last record that can be
// saved; then the log has a new epoch. Everything that stood there is kept in `damaged-N` inside
// the folder. Without, nothing is changed and the report says what would be lost.
[[nodiscard]] Result<RepairReport> repair(const std::filesystem::path& folder,
                                          const RepairOptions& options,
                                          const VerifyProgress& progress);

}  // namespace muster::log
