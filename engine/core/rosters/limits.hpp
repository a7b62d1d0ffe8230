// What a responder's hours of work allow. Pure questions; nothing is changed.
#pragma once

#include <string>

#include "engine/core/board.hpp"
#include "muster/rosters.hpp"

namespace muster::core {

// Which limit of WorkRule the stretch would break, besides the shifts that are planned, in words;
// empty when none. `except` is not counted.
[[nodiscard]] std::string limit_broken(const Board& board, ResponderId responder, TimePoint from,
                                       TimePoint until, ShiftId except = {});

// Why the responder should not come on duty now: away, or not rested. Empty when nothing speaks
// against it.
[[nodiscard]] std::string not_fit_for_duty(const Board& board, ResponderId responder,
                                           TimePoint now);

}  // namespace muster::core
