// Road graphs from OpenStreetMap files (PBF, XML, o5m, OPL; packed by gzip or bzip2 or not).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "engine/roads/import/osm_report.hpp"
#include "engine/roads/import/osm_rules.hpp"
#include "engine/roads/road_data.hpp"

namespace muster::roads {

// done and total in bytes of the file, over both passes.
using ImportProgress = std::function<void(std::uint64_t done, std::uint64_t total)>;

// All four profiles. Objects may stand in any order and have any ids; coordinates may stand in
// nodes or in ways; what is deleted is left out, and so is what the file names and does not have:
// the report counts it. What is wrong, with the file's name, or nothing and the data. The same file
// and rules give the same data on every machine. libosmium decodes on threads of its own meanwhile.
[[nodiscard]] std::optional<std::string> import_osm(const std::string& file, const OsmRules& rules,
                                                    RoadData& out, OsmReport* report = nullptr,
                                                    const ImportProgress& progress = {});

}  // namespace muster::roads
