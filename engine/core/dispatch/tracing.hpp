// Writes the full list of candidates of one decision to Step::trace, the slow way.
#pragma once

#include <span>

#include "engine/core/step.hpp"

namespace muster::core {

// Called between weighing and deciding: scratch.weighed holds the able candidates in order, of
// which the first `chosen` win. Precondition: step.trace is set.
void trace_decision(Step& step, Index request, std::uint32_t slot, std::size_t chosen);

// The same of those responders alone, who are given in order of id and of whom `chosen` win;
// changes nothing. `counts` is left empty.
[[nodiscard]] DecisionTrace trace_of(Step& step, Index request, std::uint32_t slot,
                                     std::span<const Index> chosen,
                                     std::span<const Index> responders);
// What is to be said of a responder for a slot, but whether he is the best.
[[nodiscard]] Verdict verdict_on(const Step& step, Index responder, Index request,
                                 std::uint32_t slot);

}  // namespace muster::core
