// What is kept of a volunteer: hours, stars, and whether anything is offered to him.
#pragma once

#include "engine/core/kernel/look_up.hpp"
#include "engine/core/step.hpp"
#include "muster/service_records.hpp"

namespace muster::core {

[[nodiscard]] constexpr VolunteerStandingId standing_of(ResponderId volunteer) {
    return {volunteer.value};
}

constexpr EntityWords volunteer_words{"volunteer", "/volunteer", RejectReason::unknown_responder};

// Nothing is offered to the volunteer.
[[nodiscard]] bool is_suspended(const Board& board, ResponderId volunteer);

// So many minutes more were approved, or reversed, in so many services more. Emits it.
struct HoursChange {
    std::int64_t approved_min = 0;
    std::int64_t reversed_min = 0;
    std::int64_t services = 0;
};
void change_hours(Step& step, ResponderId volunteer, HoursChange by);

}  // namespace muster::core
