// --roads FILE: the road maps that a command may use beside those in the folder of the log.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/app/commands/cli.hpp"
#include "engine/pipeline/road_library.hpp"

namespace muster::app {

Option add_roads_option(Command command, std::vector<std::string>& files);

// Fills the library with these files and with what is kept in the folder of the log, or inside it
// where `data` is a backup. What is wrong with a file, or nothing.
[[nodiscard]] std::optional<std::string> open_library(const std::vector<std::string>& files,
                                                      const std::filesystem::path& data,
                                                      pipeline::RoadLibrary& out);

}  // namespace muster::app
