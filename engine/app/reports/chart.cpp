#include "engine/app/reports/chart.hpp"

#include <algorithm>

namespace muster::app {
namespace {

using reports::Cell;
using reports::Column;
using reports::ColumnKind;
using reports::Section;

constexpr std::size_t most_bars = 40;

bool is_number(ColumnKind kind) {
    return kind == ColumnKind::count || kind == ColumnKind::permille ||
           kind == ColumnKind::millis || kind == ColumnKind::minutes ||
           kind == ColumnKind::hundredths;
}

bool is_whole(const std::vector<Cell>& row) {
    const auto* const part = std::get_if<std::string>(&row.front());
    return part != nullptr && *part == "*";
}

// Of all districts; of a report of one district, its own. Where nothing but the district tells rows
// apart: the districts, and not their sum beside them.
bool is_drawn(const Section& section, const std::vector<Cell>& row) {
    const auto& columns = section.row->columns;
    if (columns.front().kind != ColumnKind::district || section.rows.size() == 1) return true;
    if (!is_whole(section.rows.front())) return true;
    const bool by_district_alone = columns.size() < 2 || is_number(columns[1].kind);
    return is_whole(row) != by_district_alone;
}

// Its cells before the first number, but for "all districts" before something else.
reports::WordPair name_of_row(const reports::Report& report, const Section& section,
                              const std::vector<Cell>& row) {
    reports::WordPair name;
    const auto& columns = section.row->columns;
    for (std::size_t i = 0; i < row.size() && !is_number(columns[i].kind); ++i) {
        const reports::WordPair words = shown(report, columns[i], row[i]);
        const bool more = row.size() > i + 1 && !is_number(columns[i + 1].kind);
        if (columns[i].kind == ColumnKind::district && words.en == "all" && more) continue;
        name.zh += (name.zh.empty() ? "" : " · ") + words.zh;
        name.en += (name.en.empty() ? "" : " · ") + words.en;
    }
    return name;
}

}  // namespace

std::optional<Chart> chart_of(const reports::Report& report, const Section& section) {
    const auto& columns = section.row->columns;
    const auto drawn = std::find_if(columns.begin(), columns.end(), [&](const Column& one) {
        return one.key == section.row->drawn;
    });
    if (drawn == columns.end()) return std::nullopt;
    const auto place = static_cast<std::size_t>(drawn - columns.begin());
    std::int64_t most = drawn->kind == ColumnKind::permille ? 1000 : 1;
    std::vector<const std::vector<Cell>*> rows;
    for (const std::vector<Cell>& row : section.rows) {
        const auto* const value = std::get_if<std::int64_t>(&row[place]);
        if (value == nullptr || !is_drawn(section, row) || rows.size() == most_bars) continue;
        most = std::max(most, *value);
        rows.push_back(&row);
    }
    if (rows.empty()) return std::nullopt;
    Chart chart{&*drawn, {}};
    for (const std::vector<Cell>* row : rows) {
        ChartBar& bar = chart.bars.emplace_back();
        bar.name = name_of_row(report, section, *row);
        bar.value = shown(*drawn, (*row)[place]).zh;
        bar.permille = std::get<std::int64_t>((*row)[place]) * 1000 / most;
        if (columns.front().kind == ColumnKind::day) {
            bar.day = Date{static_cast<std::int32_t>(std::get<std::int64_t>(row->front()))};
        }
    }
    return chart;
}

}  // namespace muster::app
