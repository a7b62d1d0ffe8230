#include "engine/app/tables/table_file.hpp"

#include <xlsxwriter.h>

#include <cstdlib>
#include <fstream>

namespace muster::app {
namespace {

class CsvFile : public TableFile {
  public:
    CsvFile(const std::string& name, const TableRule& rule, TableLanguage language)
        : rule_(rule), file_(name, std::ios::binary | std::ios::trunc) {
        file_ << byte_order_mark << header_line(rule, language);
    }

    void row(const boost::json::object& fields) override { file_ << entity_line(rule_, fields); }

    std::optional<std::string> close() override {
        file_.close();
        if (file_) return std::nullopt;
        return "it cannot be written";
    }

  private:
    const TableRule& rule_;
    std::ofstream file_;
};

// Of every workbook: else two of the same table would differ. 2020-01-01 00:00 UTC.
constexpr std::time_t made_at = 1'577'836'800;
constexpr double column_width = 18;
constexpr double header_height = 20;

// Cells are strings or numbers and never formulas, so nothing in them needs a guard.
class XlsxFile : public TableFile {
  public:
    XlsxFile(const std::string& name, const TableRule& rule, TableLanguage language) : rule_(rule) {
        // Rows go to the disk as they come: a register of a million does not stand in memory.
        lxw_workbook_options options{};
        options.constant_memory = LXW_TRUE;
        book_ = workbook_new_opt(name.c_str(), &options);
        lxw_doc_properties properties{};
        properties.created = made_at;
        workbook_set_properties(book_, &properties);
        sheet_ = workbook_add_worksheet(book_, rule.what.substr(0, LXW_SHEETNAME_MAX).c_str());
        if (sheet_ == nullptr) {
            wrong_ = "\"" + rule.what + "\" is no name for a sheet";
            return;
        }
        dress_columns();
        write_header(language);
    }
    ~XlsxFile() override {
        if (book_ != nullptr) lxw_workbook_free(book_);
    }

    void row(const boost::json::object& fields) override {
        if (wrong_) return;
        if (next_ >= LXW_ROW_MAX) {
            wrong_ = "a sheet holds " + std::to_string(LXW_ROW_MAX) + " rows; write CSV";
            return;
        }
        lxw_col_t column = 0;
        for (const TableCell& cell : entity_cells(rule_, fields)) {
            if (!cell.text.empty()) write(column, cell);
            ++column;
        }
        ++next_;
    }

    std::optional<std::string> close() override {
        if (sheet_ != nullptr) worksheet_autofilter(sheet_, 0, 0, next_ - 1, last_column());
        const lxw_error failed = workbook_close(book_);
        book_ = nullptr;
        if (!wrong_ && failed != LXW_NO_ERROR) wrong_ = lxw_strerror(failed);
        return wrong_;
    }

  private:
    [[nodiscard]] lxw_col_t last_column() const {
        return static_cast<lxw_col_t>(rule_.columns.size() - 1);
    }

    // A column of text stays one when somebody types into it.
    void dress_columns() {
        lxw_format* const text = workbook_add_format(book_);
        format_set_num_format(text, "@");
        lxw_col_t column = 0;
        for (const ColumnRule& rule : rule_.columns) {
            const bool number = rule.as == CellKind::number || rule.as == CellKind::degrees;
            worksheet_set_column(sheet_, column, column, column_width, number ? nullptr : text);
            ++column;
        }
        text_ = text;
    }

    void write_header(TableLanguage language) {
        lxw_format* const bold = workbook_add_format(book_);
        format_set_bold(bold);
        worksheet_set_row(sheet_, 0, header_height, bold);
        lxw_col_t column = 0;
        for (const std::string& name : header_cells(rule_, language))
            keep(worksheet_write_string(sheet_, 0, column++, name.c_str(), bold));
        worksheet_freeze_panes(sheet_, 1, 0);
        next_ = 1;
    }

    void write(lxw_col_t column, const TableCell& cell) {
        if (cell.number) {
            keep(worksheet_write_number(sheet_, next_, column,
                                        std::strtod(cell.text.c_str(), nullptr), nullptr));
        } else {
            keep(worksheet_write_string(sheet_, next_, column, cell.text.c_str(), text_));
        }
    }

    void keep(lxw_error failed) {
        if (failed == LXW_NO_ERROR || wrong_) return;
        wrong_ = "row " + std::to_string(next_ + 1) + ": " + lxw_strerror(failed);
    }

    const TableRule& rule_;
    lxw_workbook* book_ = nullptr;
    lxw_worksheet* sheet_ = nullptr;
    lxw_format* text_ = nullptr;
    lxw_row_t next_ = 0;
    std::optional<std::string> wrong_;
};

}  // namespace

TableForm form_of(std::string_view file_name) {
    return file_name.ends_with(".xlsx") ? TableForm::xlsx : TableForm::csv;
}

std::unique_ptr<TableFile> TableFile::create(const std::string& name, TableForm form,
                                             const TableRule& rule, TableLanguage language) {
    if (form == TableForm::xlsx) return std::make_unique<XlsxFile>(name, rule, language);
    return std::make_unique<CsvFile>(name, rule, language);
}

}  // namespace muster::app
