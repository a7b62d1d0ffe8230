// What is drawn from one zoom on, with a grid that finds what lies in a tile.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/roads/list_by_cell.hpp"
#include "engine/roads/road_data.hpp"
#include "engine/roads/tiles/world_grid.hpp"

namespace muster::roads {

enum class Form : std::uint8_t { point, line, area };

// A point, a line or an area, with its place among the points of its set.
struct Drawn {
    Form form = Form::line;
    std::uint32_t kind = 0;     // of its layer
    std::uint32_t name = none;  // index of a string
    std::uint32_t number = 0;   // of the place or the shape in the map
    std::uint32_t first = 0;
    std::uint32_t count = 0;
};

// Immutable once found() is asked.
class DrawnSet {
  public:
    // Precondition: at least one point. `first` and `count` are filled in.
    void add(Drawn drawn, std::span<const Point> points);
    // Once, after the last.
    void finish();

    [[nodiscard]] bool empty() const { return all_.empty(); }
    [[nodiscard]] const Drawn& operator[](std::uint32_t i) const { return all_[i]; }
    [[nodiscard]] std::span<const WorldPoint> points(const Drawn& drawn) const {
        return std::span(points_).subspan(drawn.first, drawn.count);
    }
    // The first zoom at which each of these points is drawn (first_zooms).
    [[nodiscard]] std::span<const std::uint8_t> zooms(const Drawn& drawn) const {
        return std::span(zooms_).subspan(drawn.first, drawn.count);
    }

    // Appends those that may lie in a box, each once, in their order.
    void find(const WorldBox& box, std::vector<std::uint32_t>& out) const;

  private:
    std::vector<Drawn> all_;
    std::vector<WorldPoint> points_;
    std::vector<std::uint8_t> zooms_;
    WorldGrid cells_;
    CellLists lists_;
};

}  // namespace muster::roads
