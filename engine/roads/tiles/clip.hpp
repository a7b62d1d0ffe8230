// Lines and rings cut at the sides of a square.
//
// Sources: Y. Liang, B. Barsky, "A new concept and method for line clipping", 1984; I. Sutherland,
// G. Hodgman, "Reentrant polygon clipping", 1974.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace muster::roads {

// In the units of a tile, from its north-west corner to the south-east.
struct TilePoint {
    std::int32_t x = 0;
    std::int32_t y = 0;

    bool operator==(const TilePoint&) const = default;
};

// On both axes.
struct TileSquare {
    std::int32_t low = 0;
    std::int32_t high = 0;

    [[nodiscard]] bool contains(TilePoint at) const {
        return at.x >= low && at.x <= high && at.y >= low && at.y <= high;
    }
};

using TileLine = std::vector<TilePoint>;

// Appends the parts of the line that lie within, each of at least two different points.
void clip_line(std::span<const TilePoint> line, TileSquare within, std::vector<TileLine>& out);

// What of the ring lies within, without its closing point; empty for nothing. Where the ring leaves
// the square and comes back, it goes along the square's side.
[[nodiscard]] TileLine clip_ring(std::span<const TilePoint> ring, TileSquare within);

// Twice the area, positive where the ring runs clockwise as it is seen (y runs down).
[[nodiscard]] std::int64_t twice_area(std::span<const TilePoint> ring);

}  // namespace muster::roads
