// Limits of reads of the board.
#pragma once

#include <boost/describe/class.hpp>
#include <cstddef>

#include "muster/setting.hpp"

namespace muster::views {

// Of [reads].
struct ReadOptions {
    // Entities looked at for one page. A filter that matches little ends its page here, with fewer
    // items than asked for and a next_after to go on from: a read never holds up the engine.
    Bounded<std::size_t, 1, 10'000'000> scan_max = 20'000;
    // No setting: OpenAPI promises it.
    std::size_t page_max = 1'000;
};
BOOST_DESCRIBE_STRUCT(ReadOptions, (), (scan_max))

}  // namespace muster::views
