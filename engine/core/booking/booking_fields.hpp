// What commands that book have in common.
#pragma once

#include <vector>

#include "engine/core/step.hpp"

namespace muster::core {

// It can be booked: unknown_service, or invalid_field where none is named.
[[nodiscard]] Rejection check_bookable(const Step& step, Code service);
[[nodiscard]] Rejection check_skills(const Step& step, const std::vector<Code>& skills);
[[nodiscard]] Rejection check_eligible(const Step& step, const BookableService& service,
                                       const Member& member, TimePoint on);

}  // namespace muster::core
