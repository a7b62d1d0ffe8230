// Many small arrays that grow and shrink, in one piece of memory. Sizes are powers of two, and what
// is given back is used again, so that nothing is allocated once the pool has seen its peak.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <vector>

namespace muster::roads {

template <class T>
class BlockPool {
  public:
    // One array. Owned by whoever pushes to it; meaningless without its pool.
    struct Block {
        std::uint32_t offset = 0;
        std::uint32_t size = 0;
        std::uint32_t capacity = 0;
    };

    [[nodiscard]] std::span<T> of(const Block& block) {
        return std::span(memory_).subspan(block.offset, block.size);
    }
    [[nodiscard]] std::span<const T> of(const Block& block) const {
        return std::span(memory_).subspan(block.offset, block.size);
    }

    void push(Block& block, const T& element) {
        if (block.size == block.capacity) grow(block);
        memory_[block.offset + block.size++] = element;
    }

    // An empty array gives its memory back.
    void pop(Block& block) {
        if (--block.size == 0) release(block);
    }

    void clear(Block& block) {
        block.size = 0;
        if (block.capacity != 0) release(block);
    }

    [[nodiscard]] std::size_t memory_bytes() const { return memory_.capacity() * sizeof(T); }

  private:
    static constexpr std::uint32_t smallest = 4;

    void grow(Block& block) {
        const std::uint32_t capacity = block.capacity == 0 ? smallest : block.capacity * 2;
        std::vector<std::uint32_t>& free =
            free_[static_cast<std::size_t>(std::countr_zero(capacity))];
        std::uint32_t offset = 0;
        if (!free.empty()) {
            offset = free.back();
            free.pop_back();
        } else {
            if (memory_.size() + capacity > 0xFFFFFFFFu) std::abort();
            offset = static_cast<std::uint32_t>(memory_.size());
            memory_.resize(memory_.size() + capacity);
        }
        for (std::uint32_t i = 0; i < block.size; ++i)
            memory_[offset + i] = memory_[block.offset + i];
        const std::uint32_t size = block.size;
        if (block.capacity != 0) release(block);
        block = {offset, size, capacity};
    }

    void release(Block& block) {
        free_[static_cast<std::size_t>(std::countr_zero(block.capacity))].push_back(block.offset);
        block = {};
    }

    std::vector<T> memory_;
    std::array<std::vector<std::uint32_t>, 32> free_;
};

}  // namespace muster::roads
