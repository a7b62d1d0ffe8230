// --datum NAME: the system of coordinates of the places that a command is given.
#pragma once

#include <string>

#include "engine/app/commands/cli.hpp"
#include "engine/codec/datum.hpp"

namespace muster::app {

// `places` says which these are. A name that is not known is refused with those that are.
Option add_datum_option(Command command, const std::string& places, codec::Datum& out);

}  // namespace muster::app
