// A member who was merged into another is an alias: commands that name it mean the other.
#pragma once

#include <optional>

#include "engine/core/board.hpp"
#include "muster/command.hpp"

namespace muster::core {

// The same command with each alias replaced by whom it leads to, found by the description of the
// command; so no area has to think of it. Nothing when it names none.
[[nodiscard]] std::optional<Command> without_aliases(const Board& board, const Command& command);

}  // namespace muster::core
