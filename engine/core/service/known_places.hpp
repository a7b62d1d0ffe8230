// Where the city is, from the places that are known: homes of members, posts, points of demand.
// Coarse on purpose. It tells a wrong continent from the right district, and one wrong home does
// not stretch it over half of the world, as it would a rectangle around all of them.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>

#include "muster/units.hpp"

namespace muster::core {

// How many places lie in each square of a degree (111 km from south to north).
class KnownPlaces {
  public:
    void add(Point place) { ++counts_[square_of(place)]; }
    // Precondition: it was added.
    void remove(Point place) {
        const auto square = counts_.find(square_of(place));
        if (--square->second == 0) counts_.erase(square);
    }
    [[nodiscard]] bool empty() const { return counts_.empty(); }
    // A known place lies in the same square or in one beside it.
    [[nodiscard]] bool is_near(Point place) const {
        const std::uint32_t square = square_of(place);
        if (counts_.contains(square)) return true;
        for (const std::uint32_t row : {square - columns, square, square + columns}) {
            for (const std::uint32_t beside : {row - 1, row, row + 1})
                if (counts_.contains(beside)) return true;
        }
        return false;
    }
    bool operator==(const KnownPlaces&) const = default;

  private:
    static constexpr std::uint32_t side = 10'000'000;
    // One more than there are, so that the last square of a row is not beside the first of the
    // next. At the antimeridian a place is near only to those on its own side.
    static constexpr std::uint32_t columns = 3'600'000'000u / side + 2;

    [[nodiscard]] static std::uint32_t square_of(Point place) {
        const auto north = static_cast<std::uint32_t>(place.lat_e7 + 900'000'000);
        const auto east = static_cast<std::uint32_t>(place.lon_e7 + std::int64_t{1'800'000'000});
        return (north / side + 1) * columns + east / side;
    }

    boost::unordered_flat_map<std::uint32_t, std::uint32_t> counts_;
};

}  // namespace muster::core
