// Sends anchors of the history away while the service runs, so that whoever takes this machine
// cannot write its history anew without being found: a thread of its own, on which one target after
// the other is asked. Only the newest anchor matters, so what cannot be sent now is not kept for
// later.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "engine/app/anchors/anchor_target.hpp"
#include "engine/app/anchors/options.hpp"
#include "engine/app/anchors/sent_note.hpp"
#include "engine/log/anchor.hpp"
#include "muster/units.hpp"

namespace muster::app {

// The last committed record.
struct CommittedEnd {
    log::ChainAnchor end;
    TimePoint at;
};

struct AnchorTargetState {
    std::string target;      // folder, webhook, time_stamp
    std::uint64_t seq = 0;   // last sent, also before this start; 0 = never
    TimePoint sent_at;       // by the system's clock
    std::string failing;     // why the last attempt failed; empty: it did not
    bool overdue = false;    // it has failed for longer than two intervals
    std::uint64_t sent = 0;  // since the start
    std::uint64_t failures = 0;
};

class AnchorSender {
  public:
    // The options name a target, the key can sign. `now`: the system's clock unless replaced.
    [[nodiscard]] static Expected<std::unique_ptr<AnchorSender>, std::string> open(
        const std::filesystem::path& data, const AnchorOptions& options, log::AnchorKey key,
        std::string instance, std::function<TimePoint()> now = {});
    // As stop().
    ~AnchorSender();
    AnchorSender(const AnchorSender&) = delete;
    AnchorSender& operator=(const AnchorSender&) = delete;

    // Any thread; waits for nothing. Of records that are committed, and of an empty log not at all.
    void committed(const CommittedEnd& newest);
    // Any thread.
    [[nodiscard]] std::vector<AnchorTargetState> states() const;

    // Gives up what is under way; the thread is gone afterwards.
    void stop();

  private:
    struct One {
        AnchorTarget target;
        AnchorTargetState state;
        std::optional<log::ChainAnchor> sent;
        Millis due{};    // of the next attempt, by monotonic_now()
        Millis pause{};  // after the next failure
        std::optional<Millis> failing_since;
    };

    AnchorSender(std::filesystem::path folder, const AnchorOptions& options, log::AnchorKey key,
                 std::string instance, std::function<TimePoint()> now);
    void add(AnchorTarget target);
    void work();
    // With the lock held before and after, and not meanwhile.
    void send(std::unique_lock<std::mutex>& lock, One& one);
    void sent(One& one, const SentNote& note) const;
    void put_off(One& one, const std::string& failed) const;
    [[nodiscard]] std::optional<Millis> next_due() const;
    [[nodiscard]] bool has_news(const One& one) const;

    const std::filesystem::path folder_;
    const AnchorOptions options_;
    const log::AnchorKey key_;
    const std::string instance_;
    const std::function<TimePoint()> now_;

    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::vector<One> ones_;  // as many as at the start
    std::optional<CommittedEnd> newest_;
    std::atomic<bool> stopping_ = false;
    std::thread thread_;
};

}  // namespace muster::app
