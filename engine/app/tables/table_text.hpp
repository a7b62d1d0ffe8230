// Entities as a table, by the same columns by which they are imported: what is written is read back
// as it was.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

#include "engine/app/tables/mapping.hpp"

namespace muster::app {

// A line each, with its CRLF: the first header of each column; the fields of an entity. A file of
// them begins with byte_order_mark, by which spreadsheets know UTF-8.
[[nodiscard]] std::string header_line(const TableRule& rule);
[[nodiscard]] std::string entity_line(const TableRule& rule, const boost::json::object& fields);

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// What a spreadsheet would take for a formula, or for a number and round, has an apostrophe in
// front; without_guard() takes it away again.
[[nodiscard]] std::string with_guard(std::string text);
[[nodiscard]] std::string_view without_guard(std::string_view cell);

}  // namespace muster::app
