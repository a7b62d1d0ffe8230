// Straight lines on the ground in a static grid: which are near a point, and which does a line
// cross?
//
// Around the point that is asked about the ground is taken as flat: a degree of longitude is as
// long as at its latitude. Over the kilometres that matter here that is exact to a millionth.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/roads/cell_grid.hpp"
#include "muster/units.hpp"

namespace muster::roads {

struct Segment {
    Point a;
    Point b;
};

// The point of a segment that is nearest to another point.
struct Foot {
    std::uint64_t square = 0;    // of the distance, in (1e-7 degree of a great circle)^2
    std::uint32_t part_q20 = 0;  // from a (0) to b (part_whole)
    static constexpr std::uint32_t part_whole = 1u << 20;
};

// Nothing for one that is longer than some 6,000 km.
[[nodiscard]] std::optional<Foot> foot_of(Point point, const Segment& segment);
// The point at a part of a segment; its very ends are exact.
[[nodiscard]] Point point_at(const Segment& segment, std::uint32_t part_q20);

class SegmentGrid {
  public:
    explicit SegmentGrid(std::vector<Segment> segments);

    [[nodiscard]] std::span<const Segment> segments() const { return segments_; }

    // look(index, foot) for segments from near to far, for one perhaps more than once; after each
    // ring of cells done(bound), which ends the search by returning true: what was not shown yet is
    // at least so far away (as Foot::square).
    template <class Look, class Done>
    void search(Point point, Look look, Done done) const {
        const std::uint32_t cosine = cosine_q30(point.lat_e7);
        const auto look_in = [&](std::size_t from, std::size_t to) {
            for (std::uint32_t i = first_[from]; i < first_[to + 1]; ++i) {
                if (const auto foot = foot_of(point, segments_[listed_[i]]))
                    look(listed_[i], *foot);
            }
        };
        cells_.search(point, cosine, cosine, look_in, done);
    }

    // Whether the line from a to b crosses or touches one of the segments.
    [[nodiscard]] bool crossed_by(Point a, Point b) const;

  private:
    std::vector<Segment> segments_;
    CellGrid cells_;
    std::vector<std::uint32_t> first_;
    std::vector<std::uint32_t> listed_;
};

}  // namespace muster::roads
