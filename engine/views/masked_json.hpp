// Masked JSON of an event as a plain function; the rules are in masking.hpp.
#pragma once

#include <string>

#include "muster/command.hpp"
#include "muster/dispatch.hpp"
#include "muster/event.hpp"
#include "muster/registry.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"

namespace muster::views {

// Appends one JSON value.
void write_masked(std::string& out, const Event& event);

}  // namespace muster::views
