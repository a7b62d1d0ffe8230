// Road graphs from two tables:
//   nodes.csv  id, lon, lat (decimal degrees), off_road_access (1 = a call may snap here)
//   arcs.csv   from, to, urgent_ms, normal_ms (directed; both ids of nodes.csv)
// each with that line of names first. Node numbers of the map follow the order of nodes.csv.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "engine/roads/road_data.hpp"

namespace muster::roads {

// What is wrong as "FILE:LINE: why, and what is expected", or nothing and the data. `to_wgs84`
// turns the places of a table that has others into ours; null = they are WGS-84.
[[nodiscard]] std::optional<std::string> import_csv(
    const std::string& nodes_file, const std::string& arcs_file, RoadData& out,
    const std::function<Point(Point)>& to_wgs84 = nullptr);

}  // namespace muster::roads
