// A few people and rules, and a seeded story in which they do what people do: enough to make every
// part of the flow move. For tests and benches.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "engine/core/board.hpp"
#include "muster/ports.hpp"
#include "muster/requests.hpp"
#include "muster/rules.hpp"

namespace muster::test {

// Services: sos (P1, one care worker at once), visit (P3, two volunteers by offers, falling back),
// advice (P4, nobody is sent).
[[nodiscard]] Rules small_rules();

// Rules, members, responders on duty with positions.
[[nodiscard]] std::vector<Submission> small_city(std::size_t members, std::size_t responders,
                                                 std::uint64_t seed);

// A request by nobody in particular, somewhere in the city.
[[nodiscard]] CreateRequest request_at(std::uint64_t number);

// The next thing that somebody does, seen from the board as it is: ask for help, answer an offer,
// acknowledge, arrive, finish, move, or, now and then, something that is not allowed.
class Storyteller {
  public:
    explicit Storyteller(std::uint64_t seed) : random_(seed) {}
    [[nodiscard]] Submission next(const core::Board& board);

  private:
    [[nodiscard]] std::uint64_t below(std::uint64_t n) { return n == 0 ? 0 : random_() % n; }
    [[nodiscard]] Command about_request(const core::Board& board);

    std::mt19937_64 random_;
    std::uint64_t keys_ = 0;
    std::vector<Submission> keyed_;  // sent with a key, to be repeated
};

}  // namespace muster::test
