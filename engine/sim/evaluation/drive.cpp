#include "engine/sim/evaluation/drive.hpp"

namespace muster::evaluation {

Point Drive::position_at(TimePoint now) {
    const auto& vertices = route_.vertices;
    if (vertices.empty()) return place_;
    const Millis elapsed = now - start_;
    while (reached_ + 1 < vertices.size() && vertices[reached_ + 1].elapsed <= elapsed)
        ++reached_;
    if (reached_ + 1 == vertices.size()) return vertices.back().at;
    const auto& from = vertices[reached_];
    const auto& to = vertices[reached_ + 1];
    const std::int64_t part = (elapsed - from.elapsed).value;
    const std::int64_t whole = (to.elapsed - from.elapsed).value;
    const auto between = [&](std::int32_t a, std::int32_t b) {
        return static_cast<std::int32_t>(a + (std::int64_t{b} - a) * part / whole);
    };
    return {between(from.at.lat_e7, to.at.lat_e7), between(from.at.lon_e7, to.at.lon_e7)};
}

}  // namespace muster::evaluation
