// The invariants of the board (design.md), checked the slow way from the entities alone.
#pragma once

#include <string>

#include "engine/core/board.hpp"
#include "engine/core/dispatch/journeys.hpp"

namespace muster::core {

// Empty when all hold; else the first that does not, with ids.
[[nodiscard]] std::string find_broken_invariant(const Board& board, Journeys& journeys);

}  // namespace muster::core
