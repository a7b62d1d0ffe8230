// Seals a log that was written before there was sealing, or while it was off.
#pragma once

#include <cstdint>
#include <filesystem>

#include "engine/log/verify.hpp"
#include "engine/pipeline/recovery.hpp"
#include "engine/seal/key_book.hpp"

namespace muster::pipeline {

struct SealingReport {
    std::uint64_t records = 0;
    std::uint64_t sealed = 0;    // of them, that were open until now and tell of people
    log::ChainAnchor before;     // the end of the chain as it was
    log::ChainAnchor after;      // and as it is: the hashes are of the sealed texts
    std::filesystem::path kept;  // the folder with the old log, which is still open
};

// Takes the folder's lock; the service must not run. Every record keeps its number, time, source
// and content; the chain of hashes, the epoch and the snapshots begin anew, and anchors of before
// are kept with the old log. Where nothing is open, nothing is changed and `kept` is empty.
[[nodiscard]] log::Result<SealingReport> seal_log(const std::filesystem::path& folder,
                                                  seal::KeyBook& keys, const Progress& progress);

}  // namespace muster::pipeline
