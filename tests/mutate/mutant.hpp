// What a mutated source asks: is this the mutant that runs? All mutants of a program are compiled
// at once; MUSTER_MUTANT names the one to be, and without it the program is as written. With
// MUSTER_MUTANTS_REACHED, a file of one byte for each mutant, the byte of each one that was asked
// for is set: in memory that is shared, so that it is seen of a process that was killed too.
#pragma once

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <atomic>
#include <cstdlib>

// Both ways of a place are compiled; what warnings say of the changed one is of no use.
#pragma GCC diagnostic ignored "-Wbool-compare"
#pragma GCC diagnostic ignored "-Wbool-operation"
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wduplicated-branches"
#pragma GCC diagnostic ignored "-Wextra"
#pragma GCC diagnostic ignored "-Wfree-nonheap-object"
#pragma GCC diagnostic ignored "-Wimplicit-fallthrough"
#pragma GCC diagnostic ignored "-Wint-in-bool-context"
#pragma GCC diagnostic ignored "-Wlogical-not-parentheses"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wnarrowing"
#pragma GCC diagnostic ignored "-Wnonnull"
#pragma GCC diagnostic ignored "-Wnull-dereference"
#pragma GCC diagnostic ignored "-Wparentheses"
#pragma GCC diagnostic ignored "-Wreturn-type"
#pragma GCC diagnostic ignored "-Wsign-compare"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wstringop-overread"
#pragma GCC diagnostic ignored "-Wtype-limits"
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wunused-value"
#pragma GCC diagnostic ignored "-Wunused-variable"

namespace muster_mutate {

struct Trial {
    int chosen = 0;
    int count = 0;
    unsigned char* reached = nullptr;

    Trial() {
        if (const char* number = std::getenv("MUSTER_MUTANT")) chosen = std::atoi(number);
        const char* name = std::getenv("MUSTER_MUTANTS_REACHED");
        if (!name) return;
        const int file = ::open(name, O_RDWR | O_CLOEXEC);
        struct stat about {};
        if (file < 0 || ::fstat(file, &about) != 0) std::abort();
        const auto size = static_cast<std::size_t>(about.st_size);
        void* shared = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        if (shared == MAP_FAILED) std::abort();
        reached = static_cast<unsigned char*>(shared);
        count = static_cast<int>(size);
    }
};

// Asked before main too, so it is made when it is first asked.
inline bool on(int number) {
    static const Trial trial;
    if (number < trial.count) {
        std::atomic_ref<unsigned char>(trial.reached[number]).store(1, std::memory_order_relaxed);
    }
    return number == trial.chosen;
}

}  // namespace muster_mutate
