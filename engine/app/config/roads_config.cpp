#include "engine/app/config/roads_config.hpp"

#include <string>

#include "engine/app/config/toml_source.hpp"
#include "engine/codec/json_reader.hpp"

namespace muster::app {

std::optional<ConfigProblem> load_road_rules(const std::filesystem::path& file,
                                             roads::OsmRules& out) {
    TomlSource source;
    if (auto wrong = source.read({file})) return wrong;
    std::string json;
    if (auto wrong = source.to_json(json)) return wrong;
    if (const auto wrong = codec::read(json, out, codec::Mode::strict))
        return source.problem_at(wrong->path, wrong->message);
    if (const auto wrong = roads::check(out))
        return source.problem_at(wrong->pointer, wrong->message);
    return std::nullopt;
}

}  // namespace muster::app
