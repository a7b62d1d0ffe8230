#include "adapters/terminals/uid_lines.hpp"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <vector>

namespace muster::terminals {
namespace {

std::vector<std::string> read_in(const std::string& bytes, std::size_t piece, UidLines& lines) {
    std::vector<std::string> read;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        lines.feed(std::string_view(bytes).substr(at, piece));
        while (auto line = lines.next())
            read.push_back(std::move(*line));
    }
    return read;
}

TEST(UidLines, SampleK1InPiecesOfAnySize) {
    const std::string bytes = "04A1B2C3\r77705923\r\nC3B2A104\n3283263748\n";
    for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
        UidLines lines;
        EXPECT_EQ(read_in(bytes, piece, lines),
                  (std::vector<std::string>{"04A1B2C3", "77705923", "C3B2A104", "3283263748"}))
            << piece;
        EXPECT_EQ(lines.too_long(), 0u);
    }
}

TEST(UidLines, ALineThatIsTooLongCostsNoOther) {
    const std::string longest(UidLines::max_line, '7');
    const std::string bytes =
        "04A1B2C3\n" + longest + "8\n" + longest + "\n" + std::string(5000, '9') + "\rC3B2A104\r";
    for (const std::size_t piece : std::initializer_list<std::size_t>{1, 7, 64, 65, 512, 9000}) {
        UidLines lines;
        EXPECT_EQ(read_in(bytes, piece, lines),
                  (std::vector<std::string>{"04A1B2C3", longest, "C3B2A104"}))
            << piece;
        EXPECT_EQ(lines.too_long(), 2u);
    }
}

TEST(UidLines, WhatHasNoEndIsNoLine) {
    UidLines lines;
    lines.feed("04A1B2C");
    EXPECT_FALSE(lines.next());
    lines.feed("3");
    EXPECT_FALSE(lines.next());
    lines.feed("\n");
    EXPECT_EQ(lines.next(), "04A1B2C3");
    EXPECT_FALSE(lines.next());
}

}  // namespace
}  // namespace muster::terminals
