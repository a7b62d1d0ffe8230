// Entities as a table, by the same columns by which they are imported: what is written is read back
// as it was.
#pragma once

#include <boost/describe/enum.hpp>
#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "engine/app/tables/mapping.hpp"

namespace muster::app {

BOOST_DEFINE_ENUM_CLASS(TableLanguage, zh, en)

// What stands in a cell, before a kind of file writes it in its own way.
struct TableCell {
    std::string text;
    bool number = false;  // may be counted with; all else stays text, however many digits it has
};

// Of each column the first header in that language; where none is, its first one.
[[nodiscard]] std::vector<std::string> header_cells(const TableRule& rule, TableLanguage language);
// What stands at "contacts.0.phone"; nullptr.
[[nodiscard]] const boost::json::value* value_at(const boost::json::object& fields,
                                                 std::string_view path);
[[nodiscard]] std::vector<TableCell> entity_cells(const TableRule& rule,
                                                  const boost::json::object& fields);

// A line each of CSV, with its CRLF. A file of them begins with byte_order_mark, by which
// spreadsheets know UTF-8.
[[nodiscard]] std::string header_line(const TableRule& rule,
                                      TableLanguage language = TableLanguage::zh);
[[nodiscard]] std::string entity_line(const TableRule& rule, const boost::json::object& fields);
[[nodiscard]] std::string csv_line(const std::vector<std::string>& cells);

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// What a spreadsheet would take for a formula, or for a number and round, has an apostrophe in
// front; without_guard() takes it away again.
[[nodiscard]] std::string with_guard(std::string text);
[[nodiscard]] std::string_view without_guard(std::string_view cell);

}  // namespace muster::app
