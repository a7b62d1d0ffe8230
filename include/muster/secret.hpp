// A secret of a setting: the configuration says where it is, and never what it is.
#pragma once

#include <boost/describe/class.hpp>
#include <string>

namespace muster {

// In the configuration: secret = { file = "secrets/pbx" } or { env = "MUSTER_PBX" }. A file is
// relative to the configuration, its content without the last line feed.
struct Secret {
    std::string file;
    std::string env;
    std::string value;  // filled by the program; empty = none was asked for
};
BOOST_DESCRIBE_STRUCT(Secret, (), (file, env))

}  // namespace muster
