// The geometry of a static grid of cells around given points, for searches from near to far.
//
// Axes begin at the points' south-west corner, in units of 1e-7 degree; x is 0 to 360 degrees, so
// that a map across the antimeridian is in one piece. Cells are about square on the ground.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

#include "engine/roads/distance.hpp"
#include "muster/units.hpp"

namespace muster::roads {

class CellGrid {
  public:
    // Without points there is one cell. `per_cell`: how many points a cell should hold.
    CellGrid(std::span<const Point> points, std::uint64_t per_cell);

    [[nodiscard]] std::size_t cell_count() const {
        return static_cast<std::size_t>(columns_ * rows_);
    }
    // Of a point that was given.
    [[nodiscard]] std::size_t cell_of(Point at) const {
        return static_cast<std::size_t>(y_of(at.lat_e7) / cell_y_ * columns_ +
                                        x_of(at.lon_e7) / cell_x_);
    }
    // The smallest cosine of latitude of all points, Q30.
    [[nodiscard]] std::uint32_t least_cosine() const { return least_cosine_; }

    // Calls each(cell) for all cells that the straight line between two points passes, and some
    // beside it. What lies outside the grid passes its border.
    template <class Each>
    void each_cell(Point a, Point b, Each each) const {
        const std::int64_t ax = nearest_x(a.lon_e7);
        const std::int64_t bx = nearest_x(b.lon_e7);
        const std::int64_t ay = y_of(a.lat_e7);
        const std::int64_t by = y_of(b.lat_e7);
        const std::int64_t last = std::clamp<std::int64_t>(std::max(ay, by), 0, height_) / cell_y_;
        for (std::int64_t row = std::clamp<std::int64_t>(std::min(ay, by), 0, height_) / cell_y_;
             row <= last; ++row) {
            const auto x_at = [&](std::int64_t y) {
                const std::int64_t within = std::clamp(y, std::min(ay, by), std::max(ay, by));
                return ax + (bx - ax) * (within - ay) / (by - ay);
            };
            std::int64_t low = std::min(ax, bx);
            std::int64_t high = std::max(ax, bx);
            if (ay != by) {
                const std::int64_t one = x_at(row * cell_y_);
                const std::int64_t other = x_at((row + 1) * cell_y_ - 1);
                low = std::max(low, std::min(one, other) - 1);
                high = std::min(high, std::max(one, other) + 1);
            }
            low = std::clamp<std::int64_t>(low, 0, width_) / cell_x_;
            high = std::clamp<std::int64_t>(high, 0, width_) / cell_x_;
            for (std::int64_t column = low; column <= high; ++column)
                each(static_cast<std::size_t>(row * columns_ + column));
        }
    }

    // Square rings of cells around a point, from near to far. look_in(first, last) is called for
    // runs of cells; after each ring done(bound), which ends the search by returning true: outside
    // the cells that were looked into, square_units with the cosines cos_a and cos_b is at least
    // `bound` to any point.
    template <class LookIn, class Done>
    void search(Point point, std::uint32_t cos_a, std::uint32_t cos_b, LookIn look_in,
                Done done) const {
        const std::uint32_t x = x_of(point.lon_e7);
        const std::int64_t y = y_of(point.lat_e7);
        const std::uint32_t inside_x = x <= width_                      ? x
                                       : apart(x, 0) < apart(x, width_) ? 0u
                                                                        : width_;
        const std::int64_t column = inside_x / cell_x_;
        const std::int64_t row = std::clamp<std::int64_t>(y, 0, height_) / cell_y_;
        const auto run = [&](std::int64_t r, std::int64_t from, std::int64_t to) {
            look_in(static_cast<std::size_t>(r * columns_ + from),
                    static_cast<std::size_t>(r * columns_ + to));
        };
        for (std::int64_t ring = 0;; ++ring) {
            const std::int64_t west = std::max<std::int64_t>(column - ring, 0);
            const std::int64_t east = std::min(column + ring, columns_ - 1);
            const std::int64_t south = std::max<std::int64_t>(row - ring, 0);
            const std::int64_t north = std::min(row + ring, rows_ - 1);
            for (std::int64_t r = south; r <= north; ++r) {
                if (r == row - ring || r == row + ring) {
                    run(r, west, east);
                    continue;
                }
                if (column - ring >= 0) run(r, column - ring, column - ring);
                if (column + ring < columns_ && ring != 0) run(r, column + ring, column + ring);
            }
            const bool all = west == 0 && south == 0 && east == columns_ - 1 && north == rows_ - 1;
            if (done(all ? ~std::uint64_t{0}
                         : bound(x, y, cos_a, cos_b, {west, east, south, north})) ||
                all)
                return;
        }
    }

  private:
    static constexpr std::uint32_t full_circle = 3'600'000'000u;
    struct Cells {
        std::int64_t west;
        std::int64_t east;
        std::int64_t south;
        std::int64_t north;
    };

    [[nodiscard]] static std::uint32_t apart(std::uint32_t a, std::uint32_t b) {
        const std::uint32_t gap = a < b ? b - a : a - b;
        return std::min(gap, full_circle - gap);
    }
    [[nodiscard]] std::uint32_t x_of(std::int32_t lon_e7) const {
        const std::int64_t x = std::int64_t{lon_e7} - west_e7_;
        return static_cast<std::uint32_t>(x < 0 ? x + full_circle : x);
    }
    // Negative for what lies a little west of the grid.
    [[nodiscard]] std::int64_t nearest_x(std::int32_t lon_e7) const {
        const std::uint32_t x = x_of(lon_e7);
        if (x <= width_ || apart(x, width_) <= apart(x, 0)) return x;
        return std::int64_t{x} - full_circle;
    }
    [[nodiscard]] std::int64_t y_of(std::int32_t lat_e7) const {
        return std::int64_t{lat_e7} - south_e7_;
    }
    [[nodiscard]] std::uint64_t bound(std::uint32_t x, std::int64_t y, std::uint64_t cos_a,
                                      std::uint64_t cos_b, const Cells& cells) const;

    std::int32_t west_e7_ = 0;
    std::int32_t south_e7_ = 0;
    std::uint32_t width_ = 0;
    std::uint32_t height_ = 0;
    std::uint32_t cell_x_ = 1;
    std::uint32_t cell_y_ = 1;
    std::int64_t columns_ = 1;
    std::int64_t rows_ = 1;
    std::uint32_t least_cosine_ = 0;
};

}  // namespace muster::roads
