// `muster simulate --city`: policies compared on a real city.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/app/commands/cli.hpp"
#include "engine/codec/datum.hpp"

namespace muster::app {

struct CityArguments {
    std::string city;                          // empty = the demo city instead
    codec::Datum datum = codec::Datum::wgs84;  // of its tables
    std::string city_config;
    std::string policies = "closest,rolling,rolling+move_up";
    std::int64_t replications = 10;
    std::int64_t days = 20;
    std::int64_t warmup_days = 1;
    std::string rhythm;
    std::vector<std::int64_t> weights{8, 4, 3};
    std::vector<std::string> changes;
    unsigned threads = 2;
    std::string html;
    // These are options of the demo city too.
    std::int64_t load_permille = 1000;
    std::uint64_t seed = 1;
    bool json = false;
};

// Returns the option that chooses a real city.
Option add_city_options(Command command, CityArguments& args);
void simulate_city(Cli& cli, const CityArguments& args);

// "0.7" in thousandths; nothing when it is no number from 0 to 20.
[[nodiscard]] std::optional<std::int64_t> decimal_permille(const std::string& text);

}  // namespace muster::app
