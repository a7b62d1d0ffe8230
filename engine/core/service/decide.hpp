// Rules, speeds and time. One overload per command: checks it, and emits what follows. A rejection
// means that nothing was emitted.
#pragma once

#include "engine/core/step.hpp"
#include "muster/service.hpp"

namespace muster::core {

Rejection decide(Step& step, const LoadRules& command);
Rejection decide(Step& step, const Tick& command);
Rejection decide(Step& step, const SetSpeeds& command);
Rejection decide(Step& step, const UseSpeeds& command);

}  // namespace muster::core
