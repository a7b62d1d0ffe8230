// The ground of the demo city: districts, water, roads and bridges, drawn by hand to resemble
// Yangzhou from afar and to be no map of it. Everything here is synthetic and says so.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "muster/ids.hpp"
#include "muster/units.hpp"

namespace muster::sim {

// Degrees with four places: 32.3942 is at(32'3942, ...).
constexpr Point at(std::int32_t lat_e4, std::int32_t lon_e4) {
    return {lat_e4 * 1000, lon_e4 * 1000};
}

struct Name {
    std::string_view en;
    std::string_view zh;
};

struct District {
    Code code;
    Name name;
    Point centre;
    std::uint32_t weight = 0;  // of the people looked after, in hundredths
    std::span<const Point> outline;
};

struct Line {
    Name name;
    std::string_view
        kind;  // roads: "motorway", "trunk", "primary"; water: "river", "canal", "lake"
    std::span<const Point> points;  // a lake: its shore, closed
};

struct Bridge {
    Name name;
    Point at;
};

struct Geography {
    Point south_west;
    Point north_east;
    std::span<const District> districts;
    std::span<const Line> water;
    std::span<const Line> roads;
    std::span<const Bridge> bridges;  // over the canal, from north to south
};

// Of static storage; the same for every seed.
[[nodiscard]] const Geography& geography();

// Nobody lives in the lake, in the river, or outside the districts.
[[nodiscard]] bool is_dry_land(Point point);

[[nodiscard]] bool is_in_lake(Point point);

// Whether a way from one to the other crosses the canal.
[[nodiscard]] bool is_across_canal(Point from, Point to);

}  // namespace muster::sim
