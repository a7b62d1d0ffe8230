// Responders. One overload per command: checks it, and emits what follows. A rejection means that
// nothing was emitted.
#pragma once

#include "engine/core/step.hpp"
#include "muster/responders.hpp"

namespace muster::core {

Rejection decide(Step& step, const RegisterResponder& command);
Rejection decide(Step& step, const UpdateResponder& command);
Rejection decide(Step& step, const SetDuty& command);
Rejection decide(Step& step, const OrderStandby& command);
Rejection decide(Step& step, const ReportPositions& command);

}  // namespace muster::core
