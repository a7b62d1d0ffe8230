// How what a device, a reader or an exchange sent reaches the engine. They have no token: their
// adapter answers for who they are, and they may send what the role `adapter` may.
#pragma once

#include <functional>
#include <optional>

#include "engine/gate/fault.hpp"
#include "muster/command.hpp"
#include "muster/ports.hpp"

namespace muster::gate {

// As admit(), in the role `adapter`. It knows nobody's own offers or requests, so nothing is asked.
[[nodiscard]] std::optional<Fault> admit_of_device(const Command& command);

// Submits it if it is admitted. Else `done` is told at once, as of any refusal for good:
// not_eligible.
void submit_of_device(CommandPort& commands, Submission submission,
                      std::function<void(const Outcome&)> done);

}  // namespace muster::gate
