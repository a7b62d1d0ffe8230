// What a caller promised. A broken promise is a fault in the program, and nothing right can follow.
#pragma once

#include <cstdlib>

namespace muster::match {

inline void must(bool holds) {
    if (!holds) std::abort();
}

}  // namespace muster::match
