// Makes advice.hpp's answers with the code that decides.
#pragma once

#include <vector>

#include "engine/core/dispatch/advice.hpp"
#include "engine/core/step.hpp"

namespace muster::core {

// Preconditions: step.presumed is set and empty, so that nothing can be emitted; the request has a
// place and has not ended; a slot that the query names exists, and nobody is there yet.
[[nodiscard]] std::vector<SlotAdvice> advise(Step& step, Index request, const AdviceQuery& query);

}  // namespace muster::core
