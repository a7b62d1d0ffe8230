// Offers and assignments. One overload per command: checks it, and emits what follows. A rejection
// means that nothing was emitted.
#pragma once

#include "engine/core/step.hpp"
#include "muster/dispatch.hpp"

namespace muster::core {

Rejection decide(Step& step, const AcceptOffer& command);
Rejection decide(Step& step, const DeclineOffer& command);
Rejection decide(Step& step, const AssignResponder& command);
Rejection decide(Step& step, const ReleaseResponder& command);
Rejection decide(Step& step, const AcknowledgeAssignment& command);
Rejection decide(Step& step, const ReportEnRoute& command);
Rejection decide(Step& step, const ReportOnScene& command);
Rejection decide(Step& step, const CompleteAssignment& command);

}  // namespace muster::core
