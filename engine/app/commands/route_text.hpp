// Road maps and routes for people and for map programs.
#pragma once

#include <string>

#include "engine/roads/road_map.hpp"
#include "engine/roads/road_times.hpp"

namespace muster::app {

// "42.5063000,1.5218000"
[[nodiscard]] std::string to_text(Point point);

// "urgent, normal"
[[nodiscard]] std::string profiles_text(const roads::RoadMap& map);

[[nodiscard]] std::string info_text(const std::string& file, const roads::RoadMap& map);
[[nodiscard]] std::string info_json(const roads::RoadMap& map);

// Time, distance, and the streets in their order with the time spent on each; then, in both
// languages, which end is doubtful.
[[nodiscard]] std::string route_text(const roads::RoadMap& map, const roads::Route& route,
                                     const std::string& from, const std::string& to,
                                     const std::string& profile);

// A FeatureCollection (RFC 7946): the way as a LineString, its ends as Points, a doubtful one with
// doubtful_off_road_m.
[[nodiscard]] std::string route_geojson(const roads::Route& route, const std::string& from,
                                        const std::string& to, const std::string& profile);

}  // namespace muster::app
