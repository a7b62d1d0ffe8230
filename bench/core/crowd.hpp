// A city of responders on an engine of its own, for benches: as many as asked for, one in ten of
// them available, every one with each of 16 skills with probability 1/4, in 60 by 60 km.
// The same arguments give the same city.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/engine.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"

namespace muster::bench {

// splitmix64 (Steele, Lea, Flood 2014): the same numbers on every library.
class Random {
  public:
    explicit Random(std::uint64_t seed) : state_(seed) {}
    std::uint64_t operator()();
    // In [low, high].
    std::int32_t between(std::int32_t low, std::int32_t high);

  private:
    std::uint64_t state_;
};

// Places of requests and responders; clustered: two thirds lie in 40 towns of about 700 m.
class Places {
  public:
    Places(std::uint64_t seed, bool clustered);
    Point next();
    // A drive of about 15 seconds from there.
    Point step_from(Point at);
    Random random;

  private:
    Point uniform();
    bool clustered_;
    std::vector<Point> towns_;
};

constexpr std::size_t skill_count = 16;
// One that nobody has: requests that ask for it wait.
[[nodiscard]] Code rare_skill();
// One service, "help", with one slot that takes the nearest able responder; the skill comes with
// the request. What has ended leaves the board after a second, so that a bench can be in balance,
// and reports of one place count as one incident within a second: at a thousand requests a second
// that is as many as a city has in its quarter of an hour.
[[nodiscard]] Rules crowd_rules();
[[nodiscard]] ResponderProfile crowd_profile(Places& places);

class Crowd {
  public:
    Crowd(std::uint64_t responders, bool clustered);

    // Stamps the command and has it handled. Aborts if it is refused: that is an error of the
    // bench.
    core::Handled give(Command command);
    // As give(), with the seconds that handle() alone took.
    core::Handled give_timed(Command command, double& seconds);
    // Fires what is due.
    void tick();

    // A request for one of the 16 skills at the next place.
    [[nodiscard]] CreateRequest next_request();
    // So many requests that nobody can serve, received before the merge window opened.
    void queue_unservable(std::uint64_t count);
    // Takes requests until nobody is available; those that got somebody, who acknowledged.
    std::vector<RequestId> exhaust();
    // Who was sent; nobody when it waits or was merged.
    [[nodiscard]] ResponderId assigned(RequestId request) const;
    [[nodiscard]] std::uint64_t responder_count() const { return responders_; }
    [[nodiscard]] ResponderId responder(std::uint64_t number) const { return {first_ + number}; }
    [[nodiscard]] Point place_of(std::uint64_t number) const { return at_[number]; }

    core::Engine engine;
    Places places;
    TimePoint now{1'760'000'000'000};

  private:
    void stamp(Command command);

    std::uint64_t responders_;
    std::uint64_t first_ = 0;  // id of the first responder; the others follow without gaps
    std::vector<Point> at_;
    std::uint64_t asked_ = 0;
    Envelope envelope_;
};

}  // namespace muster::bench
