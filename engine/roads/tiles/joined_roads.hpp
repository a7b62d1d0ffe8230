// The roads of a map as lines to draw: the two directions of a road once, and what goes on as the
// same road in one line, not an arc at a time.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/roads/road_data.hpp"
#include "engine/roads/road_file.hpp"

namespace muster::roads {

struct JoinedRoad {
    RoadKind kind = RoadKind::unknown;
    std::uint32_t name = none;         // index of a string
    std::vector<std::uint32_t> nodes;  // at least two; a closed road ends where it begins
};

// Each stretch between two nodes is in one road once for its kind and name. A road goes on over a
// node along its way, or where that begins or ends along the only other road there that has its
// kind and name. The order depends on the map alone.
[[nodiscard]] std::vector<JoinedRoad> joined_roads(const RoadView& map);

}  // namespace muster::roads
