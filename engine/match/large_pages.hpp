// Memory in large pages for tables that are read at random: with ordinary pages a lookup in a table
// of a hundred megabytes waits twice, for the page table and for the value.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <cstdlib>
#include <new>
#include <vector>

namespace muster::match {

constexpr std::size_t large_page_bytes = std::size_t{2} << 20;

// An allocator: blocks of at least a large page are aligned to it, and the system is asked to back
// them so (transparent huge pages; it may refuse, which only costs time). Smaller ones are
// ordinary. Throws std::bad_alloc.
template <class T>
struct LargePages {
    using value_type = T;  // NOLINT(readability-identifier-naming): the name allocators have

    LargePages() = default;
    template <class U>
    LargePages(const LargePages<U>&) {}  // NOLINT(google-explicit-constructor): as allocators are

    [[nodiscard]] T* allocate(std::size_t n) {
        const std::size_t bytes = n * sizeof(T);
        if (bytes < large_page_bytes) {
            return static_cast<T*>(::operator new (bytes, std::align_val_t{alignof(T)}));
        }
        const std::size_t whole = (bytes + large_page_bytes - 1) & ~(large_page_bytes - 1);
        void* memory = std::aligned_alloc(large_page_bytes, whole);
        if (memory == nullptr) throw std::bad_alloc();
        madvise(memory, whole, MADV_HUGEPAGE);
        return static_cast<T*>(memory);
    }

    void deallocate(T* memory, std::size_t n) {
        if (n * sizeof(T) < large_page_bytes) {
            ::operator delete (memory, std::align_val_t{alignof(T)});
        } else {
            std::free(memory);
        }
    }

    template <class U>
    bool operator==(const LargePages<U>&) const {
        return true;
    }
};

template <class T>
using LargeVector = std::vector<T, LargePages<T>>;

}  // namespace muster::match
