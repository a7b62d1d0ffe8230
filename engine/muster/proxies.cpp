#include "engine/muster/proxies.hpp"

namespace muster::app {
namespace {

// TLS ends in a proxy, and a listener on the loopback that is reached from outside has one too.
bool stands_behind_a_proxy(const ServerConfig& server) {
    if (server.public_url.starts_with("https:")) return true;
    const bool loopback = server.address.starts_with("127.") || server.address == "::1";
    return loopback && !server.public_url.empty();
}

}  // namespace

std::vector<std::string> proxy_warnings(const ServerConfig& server) {
    if (!stands_behind_a_proxy(server) || !server.trusted_proxies.empty()) return {};
    return {"server.trusted_proxies is empty, but server.public_url is " + server.public_url +
            ", so a reverse proxy stands in front: all its clients count as one address, and one "
            "of them can use up what the others have; name the address from which the proxy "
            "connects, such as [\"127.0.0.1\"]"};
}

}  // namespace muster::app
