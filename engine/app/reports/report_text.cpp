#include "engine/app/reports/report_text.hpp"

#include <algorithm>
#include <vector>

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

bool is_number(ColumnKind kind) {
    return kind == ColumnKind::count || kind == ColumnKind::permille ||
           kind == ColumnKind::millis || kind == ColumnKind::minutes ||
           kind == ColumnKind::hundredths;
}

// Of all districts; of a report of one district, its own.
bool is_drawn(const Section& section, const std::vector<Cell>& row) {
    if (section.row->columns.front().kind != ColumnKind::district) return true;
    const auto* const part = std::get_if<std::string>(&row.front());
    const bool whole = part != nullptr && *part == "*";
    const auto* const first = std::get_if<std::string>(&section.rows.front().front());
    return whole || (first != nullptr && *first != "*");
}

// What a row is about: its cells before the first number, but for "all districts".
std::string name_of_row(const Section& section, const std::vector<Cell>& row) {
    std::string name;
    for (std::size_t i = 0; i < row.size(); ++i) {
        const Column& column = section.row->columns[i];
        if (is_number(column.kind)) break;
        const reports::WordPair words = shown(column, row[i]);
        if (column.kind == ColumnKind::district && words.en == "all" && row.size() > i + 1 &&
            !is_number(section.row->columns[i + 1].kind)) {
            continue;
        }
        name += (name.empty() ? "" : " · ") + both(words.zh, words.en);
    }
    return name;
}

// The width is of the largest of them; of shares, of one whole.
void append_chart(std::string& out, const Section& section) {
    const auto& columns = section.row->columns;
    const auto drawn = std::find_if(columns.begin(), columns.end(), [&](const Column& one) {
        return one.key == section.row->drawn;
    });
    if (drawn == columns.end() || section.rows.empty()) return;
    const auto place = static_cast<std::size_t>(drawn - columns.begin());
    std::int64_t most = drawn->kind == ColumnKind::permille ? 1000 : 1;
    for (const std::vector<Cell>& row : section.rows) {
        const auto* const value = std::get_if<std::int64_t>(&row[place]);
        if (value != nullptr && is_drawn(section, row)) most = std::max(most, *value);
    }
    std::vector<codec::Bar> bars;
    constexpr std::size_t most_bars = 40;
    for (const std::vector<Cell>& row : section.rows) {
        const auto* const value = std::get_if<std::int64_t>(&row[place]);
        if (value == nullptr || !is_drawn(section, row) || bars.size() == most_bars) continue;
        bars.push_back(
            {name_of_row(section, row) + ": " + escape_html(shown(*drawn, row[place]).zh),
             *value * 1000 / most});
    }
    if (bars.empty()) return;
    out += "<p>" + both(drawn->zh, drawn->en) + "</p>";
    codec::append_bars(out, bars, section.row->zh);
}

void append_section(std::string& out, const Section& section) {
    out += "<section><h2>" + both(section.row->zh, section.row->en) + "</h2>";
    if (!section.row->note_en.empty()) {
        out += "<p>" + both(section.row->note_zh, section.row->note_en) + "</p>";
    }
    if (section.rows.empty()) {
        out += "<p>" + both("本期无数据", "nothing in this time") + "</p></section>";
        return;
    }
    append_chart(out, section);
    out += "<div class=\"scroll\"><table><tr>";
    for (const Column& column : section.row->columns)
        out += "<th>" + both(column.zh, column.en) + "</th>";
    out += "</tr>";
    for (const std::vector<Cell>& row : section.rows) {
        out += "<tr>";
        for (std::size_t i = 0; i < row.size(); ++i) {
            const reports::WordPair words = shown(section.row->columns[i], row[i]);
            out += "<td>" + both(words.zh, words.en) + "</td>";
        }
        out += "</tr>";
    }
    out += "</table></div></section>";
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
        append_section(out, section);
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
            cells.emplace_back(english ? column.en : column.zh);
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
