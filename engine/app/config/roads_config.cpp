#include "engine/app/config/roads_config.hpp"

#include "engine/app/config/load_toml.hpp"

namespace muster::app {

std::optional<ConfigProblem> load_road_rules(const std::filesystem::path& file,
                                             roads::OsmRules& out) {
    return load_toml(file, out);
}

}  // namespace muster::app
