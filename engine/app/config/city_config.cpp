#include "engine/app/config/city_config.hpp"

#include "engine/app/config/load_toml.hpp"

namespace muster::app {

std::optional<ConfigProblem> load_city_model(const std::filesystem::path& file,
                                             evaluation::CityModel& out) {
    return load_toml(file, out);
}

}  // namespace muster::app
