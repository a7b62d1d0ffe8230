// Drives the real engine with a simulated clock: the ground on which the oracles stand.
#pragma once

#include <array>
#include <cstdint>
#include <random>
#include <vector>

#include "engine/core/engine.hpp"
#include "muster/command.hpp"
#include "muster/event.hpp"
#include "muster/rules.hpp"
#include "muster/units.hpp"

namespace muster::test {

// Seeded, and equal on every standard library.
class Chance {
  public:
    explicit Chance(std::uint64_t seed) : random_(seed) {}
    // In (0, 1].
    [[nodiscard]] double uniform() { return static_cast<double>((random_() >> 11) + 1) * 0x1p-53; }
    [[nodiscard]] double exponential(double rate);

  private:
    std::mt19937_64 random_;
};

// A place so many metres east and north of where the equator meets the zero meridian: there a
// degree is as long in both directions.
[[nodiscard]] Point at_metres(double east, double north);

// One service "call" with one slot that anybody fills; nobody has to acknowledge in time, nothing
// escalates, merges, pre-empts or is promised; what has ended leaves memory after a second.
[[nodiscard]] Rules plain_rules();

class Desk {
  public:
    explicit Desk(const Rules& rules);

    // Fires every deadline on the way. Time does not go backwards.
    void advance(TimePoint to);
    // Fails the test when the command is refused. The events are valid until the next call.
    std::span<const Event> send(Command command);

    // Returns the responder's id; available from now on.
    ResponderId add_responder(ResponderKind kind, Point post);
    // Returns the id; the events tell what became of it.
    [[nodiscard]] RequestId last_id() const { return {engine_.last_seq()}; }
    [[nodiscard]] TimePoint now() const { return now_; }
    [[nodiscard]] core::Engine& engine() { return engine_; }

  private:
    core::Engine engine_;
    TimePoint now_{1'764'547'200'000};
};

// Of a mean, by the means of 40 batches of successive values; the first batch is left out as the
// way from the empty start to the steady state.
struct Estimate {
    double mean = 0;
    double error = 0;  // standard error
};
[[nodiscard]] Estimate batch_means(const std::vector<double>& values);

// Fails the test unless the estimate lies within four standard errors of the exact value, and is
// precise to `precision` of it (else it would prove nothing).
void expect_estimate(const std::vector<double>& values, double exact, double precision,
                     const char* what);

}  // namespace muster::test
