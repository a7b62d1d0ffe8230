#include "engine/roads/tiles/drawn_set.hpp"

#include <algorithm>

#include "engine/roads/tiles/simplify.hpp"

namespace muster::roads {
namespace {

constexpr std::size_t points_per_cell = 8;

}  // namespace

void DrawnSet::add(Drawn drawn, std::span<const Point> points) {
    drawn.first = static_cast<std::uint32_t>(points_.size());
    drawn.count = static_cast<std::uint32_t>(points.size());
    for (const Point point : points)
        points_.push_back(to_world(point));
    all_.push_back(drawn);
    std::vector<std::uint8_t> zooms;
    first_zooms(this->points(drawn), drawn.form == Form::area, zooms);
    zooms_.insert(zooms_.end(), zooms.begin(), zooms.end());
}

void DrawnSet::finish() {
    cells_ = WorldGrid(points_, points_per_cell);
    lists_ = list_by_cell(cells_.cell_count(), all_.size(), [this](std::uint32_t i, auto put) {
        const auto line = points(all_[i]);
        const auto put_run = [&](std::size_t first, std::size_t last) {
            for (std::size_t cell = first; cell <= last; ++cell)
                put(cell);
        };
        // An area covers cells that none of its sides passes.
        if (all_[i].form != Form::line) return cells_.each_run(box_around(line), put_run);
        for (std::size_t j = 1; j < line.size(); ++j)
            cells_.each_run(line[j - 1], line[j], put_run);
    });
}

void DrawnSet::find(const WorldBox& box, std::vector<std::uint32_t>& out) const {
    const auto before = static_cast<std::ptrdiff_t>(out.size());
    cells_.each_run(box, [&](std::size_t first, std::size_t last) {
        const auto begin = lists_.listed.begin();
        out.insert(out.end(), begin + lists_.first[first], begin + lists_.first[last + 1]);
    });
    std::sort(out.begin() + before, out.end());
    out.erase(std::unique(out.begin() + before, out.end()), out.end());
}

}  // namespace muster::roads
