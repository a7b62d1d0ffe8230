#include "engine/app/config/exposure.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/ip/address.hpp>
#include <cstdio>

namespace muster::app {
namespace {

constexpr unsigned others = S_IRWXG | S_IRWXO;

// The rights, such as 0750; 0 where there is no such file.
unsigned rights_of(const std::filesystem::path& path) {
    struct stat found {};
    if (stat(path.c_str(), &found) != 0) return 0;
    return found.st_mode & (S_IRWXU | S_IRWXG | S_IRWXO);
}

std::string octal(unsigned rights) {
    std::array<char, 8> text{};
    std::snprintf(text.data(), text.size(), "0%03o", rights);
    return text.data();
}

bool is_loopback(const std::string& address) {
    boost::system::error_code error;
    const auto parsed = boost::asio::ip::make_address(address, error);
    return !error && parsed.is_loopback();
}

// TLS ends in a proxy, and a listener on the loopback that is reached from outside has one too.
bool stands_behind_a_proxy(const ServerConfig& server) {
    return server.public_url.starts_with("https:") ||
           (is_loopback(server.address) && !server.public_url.empty());
}

}  // namespace

void keep_files_private() {
    umask(others);
}

std::vector<std::string> exposures(const ServerConfig& server) {
    std::vector<std::string> found;
    const bool proxied = server.public_url.starts_with("https://");
    if (!is_loopback(server.address) && !proxied) {
        found.push_back("server.address " + server.address +
                        " is reached from other machines without TLS: names, places and tokens "
                        "travel in the clear; put a reverse proxy with TLS in front, listen on "
                        "127.0.0.1, and set server.public_url to its https address");
    }
    if (stands_behind_a_proxy(server) && server.trusted_proxies.empty()) {
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
    if (const unsigned rights = rights_of(data); (rights & others) != 0) {
        found.push_back("the data folder " + data.string() + " has the rights " + octal(rights) +
                        ", so others can look into it; chmod 700 would be right");
    }
    return found;
}

std::string too_open(const std::filesystem::path& secret) {
    const unsigned rights = rights_of(secret);
    if ((rights & others) == 0) return {};
    return "has the rights " + octal(rights) + ", so others can read it; chmod 600 would be right";
}

}  // namespace muster::app
