// What a device says beyond that it is alive, and what is done about it.
#pragma once

#include "engine/core/step.hpp"
#include "muster/devices.hpp"

namespace muster::core {

// Whether the device said last that this level is on.
[[nodiscard]] bool is_raised(const Device& device, const Code& code);
// A time by the clock of a device; 0 when it has not come yet.
[[nodiscard]] TimePoint believed(const Step& step, TimePoint by_device);

// Does what its rule says, and records it. Preconditions: the device is in use; a level changes.
void signal(Step& step, const Device& device, const SignalRule* rule, const SignalDevice& command);

}  // namespace muster::core
