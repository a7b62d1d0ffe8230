// The nearest node of a road map to a point, exactly, over a static grid.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "muster/enums.hpp"
#include "muster/units.hpp"

namespace muster::roads {

// Where a point meets the network.
struct Snap {
    std::uint32_t node = 0;
    std::uint32_t distance_dm = 0;  // along the ground, distance.hpp
};

class SnapGrid {
  public:
    // points and snap (profile_bit of the profiles that may snap to the node) are of one length.
    SnapGrid(std::span<const Point> points, std::span<const std::uint8_t> snap);

    // The node that `profile` may snap to with the least square_units (distance.hpp), of equals the
    // one with the lowest number. Nothing when the profile has no such node. Pure.
    [[nodiscard]] std::optional<Snap> nearest(Point point, Profile profile) const;
    // The out.size() nearest in the same order; how many there are. Pure.
    [[nodiscard]] std::size_t nearest_few(Point point, Profile profile, std::span<Snap> out) const;

  private:
    struct Entry {
        Point at;
        std::uint32_t cosine;
        std::uint32_t node;
        std::uint8_t mask;
    };
    // Where a point lies in the grid's own axes: units of 1e-7 degree from its south-west corner.
    // x is 0 to 360 degrees, so that a map across the antimeridian is in one piece.
    [[nodiscard]] std::uint32_t x_of(std::int32_t lon_e7) const;
    [[nodiscard]] std::uint64_t bound(std::uint32_t x, std::int32_t lat_e7, std::int64_t west,
                                      std::int64_t east, std::int64_t south,
                                      std::int64_t north) const;

    // Shows every node of the profile in rings around the point to `look`(square, node), until
    // nothing further out has a square_units of at most `enough`().
    template <class Look, class Enough>
    void search(Point point, Profile profile, Look look, Enough enough) const;

    std::int32_t west_e7_ = 0;
    std::int32_t south_e7_ = 0;
    std::uint32_t width_ = 0;
    std::uint32_t height_ = 0;
    std::uint32_t cell_x_ = 1;
    std::uint32_t cell_y_ = 1;
    std::int64_t columns_ = 1;
    std::int64_t rows_ = 1;
    std::uint32_t least_cosine_ = 0;
    std::uint8_t any_ = 0;  // profiles that have a node at all
    std::vector<std::uint32_t> first_;
    std::vector<Entry> entries_;
};

}  // namespace muster::roads
