// SQLite's write-ahead file, read by ourselves before SQLite recovers from it. SQLite takes the
// first frame that does not verify for the end of the file, whatever stands behind it: right for a
// write that a loss of power tore, and a silent loss of acknowledged records where the frame
// rotted.
//
// Format: https://www.sqlite.org/fileformat2.html#the_write_ahead_log
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "engine/log/error.hpp"

namespace muster::log {

struct WalFrame {
    std::uint64_t number = 0;  // 1, 2, 3... by its place in the file
    std::uint32_t page = 0;
    std::uint32_t commit_pages = 0;  // of the database after this commit; 0: no commit
    bool this_round = false;         // its salt is that of the file's header
    bool follows = false;  // of this round, and its checksum goes on from the frame before
    std::span<const std::uint8_t> bytes;  // the page; valid during the callback
};

struct WalHeader {
    bool valid = false;
    bool blank = true;  // no file, an empty one, or zeros
    std::uint32_t page_bytes = 0;
};

using FrameCallback = std::function<void(const WalFrame&)>;

// guess: where the header does not verify, take its fields from the first frame that has any; what
// comes out must then be proved by other means.
enum class Header { must_verify, guess };

// Calls for each whole frame of the file, those of earlier rounds too, when the header is valid or
// guessed. Without a file: a blank header. Reads only.
[[nodiscard]] Result<WalHeader> read_wal(const std::filesystem::path& file,
                                         const FrameCallback& callback,
                                         Header header = Header::must_verify);

// What SQLite will make of the file, and whether that is all that was committed.
struct WalReport {
    WalHeader header;
    bool stale_header = false;   // the header does not verify, and something stands behind it
    std::uint64_t taken = 0;     // frames up to the last commit that SQLite finds
    std::uint32_t pages = 0;     // of the database after that commit; 0: none
    std::vector<bool> has_page;  // which of them stand in those frames, from page 1 on
    std::uint64_t damaged = 0;   // the first frame that rotted; 0: none can be shown
    std::uint64_t proof = 0;     // a commit at or behind it on which a later frame builds
};

// A frame that does not verify is damage, and not a torn end, when a commit of this round at or
// behind it is followed by a frame that builds on it: SQLite syncs a commit before it writes the
// next frame, so everything up to that commit was durable. Damage in the last commit cannot be told
// from a torn write here; the high-water mark tells it (high_water.hpp).
[[nodiscard]] Result<WalReport> walk_wal(const std::filesystem::path& file);

}  // namespace muster::log
