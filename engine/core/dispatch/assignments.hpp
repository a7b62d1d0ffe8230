// Responders who were asked or sent are let go.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/step.hpp"

namespace muster::core {

// Unbinds the responder of a slot, who is then free.
void release(Step& step, Index request, std::uint32_t slot, ReleaseCause cause, std::string reason);
// After a request has ended: lets everybody go who was asked or sent.
void let_go(Step& step, Index request);
// The same for some of its slots, but nobody leaves who is on scene.
void let_go_of(Step& step, Index request, const std::vector<std::uint32_t>& slots);

}  // namespace muster::core
