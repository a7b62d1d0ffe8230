// --datum NAME: the system of coordinates of the places that a command is given.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "engine/codec/datum.hpp"

namespace muster::app {

// `places` says which these are. A name that is not known is refused with those that are.
CLI::Option* add_datum_option(CLI::App& command, const std::string& places, codec::Datum& out);

}  // namespace muster::app
