#include "engine/roads/snap_grid.hpp"

#include <algorithm>
#include <cstdlib>

#include "engine/roads/distance.hpp"
#include "engine/roads/road_data.hpp"

namespace muster::roads {
namespace {

constexpr std::uint64_t nodes_per_cell = 2;

std::vector<Point> with_snap(std::span<const Point> points, std::span<const std::uint8_t> snap) {
    if (points.size() != snap.size()) std::abort();
    std::vector<Point> found;
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (snap[i] != 0) found.push_back(points[i]);
    }
    return found;
}

}  // namespace

SnapGrid::SnapGrid(std::span<const Point> points, std::span<const std::uint8_t> snap)
    : cells_(with_snap(points, snap), nodes_per_cell), first_(cells_.cell_count() + 1, 0) {
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (snap[i] == 0) continue;
        any_ = static_cast<std::uint8_t>(any_ | snap[i]);
        ++first_[cells_.cell_of(points[i]) + 1];
    }
    for (std::size_t i = 1; i < first_.size(); ++i)
        first_[i] += first_[i - 1];
    entries_.resize(first_.back());
    std::vector<std::uint32_t> next(first_.begin(), first_.end() - 1);
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (snap[i] == 0) continue;
        entries_[next[cells_.cell_of(points[i])]++] = {points[i], cosine_q30(points[i].lat_e7),
                                                       static_cast<std::uint32_t>(i), snap[i]};
    }
}

template <class Look, class Enough>
void SnapGrid::search(Point point, Profile profile, Look look, Enough enough) const {
    const std::uint8_t wanted = profile_bit(profile);
    const std::uint32_t cosine = cosine_q30(point.lat_e7);
    const auto look_in = [&](std::size_t from, std::size_t to) {
        for (std::uint32_t i = first_[from]; i < first_[to + 1]; ++i) {
            const Entry& entry = entries_[i];
            if ((entry.mask & wanted) == 0) continue;
            look(square_units(gap_e7(point.lat_e7, entry.at.lat_e7),
                              gap_e7(point.lon_e7, entry.at.lon_e7), cosine, entry.cosine),
                 entry.node);
        }
    };
    cells_.search(point, cosine, cells_.least_cosine(), look_in,
                  [&](std::uint64_t bound) { return bound > enough(); });
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
