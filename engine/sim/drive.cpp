#include "engine/sim/drive.hpp"

namespace muster::sim {

Point Drive::position_at(TimePoint now) {
    const auto& vertices = route_.vertices;
    if (vertices.empty()) return place_;
    const Millis elapsed = now - start_;
    while (reached_ + 1 < vertices.size() && slowed(vertices[reached_ + 1].elapsed) <= elapsed)
        ++reached_;
    if (reached_ + 1 == vertices.size()) return vertices.back().at;
    const auto& from = vertices[reached_];
    const auto& to = vertices[reached_ + 1];
    const std::int64_t part = (elapsed - slowed(from.elapsed)).value;
    const std::int64_t whole = (slowed(to.elapsed) - slowed(from.elapsed)).value;
    const auto between = [&](std::int32_t a, std::int32_t b) {
        return static_cast<std::int32_t>(a + (std::int64_t{b} - a) * part / whole);
    };
    return {between(from.at.lat_e7, to.at.lat_e7), between(from.at.lon_e7, to.at.lon_e7)};
}

}  // namespace muster::sim
