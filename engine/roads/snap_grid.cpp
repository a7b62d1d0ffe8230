#include "engine/roads/snap_grid.hpp"

#include <algorithm>
#include <cstdlib>

#include "engine/roads/distance.hpp"
#include "engine/roads/road_data.hpp"

namespace muster::roads {
namespace {

constexpr std::uint32_t full_circle = 3'600'000'000u;
constexpr std::uint64_t nodes_per_cell = 2;

std::uint32_t apart(std::uint32_t a, std::uint32_t b) {
    const std::uint32_t gap = a < b ? b - a : a - b;
    return std::min(gap, full_circle - gap);
}

// The western end of the smallest arc of longitudes that holds all points: behind the largest gap.
std::int32_t western_end(std::vector<std::int32_t> longitudes) {
    std::sort(longitudes.begin(), longitudes.end());
    std::int32_t west = longitudes.front();
    std::uint32_t largest = full_circle - gap_e7(longitudes.front(), longitudes.back());
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

SnapGrid::SnapGrid(std::span<const Point> points, std::span<const std::uint8_t> snap) {
    if (points.size() != snap.size()) std::abort();
    std::vector<std::int32_t> longitudes;
    std::int32_t north = 0;
    least_cosine_ = ~0u;
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (snap[i] == 0) continue;
        const std::int32_t lat = points[i].lat_e7;
        if (longitudes.empty()) {
            south_e7_ = north = lat;
        }
        south_e7_ = std::min(south_e7_, lat);
        north = std::max(north, lat);
        least_cosine_ = std::min(least_cosine_, cosine_q30(lat));
        any_ = static_cast<std::uint8_t>(any_ | snap[i]);
        longitudes.push_back(points[i].lon_e7);
    }
    if (longitudes.empty()) {
        first_.assign(2, 0);
        return;
    }
    const std::uint64_t count = longitudes.size();
    west_e7_ = western_end(std::move(longitudes));
    height_ = gap_e7(south_e7_, north);
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (snap[i] != 0) width_ = std::max(width_, x_of(points[i].lon_e7));
    }

    // Square cells on the ground: a cell is cell_y_ high and cell_y_ / cos(lat) wide.
    const std::uint64_t cells = std::max<std::uint64_t>(count / nodes_per_cell, 1);
    const std::uint64_t cosine = std::max<std::uint64_t>(least_cosine_, 1u << 20);
    const std::uint64_t wide = ((std::uint64_t{width_} * cosine) >> 30) + 1;
    const std::uint64_t high = std::uint64_t{height_} + 1;
    const std::uint64_t side = std::max(
        {std::uint64_t{integer_sqrt(wide * high / cells)} + 1, wide / cells + 1, high / cells + 1});
    cell_y_ = static_cast<std::uint32_t>(std::min<std::uint64_t>(side, full_circle));
    cell_x_ =
        static_cast<std::uint32_t>(std::min<std::uint64_t>((side << 30) / cosine + 1, full_circle));
    columns_ = std::int64_t{width_ / cell_x_} + 1;
    rows_ = std::int64_t{height_ / cell_y_} + 1;

    const auto cell_of = [this](Point at) {
        return static_cast<std::size_t>(gap_e7(south_e7_, at.lat_e7) / cell_y_ * columns_ +
                                        x_of(at.lon_e7) / cell_x_);
    };
    first_.assign(static_cast<std::size_t>(columns_ * rows_) + 1, 0);
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (snap[i] != 0) ++first_[cell_of(points[i]) + 1];
    }
    for (std::size_t i = 1; i < first_.size(); ++i)
        first_[i] += first_[i - 1];
    entries_.resize(count);
    std::vector<std::uint32_t> next(first_.begin(), first_.end() - 1);
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (snap[i] == 0) continue;
        entries_[next[cell_of(points[i])]++] = {points[i], cosine_q30(points[i].lat_e7),
                                                static_cast<std::uint32_t>(i), snap[i]};
    }
}

std::uint32_t SnapGrid::x_of(std::int32_t lon_e7) const {
    const std::int64_t x = std::int64_t{lon_e7} - west_e7_;
    return static_cast<std::uint32_t>(x < 0 ? x + full_circle : x);
}

// No square is below this for a node outside the cells [west, east] x [south, north].
std::uint64_t SnapGrid::bound(std::uint32_t x, std::int32_t lat_e7, std::int64_t west,
                              std::int64_t east, std::int64_t south, std::int64_t north) const {
    std::uint64_t least = ~std::uint64_t{0};
    const auto sideways = [&](std::uint32_t from, std::uint32_t to) {
        const bool inside = x >= from && x <= to;
        const std::uint64_t gap = inside ? 0 : std::min(apart(x, from), apart(x, to));
        const std::uint64_t cosine = cosine_q30(lat_e7);
        least = std::min(least, ((gap * cosine) >> 30) * ((gap * least_cosine_) >> 30));
    };
    if (west > 0) sideways(0, static_cast<std::uint32_t>(west) * cell_x_ - 1);
    if (east + 1 < columns_) sideways(static_cast<std::uint32_t>(east + 1) * cell_x_, width_);
    const std::int64_t y = std::int64_t{lat_e7} - south_e7_;
    const auto upright = [&](std::int64_t from, std::int64_t to) {
        const std::int64_t gap = y < from ? from - y : y > to ? y - to : 0;
        const auto units = static_cast<std::uint64_t>(gap);
        least = std::min(least, units * units);
    };
    if (south > 0) upright(0, south * cell_y_ - 1);
    if (north + 1 < rows_) upright((north + 1) * cell_y_, height_);
    return least;
}

template <class Look, class Enough>
void SnapGrid::search(Point point, Profile profile, Look look, Enough enough) const {
    const std::uint8_t wanted = profile_bit(profile);
    const std::uint32_t cosine = cosine_q30(point.lat_e7);
    std::uint32_t x = x_of(point.lon_e7);
    const std::int64_t y = std::int64_t{point.lat_e7} - south_e7_;
    const std::uint32_t inside_x = x <= width_ ? x : apart(x, 0) < apart(x, width_) ? 0u : width_;
    const std::int64_t column = inside_x / cell_x_;
    const std::int64_t row = std::clamp<std::int64_t>(y, 0, height_) / cell_y_;

    const auto look_in = [&](std::int64_t r, std::int64_t from, std::int64_t to) {
        const std::uint32_t begin = first_[static_cast<std::size_t>(r * columns_ + from)];
        const std::uint32_t end = first_[static_cast<std::size_t>(r * columns_ + to) + 1];
        for (std::uint32_t i = begin; i < end; ++i) {
            const Entry& entry = entries_[i];
            if ((entry.mask & wanted) == 0) continue;
            look(square_units(gap_e7(point.lat_e7, entry.at.lat_e7),
                              gap_e7(point.lon_e7, entry.at.lon_e7), cosine, entry.cosine),
                 entry.node);
        }
    };
    // Square rings around the point's cell, until nothing outside them can be nearer.
    for (std::int64_t ring = 0;; ++ring) {
        const std::int64_t west = std::max<std::int64_t>(column - ring, 0);
        const std::int64_t east = std::min(column + ring, columns_ - 1);
        const std::int64_t south = std::max<std::int64_t>(row - ring, 0);
        const std::int64_t north = std::min(row + ring, rows_ - 1);
        for (std::int64_t r = south; r <= north; ++r) {
            if (r == row - ring || r == row + ring) {
                look_in(r, west, east);
                continue;
            }
            if (column - ring >= 0) look_in(r, column - ring, column - ring);
            if (column + ring < columns_ && ring != 0) look_in(r, column + ring, column + ring);
        }
        const bool all = west == 0 && south == 0 && east == columns_ - 1 && north == rows_ - 1;
        if (all || bound(x, point.lat_e7, west, east, south, north) > enough()) break;
    }
}

std::optional<Snap> SnapGrid::nearest(Point point, Profile profile) const {
    if ((any_ & profile_bit(profile)) == 0) return std::nullopt;
    std::uint64_t best = ~std::uint64_t{0};
    std::uint32_t node = none;
    search(
        point, profile,
        [&](std::uint64_t square, std::uint32_t other) {
            if (square < best || (square == best && other < node)) {
                best = square;
                node = other;
            }
        },
        [&] { return best; });
    return Snap{node, units_to_dm(best)};
}

std::size_t SnapGrid::nearest_few(Point point, Profile profile, std::span<Snap> out) const {
    if (out.empty() || (any_ & profile_bit(profile)) == 0) return 0;
    using Found = std::pair<std::uint64_t, std::uint32_t>;
    std::vector<Found> best;  // a heap, the furthest in front
    search(
        point, profile,
        [&](std::uint64_t square, std::uint32_t node) {
            const Found found{square, node};
            if (best.size() == out.size()) {
                if (found >= best.front()) return;
                std::pop_heap(best.begin(), best.end());
                best.pop_back();
            }
            best.push_back(found);
            std::push_heap(best.begin(), best.end());
        },
        [&] { return best.size() == out.size() ? best.front().first : ~std::uint64_t{0}; });
    std::sort_heap(best.begin(), best.end());
    for (std::size_t i = 0; i < best.size(); ++i)
        out[i] = {best[i].second, units_to_dm(best[i].first)};
    return best.size();
}

}  // namespace muster::roads
