// Squares of Web Mercator that find what lies in a tile.
//
// Where cell_grid.hpp searches from near to far by distances on the ground, this one is asked for
// boxes of the map as it is drawn.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

#include "engine/roads/tiles/web_mercator.hpp"

namespace muster::roads {

// From a western side eastwards, perhaps across the antimeridian, and from north to south.
struct WorldBox {
    std::uint32_t west = 0;
    std::int64_t width = 0;
    std::int64_t north = 0;
    std::int64_t south = 0;
};

// Around points that lie together, by the shorter way from the first one to each.
[[nodiscard]] WorldBox box_around(std::span<const WorldPoint> points);
// A tile with its buffer.
[[nodiscard]] WorldBox box_of(const TileId& tile);

class WorldGrid {
  public:
    WorldGrid() = default;
    // About a cell for so many of the points.
    WorldGrid(std::span<const WorldPoint> points, std::size_t per_cell);

    [[nodiscard]] std::size_t cell_count() const {
        return static_cast<std::size_t>(columns_ * rows_);
    }

    // Calls each(first, last) for the runs of cells that hold what lies in the box.
    template <class Each>
    void each_run(const WorldBox& box, Each each) const {
        if (box.south < north_ || box.north > north_ + height_) return;
        const std::int64_t low = std::max<std::int64_t>(box.north - north_, 0) >> shift_;
        const std::int64_t high = std::min(box.south - north_, height_) >> shift_;
        const std::int64_t begin = static_cast<std::uint32_t>(box.west - west_);
        // The box, and the same box seen from the other side of the world.
        for (const std::int64_t west : {begin, begin - (std::int64_t{1} << 32)}) {
            if (west > width_ || west + box.width < 0) continue;
            const std::int64_t first = std::max<std::int64_t>(west, 0) >> shift_;
            const std::int64_t last = std::min(west + box.width, width_) >> shift_;
            for (std::int64_t row = low; row <= high; ++row) {
                each(static_cast<std::size_t>(row * columns_ + first),
                     static_cast<std::size_t>(row * columns_ + last));
            }
        }
    }

    // The same for what the straight line between two of the points passes.
    template <class Each>
    void each_run(WorldPoint a, WorldPoint b, Each each) const {
        if (a.y > b.y) std::swap(a, b);
        const std::int64_t from = a.y;
        const std::int64_t x = static_cast<std::int32_t>(b.x - a.x);
        const std::int64_t y = std::int64_t{b.y} - from;
        const auto x_at = [&](std::int64_t at) {
            return y == 0 ? x
                          : static_cast<std::int64_t>(
                                static_cast<double>(x) *
                                (static_cast<double>(at) / static_cast<double>(y)));
        };
        const std::int64_t cell = std::int64_t{1} << shift_;
        for (std::int64_t top = 0; top <= y;) {
            // To the lower side of this row of cells.
            const std::int64_t rest = cell - 1 - ((from + top - north_) & (cell - 1));
            const std::int64_t bottom = std::min(y, top + rest);
            const std::int64_t one = y == 0 ? 0 : x_at(top);
            // And on to the row below, so that no step between two rows is left out.
            const std::int64_t other = x_at(std::min(y, bottom + 1));
            // A unit on either side for rounding.
            const std::int64_t west = std::min(one, other) - 1;
            each_run(WorldBox{static_cast<std::uint32_t>(a.x + static_cast<std::uint32_t>(west)),
                              std::max(one, other) + 1 - west, from + top, from + bottom},
                     each);
            top = bottom + 1;
        }
    }

  private:
    std::uint32_t west_ = 0;
    std::int64_t width_ = 0;
    std::int64_t north_ = 0;
    std::int64_t height_ = 0;
    std::uint32_t shift_ = 0;
    std::int64_t columns_ = 1;
    std::int64_t rows_ = 1;
};

}  // namespace muster::roads
