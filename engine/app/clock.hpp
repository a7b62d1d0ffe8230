// The one place where the program reads a clock.
#pragma once

#include <algorithm>
#include <boost/describe/class.hpp>
#include <chrono>
#include <cstdint>

#include "muster/setting.hpp"
#include "muster/units.hpp"

namespace muster::app {

[[nodiscard]] inline TimePoint system_now() {
    using namespace std::chrono;
    return {duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
}

// Since some moment that never changes while the machine runs; nobody can set it.
[[nodiscard]] inline Millis monotonic_now() {
    using namespace std::chrono;
    return {duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count()};
}

// The system's time of its making, and from there on what really passed.
class SteadyClock {
  public:
    [[nodiscard]] TimePoint now() const { return start_ + (monotonic_now() - began_); }

  private:
    TimePoint start_ = system_now();
    Millis began_ = monotonic_now();
};

// [clock]: what the system's clock is believed.
struct ClockTrust {
    // A difference up to this is taken for the clock being set right; a larger one for a mistake.
    Bounded<Millis, 1000, plenty> jump_max_ms = hours(7 * 24);
    // How long a new time must stand before the city's follows it: a mistake is undone sooner.
    Bounded<Millis, 0, 86'400'000> settle_ms = minutes(1);
};
BOOST_DESCRIBE_STRUCT(ClockTrust, (), (jump_max_ms, settle_ms))

// The time of the city. It is the system's, and follows it when that is set right: forward in one
// leap once the new time has stood for a while, backward by running a twentieth slower until the
// two meet, because the log's time never goes back. A demo's starts somewhere, runs faster, and
// follows nobody. One thread.
class CityClock {
  public:
    CityClock(TimePoint start, std::int64_t speed, ClockTrust trust)
        : now_(start), speed_(speed), trust_(trust), seen_(monotonic_now()) {}

    [[nodiscard]] TimePoint now() { return look(system_now(), monotonic_now()); }
    // As now(), of clocks that show this.
    [[nodiscard]] TimePoint look(TimePoint system, Millis monotonic) {
        const Millis passed = monotonic - seen_;
        seen_ = monotonic;
        now_ = now_ + Millis{passed.value * speed_};
        if (speed_ == 1) follow(system, passed);
        return now_;
    }

    // How long to sleep until the city's clock shows `at`; not negative.
    [[nodiscard]] std::chrono::milliseconds until(TimePoint at) {
        const std::int64_t gap = at.value - now().value;
        return std::chrono::milliseconds(gap <= 0 ? 0 : (gap + speed_ - 1) / speed_);
    }
    // City minus system, at the last look; 0 for one that follows nobody.
    [[nodiscard]] Millis ahead() const { return ahead_; }
    [[nodiscard]] std::int64_t speed() const { return speed_; }

  private:
    static constexpr Millis small = seconds(1);
    static constexpr std::int64_t slowing = 20;

    void follow(TimePoint system, Millis passed) {
        const Millis gap = system - now_;
        if (gap.value < 0) {
            // A part of what passed is taken back, never more than that.
            owed_ = owed_ + passed;
            now_ = now_ - std::min({owed_ / slowing, now_ - system, passed});
            owed_.value %= slowing;
        } else if (gap <= small) {
            doubted_ = {};
            now_ = system;
        } else if (stands(gap) && gap <= trust_.jump_max_ms) {
            now_ = system;
        }
        ahead_ = now_ - system;
    }

    // The system's clock has been so far ahead for long enough.
    [[nodiscard]] bool stands(Millis gap) {
        const Millis change = gap - doubted_;
        if (change.value > small.value || change.value < -small.value) {
            doubted_ = gap;
            doubted_since_ = seen_;
        }
        return seen_ - doubted_since_ >= trust_.settle_ms;
    }

    TimePoint now_;
    std::int64_t speed_;
    ClockTrust trust_;
    Millis seen_;
    Millis ahead_;
    Millis owed_;
    Millis doubted_;
    Millis doubted_since_;
};

}  // namespace muster::app
