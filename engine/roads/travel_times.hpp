// How long a responder needs from one point to another. A port, so that a road graph can replace
// the straight line without a change in the core.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "muster/enums.hpp"
#include "muster/units.hpp"

namespace muster::roads {

// Implementations are pure: equal arguments give equal answers, on every machine.
class TravelTimes {
  public:
    virtual ~TravelTimes() = default;

    // `never_arrives` when there is no way.
    [[nodiscard]] virtual Millis travel_time(Point from, Point to, Profile profile) const = 0;

    // out[i] = travel_time(from[i], to, profiles[i]). The three spans are of one length. A road
    // graph answers this faster than the calls one by one.
    virtual void travel_times(std::span<const Point> from, std::span<const Profile> profiles,
                              Point to, std::span<Millis> out) const = 0;

    static constexpr Millis never_arrives{std::int64_t{1} << 50};
};

// Great-circle distance (distance.hpp) times a detour factor, at one speed per profile.
//
// Where 360 * detour_permille >= speed_m_per_h (500 km/h at a detour of 1.4), every decimetre takes
// at least a millisecond, so that ordering responders of one profile by decimetres, as NearestGrid
// does, is ordering them by travel time.
class StraightLine final : public TravelTimes {
  public:
    // Both positive; detour_permille at most 1'000'000. Aborts otherwise: rules are validated
    // before they get here.
    StraightLine(std::int64_t detour_permille,
                 const std::array<std::int64_t, profile_count>& speed_m_per_h);

    [[nodiscard]] Millis travel_time(Point from, Point to, Profile profile) const override;
    void travel_times(std::span<const Point> from, std::span<const Profile> profiles, Point to,
                      std::span<Millis> out) const override;

    // Rounded down to the millisecond.
    [[nodiscard]] Millis time_for_dm(std::uint32_t dm, Profile profile) const;

  private:
    std::int64_t detour_permille_;
    std::array<std::int64_t, profile_count> speed_m_per_h_;
};

}  // namespace muster::roads
