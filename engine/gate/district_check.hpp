// What somebody who sees some districts only may send commands about.
#pragma once

#include <optional>

#include "engine/gate/fault.hpp"
#include "muster/access.hpp"
#include "muster/command.hpp"
#include "muster/ports.hpp"

namespace muster::gate {

// Why the command is about what does not exist for this principal, or nothing: each entity that it
// names must be one that the principal may read, and what lies in a district is put into one of its
// own. The fault's field points into the command.
[[nodiscard]] std::optional<Fault> check_districts(const Command& command,
                                                   const Principal& principal,
                                                   const QueryPort& queries);

}  // namespace muster::gate
