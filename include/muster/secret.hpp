// A secret of a setting: the configuration says where it is, and never what it is.
#pragma once

#include <boost/describe/class.hpp>
#include <cstddef>
#include <string>

namespace muster {

// In the configuration: secret = { file = "secrets/pbx" } or { env = "MUSTER_PBX" }. A file is
// relative to the configuration, its content without the last line feed.
struct Secret {
    std::string file{};
    std::string env{};
    std::string value{};  // filled by the program; empty = none was asked for
    // Of one that is ours to choose. Of a password that a device's or a broker's rules bound it is
    // 1, since some of them take no more than 8 characters.
    std::size_t shortest_bytes = 16;
};
BOOST_DESCRIBE_STRUCT(Secret, (), (file, env))

}  // namespace muster
