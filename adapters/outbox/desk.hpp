// Which message goes next on which channel, and what becomes of it afterwards. No socket and no
// clock: time is a parameter. One thread.
//
// A channel has one message under way at a time. What fails goes behind what is due, and the
// channel pauses, the longer the more often it failed in a row: so a receiver that is down is left
// alone, and one message that is never taken holds nobody up. A receiver puts events in order by
// their `sequence`.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "adapters/outbox/book.hpp"
#include "adapters/outbox/options.hpp"
#include "engine/gate/rate_limiter.hpp"

namespace muster::outbox {

// What came of a try.
struct Verdict {
    enum class What : std::uint8_t {
        delivered,
        again,    // perhaps later
        refused,  // it would never be taken: a dead letter
    };
    What what = What::delivered;
    std::string reason;         // unless delivered; what and where, for the operator
    std::optional<Millis> ask;  // how long the receiver asks to be left alone
};

// The time of the world, and one that never goes back.
struct Now {
    TimePoint wall;
    TimePoint steady;
};

struct ChannelStats {
    std::string name;
    ChannelCounts counts;
    std::optional<TimePoint> oldest;  // of what waits, when it was decided
    std::uint64_t delivered = 0;
    std::uint64_t failed = 0;   // tries
    std::uint64_t refused = 0;  // by the receiver, for good
    std::uint64_t given_up = 0;
    std::uint64_t budget_waits = 0;  // that the rate was used up
    bool failing = false;            // the last try failed
};

// How long to wait after so many tries in a row that failed, which are at least one.
[[nodiscard]] Millis back_off(const RetryOptions& options, std::int64_t failures);

class Desk {
  public:
    // The book and the options outlive it. `warn` is told when a channel begins to fail, and when
    // it works again.
    Desk(Book& book, const OutboxOptions& options, std::function<void(const std::string&)> warn);

    // What to send now, or when to ask again by the steady clock, `never` = when something came.
    // Precondition: nothing of the channel is under way.
    [[nodiscard]] Expected<std::variant<PendingMessage, TimePoint>, BookError> next(
        std::size_t channel, Now now);
    // What came of it.
    [[nodiscard]] BookError settle(std::size_t channel, const PendingMessage& message,
                                   const Verdict& verdict, Now now);

    [[nodiscard]] std::size_t size() const { return channels_.size(); }
    [[nodiscard]] const ChannelOptions& options(std::size_t channel) const {
        return *channels_[channel].options;
    }
    [[nodiscard]] std::vector<ChannelStats> stats() const;

  private:
    struct Channel {
        const ChannelOptions* options;
        gate::RateLimiter budget;
        bool waits_for_budget = false;
        std::int64_t failures = 0;  // in a row
        TimePoint paused_until{};   // by the steady clock
        ChannelStats stats{};
    };

    [[nodiscard]] BookError fail(Channel& channel, const PendingMessage& message,
                                 const Verdict& verdict, Now now);

    Book& book_;
    const OutboxOptions& options_;
    const std::function<void(const std::string&)> warn_;
    std::vector<Channel> channels_;
};

}  // namespace muster::outbox
