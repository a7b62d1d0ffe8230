#include "engine/app/tables/table_text.hpp"

#include "engine/app/tables/survey_table.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <charconv>

namespace muster::app {
namespace {

namespace json = boost::json;

constexpr char guard = '\'';
// Spreadsheets keep fifteen digits of a number.
constexpr std::size_t longest_number = 11;

bool needs_guard(std::string_view text) {
    if (text.empty()) return false;
    if (std::string_view("=+-@").find(text.front()) != std::string_view::npos) return true;
    const bool digits = text.find_first_not_of("0123456789") == std::string_view::npos;
    return digits && (text.size() > longest_number || (text.size() > 1 && text.front() == '0'));
}

std::string quoted(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + '"';
}

// What stands at "contacts.0.phone"; nullptr.
const json::value* value_at(const json::object& fields, std::string_view path) {
    const json::value* at = nullptr;
    while (true) {
        const std::size_t dot = path.find('.');
        const std::string_view name = path.substr(0, dot);
        if (at == nullptr) {
            at = fields.if_contains(name);
        } else if (const auto* object = at->if_object()) {
            at = object->if_contains(name);
        } else if (const auto* list = at->if_array()) {
            std::size_t place = 0;
            std::from_chars(name.data(), name.data() + name.size(), place);
            at = place < list->size() ? &(*list)[place] : nullptr;
        } else {
            at = nullptr;
        }
        if (at == nullptr || dot == std::string_view::npos) return at;
        path.remove_prefix(dot + 1);
    }
}

// A number as people write it: 32.3942.
std::string number_text(double number) {
    char digits[32];
    const auto end =
        std::to_chars(digits, digits + sizeof digits, number, std::chars_format::fixed);
    return {digits, end.ptr};
}

std::string renamed_back(const json::value& word, const ColumnRule& rule) {
    const auto* const string = word.if_string();
    std::string text = string != nullptr ? std::string(*string) : json::serialize(word);
    for (const ValueRule& value : rule.values) {
        if (value.to == text) return value.from;
    }
    return text;
}

std::int64_t number_in(const json::object& object, std::string_view name) {
    const json::value* const value = object.if_contains(name);
    return value != nullptr && value->is_int64() ? value->as_int64() : 0;
}

std::string birth_text(const json::object& birth) {
    const json::value* const calendar = birth.if_contains("calendar");
    const bool lunar = calendar != nullptr && *calendar == "lunar";
    const json::value* const leap = birth.if_contains("leap_month");
    std::string text = lunar ? "农历" : "";
    text += std::to_string(number_in(birth, "year")) + '-';
    if (leap != nullptr && *leap == true) text += "闰";
    return text + std::to_string(number_in(birth, "month")) + '-' +
           std::to_string(number_in(birth, "day"));
}

std::string text_of(const json::value& value, const ColumnRule& rule) {
    if (const auto* const number = value.if_double()) return number_text(*number);
    if (rule.as == CellKind::birth && value.is_object()) return birth_text(value.as_object());
    const auto* const list = value.if_array();
    if (rule.as != CellKind::list || list == nullptr) return renamed_back(value, rule);
    std::string text;
    for (const json::value& word : *list)
        text += (text.empty() ? "" : "、") + renamed_back(word, rule);
    return text;
}

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

std::string csv_line(const std::vector<std::string>& cells) {
    std::string line;
    for (const std::string& cell : cells)
        line += (line.empty() ? "" : ",") + quoted(cell);
    return line + "\r\n";
}

std::vector<std::string> header_cells(const TableRule& rule, TableLanguage language) {
    std::vector<std::string> cells;
    for (const ColumnRule& column : rule.columns) {
        const auto wanted =
            std::find_if(column.headers.begin(), column.headers.end(), [&](const std::string& one) {
                return is_ascii(one) == (language == TableLanguage::en);
            });
        cells.push_back(wanted != column.headers.end() ? *wanted : column.headers.front());
    }
    return cells;
}

std::vector<TableCell> entity_cells(const TableRule& rule, const json::object& fields) {
    std::vector<TableCell> cells;
    for (const ColumnRule& column : rule.columns) {
        if (!column.question.empty()) {
            cells.push_back({.text = reply_cell(fields, column), .number = false});
            continue;
        }
        const json::value* const value = value_at(fields, column.field);
        const bool nothing = value == nullptr || value->is_null();
        cells.push_back(
            {.text = nothing ? "" : text_of(*value, column),
             .number = column.as == CellKind::number || column.as == CellKind::degrees});
    }
    return cells;
}

std::string header_line(const TableRule& rule, TableLanguage language) {
    return csv_line(header_cells(rule, language));
}

std::string entity_line(const TableRule& rule, const json::object& fields) {
    std::vector<std::string> cells;
    for (TableCell& cell : entity_cells(rule, fields))
        cells.push_back(cell.number ? std::move(cell.text) : with_guard(std::move(cell.text)));
    return csv_line(cells);
}

std::string with_guard(std::string text) {
    if (needs_guard(text)) text.insert(text.begin(), guard);
    return text;
}

std::string_view without_guard(std::string_view cell) {
    if (cell.starts_with(guard) && needs_guard(cell.substr(1))) cell.remove_prefix(1);
    return cell;
}

}  // namespace muster::app
