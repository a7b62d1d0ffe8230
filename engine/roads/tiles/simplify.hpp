// Which bends of a line are seen at which zoom.
//
// Source: D. Douglas, T. Peucker, "Algorithms for the reduction of the number of points required to
// represent a digitized line or its caricature", 1973; done once for all zooms by keeping how far
// each point lies off the line without it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/roads/tiles/web_mercator.hpp"

namespace muster::roads {

// So far off, in units of a tile, a bend must lie to be seen: half a pixel of a tile that is drawn
// 256 pixels wide.
constexpr std::uint32_t seen_units = 8;

// out[i] = the first zoom at which point i is drawn, tile_zoom_max at the latest; replaced. Both
// ends are drawn at every zoom. Of a ring, whose first and last point are the same, also the point
// that is furthest from them.
void first_zooms(std::span<const WorldPoint> line, bool is_ring, std::vector<std::uint8_t>& out);

// The first zoom at which something so wide and high takes `units` units of a tile.
[[nodiscard]] std::uint8_t first_zoom_of_size(std::span<const WorldPoint> line,
                                              std::uint32_t units);

}  // namespace muster::roads
