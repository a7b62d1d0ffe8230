// Pages of A4 that are filled from the top: headings, notes and rows of a table.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/app/print/paper.hpp"

namespace muster::app {

// Lines from the top of a page to its end, and on to the next one.
class Sheets {
  public:
    static constexpr double margin = 15;
    static constexpr double width = a4.width - 2 * margin;

    explicit Sheets(Paper& paper) : paper_(paper) {}

    // Room for so much below each other, on this page or on the next one.
    void need(double height) {
        if (top_ + height <= bottom) return;
        paper_.next_page();
        top_ = margin;
    }
    void heading(const std::string& text, double points) {
        need(points + 3 * row_height);
        line({text}, {width}, {.points = points, .bold = true}, points * 0.6);
    }
    void note(const std::string& text) { line({text}, {width}, {.points = 8}, row_height); }
    void skip(double height) { top_ += height; }
    void row(const std::vector<std::string>& cells, const std::vector<double>& widths,
             bool header) {
        need(row_height);
        if (header) paper_.fill({margin, top_, width, row_height}, ground);
        line(cells, widths, {.points = 9, .bold = header}, row_height);
    }

  private:
    static constexpr double bottom = a4.height - margin;
    static constexpr double row_height = 6;
    static constexpr Colour ground{0.9, 0.9, 0.9};

    void line(const std::vector<std::string>& cells, const std::vector<double>& widths,
              const TextStyle& style, double height) {
        need(height);
        double left = margin;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            // What cannot be printed is a box on the paper, where it is seen.
            (void)paper_.text({left + 0.5, top_, widths[i] - 1, height}, cells[i], style);
            left += widths[i];
        }
        top_ += height;
    }

    Paper& paper_;
    double top_ = margin;
};

// What is said in both languages.
[[nodiscard]] inline std::string in_both(std::string_view zh, std::string_view en) {
    if (zh == en) return std::string(zh);
    return std::string(zh) + " " + std::string(en);
}

}  // namespace muster::app
