// Members and cards. One overload per command: checks it, and emits what follows. A rejection means
// that nothing was emitted.
#pragma once

#include "engine/core/step.hpp"
#include "muster/registry.hpp"

namespace muster::core {

Rejection decide(Step& step, const RegisterMember& command);
Rejection decide(Step& step, const UpdateMember& command);
Rejection decide(Step& step, const RemoveMember& command);
Rejection decide(Step& step, const IssueCard& command);
Rejection decide(Step& step, const RenewCard& command);
Rejection decide(Step& step, const RevokeCard& command);
Rejection decide(Step& step, const TapCard& command);

}  // namespace muster::core
