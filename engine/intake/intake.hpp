// The bounded queue in front of the engine. It takes submissions at any time, refuses at once what
// it has no room for, and hands out batches in the order of arrival, calls first under pressure.
//
// No threads and no clock of its own; use by one thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <vector>

#include "engine/intake/options.hpp"
#include "engine/intake/position_buffer.hpp"
#include "muster/ports.hpp"

namespace muster::intake {

struct TrafficStats {
    std::uint64_t taken = 0;    // into the queue
    std::uint64_t refused = 0;  // overloaded
    std::size_t waiting = 0;    // now (positions: fixes)
    std::size_t most_waiting = 0;
    std::size_t limit = 0;  // of those that wait
};

struct IntakeStats {
    std::array<TrafficStats, traffic_count> traffic;  // by Traffic
    std::uint64_t fixes_coalesced = 0;                // replaced, or older than the pending one
    std::uint64_t refused_stopping = 0;
    std::uint64_t refused_shut = 0;
    std::uint64_t fixes_without_place = 0;  // dropped: no place on earth
};

// One command of a batch, and whom to answer.
struct Item {
    std::string source;
    std::string key;
    Command command;
    std::vector<Done> done;  // none for positions: Intake::decided() says whom to answer
};

class Intake {
  public:
    explicit Intake(const IntakeOptions& options);

    // Takes the submission, or answers it at once. ReportPositions is merged with what is pending:
    // its key is not remembered, since repeating a position is harmless; it is answered once all
    // its fixes were decided, with the outcome of the record that took the last of them and with
    // what became of each. Each fix is stamped with the source that reported it.
    // now_at_least: the last time stamp given (see PositionBuffer).
    void submit(Submission&& submission, Done&& done, TimePoint now_at_least);

    // Puts at most `max` items at the front of `out` and returns how many: pending positions first,
    // then the queue in order of arrival; when not all of it fits, calls before the rest and signs
    // of life behind it, and each of the three in order of arrival. `out` grows as needed and never
    // shrinks, so that a caller who keeps it spares the allocations.
    [[nodiscard]] std::size_t take(std::size_t max, std::vector<Item>& out);

    // What became of the fixes of a batch's ReportPositions, which must be told once for each that
    // was taken. Appends the reports that can be answered now.
    void decided(std::span<const FixOutcome> outcomes, std::vector<Answered>& answered) {
        positions_.decided(outcomes, answered);
    }

    // From now on everything is refused with `stopping`; what waits stays.
    void stop() { stopping_ = true; }

    // Refuses all that waits with `overloaded` and these words, and so everything new until open().
    void shut(std::string why);
    void open() { shut_.clear(); }
    [[nodiscard]] bool is_shut() const { return !shut_.empty(); }

    // What waits are signs of life alone, and few: they may wait for more.
    [[nodiscard]] bool may_wait() const;

    [[nodiscard]] bool empty() const { return queued() == 0 && positions_.empty(); }
    [[nodiscard]] std::size_t waiting() const { return queued() + positions_.size(); }
    [[nodiscard]] IntakeStats stats() const;

  private:
    struct Queued {
        Submission submission;
        Done done;
        Traffic traffic;
        std::uint64_t arrival = 0;  // over all queues
    };

    [[nodiscard]] std::size_t queued() const {
        return calls_.size() + rest_.size() + signs_.size();
    }
    // The queue of what came first; one of them has something.
    [[nodiscard]] std::deque<Queued>& oldest();
    void move_front(std::deque<Queued>& queue, Item& item);

    [[nodiscard]] std::size_t limit(Traffic traffic) const;
    void submit_positions(Submission&& submission, Done&& done, TimePoint now_at_least);

    const IntakeOptions options_;
    std::deque<Queued> calls_;
    std::deque<Queued> rest_;   // the desk and the registry
    std::deque<Queued> signs_;  // of life
    std::uint64_t arrivals_ = 0;
    PositionBuffer positions_;
    IntakeStats stats_;
    bool stopping_ = false;
    std::string shut_;  // why; empty: it is open
};

}  // namespace muster::intake
