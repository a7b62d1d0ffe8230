// All commands: for whoever deals with each of them. Names and fields are permanent: fields are
// added with defaults, never renamed or reused. A command that is refused changes nothing.
#pragma once

#include "muster/command.hpp"
#include "muster/devices.hpp"
#include "muster/dispatch.hpp"
#include "muster/registry.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"

namespace muster {

using Commands = Joined<ServiceCommands, RegistryCommands, DevicesCommands, RespondersCommands,
                        RequestsCommands, DispatchCommands>;
template <>
struct AllOf<CommandFamily> {
    using Types = Commands;
};

}  // namespace muster
