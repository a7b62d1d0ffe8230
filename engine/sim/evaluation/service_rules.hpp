// The rules under which the engine serves a city of the evaluation: one kind of unit, one unit for
// each call, no volunteers, no chain of contacts, nothing that depends on who calls.
#pragma once

#include <array>
#include <cstdint>

#include "engine/sim/evaluation/city_model.hpp"
#include "muster/rules.hpp"

namespace muster::evaluation {

struct ServiceOptions {
    // Of a waiting high, medium and low call: points per millisecond, and what a late minute costs.
    std::array<std::int64_t, call_classes> weights{8, 4, 2};
    // How many of the classes, counted from P0, go before all others whatever their wait; P1 is a
    // high call.
    std::int64_t strict_classes = 1;
    // The policy's settings that are not the model's: DispatchRule as it would be in a service.
    DispatchRule dispatch;
};

// The name of the only service, skill and role.
constexpr Code service_code = "ambulance";

[[nodiscard]] Rules service_rules(const CityModel& model, Policy policy,
                                  const ServiceOptions& options);

}  // namespace muster::evaluation
