#include <cstdlib>

#include "engine/roads/distance.hpp"
#include "engine/roads/travel_times.hpp"

namespace muster::roads {

StraightLine::StraightLine(std::int64_t detour_permille,
                           const std::array<std::int64_t, profile_count>& speed_m_per_h)
    : detour_permille_(detour_permille), speed_m_per_h_(speed_m_per_h) {
    if (detour_permille <= 0 || detour_permille > 1'000'000) std::abort();
    for (const std::int64_t speed : speed_m_per_h_) {
        if (speed <= 0) std::abort();
    }
}

Millis StraightLine::time_for_dm(std::uint32_t dm, Profile profile) const {
    // dm / 10 metres * permille / 1000 / (m/h) * 3.6e6 ms/h; at most 2^29 * 1e6 * 360 < 2^58.
    const std::int64_t speed = speed_m_per_h_[static_cast<std::size_t>(profile)];
    return {static_cast<std::int64_t>(dm) * detour_permille_ * 360 / speed};
}

Millis StraightLine::travel_time(Point from, Point to, Profile profile) const {
    return time_for_dm(distance_dm(from, to), profile);
}

void StraightLine::travel_times(std::span<const Point> from, std::span<const Profile> profiles,
                                Point to, std::span<Millis> out) const {
    if (profiles.size() != from.size() || out.size() != from.size()) std::abort();
    for (std::size_t i = 0; i < from.size(); ++i) {
        out[i] = travel_time(from[i], to, profiles[i]);
    }
}

}  // namespace muster::roads
