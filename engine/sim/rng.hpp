// Chance for the simulated city: integers only, so that a seed means the same city and the same day
// under every compiler, C library and processor.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>

#include "muster/units.hpp"

namespace muster::sim {

// What a draw is for. Each purpose has a stream of its own, so that a change in one part of the
// simulation leaves the draws of all others as they were (common random numbers).
enum class Purpose : std::uint64_t {
    city = 1,
    members,
    staff,
    volunteers,
    cards,
    arrivals,
    request,
    acknowledge,
    offer,
    drive,
    service,
    out_of_service,
    contact,
    desk,
    callback,
    shift,
    shift_times,
    faults,
    // Of a call of the evaluation (evaluation/calls.hpp).
    call_arrival,
    call_class,
    call_place,
    call_on_scene,
    call_transport,
    call_handover,
    streets,
    office,
    association,
    council,
};

// xoshiro256** 1.0 (Blackman and Vigna, 2018), seeded through splitmix64. Not for secrets.
class Rng {
  public:
    // The stream that belongs to a purpose and up to two numbers: an entity and a turn, for
    // example. The same arguments give the same stream whatever else was drawn before.
    constexpr Rng(std::uint64_t seed, Purpose purpose, std::uint64_t a = 0, std::uint64_t b = 0) {
        std::uint64_t x = seed;
        for (const std::uint64_t part : {static_cast<std::uint64_t>(purpose), a, b}) {
            x = mix(x + 0x9E3779B97F4A7C15ull) ^ (part * 0xD1342543DE82EF95ull);
        }
        for (std::uint64_t& word : state_) {
            x += 0x9E3779B97F4A7C15ull;
            word = mix(x);
        }
    }

    constexpr std::uint64_t next() {
        const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
        const std::uint64_t t = state_[1] << 17;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= t;
        state_[3] = std::rotl(state_[3], 45);
        return result;
    }

    // 0 <= result < n, uniform up to 2^-32. Precondition: 0 < n < 2^32.
    constexpr std::uint32_t below(std::uint32_t n) {
        return static_cast<std::uint32_t>(((next() >> 32) * n) >> 32);
    }

    // low <= result <= high, uniform. Precondition: high - low < 2^32 - 1.
    constexpr std::int64_t between(std::int64_t low, std::int64_t high) {
        return low + below(static_cast<std::uint32_t>(high - low + 1));
    }

    // True this often in a thousand.
    constexpr bool permille(std::int64_t share) {
        return static_cast<std::int64_t>(below(1000)) < share;
    }

    // Standard exponential, times 2^32. Source: von Neumann 1951, which needs nothing but
    // comparisons of uniform numbers. Cut off at 32, which 1 draw in 10^13 would exceed.
    constexpr std::uint64_t exponential_q32() {
        for (std::uint64_t whole = 0; whole < 31; ++whole) {
            const std::uint64_t first = next() >> 32;
            std::uint64_t last = first;
            bool odd = true;
            for (;;) {
                const std::uint64_t draw = next() >> 32;
                if (draw >= last) break;
                last = draw;
                odd = !odd;
            }
            if (odd) return (whole << 32) + first;
        }
        return std::uint64_t{31} << 32;
    }

    // An exponential time. Precondition: 0 <= mean < 2^27 ms (a day and a half).
    constexpr Millis exponential(Millis mean) {
        const std::uint64_t ms =
            (exponential_q32() >> 6) * static_cast<std::uint64_t>(mean.value) >> 26;
        return {static_cast<std::int64_t>(ms)};
    }

    // A place in `weights` with the probability that its weight has. Precondition: the sum is
    // positive and below 2^32.
    constexpr std::size_t pick(std::span<const std::uint32_t> weights) {
        std::uint32_t total = 0;
        for (const std::uint32_t weight : weights) {
            total += weight;
        }
        std::uint32_t rest = below(total);
        std::size_t place = 0;
        while (rest >= weights[place]) {
            rest -= weights[place];
            ++place;
        }
        return place;
    }

    // Roughly normal with mean 0 and standard deviation `spread`, never beyond 3.46 of it: the sum
    // of twelve uniform draws.
    constexpr std::int64_t bell(std::int64_t spread) {
        std::int64_t sum = 0;
        for (int i = 0; i < 12; ++i) {
            sum += between(-32768, 32767);
        }
        return sum * spread / 65536;
    }

  private:
    static constexpr std::uint64_t mix(std::uint64_t x) {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ull;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EBull;
        return x ^ (x >> 31);
    }

    std::array<std::uint64_t, 4> state_{};
};

// A distribution of times given by what a field report gives: quantiles. Between them it is linear.
struct Quantiles {
    // At 0, 10, 25, 50, 75, 90 and 100 per cent.
    std::array<Millis, 7> at;

    [[nodiscard]] constexpr Millis draw(Rng& rng) const {
        constexpr std::array<std::int64_t, 7> share{0, 1000, 2500, 5000, 7500, 9000, 10000};
        const auto u = static_cast<std::int64_t>(rng.below(10000));
        std::size_t i = 1;
        while (u >= share[i])
            ++i;
        const Millis low = at[i - 1];
        return low + (at[i] - low) * (u - share[i - 1]) / (share[i] - share[i - 1]);
    }
};

}  // namespace muster::sim
