// The high-water mark: the number and hash of the newest acknowledged record, in a small file of
// its own beside the log. It is what the log itself cannot show: that its end is missing.
//
// It is written after each commit, without a sync of its own, so it costs no wait. Hence:
// - It is never ahead of the log: what it names was durable before it was written. A log that ends
//   before its mark has lost acknowledged records, always.
// - After the death of the process it is exact. After a loss of power it may be older than the log,
//   but not older than the last checkpoint, which syncs it first: records in the database file
//   cannot be lost unseen, those in the write-ahead file only together with the power.
// - It proves nothing against somebody who changes both files: for that keep an anchor elsewhere.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "engine/log/error.hpp"
#include "engine/log/hash.hpp"

namespace muster::log {

inline constexpr const char* high_water_name = "high-water";

struct Mark {
    std::string instance;  // of the log; see LogMeta
    std::string epoch;
    std::uint64_t seq = 0;
    Hash hash = chain_start;

    [[nodiscard]] bool operator==(const Mark&) const = default;
};

// One line of text with its own checksum, and back; nothing unless it is exactly that.
[[nodiscard]] std::string to_line(const Mark& mark, Hasher& hasher);
[[nodiscard]] std::optional<Mark> mark_from_line(std::string_view line, Hasher& hasher);

struct MarkRead {
    std::optional<Mark> mark;
    unsigned place = 0;    // of the two, where it stands
    bool damaged = false;  // a file is there, and nothing in it can be read
};

// No file is no error: then there is no mark.
[[nodiscard]] Result<MarkRead> read_high_water(const std::filesystem::path& folder);

// The writer's handle. One thread; the owner holds the folder's lock.
class HighWater {
  public:
    // Goes on with the file that `read` was read from when it holds exactly this mark; else writes
    // it anew, durably.
    [[nodiscard]] static Result<HighWater> open(const std::filesystem::path& folder,
                                                const Mark& mark, const MarkRead& read);

    HighWater(HighWater&& other) noexcept;
    HighWater& operator=(HighWater&& other) noexcept;
    ~HighWater();

    // Two places take turns, so that a torn write leaves the mark before. No sync.
    [[nodiscard]] LogError write(std::uint64_t seq, const Hash& hash);
    // Everything written is durable afterwards. Nothing to do when nothing was.
    [[nodiscard]] LogError sync();

  private:
    HighWater(std::filesystem::path path, int descriptor, Mark mark, unsigned turn);

    std::filesystem::path path_;
    int descriptor_ = -1;
    Mark mark_;
    Hasher hasher_;
    unsigned turn_ = 0;  // the place that is written next
    bool dirty_ = false;
};

}  // namespace muster::log
