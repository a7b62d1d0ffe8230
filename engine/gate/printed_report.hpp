// What a report of suggestions prints, line by line, wherever it is printed; and its hash, by which
// two prints are seen to say the same. Pure functions of what the report keeps: no clock, no board,
// no rules, so that it prints the same for ever.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "muster/thinktank.hpp"

namespace muster::gate {

// heading: of the whole. about: who, when, how many. item: the title of what is to be decided.
// gist: what is suggested. raw: whose suggestion it was. erased: that names are missing.
enum class PrintedKind : std::uint8_t { heading, about, item, gist, raw, erased };

struct PrintedLine {
    PrintedKind kind = PrintedKind::about;
    std::string text;  // one paragraph
};

[[nodiscard]] std::vector<PrintedLine> printed_lines(const SuggestionReport& report);

// SHA-256 of the lines, in hex: each with a line break behind it.
[[nodiscard]] std::string seal_of(const std::vector<PrintedLine>& lines);

}  // namespace muster::gate
