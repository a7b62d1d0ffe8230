// Replay at full speed: one thread reads and verifies, the caller's thread uses the records.
#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>

#include "engine/log/log_reader.hpp"
#include "engine/log/verify.hpp"
#include "muster/requests.hpp"

namespace muster::log {

struct ReadAheadOptions {
    ReaderOptions reader;
    // Replay starts after this record, whose hash the first one must build on: a snapshot's.
    ChainAnchor after;
    std::uint64_t last = std::numeric_limits<std::uint64_t>::max();
    bool verify = true;
    // Records pass between the threads in blocks of so many bytes; at most so many blocks exist,
    // and the reading thread waits when all are full.
    std::size_t block_bytes = std::size_t{1} << 20;
    std::size_t blocks = 4;
};

// Calls back in the caller's thread, in order, with records that are already verified. Ends at the
// newest record, at a false return, or at the first bad record, after all good ones before it:
// then the error is corrupted and names it. path as for LogReader::open. The helper thread is gone
// when the function returns. Exceptions of the callback pass through.
[[nodiscard]] LogError read_ahead(const std::filesystem::path& path,
                                  const ReadAheadOptions& options, const RecordCallback& callback);

}  // namespace muster::log
