// Distance along the ground between two points, in integers, equal on every machine.
//
// Source: the haversine formula hav(d) = hav(dlat) + cos(lat_a) cos(lat_b) hav(dlon) with
// hav(x) = x^2/4, its first term; the sphere has the IUGG mean radius 6371008.8 m. The next term
// gives the error: below 0.01 % for distances under 100 km at latitudes below 70 degrees (tests
// compare with the long form). The sphere itself differs from the WGS-84 ellipsoid by up to 0.56 %.
// The metric is symmetric, and crosses the antimeridian the short way.
//
// Because each point enters through its own cosine only, an index can keep that cosine beside the
// point and compute the square of the distance with four multiplications and no table.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

#include "muster/units.hpp"

namespace muster::roads {

namespace detail {

// One entry per 2^21 units of 1e-7 degree (0.21 degree), past 90 degrees by one.
constexpr int cosine_step_bits = 21;
constexpr std::size_t cosine_entries = (900'000'000u >> cosine_step_bits) + 2;

// Taylor series in Q30; the terms beyond x^20 are below one unit for x <= pi/2.
constexpr std::array<std::int32_t, cosine_entries> make_cosines() {
    // 2^21 * 1e-7 degree in radians, times 2^40.
    constexpr std::int64_t step_q40 = 4'024'455'254;
    std::array<std::int32_t, cosine_entries> table{};
    for (std::size_t i = 0; i < cosine_entries; ++i) {
        const std::int64_t x = (static_cast<std::int64_t>(i) * step_q40) >> 10;
        const std::int64_t x2 = (x * x) >> 30;
        std::int64_t term = std::int64_t{1} << 30;
        std::int64_t sum = term;
        for (std::int64_t n = 2; n <= 20; n += 2) {
            term = -((term * x2) >> 30) / ((n - 1) * n);
            sum += term;
        }
        table[i] = static_cast<std::int32_t>(sum);
    }
    return table;
}

inline constexpr std::array<std::int32_t, cosine_entries> cosines = make_cosines();

// Decimetres per 1e-7 degree on the mean sphere (0.0111195080 m), times 2^32: 0.111195080 * 2^32.
constexpr std::uint64_t dm_per_unit_q32 = 477'579'233;

}  // namespace detail

// cos(latitude) in Q30, linear between table entries: 2e-6 too small at most; never rises with
// |latitude|. lat_e7 within +-90 degrees.
[[nodiscard]] constexpr std::uint32_t cosine_q30(std::int32_t lat_e7) {
    const std::uint32_t lat = static_cast<std::uint32_t>(lat_e7 < 0 ? -lat_e7 : lat_e7);
    const std::size_t i = lat >> detail::cosine_step_bits;
    const std::int64_t rest = lat & ((1u << detail::cosine_step_bits) - 1);
    const std::int64_t high = detail::cosines[i];
    const std::int64_t low = detail::cosines[i + 1];
    const std::int64_t cosine = high - (((high - low) * rest) >> detail::cosine_step_bits);
    // Rounding at the pole itself may end one unit below zero.
    return static_cast<std::uint32_t>(std::max<std::int64_t>(cosine, 0));
}

// The largest r with r * r <= x. Source: the algorithm of CPython's math.isqrt (M. Dickinson).
[[nodiscard]] constexpr std::uint32_t integer_sqrt(std::uint64_t x) {
    if (x == 0) return 0;
    const int half_zeros = std::countl_zero(x) / 2;
    const std::uint64_t n = x << (2 * half_zeros);
    std::uint64_t u = 1 + (n >> 62);
    u = (u << 1) + (n >> 59) / u;
    u = (u << 3) + (n >> 53) / u;
    u = (u << 7) + static_cast<std::uint32_t>(n >> 41) / static_cast<std::uint32_t>(u);
    u = (u << 15) + (n >> 17) / u;
    // u is now at most one too large; u * u may wrap to 0, hence the comparison shifted by one.
    if (u * u - 1 >= n) --u;
    return static_cast<std::uint32_t>(u >> half_zeros);
}

// The square of the distance in units of (1e-7 degree of a great circle)^2, below 2^63.
// dlon as the caller found it (0 to 360 degrees), the cosines of both latitudes in Q30.
[[nodiscard]] constexpr std::uint64_t square_units(std::uint32_t dlat, std::uint32_t dlon,
                                                   std::uint32_t cos_a, std::uint32_t cos_b) {
    constexpr std::uint32_t full_circle = 3'600'000'000u;
    const std::uint64_t across = std::min(dlon, full_circle - dlon);
    return std::uint64_t{dlat} * dlat + ((across * cos_a) >> 30) * ((across * cos_b) >> 30);
}

// |a - b| of two latitudes or longitudes, without overflow.
[[nodiscard]] constexpr std::uint32_t gap_e7(std::int32_t a, std::int32_t b) {
    const std::uint32_t ua = static_cast<std::uint32_t>(a);
    const std::uint32_t ub = static_cast<std::uint32_t>(b);
    return a < b ? ub - ua : ua - ub;
}

[[nodiscard]] constexpr std::uint64_t square_units(Point a, Point b) {
    return square_units(gap_e7(a.lat_e7, b.lat_e7), gap_e7(a.lon_e7, b.lon_e7),
                        cosine_q30(a.lat_e7), cosine_q30(b.lat_e7));
}

// The distance in whole decimetres (rounded down) that belongs to a square. Never falls as the
// square grows.
[[nodiscard]] constexpr std::uint32_t units_to_dm(std::uint64_t square) {
    return static_cast<std::uint32_t>((integer_sqrt(square) * detail::dm_per_unit_q32) >> 32);
}

// The largest square whose distance is at most dm: square <= max_square_units(dm) exactly when
// units_to_dm(square) <= dm.
[[nodiscard]] constexpr std::uint64_t max_square_units(std::uint32_t dm) {
    const std::uint64_t root = (((std::uint64_t{dm} + 1) << 32) - 1) / detail::dm_per_unit_q32;
    // Half the circumference is 1.8e9 units and no pair is further apart than 2.6e9.
    if (root >= 0xFFFFFFFFu) return ~std::uint64_t{0};
    return (root + 1) * (root + 1) - 1;
}

// Distance in decimetres: the order in which "nearest" is meant everywhere.
[[nodiscard]] constexpr std::uint32_t distance_dm(Point a, Point b) {
    return units_to_dm(square_units(a, b));
}

[[nodiscard]] constexpr Metres distance_m(Point a, Point b) {
    return {distance_dm(a, b) / 10};
}

}  // namespace muster::roads
