// Tiles of a map in Web Mercator, numbered as everywhere on the web: at zoom z the world is 2^z
// columns from west to east and 2^z rows from north to south.
#pragma once

#include <cstdint>

namespace muster {

struct TileId {
    std::uint32_t zoom = 0;
    std::uint32_t x = 0;
    std::uint32_t y = 0;

    bool operator==(const TileId&) const = default;
};

// The deepest zoom that there are tiles of. At the equator a tile is then 611 m wide and its units
// 15 cm, finer than what is known of roads: pages enlarge it for what is closer.
constexpr std::uint32_t tile_zoom_max = 16;

[[nodiscard]] constexpr bool is_tile(const TileId& tile) {
    return tile.zoom <= tile_zoom_max && tile.x >> tile.zoom == 0 && tile.y >> tile.zoom == 0;
}

}  // namespace muster
