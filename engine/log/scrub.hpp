// Reads the whole history again and again, slowly, so that a record that rots on the disk is known
// long before somebody needs it: a start reads only what stands behind the newest snapshot.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "engine/log/error.hpp"
#include "engine/log/options.hpp"
#include "engine/log/verify.hpp"
#include "muster/units.hpp"

namespace muster::log {

struct ScrubStats {
    std::uint64_t records = 0;        // verified since the start, in all passes
    std::uint64_t pages = 0;          // about so many of 4096 bytes
    std::uint64_t passes = 0;         // that came to their end
    std::uint64_t position = 0;       // of the present pass: the last good record
    std::uint64_t faults = 0;         // passes that ended at damage
    std::optional<ChainFault> fault;  // of the last pass that ended; stays until one is clean
};

// Owns a thread of the lowest priority with a reader of its own. It holds no read transaction for
// longer than one slice, a tenth of a second's share of pages, so checkpoints go on.
//
// It keeps a descriptor of the database file open for its life, to have the system drop that file's
// cached pages before a pass; closing it would take the locks of every other connection of this
// process with it. So it must be destroyed after the log's writer and readers; stop() ends its work
// earlier.
class Scrubber {
  public:
    Scrubber(std::filesystem::path folder, const ScrubOptions& options);
    ~Scrubber();
    Scrubber(const Scrubber&) = delete;
    Scrubber& operator=(const Scrubber&) = delete;

    // Any thread.
    [[nodiscard]] ScrubStats stats() const;
    // The thread is gone afterwards.
    void stop();

  private:
    void run();
    [[nodiscard]] std::optional<ChainFault> pass();
    void drop_cached_pages();
    // False when it is to end.
    [[nodiscard]] bool wait(Millis time);

    const std::filesystem::path folder_;
    const ScrubOptions options_;
    int descriptor_ = -1;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    ScrubStats stats_;
    std::thread thread_;
};

}  // namespace muster::log
