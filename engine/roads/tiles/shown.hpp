// What a map shows at which zoom, and by which words.
#pragma once

#include <cstdint>
#include <string_view>

#include "engine/roads/road_data.hpp"

namespace muster::roads {

// The kinds as a tile's property `kind` names them; permanent.
[[nodiscard]] std::string_view word_of(RoadKind kind);
[[nodiscard]] std::string_view word_of(ShapeKind kind);
[[nodiscard]] std::string_view word_of(PlaceKind kind);

// The first zoom at which something is drawn, unless it is too small there.
[[nodiscard]] std::uint8_t first_zoom_of(RoadKind kind);
[[nodiscard]] std::uint8_t first_zoom_of(ShapeKind kind);
[[nodiscard]] std::uint8_t first_zoom_of(PlaceKind kind);

}  // namespace muster::roads
