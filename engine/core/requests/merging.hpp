// Two requests may tell of one incident: they become one, or the desk is asked.
#pragma once

#include <string>

#include "engine/core/step.hpp"

namespace muster::core {

// Merges a request that was just received into an open one if both surely tell of the same; else
// false, and the desk is asked where they may.
bool merge_into_same(Step& step, Index request);
// The same question about a request whose place became known: the desk is asked.
void look_for_duplicate(Step& step, Index request);
// Undoes the merge of a merged request.
[[nodiscard]] Rejection split(Step& step, Index request, const Personal<std::string>& reason);

}  // namespace muster::core
