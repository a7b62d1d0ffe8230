// The one place where the program reads a clock.
#pragma once

#include <chrono>
#include <cstdint>

#include "muster/units.hpp"

namespace muster::app {

[[nodiscard]] inline TimePoint system_now() {
    using namespace std::chrono;
    return {duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
}

// The time of the city: the system's, or for a demo one that starts somewhere and runs faster. Runs
// on the monotonic clock from there, so that a correction of the system's clock does not move it.
class CityClock {
  public:
    explicit CityClock(TimePoint start, std::int64_t speed = 1)
        : start_(start), speed_(speed), began_(std::chrono::steady_clock::now()) {}

    [[nodiscard]] TimePoint now() const {
        using namespace std::chrono;
        const auto passed = duration_cast<milliseconds>(steady_clock::now() - began_).count();
        return {start_.value + passed * speed_};
    }
    // How long to sleep until the city's clock shows `at`; not negative.
    [[nodiscard]] std::chrono::milliseconds until(TimePoint at) const {
        const std::int64_t gap = at.value - now().value;
        return std::chrono::milliseconds(gap <= 0 ? 0 : (gap + speed_ - 1) / speed_);
    }
    [[nodiscard]] std::int64_t speed() const { return speed_; }

  private:
    TimePoint start_;
    std::int64_t speed_;
    std::chrono::steady_clock::time_point began_;
};

}  // namespace muster::app
