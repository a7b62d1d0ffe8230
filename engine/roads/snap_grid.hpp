// The nearest node of a road map to a point, exactly, over a static grid.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/roads/cell_grid.hpp"
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
    // Shows every node of the profile in rings around the point to `look`(square, node), until
    // nothing further out has a square_units of at most `enough`().
    template <class Look, class Enough>
    void search(Point point, Profile profile, Look look, Enough enough) const;

    CellGrid cells_;
    std::uint8_t any_ = 0;  // profiles that have a node at all
    std::vector<std::uint32_t> first_;
    std::vector<Entry> entries_;
};

}  // namespace muster::roads
