// config/cities/: what the service of a city is like, for evaluations.
#pragma once

#include <filesystem>
#include <optional>

#include "engine/app/config/problem.hpp"
#include "engine/sim/evaluation/city_model.hpp"

namespace muster::app {

// Reads one file, which must say everything.
[[nodiscard]] std::optional<ConfigProblem> load_city_model(const std::filesystem::path& file,
                                                           evaluation::CityModel& out);

}  // namespace muster::app
