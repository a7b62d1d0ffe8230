// How fast the roads are at the moment: traffic and closures, as a feed or a supervisor tells them.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "muster/enums.hpp"
#include "muster/ids.hpp"
#include "muster/units.hpp"

namespace muster {

// Everything in permille of the usual speed: 1000 changes nothing, 500 is half the speed, 0 closes.
struct WaySpeed {
    std::int64_t way = 0;  // the map's own number of it: an OpenStreetMap way
    std::int64_t permille = 1000;
    bool operator==(const WaySpeed&) const = default;
};
BOOST_DESCRIBE_STRUCT(WaySpeed, (), (way, permille))

// Every stretch of road whose middle lies in the polygon (its end joins its start), or in the
// circle where there is no polygon.
struct ZoneSpeed {
    std::vector<Point> polygon;
    std::optional<Point> centre;
    Metres radius_m;
    std::int64_t permille = 1000;
    bool operator==(const ZoneSpeed&) const = default;
};
BOOST_DESCRIBE_STRUCT(ZoneSpeed, (), (polygon, centre, radius_m, permille))

// A way's own factor comes before those of zones; of equals the slowest counts. Replaces what was
// told before; nothing at all = the usual speeds again.
struct Speeds {
    std::vector<WaySpeed> ways;
    std::vector<ZoneSpeed> zones;
    std::vector<Profile> profiles;  // whom they slow down; none named: urgent and normal
    std::string reason;
    bool operator==(const Speeds&) const = default;
};
BOOST_DESCRIBE_STRUCT(Speeds, (), (ways, zones, profiles, reason))

// Speeds and the record that asked for them.
struct KnownSpeeds {
    SpeedsId id;
    Speeds speeds;
};
BOOST_DESCRIBE_STRUCT(KnownSpeeds, (), (id, speeds))

}  // namespace muster
