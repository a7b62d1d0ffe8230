// What pages with figures are made of: text that is safe in HTML, bars, and a style that prints
// well. Such a page loads nothing and runs nothing. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace muster::codec {

// The text with & < > " ' escaped.
[[nodiscard]] std::string escape_html(std::string_view text);

// The only style of such a page: large type, bars in one colour, tables that scroll by themselves.
extern const std::string_view figures_style;

// From <!DOCTYPE html> to <body>. The title is escaped here.
[[nodiscard]] std::string begin_figures(std::string_view title);

// A bar with its words above it; the words are HTML already.
struct Bar {
    std::string words;
    std::int64_t permille = 0;  // of the whole width
};
// One SVG element, as wide as its place.
void append_bars(std::string& out, const std::vector<Bar>& bars, std::string_view label);

}  // namespace muster::codec
