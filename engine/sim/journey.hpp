// A way through the city: straight, or over a bridge where the canal is between.
#pragma once

#include <cstdint>

#include "engine/sim/geography.hpp"
#include "muster/rules.hpp"
#include "muster/units.hpp"

namespace muster::sim {

class Journey {
  public:
    Journey() = default;
    // `slowness_permille`: this journey's time over what the rules' speed and detour give.
    Journey(Point from, Point to, TimePoint start, const DispatchRule& rules, Profile profile,
            std::int64_t slowness_permille);

    [[nodiscard]] TimePoint arrival() const { return arrival_; }
    // At constant speed on each leg; `to` from the arrival on.
    [[nodiscard]] Point position_at(TimePoint time) const;

  private:
    Point from_;
    Point via_;
    Point to_;
    TimePoint start_;
    TimePoint at_via_;
    TimePoint arrival_;
};

}  // namespace muster::sim
