#include "engine/sim/journey.hpp"

#include "engine/roads/distance.hpp"

namespace muster::sim {

namespace {

Point between(Point a, Point b, std::int64_t part, std::int64_t whole) {
    if (whole <= 0 || part >= whole) return b;
    if (part <= 0) return a;
    const auto mix = [&](std::int32_t x, std::int32_t y) {
        return static_cast<std::int32_t>(x + (std::int64_t{y} - x) * part / whole);
    };
    return {mix(a.lat_e7, b.lat_e7), mix(a.lon_e7, b.lon_e7)};
}

}  // namespace

Journey::Journey(Point from, Point to, TimePoint start, const DispatchRule& rules, Profile profile,
                 std::int64_t slowness_permille)
    : from_(from), via_(to), to_(to), start_(start) {
    const std::int64_t speed = rules.speed_m_per_h[static_cast<std::size_t>(profile)];
    const auto leg = [&](Point a, Point b) {
        // dm / 10 m * detour / 1000 * slowness / 1000 / (m/h) * 3.6e6 ms.
        const auto dm = static_cast<std::int64_t>(roads::distance_dm(a, b));
        return Millis{dm * rules.detour_permille * 360 / speed * slowness_permille / 1000};
    };
    if (is_across_canal(from, to)) via_ = best_bridge(from, to);
    at_via_ = start + leg(from, via_);
    arrival_ = at_via_ + leg(via_, to);
}

Point Journey::position_at(TimePoint time) const {
    if (time < at_via_) {
        return between(from_, via_, (time - start_).value, (at_via_ - start_).value);
    }
    return between(via_, to_, (time - at_via_).value, (arrival_ - at_via_).value);
}

}  // namespace muster::sim
