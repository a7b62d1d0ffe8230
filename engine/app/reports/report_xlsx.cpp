#include <xlsxwriter.h>

#include "engine/app/reports/report_text.hpp"

namespace muster::app {
namespace {

using reports::Cell;
using reports::Column;
using reports::ColumnKind;
using reports::Section;

// Of every workbook: else two of the same report would differ. 2020-01-01 00:00 UTC.
constexpr std::time_t made_at = 1'577'836'800;
constexpr double column_width = 16;

struct Formats {
    lxw_format* bold = nullptr;
    lxw_format* text = nullptr;
    lxw_format* percent = nullptr;
    lxw_format* decimal = nullptr;
    lxw_format* hours = nullptr;
};

// Shares and means as the numbers that they are, lengths of time in seconds, hours as parts of a
// day as spreadsheets have them: they count with these.
lxw_error write_cell(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t place,
                     const reports::Report& report, const Column& column, const Cell& cell,
                     bool english, const Formats& formats) {
    const auto* const number = std::get_if<std::int64_t>(&cell);
    if (number == nullptr || column.kind == ColumnKind::day) {
        if (std::holds_alternative<std::monostate>(cell)) return LXW_NO_ERROR;
        const reports::WordPair words = shown(report, column, cell);
        return worksheet_write_string(sheet, row, place, (english ? words.en : words.zh).c_str(),
                                      formats.text);
    }
    const auto value = static_cast<double>(*number);
    if (column.kind == ColumnKind::permille) {
        return worksheet_write_number(sheet, row, place, value / 1000, formats.percent);
    }
    if (column.kind == ColumnKind::hundredths) {
        return worksheet_write_number(sheet, row, place, value / 100, formats.decimal);
    }
    if (column.kind == ColumnKind::millis) {
        return worksheet_write_number(sheet, row, place, value / 1000, formats.decimal);
    }
    if (column.kind == ColumnKind::minutes) {
        constexpr double minutes_of_a_day = 1440;
        return worksheet_write_number(sheet, row, place, value / minutes_of_a_day, formats.hours);
    }
    return worksheet_write_number(sheet, row, place, value, nullptr);
}

lxw_error write_sheet(lxw_workbook* book, const reports::Report& report, const Section& section,
                      bool english, const Formats& formats) {
    const std::string name(section.row->key);
    lxw_worksheet* const sheet = workbook_add_worksheet(book, name.c_str());
    if (sheet == nullptr) return LXW_ERROR_SHEETNAME_ALREADY_USED;
    lxw_error failed = LXW_NO_ERROR;
    const auto keep = [&](lxw_error one) {
        if (failed == LXW_NO_ERROR) failed = one;
    };
    const auto& columns = section.row->columns;
    worksheet_set_column(sheet, 0, static_cast<lxw_col_t>(columns.size() - 1), column_width,
                         nullptr);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        std::string head(english ? columns[i].en : columns[i].zh);
        if (columns[i].kind == ColumnKind::millis) head += english ? " (s)" : "（秒）";
        keep(worksheet_write_string(sheet, 0, static_cast<lxw_col_t>(i), head.c_str(),
                                    formats.bold));
    }
    worksheet_freeze_panes(sheet, 1, 0);
    lxw_row_t at = 0;
    for (const std::vector<Cell>& row : section.rows) {
        ++at;
        for (std::size_t i = 0; i < row.size(); ++i) {
            keep(write_cell(sheet, at, static_cast<lxw_col_t>(i), report, columns[i], row[i],
                            english, formats));
        }
    }
    return failed;
}

}  // namespace

std::optional<std::string> write_report_xlsx(const std::string& name, const reports::Report& report,
                                             bool english) {
    lxw_workbook* const book = workbook_new(name.c_str());
    if (book == nullptr) return "no workbook could be made";
    lxw_doc_properties properties{};
    properties.created = made_at;
    workbook_set_properties(book, &properties);
    Formats formats{workbook_add_format(book), workbook_add_format(book), workbook_add_format(book),
                    workbook_add_format(book), workbook_add_format(book)};
    format_set_bold(formats.bold);
    format_set_num_format(formats.text, "@");
    format_set_num_format(formats.percent, "0.0%");
    format_set_num_format(formats.decimal, "0.00");
    format_set_num_format(formats.hours, "[h]:mm");
    lxw_error failed = LXW_NO_ERROR;
    for (const Section& section : report.sections) {
        const lxw_error one = write_sheet(book, report, section, english, formats);
        if (failed == LXW_NO_ERROR) failed = one;
    }
    const lxw_error closed = workbook_close(book);
    if (failed == LXW_NO_ERROR) failed = closed;
    if (failed == LXW_NO_ERROR) return std::nullopt;
    return lxw_strerror(failed);
}

}  // namespace muster::app
