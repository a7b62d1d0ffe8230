// Which cells of a table must not be shown, so that nobody learns of a few people what they said.
// Pure.
//
// A cell of 1 to hide_below - 1 is hidden. What is left would often give it away, since rows and
// columns have sums that are known; so others are hidden with it, the smaller ones first, until
// each hidden cell could be larger or smaller without any sum changing. That is so where it lies on
// a closed way through hidden cells that turns from row to column and back: along it 1 is taken and
// added in turn. A cell of 0 tells of nobody, but is hidden where no other will do; so whoever sees
// a hidden cell does not know that it is not 0.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace muster::views {

// Counts by row and column, all sums of which are known to whoever reads it.
struct HidingTable {
    std::size_t rows = 0;
    std::size_t columns = 0;
    std::vector<std::int64_t> counts;  // row by row
    std::vector<bool> hidden;          // likewise

    HidingTable(std::size_t rows_, std::size_t columns_)
        : rows(rows_),
          columns(columns_),
          counts(rows_ * columns_),
          hidden(rows_ * columns_, false) {}
    [[nodiscard]] std::size_t at(std::size_t row, std::size_t column) const {
        return row * columns + column;
    }
};

[[nodiscard]] constexpr bool is_small(std::int64_t count, std::int64_t hide_below) {
    return count > 0 && count < hide_below;
}

// Hides small cells, and others so that none of them, and none that was hidden before, can be
// computed. Where nothing helps, such as in a table of one column, all of it is hidden.
void hide(HidingTable& table, std::int64_t hide_below);

// The same of one line of cells, of which the sum is known.
void hide_line(std::span<const std::int64_t> counts, std::int64_t hide_below,
               std::vector<bool>& hidden);

// Whether the cell can be another number than it is, with the same sums and the same cells shown:
// for tests, and slow.
[[nodiscard]] bool is_safe(const HidingTable& table, std::size_t row, std::size_t column);

}  // namespace muster::views
