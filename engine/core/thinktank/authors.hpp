// Who made suggestions, and what follows from what happens to him.
#pragma once

#include <string>
#include <vector>

#include "engine/core/board.hpp"
#include "muster/thinktank.hpp"

namespace muster::core {

// The same for all suggestions of one author: the member, else the talent, else the name. Whoever
// is not known any more is somebody by himself each time.
[[nodiscard]] std::string author_key(const Board& board, const Suggestion& suggestion);

}  // namespace muster::core
