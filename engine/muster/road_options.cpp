#include "engine/muster/road_options.hpp"

namespace muster::app {

CLI::Option* add_roads_option(CLI::App& command, std::vector<std::string>& files) {
    return command
        .add_option("--roads", files,
                    "a road file that the log names, if its own folder roads does not have it; may "
                    "be repeated")
        ->type_name("FILE")
        ->allow_extra_args(false);
}

std::optional<std::string> open_library(const std::vector<std::string>& files,
                                        const std::filesystem::path& data,
                                        pipeline::RoadLibrary& out) {
    for (const std::string& file : files) {
        if (auto wrong = out.add_file(file)) return wrong;
    }
    out.add_folder(pipeline::roads_folder(data));
    return std::nullopt;
}

}  // namespace muster::app
