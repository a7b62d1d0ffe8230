#include <algorithm>
#include <vector>

#include "engine/app/print/paper.hpp"
#include "engine/app/reports/report_text.hpp"

namespace muster::app {
namespace {

using reports::Column;
using reports::ColumnKind;
using reports::Section;

constexpr double margin = 15;
constexpr double width = a4.width - 2 * margin;
constexpr double bottom = a4.height - margin;
constexpr double row_height = 6;
constexpr Colour ground{0.9, 0.9, 0.9};

// Lines from the top of a page to its end, and on to the next one.
class Sheets {
  public:
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

std::string both(std::string_view zh, std::string_view en) {
    if (zh == en) return std::string(zh);
    return std::string(zh) + " " + std::string(en);
}

void print_section(Sheets& sheets, const Section& section) {
    sheets.skip(3);
    sheets.heading(both(section.row->zh, section.row->en), 13);
    if (!section.row->note_zh.empty()) {
        sheets.note(std::string(section.row->note_zh));
        sheets.note(std::string(section.row->note_en));
    }
    if (section.rows.empty()) return sheets.note("本期无数据 nothing in this time");
    const auto& columns = section.row->columns;
    const std::vector<double> widths(columns.size(), width / static_cast<double>(columns.size()));
    std::vector<std::string> cells;
    for (const Column& column : columns)
        cells.push_back(both(column.zh, column.en));
    sheets.row(cells, widths, true);
    for (const std::vector<reports::Cell>& row : section.rows) {
        cells.clear();
        for (std::size_t i = 0; i < row.size(); ++i) {
            const reports::WordPair words = shown(columns[i], row[i]);
            cells.push_back(both(words.zh, words.en));
        }
        sheets.row(cells, widths, false);
    }
}

}  // namespace

std::optional<std::string> write_report_pdf(const std::string& name,
                                            const reports::Report& report) {
    Paper paper(name, a4, report_title(report, false));
    Sheets sheets(paper);
    sheets.heading(both(report_title(report, false), report_title(report, true)), 18);
    sheets.note("数据截至第 " + std::to_string(report.as_of) + " 条决策记录 As of record " +
                std::to_string(report.as_of) + " of the log");
    for (const Section& section : report.sections)
        print_section(sheets, section);
    return paper.close();
}

}  // namespace muster::app
