// Devices. One overload per command: checks it, and emits what follows. A rejection means that
// nothing was emitted.
#pragma once

#include "engine/core/step.hpp"
#include "muster/devices.hpp"

namespace muster::core {

Rejection decide(Step& step, const RegisterDevice& command);
Rejection decide(Step& step, const AssignDevice& command);
Rejection decide(Step& step, const RetireDevice& command);
Rejection decide(Step& step, const ReportDevice& command);

}  // namespace muster::core
