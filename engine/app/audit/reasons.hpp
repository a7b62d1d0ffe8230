// Why something was looked at: what was said stands in the log, sealed, and not in the record of
// accesses, which is not.
#pragma once

#include <filesystem>
#include <vector>

#include "muster/access_record_port.hpp"

namespace muster::app {

// Of rows that name a record. One that cannot be read stays without its reason.
void add_reasons(const std::filesystem::path& folder, std::vector<AuditRow>& rows);

}  // namespace muster::app
