// One TOML file straight into one described struct: the shortest way from a setting to its field.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "engine/app/config/problem.hpp"
#include "engine/app/config/toml_source.hpp"
#include "engine/codec/json_reader.hpp"
#include "muster/setting.hpp"

namespace muster::app {

// Reads the file over what `out` holds; a name that it does not have is an error. Then asks
// check(out), which is found beside the type. On an error `out` is partly filled.
template <class Settings>
[[nodiscard]] std::optional<ConfigProblem> load_toml(const std::filesystem::path& file,
                                                     Settings& out) {
    TomlSource source;
    if (auto wrong = source.read({file})) return wrong;
    std::string json;
    if (auto wrong = source.to_json(json)) return wrong;
    if (const auto wrong = codec::read(json, out, codec::Mode::strict)) {
        return source.problem_at(wrong->path, wrong->message);
    }
    if (const std::optional<SettingProblem> wrong = check(out)) {
        return source.problem_at(wrong->pointer, wrong->message);
    }
    return std::nullopt;
}

}  // namespace muster::app
