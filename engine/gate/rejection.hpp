// What whoever sent a command is to make of its refusal, whatever the protocol. Pure; any thread.
#pragma once

#include "muster/enums.hpp"

namespace muster::gate {

// Whether the same command may be taken when it comes again soon, so that its sender is to keep it
// and repeat it: the service is busy, or not ready, or about to start anew.
//
// limit_reached is none of these. It is a standing limit, such as the list of unknown devices,
// which a person or days make room in, and no repetition does. A peer that kept repeating it would
// hold back all that it has to say behind it, other people's calls for help among them: a broker's
// queue, the buffer of an alarm panel. So it is answered as refused for good, counted and warned
// of.
[[nodiscard]] constexpr bool may_succeed_later(RejectReason reason) {
    return reason == RejectReason::overloaded || reason == RejectReason::stopping ||
           reason == RejectReason::not_ready;
}

}  // namespace muster::gate
