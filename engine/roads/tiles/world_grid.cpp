#include "engine/roads/tiles/world_grid.hpp"

namespace muster::roads {

WorldBox box_around(std::span<const WorldPoint> points) {
    std::int64_t west = 0;
    std::int64_t east = 0;
    WorldBox box{points.front().x, 0, points.front().y, points.front().y};
    for (const WorldPoint point : points) {
        const std::int64_t x = static_cast<std::int32_t>(point.x - points.front().x);
        west = std::min(west, x);
        east = std::max(east, x);
        box.north = std::min<std::int64_t>(box.north, point.y);
        box.south = std::max<std::int64_t>(box.south, point.y);
    }
    box.west += static_cast<std::uint32_t>(west);
    box.width = east - west;
    return box;
}

WorldBox box_of(const TileId& tile) {
    const std::uint32_t shift = tile_shift(tile.zoom);
    const std::int64_t buffer = std::int64_t{tile_buffer} << shift;
    const std::int64_t side = std::int64_t{tile_extent} << shift;
    return {static_cast<std::uint32_t>(tile.x * side - buffer), side + 2 * buffer,
            tile.y * side - buffer, (tile.y + 1) * side + buffer};
}

WorldGrid::WorldGrid(std::span<const WorldPoint> points, std::size_t per_cell) {
    if (points.empty()) return;
    const WorldBox box = box_around(points);
    west_ = box.west;
    width_ = box.width;
    north_ = box.north;
    height_ = box.south - box.north;
    const auto cells =
        static_cast<std::int64_t>(std::max<std::size_t>(points.size() / per_cell, 1));
    // Counted apart, so that no product leaves 64 bits.
    const auto fits = [&] {
        columns_ = (width_ >> shift_) + 1;
        rows_ = (height_ >> shift_) + 1;
        return columns_ <= cells && rows_ <= cells / columns_;
    };
    while (!fits())
        ++shift_;
}

}  // namespace muster::roads
