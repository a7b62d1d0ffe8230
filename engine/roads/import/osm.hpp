// Road graphs from OpenStreetMap files (.osm.pbf, .osm, .osm.bz2, .osm.gz).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "engine/roads/import/osm_rules.hpp"
#include "engine/roads/road_data.hpp"

namespace muster::roads {

struct OsmReport {
    std::uint64_t ways = 0;  // that somebody may use
    std::uint64_t turn_restrictions = 0;
    std::uint64_t banned_turns = 0;           // that they come to
    std::uint64_t restrictions_left_out = 0;  // with members that are not in the file, or apart
    std::uint64_t places = 0;
    std::uint64_t water = 0;
};

// done and total in bytes of the file, over both passes.
using ImportProgress = std::function<void(std::uint64_t done, std::uint64_t total)>;

// All four profiles. Nodes must come before ways, and ways before relations, as in every published
// extract. What is wrong, with the file's name, or nothing and the data. The same file and rules
// give the same data on every machine. libosmium decodes on threads of its own meanwhile.
[[nodiscard]] std::optional<std::string> import_osm(const std::string& file, const OsmRules& rules,
                                                    RoadData& out, OsmReport* report = nullptr,
                                                    const ImportProgress& progress = {});

}  // namespace muster::roads
