// Who looks after a device that needs care.
#pragma once

#include <string>

#include "engine/core/step.hpp"
#include "muster/devices.hpp"

namespace muster::core {

// Request::device of such a request: not the key, which may name a person.
[[nodiscard]] std::string name_for_requests(DeviceId device);

// The request for the care of this device: the open one, else one that is made now. 0 when the
// rules name no service for it, or no request can be taken down.
RequestId ask_for_maintenance(Step& step, const Device& device);

}  // namespace muster::core
