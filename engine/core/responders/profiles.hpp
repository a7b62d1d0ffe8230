// What other areas change of who somebody is.
#pragma once

#include "engine/core/step.hpp"
#include "muster/responders.hpp"

namespace muster::core {

// The profile is another one: ResponderUpdated. An offer to the responder is withdrawn, since what
// was asked no longer holds, and whoever can be served now is.
void replace_profile(Step& step, Index responder, ResponderProfile profile);

}  // namespace muster::core
