// Writes the full list of candidates of one decision to Step::trace, the slow way.
#pragma once

#include "engine/core/step.hpp"

namespace muster::core {

// Called between weighing and deciding: scratch.weighed holds the able candidates in order, of
// which the first `chosen` win. Precondition: step.trace is set.
void trace_decision(Step& step, Index request, std::uint32_t slot, std::size_t chosen);

}  // namespace muster::core
