// Pages of A4 that are filled from the top: headings, notes, tables and bars, in black and grey, so
// that a printer without colours shows the same.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/app/print/paper.hpp"

namespace muster::app {

// What is said in both languages.
[[nodiscard]] inline std::string in_both(std::string_view zh, std::string_view en) {
    if (zh == en) return std::string(zh);
    return std::string(zh) + " " + std::string(en);
}

// Lines from the top of a page to its end, and on to the next one.
class Sheets {
  public:
    static constexpr double margin = 15;
    static constexpr double width = a4.width - 2 * margin;

    struct Head {
        std::string zh;
        std::string en;
        double width = 0;  // of its column
    };
    struct Bar {
        std::string name;
        std::string value;
        double share = 0;  // of the whole length, 0 to 1
    };

    explicit Sheets(Paper& paper) : paper_(paper) {}

    // With something below it on the same page.
    void heading(const std::string& text, double points);
    void note(const std::string& text);
    void skip(double height) { top_ += height; }
    // What heads the rows from here on, on each page that they go on to.
    void table(std::vector<Head> heads);
    void row(const std::vector<std::string>& cells, bool bold = false);
    void end_table() { heads_.clear(); }
    // One below the other, each with its name before and its value behind it.
    void bars(const std::vector<Bar>& bars);
    // Side by side, in one picture of the whole width: for what goes on, such as the days of a
    // month.
    void columns(const std::vector<Bar>& bars);
    // To be called at the end: the number of the last page.
    void finish() { foot(); }

  private:
    static constexpr double bottom = a4.height - margin;
    static constexpr double row_height = 6;

    // Room for so much below each other, on this page or on the next one.
    void need(double height);
    void foot();
    void put_heads();
    [[nodiscard]] double height_of_heads();

    Paper& paper_;
    double top_ = margin;
    int page_ = 1;
    std::vector<Head> heads_;
};

}  // namespace muster::app
