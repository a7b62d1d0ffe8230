#include "engine/app/commands/road_options.hpp"

#include <system_error>

#include "engine/pipeline/road_backup.hpp"

namespace muster::app {

Option add_roads_option(Command command, std::vector<std::string>& files) {
    return command
        .add_option("--roads", files,
                    "a road file that the log names, if its own folder roads does not have it; may "
                    "be repeated")
        .type_name("FILE")
        .one_value_each();
}

std::optional<std::string> open_library(const std::vector<std::string>& files,
                                        const std::filesystem::path& data,
                                        pipeline::RoadLibrary& out) {
    for (const std::string& file : files) {
        if (auto wrong = out.add_file(file)) return wrong;
    }
    std::error_code ignored;
    if (std::filesystem::is_regular_file(data, ignored)) {
        if (const log::LogError failed = pipeline::add_maps_inside(data, out)) {
            return failed.message;
        }
    }
    out.add_folder(pipeline::roads_folder(data));
    return std::nullopt;
}

}  // namespace muster::app
