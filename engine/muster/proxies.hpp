// What an operator should know of reverse proxies in front of the service.
#pragma once

#include <string>
#include <vector>

#include "engine/muster/config.hpp"

namespace muster::app {

// A proxy that seems to be there and is not named; each sentence says what would be right.
[[nodiscard]] std::vector<std::string> proxy_warnings(const ServerConfig& server);

}  // namespace muster::app
