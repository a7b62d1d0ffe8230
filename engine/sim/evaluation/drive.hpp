// A way along the roads in time.
#pragma once

#include "engine/roads/road_times.hpp"
#include "muster/units.hpp"

namespace muster::evaluation {

class Drive {
  public:
    // Stands at a place.
    explicit Drive(Point at) : place_(at) {}
    // Leaves at `start` and takes exactly as long as the route says.
    Drive(roads::Route route, TimePoint start) : route_(std::move(route)), start_(start) {}

    [[nodiscard]] TimePoint arrival() const {
        return route_.vertices.empty() ? start_ : start_ + route_.duration();
    }
    // At even speed along each stretch of road. Times of successive questions must not fall.
    [[nodiscard]] Point position_at(TimePoint now);

  private:
    Point place_;
    roads::Route route_;
    TimePoint start_;
    std::size_t reached_ = 0;  // the last vertex passed
};

}  // namespace muster::evaluation
