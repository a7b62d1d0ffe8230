// config/roads.toml: speeds and access for imports from OpenStreetMap.
#pragma once

#include <filesystem>
#include <optional>

#include "engine/app/config/problem.hpp"
#include "engine/roads/import/osm_rules.hpp"

namespace muster::app {

// Reads one file over the defaults that `out` holds.
[[nodiscard]] std::optional<ConfigProblem> load_road_rules(const std::filesystem::path& file,
                                                           roads::OsmRules& out);

}  // namespace muster::app
