// The rules under which the engine serves a city of the evaluation: one kind of unit, one unit for
// each call, no volunteers, no chain of contacts, nothing that depends on who calls.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/sim/evaluation/city_bundle.hpp"
#include "muster/rules.hpp"

namespace muster::evaluation {

struct ServiceOptions {
    // Of a waiting high, medium and low call: points per millisecond, and what a late minute costs.
    std::array<std::int64_t, call_classes> weights{8, 4, 3};
    // Any rule by its name (pipeline/rule_change.hpp) and its value, such as "dispatch.switch_ms"
    // and "60000"; holds for all policies.
    std::vector<std::pair<std::string, std::string>> changes;
};

// A policy, and whether crews that come free are told where to stand by.
struct PolicyChoice {
    Policy policy = Policy::closest;
    bool move_up = false;
    bool operator==(const PolicyChoice&) const = default;
};
// "rolling", "rolling+move_up"
[[nodiscard]] std::string name_of(const PolicyChoice& choice);
// Nothing when that is no policy.
[[nodiscard]] std::optional<PolicyChoice> policy_named(std::string_view name);

// The name of the only service, skill and role.
constexpr Code service_code = "ambulance";

// What is wrong with the options, or nothing.
[[nodiscard]] std::optional<std::string> check(const CityModel& model,
                                               const ServiceOptions& options);

// Options that check() found right.
[[nodiscard]] Rules service_rules(const CityBundle& city, const PolicyChoice& choice,
                                  const ServiceOptions& options);

// Posts are the stations: their codes, and the station that a code belongs to.
[[nodiscard]] Code post_code(std::size_t station);
[[nodiscard]] std::size_t station_of(Code post);

}  // namespace muster::evaluation
