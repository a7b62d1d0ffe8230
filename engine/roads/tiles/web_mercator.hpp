// Between degrees and the square of Web Mercator (EPSG:3857), on which tiles lie.
//
// Only what is drawn is computed here, so this may use floating point; no time depends on it.
#pragma once

#include <cstdint>

#include "muster/tile_id.hpp"
#include "muster/units.hpp"

namespace muster::roads {

// The square is 2^32 units wide: some 9 mm at the equator. x runs east from the antimeridian, and
// wraps there; y runs south from 85.05 degrees north, beyond which there is nothing.
struct WorldPoint {
    std::uint32_t x = 0;
    std::uint32_t y = 0;

    bool operator==(const WorldPoint&) const = default;
};

[[nodiscard]] WorldPoint to_world(Point point);

// A tile's own units: 4096 to its side.
constexpr std::uint32_t tile_extent = 4096;
// How far what is drawn goes on beyond a tile's sides, so that wide strokes meet there. In its
// units: eight pixels where a tile is drawn 256 pixels wide.
constexpr std::int32_t tile_buffer = 128;
// What a unit of a tile is in those of the world: two to this power.
constexpr std::uint32_t tile_shift(std::uint32_t zoom) {
    return 20 - zoom;
}

}  // namespace muster::roads
