// Keeps the read model up while the service runs: a thread of low priority that reads the log
// through a connection of its own and shares nothing with the engine.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "engine/reports/options.hpp"
#include "muster/units.hpp"

namespace muster::reports {

struct WatcherStats {
    std::uint64_t position = 0;      // the last record that the tables know of
    std::uint64_t behind = 0;        // records that the log had more when it was last looked at
    Millis lag_ms;                   // what was committed so long ago is in the tables
    std::uint64_t taken = 0;         // records, since the start
    std::uint64_t started_over = 0;  // because the log is another one
    std::uint64_t failures = 0;      // steps that did not come to their end; they are tried again
    std::string failing;             // why the last step failed; empty = it did not
};

// To be stopped before the log's writer closes, which else leaves its write-ahead file behind for
// the reader in here.
class Watcher {
  public:
    Watcher(std::filesystem::path folder, const ReportOptions& options);
    ~Watcher();
    Watcher(const Watcher&) = delete;
    Watcher& operator=(const Watcher&) = delete;

    // Any thread.
    [[nodiscard]] WatcherStats stats() const;
    // Gives up what is not done, and the thread is gone afterwards.
    void stop();

  private:
    void run();
    void follow();
    // False when it is to end.
    [[nodiscard]] bool wait(Millis time);
    [[nodiscard]] bool stopping() const;
    void failed(const std::string& why);
    // Why nothing is written now, or nothing.
    [[nodiscard]] std::optional<std::string> disk_is_short() const;

    const std::filesystem::path folder_;
    const ReportOptions options_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    WatcherStats stats_;
    // What the log had then is in the tables.
    std::chrono::steady_clock::time_point up_to_date_ = std::chrono::steady_clock::now();
    std::thread thread_;
};

}  // namespace muster::reports
