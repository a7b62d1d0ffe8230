// `muster export fhir FILE`.
#pragma once

#include <string>

#include "engine/app/commands/cli.hpp"

namespace muster::app {

void export_fhir(Cli& cli, const std::string& url, const std::string& token,
                 const std::string& out);

}  // namespace muster::app
