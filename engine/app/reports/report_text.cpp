#include "engine/app/reports/report_text.hpp"

#include <vector>

#include "engine/app/reports/chart.hpp"
#include "engine/app/tables/table_text.hpp"
#include "engine/codec/html.hpp"

namespace muster::app {
namespace {

using codec::escape_html;
using reports::Cell;
using reports::Column;
using reports::ColumnKind;
using reports::Report;
using reports::Section;

std::string both(std::string_view zh, std::string_view en) {
    if (zh == en) return escape_html(zh);
    return escape_html(zh) + " <span class=\"en\" lang=\"en\">" + escape_html(en) + "</span>";
}

void append_chart(std::string& out, const Report& report, const Section& section) {
    const auto chart = chart_of(report, section);
    if (!chart) return;
    std::vector<codec::Bar> bars;
    for (const ChartBar& one : chart->bars)
        bars.push_back(
            {both(one.name.zh, one.name.en) + ": " + escape_html(one.value), one.permille});
    out += "<p>" + both(chart->drawn->zh, chart->drawn->en) + "</p>";
    codec::append_bars(out, bars, section.row->zh);
}

void append_section(std::string& out, const Report& report, const Section& section) {
    out += "<section><h2>" + both(section.row->zh, section.row->en) + "</h2>";
    if (!section.row->note_en.empty()) {
        out += "<p>" + both(section.row->note_zh, section.row->note_en) + "</p>";
    }
    if (section.rows.empty()) {
        out += "<p>" + both("本期无数据", "nothing in this time") + "</p></section>";
        return;
    }
    append_chart(out, report, section);
    out += "<div class=\"scroll\"><table><tr>";
    for (const Column& column : section.row->columns)
        out += "<th>" + both(column.zh, column.en) + "</th>";
    out += "</tr>";
    for (const std::vector<Cell>& row : section.rows) {
        out += "<tr>";
        for (std::size_t i = 0; i < row.size(); ++i) {
            const reports::WordPair words = shown(report, section.row->columns[i], row[i]);
            out += "<td>" + both(words.zh, words.en) + "</td>";
        }
        out += "</tr>";
    }
    out += "</table></div></section>";
}

// What the whole numbers of a column are, where that is not plain.
std::string_view unit_of(ColumnKind kind) {
    switch (kind) {
        case ColumnKind::permille:
            return " (‰)";
        case ColumnKind::millis:
            return " (ms)";
        case ColumnKind::minutes:
            return " (min)";
        case ColumnKind::hundredths:
            return " (×0.01)";
        case ColumnKind::district:
        case ColumnKind::word:
        case ColumnKind::service:
        case ColumnKind::department:
        case ColumnKind::text:
        case ColumnKind::day:
        case ColumnKind::count:
            break;
    }
    return {};
}

std::string plain(const Column& column, const Cell& cell) {
    if (const auto* const number = std::get_if<std::int64_t>(&cell)) {
        return column.kind == ColumnKind::day ? shown(column, cell).en : std::to_string(*number);
    }
    const auto* const text = std::get_if<std::string>(&cell);
    return text == nullptr ? std::string() : with_guard(*text);
}

}  // namespace

std::string report_title(const Report& report, bool english) {
    const bool daily = report.kind == reports::ReportKind::daily;
    std::string title =
        english ? (daily ? "Daily report " : "Monthly report ") : (daily ? "日报 " : "月报 ");
    title += period_text(report);
    if (!report.district.empty()) title += " · " + report.district.str();
    return title;
}

std::string report_page(const Report& report) {
    const std::string zh = report_title(report, false);
    const std::string en = report_title(report, true);
    std::string out = codec::begin_figures(zh);
    out += "<h1>" + both(zh, en) + "</h1>";
    const std::string record = std::to_string(report.as_of);
    out += "<p>" +
           both("数据截至第 " + record + " 条决策记录", "As of record " + record + " of the log") +
           "</p>";
    for (const Section& section : report.sections)
        append_section(out, report, section);
    return out + "</body></html>\n";
}

std::string report_csv(const Report& report, bool english) {
    std::string out(byte_order_mark);
    for (const Section& section : report.sections) {
        if (report.sections.size() > 1) {
            out += csv_line({std::string(english ? section.row->en : section.row->zh)});
        }
        std::vector<std::string> cells;
        for (const Column& column : section.row->columns)
            cells.push_back(
                std::string(english ? column.en : column.zh).append(unit_of(column.kind)));
        out += csv_line(cells);
        for (const std::vector<Cell>& row : section.rows) {
            cells.clear();
            for (std::size_t i = 0; i < row.size(); ++i)
                cells.push_back(plain(section.row->columns[i], row[i]));
            out += csv_line(cells);
        }
        if (report.sections.size() > 1) out += "\r\n";
    }
    return out;
}

}  // namespace muster::app
