// What is hidden in a table cannot be computed from what is shown.
#include "engine/views/survey_hiding.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>
#include <vector>

namespace muster::views {
namespace {

HidingTable table_of(std::size_t rows, std::size_t columns, std::vector<std::int64_t> counts) {
    HidingTable table(rows, columns);
    table.counts = std::move(counts);
    return table;
}

// Rows as "7 - 12", hidden cells as "-".
std::string shown(const HidingTable& table) {
    std::string text;
    for (std::size_t row = 0; row < table.rows; ++row) {
        if (row > 0) text += " / ";
        for (std::size_t column = 0; column < table.columns; ++column) {
            if (column > 0) text += ' ';
            const std::size_t cell = table.at(row, column);
            text += table.hidden[cell] ? "-" : std::to_string(table.counts[cell]);
        }
    }
    return text;
}

// Every table of whole numbers with the sums and the shown cells of this one; for each cell, the
// numbers that it has in them.
class Guesser {
  public:
    explicit Guesser(const HidingTable& table)
        : table_(table), guess_(table.counts), found_(table.counts.size()) {
        guess(0);
    }
    [[nodiscard]] bool knows(std::size_t cell) const { return found_[cell].size() == 1; }

  private:
    [[nodiscard]] std::int64_t left(std::size_t from, std::size_t count, std::size_t step) const {
        std::int64_t sum = 0;
        for (std::size_t i = 0, cell = from; i < count; ++i, cell += step)
            sum += table_.counts[cell] - guess_[cell];
        return sum;
    }
    void guess(std::size_t cell) {
        if (cell == guess_.size()) {
            for (std::size_t c = 0; c < table_.columns; ++c) {
                if (left(c, table_.rows, table_.columns) != 0) return;
            }
            for (std::size_t i = 0; i < guess_.size(); ++i)
                found_[i].insert(guess_[i]);
            return;
        }
        const std::size_t row = cell / table_.columns;
        const bool ends_row = cell % table_.columns == table_.columns - 1;
        if (!table_.hidden[cell]) {
            if (ends_row && left(row * table_.columns, table_.columns, 1) != 0) return;
            return guess(cell + 1);
        }
        const std::int64_t before = guess_[cell];
        std::int64_t most = 0;
        for (std::size_t c = 0; c < table_.columns; ++c)
            most += table_.counts[table_.at(row, c)];
        for (guess_[cell] = 0; guess_[cell] <= most; ++guess_[cell]) {
            if (ends_row && left(row * table_.columns, table_.columns, 1) != 0) continue;
            guess(cell + 1);
        }
        guess_[cell] = before;
    }

    const HidingTable& table_;
    std::vector<std::int64_t> guess_;
    std::vector<std::set<std::int64_t>> found_;
};

TEST(SurveyHiding, NothingIsHiddenWithoutSmallCells) {
    HidingTable table = table_of(2, 2, {5, 0, 9, 30});
    hide(table, 5);
    EXPECT_EQ(shown(table), "5 0 / 9 30");
}

TEST(SurveyHiding, OneSmallCellTakesThreeOthersWithIt) {
    HidingTable table = table_of(3, 3, {3, 20, 30, 40, 7, 60, 70, 80, 9});
    hide(table, 5);
    EXPECT_EQ(shown(table), "- - 30 / - - 60 / 70 80 9");
}

TEST(SurveyHiding, SmallCellsThatHideEachOtherNeedNoMore) {
    HidingTable table = table_of(3, 3, {1, 2, 30, 2, 1, 60, 70, 80, 9});
    hide(table, 5);
    EXPECT_EQ(shown(table), "- - 30 / - - 60 / 70 80 9");
}

// Alone in its column, what is hidden is the column's sum.
TEST(SurveyHiding, ATableOfOneColumnIsHiddenWhole) {
    HidingTable table = table_of(3, 1, {3, 20, 30});
    hide(table, 5);
    EXPECT_EQ(shown(table), "- / - / -");
}

TEST(SurveyHiding, ALineHidesTwoOrNone) {
    const auto line = [](std::vector<std::int64_t> counts) {
        std::vector<bool> hidden;
        hide_line(counts, 5, hidden);
        std::string text;
        for (std::size_t i = 0; i < counts.size(); ++i)
            text += hidden[i] ? "-" : "x";
        return text;
    };
    EXPECT_EQ(line({10, 5, 0}), "xxx");
    EXPECT_EQ(line({10, 4, 0, 7}), "x-x-");
    EXPECT_EQ(line({4, 4, 10}), "--x");
    EXPECT_EQ(line({4, 0}), "--");
    EXPECT_EQ(line({4}), "-");
}

// Closed form against trying everything.
TEST(SurveyHiding, NobodyCanComputeAHiddenCell) {
    std::mt19937_64 random(7);
    int tables = 0;
    for (int i = 0; i < 400; ++i) {
        const std::size_t rows = 2 + random() % 2;
        const std::size_t columns = 2 + random() % 2;
        HidingTable table(rows, columns);
        for (std::int64_t& count : table.counts)
            count = static_cast<std::int64_t>(random() % 6);
        hide(table, 3);
        const bool all =
            std::find(table.hidden.begin(), table.hidden.end(), false) == table.hidden.end();
        if (all) continue;
        ++tables;
        const Guesser guesser(table);
        for (std::size_t cell = 0; cell < table.counts.size(); ++cell) {
            if (is_small(table.counts[cell], 3)) {
                EXPECT_TRUE(table.hidden[cell]) << shown(table);
            }
            if (!table.hidden[cell]) continue;
            EXPECT_FALSE(guesser.knows(cell)) << "table " << i << ": " << shown(table);
            EXPECT_TRUE(is_safe(table, cell / columns, cell % columns)) << shown(table);
        }
    }
    EXPECT_GT(tables, 40);
}

}  // namespace
}  // namespace muster::views
