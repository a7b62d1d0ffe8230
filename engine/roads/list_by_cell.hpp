// What lies in which cell of a grid, as numbers in their order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace muster::roads {

// Those in a cell are listed[first[cell]] .. listed[first[cell + 1] - 1].
struct CellLists {
    std::vector<std::uint32_t> first;
    std::vector<std::uint32_t> listed;
};

// each_cell(number, put) calls put(cell) for the cells of a number, for one perhaps more than once;
// it is asked twice for each: things are counted first, and then put down.
template <class EachCell>
[[nodiscard]] CellLists list_by_cell(std::size_t cells, std::size_t numbers, EachCell each_cell) {
    CellLists lists{std::vector<std::uint32_t>(cells + 1, 0), {}};
    std::vector<std::uint32_t>& first = lists.first;
    for (std::uint32_t number = 0; number < numbers; ++number)
        each_cell(number, [&](std::size_t cell) { ++first[cell + 1]; });
    for (std::size_t i = 1; i < first.size(); ++i)
        first[i] += first[i - 1];
    lists.listed.resize(first.back());
    for (std::uint32_t number = 0; number < numbers; ++number)
        each_cell(number, [&](std::size_t cell) { lists.listed[first[cell]++] = number; });
    // That has moved each start to the next one's.
    for (std::size_t i = first.size() - 1; i > 0; --i)
        first[i] = first[i - 1];
    first[0] = 0;
    return lists;
}

}  // namespace muster::roads
