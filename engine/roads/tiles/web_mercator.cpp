#include "engine/roads/tiles/web_mercator.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace muster::roads {
namespace {

constexpr double world = 4294967296.0;
constexpr double degree_e7 = 1e7;
constexpr double northernmost = 85.0511287798066;

}  // namespace

WorldPoint to_world(Point point) {
    // 360 degrees are 3.6e9 units of 1e-7 degree: exact in integers.
    const std::uint64_t east =
        static_cast<std::uint64_t>(std::int64_t{point.lon_e7} + 1'800'000'000) *
        (std::uint64_t{1} << 32) / 3'600'000'000u;
    const double latitude = std::clamp(point.lat_e7 / degree_e7, -northernmost, northernmost);
    const double y =
        (0.5 - std::asinh(std::tan(latitude * std::numbers::pi / 180)) / (2 * std::numbers::pi)) *
        world;
    return {static_cast<std::uint32_t>(east),
            static_cast<std::uint32_t>(std::clamp(y, 0.0, world - 1))};
}

}  // namespace muster::roads
