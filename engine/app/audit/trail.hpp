// The record of accesses while the service runs: whoever notes something goes on at once, and a
// thread of its own writes what has come together.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "engine/app/audit/options.hpp"
#include "engine/app/audit/store.hpp"
#include "engine/app/clock.hpp"
#include "muster/access_sheet.hpp"

namespace muster::app {

struct AuditStats {
    std::uint64_t noted = 0;
    std::uint64_t lost = 0;    // for want of room
    std::uint64_t writes = 0;  // that went well
    std::uint64_t failures = 0;
    std::string failing;       // why the last write failed; empty: it did not
    std::uint64_t sheets = 0;  // that were noted in the log
    std::string set_aside{};   // a file that could not be read any more; empty: none
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

    // Brings a closed sheet to where the log is written; called by the thread. sheet_is_noted() or
    // sheet_is_refused() answers, and until then no other comes.
    using NoteSheet = std::function<void(const AccessSheet& sheet)>;
    // From now on sheets are closed and noted. `noted`: the last that stands in the log. Once.
    void start_sheets(std::optional<AccessSheet> noted, NoteSheet note_sheet);
    void sheet_is_noted(std::uint64_t number);
    // It is brought once more with the next that is closed.
    void sheet_is_refused();

    // Any thread, until stop().
    void note(AuditEntry entry) override;
    [[nodiscard]] AuditStats stats() const;

    // Writes all that waits, and ends the thread.
    void stop();

  private:
    AuditTrail(AuditStore store, const AuditOptions& options, std::function<TimePoint()> now,
               std::string set_aside);
    void work();
    // Of the thread; the lock is held before and after.
    void write(std::unique_lock<std::mutex>& lock);
    // Closes a sheet if it is time, and brings the next one that the log does not know. The same.
    void tend_sheets(std::unique_lock<std::mutex>& lock);
    struct SheetWork {
        std::optional<AccessSheet> behind;
        std::uint64_t noted = 0;
        bool close = false;
    };
    [[nodiscard]] log::LogError find_sheet(const SheetWork& work, std::optional<AccessSheet>& next);
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
    NoteSheet note_sheet_;               // empty: not started
    std::optional<AccessSheet> behind_;  // the log's last, until the thread has gone on after it
    std::uint64_t noted_ = 0;
    bool bringing_ = false;       // one is on its way into the log
    bool look_for_more_ = false;  // closed ones may wait for it
    const SteadyClock clock_;
    TimePoint closed_at_;  // by clock_; of the thread
    std::thread thread_;
};

}  // namespace muster::app
