// The one flow: intake -> core -> log -> publish, as a passive object. Whoever owns it calls
// step(); the daemon does so when something waits or a deadline is due, the simulator whenever it
// likes.
//
//   submit() ... submit()   step(): ticks, batch, decide, one commit, answers, feed, checkpoint
//
// Nothing is seen outside before it is on disk: answers, refusals too, and the feed wait for the
// commit, because even a refusal tells of the state that refused it.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/engine.hpp"
#include "engine/feed/hub.hpp"
#include "engine/intake/intake.hpp"
#include "engine/intake/stamp_clock.hpp"
#include "engine/log/error.hpp"
#include "engine/pipeline/batch.hpp"
#include "engine/pipeline/log_port.hpp"
#include "engine/pipeline/meter.hpp"
#include "engine/pipeline/observer.hpp"
#include "engine/pipeline/options.hpp"
#include "engine/pipeline/record_sealer.hpp"
#include "engine/pipeline/timelines.hpp"
#include "engine/views/entity_index.hpp"
#include "muster/ports.hpp"

namespace muster::pipeline {

struct PipelineStats {
    std::uint64_t steps = 0;
    std::uint64_t ticks = 0;
    std::uint64_t commands = 0;
    std::uint64_t records = 0;
    std::uint64_t unchanged = 0;  // accepted without events: no record
    std::uint64_t refused = 0;
    std::uint64_t replayed = 0;
    std::uint64_t replays_unread = 0;  // the log could not be read for the answer of then
    std::uint64_t checkpoints_failed = 0;
    std::uint64_t largest_batch = 0;
    std::uint64_t log_held = 0;  // times that another program kept the log from being written
    std::array<std::uint64_t, fix_outcome_count> fixes{};  // by FixOutcome
};

struct StepResult {
    std::size_t handled = 0;          // commands and ticks
    std::uint64_t committed_seq = 0;  // after this step
    TimePoint next_deadline = never;  // step again at this time at the latest
    bool more_waiting = false;        // step again at once
    // Only signs of life wait, for more of them: step again after so long at the latest. 0 = none.
    Millis signs_wait;
    // Another program holds the log: nothing was decided; step again in a few milliseconds.
    bool held = false;
    // The log failed: memory is ahead of the disk and nothing of this step was published or
    // answered. The process must stop; every later step returns the same error.
    log::LogError error;
};

// One thread. References are not owned and outlive the pipeline.
class Pipeline final : public CommandPort {
  public:
    struct Parts {
        core::Engine& engine;  // its last_seq() == log.committed_seq()
        LogPort& log;
        Timelines& timelines;       // up to date with the engine
        views::EntityIndex& index;  // up to date with the engine
        feed::Hub* feed = nullptr;
        Meter* meter = nullptr;
        RecordObserver* observer = nullptr;
        seal::KeyBook* keys = nullptr;  // what goes into the log is sealed with; null = it is not
    };

    Pipeline(const Parts& parts, const PipelineOptions& options);

    // CommandPort. May be called from a callback, which then waits for the next step.
    void submit(Submission submission, std::function<void(const Outcome&)> done) override;

    // One loop. feed_now: by the clock of the feed's other calls, where that is not this one. Not
    // to be called from a callback.
    [[nodiscard]] StepResult step(TimePoint now, TimePoint feed_now);
    [[nodiscard]] StepResult step(TimePoint now) { return step(now, now); }

    // Refuses new submissions with `stopping`; those that wait are still handled.
    void stop() { intake_.stop(); }

    [[nodiscard]] bool failed() const { return static_cast<bool>(error_); }
    // Since when, by the feed's clock, another program has held the log; nothing when none does.
    [[nodiscard]] std::optional<TimePoint> held_since() const { return held_since_; }
    // ... and for so long that submissions are refused.
    [[nodiscard]] bool refusing() const { return intake_.is_shut(); }
    [[nodiscard]] std::uint64_t committed_seq() const { return parts_.log.committed_seq(); }
    [[nodiscard]] const PipelineStats& stats() const { return stats_; }
    [[nodiscard]] intake::IntakeStats intake_stats() const { return intake_.stats(); }
    [[nodiscard]] const intake::StampClock& clock() const { return clock_; }

  private:
    // Whether this step may write. False when another program does, or when the log failed.
    [[nodiscard]] bool begin(TimePoint feed_now);
    // Whether there is nothing to do but to wait for more signs of life.
    [[nodiscard]] bool signs_wait(TimePoint at, TimePoint feed_now);
    void handle_ticks(TimePoint at, std::size_t& handled);
    void handle_batch(TimePoint at, std::size_t& handled);
    // Decides one command and appends its record. False when the log failed.
    [[nodiscard]] bool decide(Envelope& envelope, std::vector<intake::Done>& done);
    [[nodiscard]] log::LogError append(const Envelope& envelope, std::span<const Event> events);
    [[nodiscard]] log::LogError commit();
    void publish(TimePoint feed_now);
    void reports_decided(std::span<const FixOutcome> outcomes);
    // Notes the answer for those who asked, and for the reports of positions that are complete now.
    void answer_all(std::vector<intake::Done>& done, const Outcome& outcome, const CommandRow& row);
    // Fills in what was answered to the command when its key came first.
    void tell_again(Answer& answer);
    void answer();
    [[nodiscard]] StepResult result(std::size_t handled) const;
    void meter(Stage stage) const;

    Parts parts_;
    const PipelineOptions options_;
    intake::Intake intake_;
    intake::StampClock clock_;
    std::vector<intake::Item> items_;
    Envelope envelope_;
    MarkedText command_json_;
    MarkedText events_json_;
    std::optional<RecordSealer> sealer_;
    FeedBatch feed_batch_;
    AnswerBatch answers_;
    std::vector<intake::Answered> reports_;
    EventBatch event_batch_;
    std::size_t batch_records_ = 0;
    bool stepping_ = false;
    std::optional<TimePoint> held_since_;
    std::optional<TimePoint> signs_since_;  // while they wait for each other
    log::LogError error_;
    PipelineStats stats_;
};

}  // namespace muster::pipeline
