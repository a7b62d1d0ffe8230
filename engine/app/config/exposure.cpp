#include "engine/app/config/exposure.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/ip/address.hpp>

#include "engine/net/file_rights.hpp"

namespace muster::app {
namespace {

bool is_loopback(const std::string& address) {
    boost::system::error_code error;
    const auto parsed = boost::asio::ip::make_address(address, error);
    return !error && parsed.is_loopback();
}

// Where TLS ends in a proxy; and a listener on the loopback that is reached from outside has one
// too.
bool stands_behind_a_proxy(const ServerConfig& server, bool speaks_tls) {
    return (!speaks_tls && server.public_url.starts_with("https:")) ||
           (is_loopback(server.address) && !server.public_url.empty());
}

}  // namespace

void keep_files_private() {
    umask(net::rights_of_others);
}

std::vector<std::string> exposures(const ServerConfig& server, bool speaks_tls) {
    std::vector<std::string> found;
    const bool proxied = server.public_url.starts_with("https://");
    if (!is_loopback(server.address) && !proxied && !speaks_tls) {
        found.push_back("server.address " + server.address +
                        " is reached from other machines without TLS: names, places and tokens "
                        "travel in the clear; give tls.certificate and tls.key, or put a reverse "
                        "proxy with TLS in front, listen on 127.0.0.1, and set server.public_url "
                        "to its https address");
    }
    if (stands_behind_a_proxy(server, speaks_tls) && server.trusted_proxies.empty()) {
        found.push_back(
            "server.trusted_proxies is empty, but server.public_url is " + server.public_url +
            ", so a reverse proxy stands in front: all its clients count as one address, and one "
            "of them can use up what the others have; name the address from which the proxy "
            "connects, such as [\"127.0.0.1\"]");
    }
    return found;
}

std::vector<std::string> exposures(const std::filesystem::path& data) {
    std::vector<std::string> found;
    if (geteuid() == 0) {
        found.push_back("running as root: a user of its own that owns " + data.string() +
                        " is enough and safer");
    }
    if (const unsigned rights = net::rights_of(data); (rights & net::rights_of_others) != 0) {
        found.push_back("the data folder " + data.string() + " has the rights " +
                        net::octal(rights) +
                        ", so others can look into it; chmod 700 would be right");
    }
    return found;
}

}  // namespace muster::app
