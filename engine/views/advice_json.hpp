// Whom the engine would send to the slots of a request, as JSON.
#pragma once

#include <string>
#include <vector>

#include "engine/core/board.hpp"
#include "engine/core/dispatch/advice.hpp"

namespace muster::views {

// {"request", "status", "at", "slots":[{"slot", "role", "fill", "status", "skills", "holder",
// "recommended", "would_ask", "by", "taken_from", "considered", "candidates":[{"responder", "name",
// "kind", "status", "request", "verdict", "skills_missing", "distance_m", "eta_ms", "penalty_ms",
// "cost_ms", "basis", "terms", "accepts_permille", "in_time_permille", "en", "zh"}], "counts":
// {verdict: number}}]}; names are not masked.
[[nodiscard]] std::string advice_json(const core::Board& board, const Request& request,
                                      const std::vector<core::SlotAdvice>& advice, TimePoint at);

}  // namespace muster::views
