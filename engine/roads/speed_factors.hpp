// Traffic and closures as factors on speeds, and the weights that follow from them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/roads/road_network.hpp"

namespace muster::roads {

// All factors are in permille of the usual speed: 1000 changes nothing, 500 is half the speed, 0
// closes. Where several hold, a factor of the way itself comes before those of zones, and of equals
// the slowest counts, so that their order means nothing.
struct SpeedFactors {
    static constexpr std::int64_t permille_max = 10'000;
    // Weights and areas are compared in 64 bits; a zone is smaller than this either way.
    static constexpr std::int64_t zone_span_max_e7 = 900'000'000;

    struct OfWay {
        std::int64_t way_id = 0;  // the source's number: an OpenStreetMap way
        std::int64_t permille = 1000;
    };
    // Holds every arc whose middle lies in the polygon (its end joins its start; a point on the
    // border may be in or out, always the same) or in the circle.
    struct Zone {
        std::vector<Point> polygon;  // three points or more, or none for a circle
        Point centre;
        Metres radius;
        std::int64_t permille = 1000;
    };

    std::vector<OfWay> ways;
    std::vector<Zone> zones;
    // Whom they slow down: profile_bit of each.
    std::uint8_t profiles = profile_bit(Profile::urgent) | profile_bit(Profile::normal);
};

// What is wrong with the factors, or nothing. A way that the map does not have is no error: feeds
// know more than one city.
[[nodiscard]] std::optional<std::string> check(const SpeedFactors& factors);

// The weights of a map under factors that `check` found right; profiles that are not slowed down
// keep an empty vector. Pure. Times are rounded up to the millisecond and end at max_weight_ms.
[[nodiscard]] RoadNetwork::Weights weights_with(const RoadMap& map, const SpeedFactors& factors);

// A network like `usual` at other speeds: what to swap in. Takes as long as building its
// hierarchies.
[[nodiscard]] std::shared_ptr<const RoadNetwork> network_with(const RoadNetwork& usual,
                                                              const SpeedFactors& factors);

}  // namespace muster::roads
