// Who made suggestions, and what follows from what happens to him.
#pragma once

#include <string>
#include <vector>

#include "engine/core/board.hpp"
#include "muster/thinktank.hpp"

namespace muster::core {

// Of a talent that is no member: who died or moved away, so that nobody can answer him.
[[nodiscard]] bool is_gone(const Board& board, TalentId talent);

// The same for all suggestions of one author: the member, else the talent, else the name. Whoever
// is not known any more is somebody by himself each time.
[[nodiscard]] std::string author_key(const Board& board, const Suggestion& suggestion);

}  // namespace muster::core
