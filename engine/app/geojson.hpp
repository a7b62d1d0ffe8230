// Points as GeoJSON (RFC 7946) writes them.
#pragma once

#include <string>

#include "muster/units.hpp"

namespace muster::app {

// "42.5063000": exact, from the integer.
[[nodiscard]] std::string degrees_text(std::int32_t value_e7);

// "[1.5218000,42.5063000]": east, then north.
[[nodiscard]] std::string position_text(Point point);

}  // namespace muster::app
