#include "engine/roads/cell_grid.hpp"

#include <vector>

namespace muster::roads {
namespace {

constexpr std::uint32_t whole_circle = 3'600'000'000u;

// The western end of the smallest arc of longitudes that holds all points: behind the largest gap.
std::int32_t western_end(std::vector<std::int32_t> longitudes) {
    std::sort(longitudes.begin(), longitudes.end());
    std::int32_t west = longitudes.front();
    std::uint32_t largest = whole_circle - gap_e7(longitudes.front(), longitudes.back());
    for (std::size_t i = 1; i < longitudes.size(); ++i) {
        const std::uint32_t gap = gap_e7(longitudes[i - 1], longitudes[i]);
        if (gap > largest) {
            largest = gap;
            west = longitudes[i];
        }
    }
    return west;
}

}  // namespace

CellGrid::CellGrid(std::span<const Point> points, std::uint64_t per_cell) {
    if (points.empty()) return;
    std::vector<std::int32_t> longitudes;
    longitudes.reserve(points.size());
    std::int32_t north = south_e7_ = points.front().lat_e7;
    least_cosine_ = ~0u;
    for (const Point at : points) {
        south_e7_ = std::min(south_e7_, at.lat_e7);
        north = std::max(north, at.lat_e7);
        least_cosine_ = std::min(least_cosine_, cosine_q30(at.lat_e7));
        longitudes.push_back(at.lon_e7);
    }
    west_e7_ = western_end(std::move(longitudes));
    height_ = gap_e7(south_e7_, north);
    for (const Point at : points)
        width_ = std::max(width_, x_of(at.lon_e7));

    // Square cells on the ground: a cell is cell_y_ high and cell_y_ / cos(lat) wide.
    const std::uint64_t cells = std::max<std::uint64_t>(points.size() / per_cell, 1);
    const std::uint64_t cosine = std::max<std::uint64_t>(least_cosine_, 1u << 20);
    const std::uint64_t wide = ((std::uint64_t{width_} * cosine) >> 30) + 1;
    const std::uint64_t high = std::uint64_t{height_} + 1;
    const std::uint64_t side = std::max(
        {std::uint64_t{integer_sqrt(wide * high / cells)} + 1, wide / cells + 1, high / cells + 1});
    cell_y_ = static_cast<std::uint32_t>(std::min<std::uint64_t>(side, whole_circle));
    cell_x_ = static_cast<std::uint32_t>(
        std::min<std::uint64_t>((side << 30) / cosine + 1, whole_circle));
    columns_ = std::int64_t{width_ / cell_x_} + 1;
    rows_ = std::int64_t{height_ / cell_y_} + 1;
}

std::uint64_t CellGrid::bound(std::uint32_t x, std::int64_t y, std::uint64_t cos_a,
                              std::uint64_t cos_b, const Cells& cells) const {
    std::uint64_t least = ~std::uint64_t{0};
    const auto sideways = [&](std::uint32_t from, std::uint32_t to) {
        const bool inside = x >= from && x <= to;
        const std::uint64_t gap = inside ? 0 : std::min(apart(x, from), apart(x, to));
        least = std::min(least, ((gap * cos_a) >> 30) * ((gap * cos_b) >> 30));
    };
    if (cells.west > 0) sideways(0, static_cast<std::uint32_t>(cells.west) * cell_x_ - 1);
    if (cells.east + 1 < columns_)
        sideways(static_cast<std::uint32_t>(cells.east + 1) * cell_x_, width_);
    const auto upright = [&](std::int64_t from, std::int64_t to) {
        const std::int64_t gap = y < from ? from - y : y > to ? y - to : 0;
        const auto units = static_cast<std::uint64_t>(gap);
        least = std::min(least, units * units);
    };
    if (cells.south > 0) upright(0, cells.south * cell_y_ - 1);
    if (cells.north + 1 < rows_) upright((cells.north + 1) * cell_y_, height_);
    return least;
}

}  // namespace muster::roads
