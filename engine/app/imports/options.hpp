// Settings of imports that are sent to the running service.
#pragma once

#include <boost/describe/class.hpp>
#include <cstddef>

#include "muster/setting.hpp"

namespace muster::app {

// [imports].
struct ImportOptions {
    // Tables that wait while another is imported; more are refused with 503. Each is kept whole, so
    // that http.import_body_bytes times this is what they can take.
    Bounded<std::size_t, 1, 100> waiting_max = 4;
    // Imports whose reports are remembered, until the program ends.
    Bounded<std::size_t, 1, 1'000> kept = 20;
};
BOOST_DESCRIBE_STRUCT(ImportOptions, (), (waiting_max, kept))

}  // namespace muster::app
