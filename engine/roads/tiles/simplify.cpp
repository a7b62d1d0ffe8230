#include "engine/roads/tiles/simplify.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace muster::roads {
namespace {

struct Vector {
    double x = 0;
    double y = 0;
};

// The shorter way around the world.
Vector between(WorldPoint from, WorldPoint to) {
    return {static_cast<double>(static_cast<std::int32_t>(to.x - from.x)),
            static_cast<double>(std::int64_t{to.y} - from.y)};
}

// Squared, from the stretch between two points.
double off_line(WorldPoint point, WorldPoint a, WorldPoint b) {
    const Vector along = between(a, b);
    const Vector at = between(a, point);
    const double whole = along.x * along.x + along.y * along.y;
    const double part =
        whole > 0 ? std::clamp((at.x * along.x + at.y * along.y) / whole, 0.0, 1.0) : 0.0;
    const double x = at.x - part * along.x;
    const double y = at.y - part * along.y;
    return x * x + y * y;
}

std::uint8_t zoom_of(double square) {
    std::uint32_t zoom = 0;
    while (zoom < tile_zoom_max) {
        const double seen = static_cast<double>(seen_units) * std::exp2(tile_shift(zoom));
        if (square > seen * seen) break;
        ++zoom;
    }
    return static_cast<std::uint8_t>(zoom);
}

struct Part {
    std::size_t first;
    std::size_t last;
    double at_most;  // squared: a bend is not seen before the one that it hangs on
};

void look_at(std::span<const WorldPoint> line, Part whole, std::vector<std::uint8_t>& out) {
    std::vector<Part> parts{whole};
    while (!parts.empty()) {
        const Part part = parts.back();
        parts.pop_back();
        if (part.last - part.first < 2) continue;
        double most = -1;
        std::size_t bend = part.first;
        for (std::size_t i = part.first + 1; i < part.last; ++i) {
            const double square = off_line(line[i], line[part.first], line[part.last]);
            if (square <= most) continue;
            most = square;
            bend = i;
        }
        most = std::min(most, part.at_most);
        out[bend] = zoom_of(most);
        parts.push_back({part.first, bend, most});
        parts.push_back({bend, part.last, most});
    }
}

}  // namespace

void first_zooms(std::span<const WorldPoint> line, bool is_ring, std::vector<std::uint8_t>& out) {
    constexpr double no_limit = std::numeric_limits<double>::max();
    out.assign(line.size(), 0);
    if (line.size() < 3) return;
    const std::size_t last = line.size() - 1;
    if (!is_ring) return look_at(line, {0, last, no_limit}, out);
    std::size_t furthest = 1;
    double most = -1;
    for (std::size_t i = 1; i < last; ++i) {
        const double square = off_line(line[i], line[0], line[0]);
        if (square <= most) continue;
        most = square;
        furthest = i;
    }
    look_at(line, {0, furthest, no_limit}, out);
    look_at(line, {furthest, last, no_limit}, out);
}

std::uint8_t first_zoom_of_size(std::span<const WorldPoint> line, std::uint32_t units) {
    double west = 0;
    double east = 0;
    double north = 0;
    double south = 0;
    for (const WorldPoint point : line) {
        const Vector at = between(line.front(), point);
        west = std::min(west, at.x);
        east = std::max(east, at.x);
        north = std::min(north, at.y);
        south = std::max(south, at.y);
    }
    const double size = std::max(east - west, south - north);
    std::uint32_t zoom = 0;
    while (zoom < tile_zoom_max && size < static_cast<double>(units) * std::exp2(tile_shift(zoom)))
        ++zoom;
    return static_cast<std::uint8_t>(zoom);
}

}  // namespace muster::roads
