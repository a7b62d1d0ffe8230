// Names that no earlier run had.
#pragma once

#include <cstddef>
#include <random>
#include <string>

namespace muster::app {

// `front`, and so many random letters.
[[nodiscard]] inline std::string random_name(std::string front, std::size_t letters) {
    std::random_device random;
    for (std::size_t i = 0; i < letters; ++i)
        front.push_back(static_cast<char>('a' + random() % 26));
    return front;
}

}  // namespace muster::app
