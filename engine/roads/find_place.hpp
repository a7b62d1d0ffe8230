// Points by the names that people know: places and streets of a road map.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/roads/road_map.hpp"

namespace muster::roads {

struct NamedPoint {
    std::string name;
    std::string_view what;  // "village", "street", ...
    Point at;
};

struct Found {
    // One: this is it. Several: the name means all of these. None: nothing has the name.
    std::vector<NamedPoint> exact;
    // Where nothing has the name: names that contain it, at most `similar_max`.
    std::vector<NamedPoint> similar;
    static constexpr std::size_t similar_max = 8;
};

// By any of their names: alternative, old, official and short ones, English and Chinese ones.
// Width, case, accents, blanks and hyphens do not matter (fold_name.hpp). Places come before
// streets of the same name. A street is found at the middle of it; equal names far from each other
// are different streets.
[[nodiscard]] Found find_place(const RoadMap& map, std::string_view name);

// Everything that has a name, once each, with its other names: places by importance, then streets
// in the order of their names.
struct MapName {
    NamedPoint point;
    std::vector<std::string> others;
};
[[nodiscard]] std::vector<MapName> all_names(const RoadMap& map);

}  // namespace muster::roads
