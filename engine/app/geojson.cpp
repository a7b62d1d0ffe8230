#include "engine/app/geojson.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>

namespace muster::app {

std::string degrees_text(std::int32_t value_e7) {
    const std::int64_t size = std::llabs(value_e7);
    std::array<char, 24> text{};
    std::snprintf(text.data(), text.size(), "%s%lld.%07lld", value_e7 < 0 ? "-" : "",
                  static_cast<long long>(size / 10'000'000),
                  static_cast<long long>(size % 10'000'000));
    return text.data();
}

std::string position_text(Point point) {
    return "[" + degrees_text(point.lon_e7) + "," + degrees_text(point.lat_e7) + "]";
}

}  // namespace muster::app
