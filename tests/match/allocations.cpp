#include "tests/match/allocations.hpp"

#include <cstdlib>
#include <new>

namespace {

std::size_t count = 0;

}  // namespace

void* operator new(std::size_t size) {
    ++count;
    if (void* at = std::malloc(size)) return at;
    throw std::bad_alloc();
}

void operator delete(void* at) noexcept {
    std::free(at);
}

void operator delete(void* at, std::size_t) noexcept {
    std::free(at);
}

namespace muster::match::test {

std::size_t allocations() {
    return count;
}

}  // namespace muster::match::test
