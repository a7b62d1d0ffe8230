// A way along the roads in time.
#pragma once

#include <utility>

#include "engine/roads/road_times.hpp"
#include "muster/units.hpp"

namespace muster::sim {

class Drive {
  public:
    Drive() = default;
    // Stands at a place.
    explicit Drive(Point at) : place_(at) {}
    // Leaves at `start` and takes as long as the route says, times slowness_permille / 1000.
    Drive(roads::Route route, TimePoint start, std::int64_t slowness_permille = 1000)
        : route_(std::move(route)), start_(start), slowness_permille_(slowness_permille) {}

    [[nodiscard]] TimePoint arrival() const {
        return route_.vertices.empty() ? start_ : start_ + slowed(route_.duration());
    }
    // At even speed along each stretch of road. Times of successive questions must not fall.
    [[nodiscard]] Point position_at(TimePoint now);

  private:
    [[nodiscard]] Millis slowed(Millis time) const { return time * slowness_permille_ / 1000; }

    Point place_;
    roads::Route route_;
    TimePoint start_;
    std::int64_t slowness_permille_ = 1000;
    std::size_t reached_ = 0;  // the last vertex passed
};

}  // namespace muster::sim
