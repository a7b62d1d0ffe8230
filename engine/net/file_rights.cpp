#include "engine/net/file_rights.hpp"

#include <sys/stat.h>

#include <array>
#include <cstdio>

namespace muster::net {

unsigned rights_of(const std::filesystem::path& path) {
    struct stat found {};
    if (stat(path.c_str(), &found) != 0) return 0;
    return found.st_mode & (S_IRWXU | S_IRWXG | S_IRWXO);
}

std::string octal(unsigned rights) {
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "0%03o", rights);
    return text.data();
}

std::string too_open(const std::filesystem::path& secret) {
    const unsigned rights = rights_of(secret);
    if ((rights & rights_of_others) == 0) return {};
    return "has the rights " + octal(rights) + ", so others can read it; chmod 600 would be right";
}

}  // namespace muster::net
