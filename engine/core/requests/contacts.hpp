// The chain of calls: the member, then the contacts, until somebody answers.
#pragma once

#include "engine/core/step.hpp"

namespace muster::core {

// The call that is due now in the chain, or the end of the chain.
void next_contact(Step& step, Index request);

}  // namespace muster::core
