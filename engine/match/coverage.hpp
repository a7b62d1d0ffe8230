// How well idle units cover what may happen next: the maximal expected coverage model (M. Daskin,
// Transportation Science 17 (1983)) and its dynamic use for relocation, DMEXCLP (C. Jagtenberg, S.
// Bhulai, R. van der Mei, Operations Research for Health Care 4 (2015)). Integers only.
//
// Every unit is busy with probability q on its own, so that a demand point of weight d that k idle
// units can reach within the target is covered with probability 1 - q^k, and one more of them is
// worth d (1 - q) q^k. Who reaches which point within the target is the caller's to say, as a list
// of points per place; it rests on roads and changes seldom.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "muster/units.hpp"

namespace muster::match {

// Expected demand that is covered, in units of 2^-32 of the caller's unit of weight.
struct Covered {
    std::int64_t q32 = 0;
    constexpr auto operator<=>(const Covered&) const = default;
};

// A place to stand by at, and how far it is for the unit in question.
struct PostChoice {
    std::span<const std::uint32_t> points;  // that a unit there covers, each once
    Millis travel;
};

struct BestPost {
    std::size_t post = 0;  // index into the choices
    Covered gain;
    std::int64_t score = 0;
};

// Not thread-safe. Allocates in the constructor only.
class Coverage {
  public:
    // More units over one point than this are worth nothing more.
    static constexpr std::size_t most_units = 255;
    static constexpr std::int64_t most_weight = std::int64_t{1} << 30;

    // The weights' sum is at most most_weight, each not negative; busy_q16 is q in units of 2^-16,
    // 0 to 65535. Aborts otherwise.
    Coverage(std::span<const std::int64_t> weights, std::int64_t busy_q16);

    // A unit that covers these points becomes idle or ceases to be. Removing what was not added
    // aborts.
    void add(std::span<const std::uint32_t> points);
    void remove(std::span<const std::uint32_t> points);

    [[nodiscard]] std::uint32_t units_over(std::uint32_t point) const { return count_[point]; }

    // What is lost when an idle unit that covers these points leaves: exactly covered() before
    // remove() less covered() after.
    [[nodiscard]] Covered loss(std::span<const std::uint32_t> points) const;
    // What is gained when one more unit covers them: exactly covered() after add() less before.
    [[nodiscard]] Covered gain(std::span<const std::uint32_t> points) const;
    [[nodiscard]] Covered covered() const;

    // Where a unit that is not counted at present should stand by: the greatest gain less
    // travel_price_q32 for each ms of travel; among equals the shorter travel, then the first.
    // Nothing if there is no choice. travel x price stays within 2^61 (aborts otherwise).
    [[nodiscard]] std::optional<BestPost> best_post(std::span<const PostChoice> choices,
                                                    std::int64_t travel_price_q32) const;

  private:
    std::vector<std::int64_t> weight_;
    std::vector<std::uint32_t> count_;
    // q^k in Q32, and what a unit more is worth at k: differences of the former, so that sums of
    // gains and losses meet exactly.
    std::array<std::int64_t, most_units + 1> power_{};
    std::array<std::int64_t, most_units + 1> worth_{};
};

}  // namespace muster::match
