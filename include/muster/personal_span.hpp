// Where a value about a person stands in a JSON text.
#pragma once

#include <cstddef>

namespace muster {

// In bytes from the start of the text: from its first byte to behind its last.
struct PersonalSpan {
    std::size_t begin = 0;
    std::size_t end = 0;
};

}  // namespace muster
