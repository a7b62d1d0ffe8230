// How often the program that links this asked for memory.
#pragma once

#include <cstddef>

namespace muster::match::test {

[[nodiscard]] std::size_t allocations();

}  // namespace muster::match::test
