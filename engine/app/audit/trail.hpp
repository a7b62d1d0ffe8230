// The record of accesses while the service runs: whoever notes something goes on at once, and a
// thread of its own writes what has come together.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "engine/app/audit/options.hpp"
#include "engine/app/audit/store.hpp"

namespace muster::app {

struct AuditStats {
    std::uint64_t noted = 0;
    std::uint64_t lost = 0;    // for want of room
    std::uint64_t writes = 0;  // that went well
    std::uint64_t failures = 0;
    std::string failing;  // why the last write failed; empty: it did not
};

class AuditTrail final : public AuditPort {
  public:
    // Opens the file, so that what is wrong with it is found at the start. Nothing on failure;
    // `error` then says what and where. `now`: the system's clock unless replaced; called by
    // whoever notes.
    [[nodiscard]] static std::unique_ptr<AuditTrail> open(const std::filesystem::path& folder,
                                                          const AuditOptions& options,
                                                          std::string& error,
                                                          std::function<TimePoint()> now = {});
    // As stop().
    ~AuditTrail() override;

    // Any thread, until stop().
    void note(AuditEntry entry) override;
    [[nodiscard]] AuditStats stats() const;

    // Writes all that waits, and ends the thread.
    void stop();

  private:
    AuditTrail(AuditStore store, const AuditOptions& options, std::function<TimePoint()> now);
    void work();
    // Of the thread; the lock is held before and after.
    void write(std::unique_lock<std::mutex>& lock);
    // With the lock held.
    void took(const log::LogError& failed);
    [[nodiscard]] bool many_wait() const;

    const AuditOptions options_;
    const std::function<TimePoint()> now_;
    // Of the thread.
    AuditStore store_;
    AuditRows unwritten_;  // what a write that failed left

    mutable std::mutex mutex_;
    std::condition_variable wake_;
    AuditBatch batch_;
    AuditStats stats_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace muster::app
