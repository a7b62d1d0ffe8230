#include <algorithm>
#include <vector>

#include "engine/app/reports/report_text.hpp"
#include "engine/app/reports/sheets.hpp"

namespace muster::app {
namespace {

using reports::Column;
using reports::ColumnKind;
using reports::Section;

void print_section(Sheets& sheets, const Section& section) {
    sheets.skip(3);
    sheets.heading(in_both(section.row->zh, section.row->en), 13);
    if (!section.row->note_zh.empty()) {
        sheets.note(std::string(section.row->note_zh));
        sheets.note(std::string(section.row->note_en));
    }
    if (section.rows.empty()) return sheets.note("本期无数据 nothing in this time");
    const auto& columns = section.row->columns;
    const std::vector<double> widths(columns.size(),
                                     Sheets::width / static_cast<double>(columns.size()));
    std::vector<std::string> cells;
    for (const Column& column : columns)
        cells.push_back(in_both(column.zh, column.en));
    sheets.row(cells, widths, true);
    for (const std::vector<reports::Cell>& row : section.rows) {
        cells.clear();
        for (std::size_t i = 0; i < row.size(); ++i) {
            const reports::WordPair words = shown(columns[i], row[i]);
            cells.push_back(in_both(words.zh, words.en));
        }
        sheets.row(cells, widths, false);
    }
}

}  // namespace

std::optional<std::string> write_report_pdf(const std::string& name,
                                            const reports::Report& report) {
    Paper paper(name, a4, report_title(report, false));
    Sheets sheets(paper);
    sheets.heading(in_both(report_title(report, false), report_title(report, true)), 18);
    sheets.note("数据截至第 " + std::to_string(report.as_of) + " 条决策记录 As of record " +
                std::to_string(report.as_of) + " of the log");
    for (const Section& section : report.sections)
        print_section(sheets, section);
    return paper.close();
}

}  // namespace muster::app
