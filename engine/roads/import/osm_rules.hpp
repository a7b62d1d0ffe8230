// Who may go where and how fast, for imports from OpenStreetMap: what config/roads.toml says. Each
// field has its default here.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>

#include "muster/setting.hpp"

namespace muster::roads {

// One number per profile: km/h, or permille where the name says so. 0 km/h: may not go there.
struct ByProfile {
    std::int64_t urgent = 0;
    std::int64_t normal = 0;
    std::int64_t e_bike = 0;
    std::int64_t walk = 0;
};
BOOST_DESCRIBE_STRUCT(ByProfile, (), (urgent, normal, e_bike, walk))

// By the value of highway=*; ferry is route=ferry, and counts where no duration is tagged.
struct SpeedsByRoad {
    ByProfile motorway{120, 100, 0, 0};
    ByProfile trunk{100, 80, 20, 5};
    ByProfile primary{80, 60, 20, 5};
    ByProfile secondary{70, 50, 20, 5};
    ByProfile tertiary{60, 45, 20, 5};
    ByProfile unclassified{50, 40, 20, 5};
    ByProfile residential{45, 30, 18, 5};
    ByProfile living_street{25, 10, 12, 5};
    ByProfile service{25, 15, 15, 5};
    ByProfile track{20, 0, 12, 5};
    ByProfile pedestrian{10, 0, 8, 5};
    ByProfile cycleway{0, 0, 20, 5};
    ByProfile path{0, 0, 10, 5};
    ByProfile footway{0, 0, 0, 5};
    ByProfile steps{0, 0, 0, 2};
    ByProfile ferry{15, 15, 15, 15};
};
BOOST_DESCRIBE_STRUCT(SpeedsByRoad, (),
                      (motorway, trunk, primary, secondary, tertiary, unclassified, residential,
                       living_street, service, track, pedestrian, cycleway, path, footway, steps,
                       ferry))

struct OsmRules {
    SpeedsByRoad speeds;
    // Where the class of road says 0, but a tag allows the profile by name (bicycle=yes).
    ByProfile allowed_by_tag{15, 15, 10, 5};
    // Of a tagged maxspeed. E-bikes only slow down for one, walkers do not heed it.
    ByProfile of_limit_permille{1200, 900, 1000, 1000};
    // Ramps (motorway_link and the like), of their road's speed; where no maxspeed is tagged.
    std::int64_t link_permille = 700;
    // service=driveway, parking_aisle and the like: at most this, all but walkers.
    std::int64_t minor_service_km_per_h = 10;

    // Waiting for a ferry that does not say its interval; else half of that.
    std::int64_t ferry_wait_s = 300;

    // What urgent may use and normal may not.
    bool urgent_uses_bus_ways = true;
    bool urgent_uses_private_roads = true;
    bool urgent_obeys_turn_restrictions = true;

    // Longer stretches without a bend get nodes in between, to snap to.
    std::int64_t max_segment_m = 100;
    // A place that lies further off every road than this is answered for, but called doubtful.
    std::int64_t doubtful_off_road_m = 300;
};
BOOST_DESCRIBE_STRUCT(OsmRules, (),
                      (speeds, allowed_by_tag, of_limit_permille, link_permille,
                       minor_service_km_per_h, ferry_wait_s, urgent_uses_bus_ways,
                       urgent_uses_private_roads, urgent_obeys_turn_restrictions, max_segment_m,
                       doubtful_off_road_m))

[[nodiscard]] std::optional<SettingProblem> check(const OsmRules& rules);

}  // namespace muster::roads
