// What a gateway may say whose token is bound to devices.
#pragma once

#include <optional>
#include <string_view>

#include "engine/gate/fault.hpp"
#include "muster/access.hpp"
#include "muster/command.hpp"

namespace muster::gate {

// Why the command is not about one of the principal's devices, or nothing. What names no device
// such a principal may not send at all: a stolen token is worth no more than its devices are.
[[nodiscard]] std::optional<Fault> check_devices(const Command& command,
                                                 const Principal& principal);

// "A-17" is itself, "A-*" whatever begins with "A-".
[[nodiscard]] bool is_device_of(std::string_view pattern, std::string_view device);

}  // namespace muster::gate
