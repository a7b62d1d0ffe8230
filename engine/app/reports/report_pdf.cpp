#include <vector>

#include "engine/app/reports/chart.hpp"
#include "engine/app/reports/report_text.hpp"
#include "engine/app/reports/sheets.hpp"

namespace muster::app {
namespace {

using reports::Column;
using reports::ColumnKind;
using reports::Report;
using reports::Section;

// Words need more room than numbers.
double weight_of(const Column& column) {
    switch (column.kind) {
        case ColumnKind::text:
        case ColumnKind::service:
        case ColumnKind::department:
            return 3;
        case ColumnKind::district:
        case ColumnKind::word:
            return 1.6;
        case ColumnKind::day:
        case ColumnKind::count:
        case ColumnKind::permille:
        case ColumnKind::millis:
        case ColumnKind::minutes:
        case ColumnKind::hundredths:
            break;
    }
    return 1;
}

std::vector<Sheets::Head> heads_of(const Section& section) {
    double sum = 0;
    for (const Column& column : section.row->columns)
        sum += weight_of(column);
    std::vector<Sheets::Head> heads;
    for (const Column& column : section.row->columns) {
        heads.push_back({std::string(column.zh), std::string(column.en),
                         Sheets::width * weight_of(column) / sum});
    }
    return heads;
}

Sheets::Bar bar_of(const ChartBar& one, std::string name) {
    return {std::move(name), one.value, static_cast<double>(one.permille) / 1000};
}

// Each day of the time has its place, also one on which there was nothing.
void print_days(Sheets& sheets, const Report& report, const Chart& chart) {
    std::vector<Sheets::Bar> bars;
    auto next = chart.bars.begin();
    for (std::int32_t i = 0; i <= report.last - report.first; ++i) {
        const Date day = report.first + i;
        const std::string name = std::to_string(year_month_day(day).day);
        const bool there = next != chart.bars.end() && next->day == day;
        bars.push_back(there ? bar_of(*next++, name) : Sheets::Bar{name, "", 0});
    }
    sheets.columns(bars);
}

void print_chart(Sheets& sheets, const Report& report, const Section& section) {
    const auto chart = chart_of(report, section);
    if (!chart) return;
    sheets.note(in_both(chart->drawn->zh, chart->drawn->en));
    if (chart->bars.front().day) return print_days(sheets, report, *chart);
    std::vector<Sheets::Bar> bars;
    for (const ChartBar& one : chart->bars)
        bars.push_back(bar_of(one, in_both(one.name.zh, one.name.en)));
    sheets.bars(bars);
}

void print_section(Sheets& sheets, const Report& report, const Section& section) {
    sheets.skip(3);
    sheets.heading(in_both(section.row->zh, section.row->en), 13);
    sheets.note(std::string(section.row->note_zh));
    sheets.note(std::string(section.row->note_en));
    if (section.rows.empty()) return sheets.note("本期无数据 nothing in this time");
    print_chart(sheets, report, section);
    sheets.table(heads_of(section));
    std::vector<std::string> cells;
    for (const std::vector<reports::Cell>& row : section.rows) {
        cells.clear();
        for (std::size_t i = 0; i < row.size(); ++i) {
            const reports::WordPair words = shown(report, section.row->columns[i], row[i]);
            cells.push_back(in_both(words.zh, words.en));
        }
        sheets.row(cells);
    }
    sheets.end_table();
}

}  // namespace

std::optional<std::string> write_report_pdf(const std::string& name, const Report& report) {
    Paper paper(name, a4, report_title(report, false));
    Sheets sheets(paper);
    sheets.heading(in_both(report_title(report, false), report_title(report, true)), 18);
    sheets.note("数据截至第 " + std::to_string(report.as_of) + " 条决策记录 As of record " +
                std::to_string(report.as_of) + " of the log");
    for (const Section& section : report.sections)
        print_section(sheets, report, section);
    sheets.finish();
    return paper.close();
}

}  // namespace muster::app
