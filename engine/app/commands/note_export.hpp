// That something was taken out of the service on the command line goes into the record of accesses.
#pragma once

#include <string>

#include "engine/app/commands/cli.hpp"

namespace muster::app {

// To be called before it is taken out: what cannot be written down is not given. False then, and
// the command has failed.
[[nodiscard]] bool note_export(Cli& cli, const std::string& data, const std::string& about);

}  // namespace muster::app
