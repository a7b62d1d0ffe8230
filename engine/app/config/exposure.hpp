// What an operator should know of how open the service is: said at its start and by `config check`.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/app/config/config.hpp"

namespace muster::app {

// Files that this process makes from now on are for its own user only: they are about people.
void keep_files_private();

// Names and places would travel in the clear, a setting that cannot work as it stands...; each
// sentence says what would be right. Empty: nothing to say. `speaks_tls`: the listener itself does.
[[nodiscard]] std::vector<std::string> exposures(const ServerConfig& server, bool speaks_tls);

// The same of the process and its data folder, if it exists: run as root, readable by others.
[[nodiscard]] std::vector<std::string> exposures(const std::filesystem::path& data);

}  // namespace muster::app
