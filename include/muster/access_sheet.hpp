// What the log knows of the record of accesses.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <string>

#include "muster/units.hpp"

namespace muster {

// A closed sheet of the record of accesses. The digest covers that of the sheet before it, so the
// last one proves all of them.
struct AccessSheet {
    std::uint64_t number = 0;  // from 1
    std::string digest;        // SHA-256, 64 hexadecimal digits
    std::uint64_t rows = 0;
    TimePoint until;  // when it was closed, by the system's clock
    bool operator==(const AccessSheet&) const = default;
};
BOOST_DESCRIBE_STRUCT(AccessSheet, (), (number, digest, rows, until))

}  // namespace muster
