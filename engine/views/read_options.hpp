// Limits of reads of the board.
#pragma once

#include <cstddef>

namespace muster::views {

struct ReadOptions {
    // Entities looked at for one page. A filter that matches little ends its page here, with fewer
    // items than asked for and a next_after to go on from: a read never holds up the engine.
    std::size_t scan_max = 20'000;
    std::size_t page_max = 1'000;
};

}  // namespace muster::views
