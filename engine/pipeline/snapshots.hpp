// When and how the state is saved beside the log, so that a start need not read all of it.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>

#include "engine/core/engine.hpp"
#include "engine/log/error.hpp"
#include "engine/log/files.hpp"
#include "engine/log/record.hpp"
#include "engine/pipeline/options.hpp"
#include "engine/pipeline/timelines.hpp"

namespace muster::seal {
class KeyBook;
}

namespace muster::pipeline {

// Writes the engine's state as the snapshot of its last record, whose hash is `log_hash`. In the
// calling thread; for a shutdown. Precondition: everything is committed. Fails with cancelled, and
// leaves nothing behind, when that is set meanwhile.
[[nodiscard]] log::LogError write_engine_snapshot(const std::filesystem::path& folder,
                                                  const core::Engine& engine,
                                                  const Timelines& timelines,
                                                  const log::Hash& log_hash, std::size_t keep,
                                                  log::Cancelled cancelled = nullptr,
                                                  seal::KeyBook* keys = nullptr);

struct SnapshotStats {
    std::uint64_t newest = 0;  // the record of the newest snapshot that is there; 0 = none
    std::uint64_t written = 0;
    std::uint64_t failures = 0;  // builds that failed; one that was cancelled did not
};

// Builds snapshots without the engine: a thread of its own replays the log from the snapshot before
// on an engine of its own and writes what comes out. It reads committed records only, through its
// own reader, and shares nothing with the engine's thread but atomic flags and counts.
class SnapshotWriter {
  public:
    // newest: the seq of the newest snapshot there is, 0 = none.
    // keys: what it seals with; null = not at all. Outlives it.
    SnapshotWriter(std::filesystem::path folder, const SnapshotPolicy& policy, std::uint64_t newest,
                   seal::KeyBook* keys = nullptr);
    // Waits for a running build to notice that it is no longer wanted.
    ~SnapshotWriter();
    SnapshotWriter(const SnapshotWriter&) = delete;
    SnapshotWriter& operator=(const SnapshotWriter&) = delete;

    // Starts a build when one is due and none is running; returns at once. Call between steps.
    void maybe_snapshot(std::uint64_t committed_seq);
    [[nodiscard]] bool running() const { return running_; }
    // Any thread.
    [[nodiscard]] SnapshotStats stats() const { return {there_, written_, failures_}; }
    // A running build ends soon and leaves nothing behind; none is started any more.
    void cancel() { cancelled_ = true; }
    // Joins a running build and returns its error, if any; cancelled if it was.
    [[nodiscard]] log::LogError wait();

  private:
    [[nodiscard]] log::LogError build(std::uint64_t seq);

    const std::filesystem::path folder_;
    const SnapshotPolicy policy_;
    seal::KeyBook* const keys_;
    std::uint64_t newest_;  // that was built or tried
    std::atomic<std::uint64_t> there_;
    std::atomic<std::uint64_t> written_ = 0;
    std::atomic<std::uint64_t> failures_ = 0;
    std::atomic<bool> running_ = false;
    std::atomic<bool> cancelled_ = false;
    std::thread thread_;
    log::LogError error_;  // of the last build; touched by its thread until it was joined
};

}  // namespace muster::pipeline
