// The rules under which the engine serves a city of the evaluation: one kind of unit, one unit for
// each call, no volunteers, no chain of contacts, nothing that depends on who calls.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/sim/evaluation/city_model.hpp"
#include "muster/rules.hpp"

namespace muster::evaluation {

struct ServiceOptions {
    // Of a waiting high, medium and low call: points per millisecond, and what a late minute costs.
    std::array<std::int64_t, call_classes> weights{8, 4, 2};
    // Any rule by its name (pipeline/rule_change.hpp) and its value, such as "dispatch.switch_ms"
    // and "60000"; holds for all policies.
    std::vector<std::pair<std::string, std::string>> changes;
};

// The name of the only service, skill and role.
constexpr Code service_code = "ambulance";

// What is wrong with the options, or nothing.
[[nodiscard]] std::optional<std::string> check(const CityModel& model,
                                               const ServiceOptions& options);

// Options that check() found right.
[[nodiscard]] Rules service_rules(const CityModel& model, Policy policy,
                                  const ServiceOptions& options);

}  // namespace muster::evaluation
