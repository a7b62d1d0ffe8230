#include "engine/app/tables/mapping.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "engine/app/tables/cells.hpp"
#include "engine/app/tables/survey_table.hpp"
#include "engine/app/tables/table_text.hpp"
#include "engine/codec/commands_json.hpp"
#include "muster/collections.hpp"

namespace muster::app {
namespace {

namespace json = boost::json;

// Puts a value where "contacts.0.phone" says. False when something else stands in the way.
bool put(json::object& into, std::string_view path, json::value value) {
    json::value* at = nullptr;
    json::object* object = &into;
    while (true) {
        const std::size_t dot = path.find('.');
        const std::string_view name = path.substr(0, dot);
        std::size_t place = 0;
        const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), place);
        if (error == std::errc{} && end == name.data() + name.size()) {
            if (at == nullptr || place > 255) return false;
            if (at->is_null()) *at = json::array();
            if (!at->is_array()) return false;
            json::array& list = at->as_array();
            if (list.size() <= place) list.resize(place + 1);
            at = &list[place];
        } else {
            if (at != nullptr) {
                if (at->is_null()) *at = json::object();
                if (!at->is_object()) return false;
                object = &at->as_object();
            }
            at = &(*object)[name];
        }
        if (dot == std::string_view::npos) break;
        path.remove_prefix(dot + 1);
    }
    *at = std::move(value);
    return true;
}

// The beginning of a cell, in whole characters.
std::string beginning(std::string_view cell) {
    constexpr std::size_t most = 64;
    if (cell.size() <= most) return std::string(cell);
    std::size_t end = most;
    while (end > 0 && (static_cast<unsigned char>(cell[end]) & 0xC0) == 0x80)
        --end;
    return std::string(cell.substr(0, end));
}

FileFault missing(const CsvRow& header, const ColumnRule& column) {
    std::string en;
    std::string zh;
    for (const std::string& name : column.headers) {
        en += (en.empty() ? "\"" : " or \"") + name + "\"";
        zh += (zh.empty() ? "“" : "或“") + name + "”";
    }
    return {header.line, said("the column {} is missing", "缺少{}列", Said(en, zh))};
}

// A list in which some places were left out has nothing there.
void close_gaps(json::value& value) {
    if (auto* list = value.if_array()) {
        for (std::size_t i = list->size(); i-- > 0;) {
            if ((*list)[i].is_null()) {
                list->erase(list->begin() + i);
            } else {
                close_gaps((*list)[i]);
            }
        }
    } else if (auto* object = value.if_object()) {
        for (auto& field : *object)
            close_gaps(field.value());
    }
}

std::optional<SettingProblem> check_rule(const TableRule& rule, const std::string& at) {
    const auto wrong = [&](const char* field, std::string message) {
        return SettingProblem{at + field, std::move(message)};
    };
    if (codec::find_command(rule.create) == nullptr) {
        return wrong("/create", "\"" + rule.create + "\" is no command");
    }
    if (!rule.update.empty() && codec::find_command(rule.update) == nullptr) {
        return wrong("/update", "\"" + rule.update + "\" is no command");
    }
    if (find_collection(rule.collection) == nullptr) {
        return wrong("/collection", "is none of " + collection_names());
    }
    if (rule.columns.empty()) return wrong("/columns", "at least one column is needed");
    const bool has_key = std::any_of(rule.columns.begin(), rule.columns.end(),
                                     [&](const ColumnRule& c) { return c.field == rule.key; });
    if (!has_key) return wrong("/key", "\"" + rule.key + "\" is the field of no column");
    return std::nullopt;
}

}  // namespace

std::optional<SettingProblem> check(const TableConfig& config) {
    for (std::size_t i = 0; i < config.tables.size(); ++i) {
        if (auto bad = check_rule(config.tables[i], "/tables/" + std::to_string(i))) return bad;
    }
    return std::nullopt;
}

bool is_beside(const TableRule& rule, std::string_view field) {
    return std::any_of(rule.columns.begin(), rule.columns.end(), [&](const ColumnRule& column) {
        return column.field == field && !column.shown_at.empty();
    });
}

Expected<Mapping, FileFault> Mapping::of(const TableRule& rule, const CsvRow& header) {
    Mapping mapping;
    for (std::size_t place = 0; place < header.cells.size(); ++place) {
        const std::string name(trimmed_cell(header.cells[place]));
        const auto column =
            std::find_if(rule.columns.begin(), rule.columns.end(), [&](const ColumnRule& one) {
                return std::find(one.headers.begin(), one.headers.end(), name) != one.headers.end();
            });
        if (column == rule.columns.end()) {
            mapping.unused_.push_back(name);
            continue;
        }
        for (const Column& known : mapping.columns_) {
            if (known.rule != &*column) continue;
            return FileFault{header.line, Said("the columns \"" + known.header + "\" and \"" +
                                                   name + "\" are both " + column->field,
                                               "“" + known.header + "”与“" + name +
                                                   "”是同一项内容，只能保留一列")};
        }
        mapping.columns_.push_back({&*column, place, name});
    }
    for (const ColumnRule& column : rule.columns) {
        if (!column.required) continue;
        const bool there = std::any_of(mapping.columns_.begin(), mapping.columns_.end(),
                                       [&](const Column& one) { return one.rule == &column; });
        if (!there) return missing(header, column);
    }
    return mapping;
}

Expected<json::object, FileFault> Mapping::fields(const CsvRow& row) const {
    json::object fields;
    for (const Column& column : columns_) {
        const std::string_view cell = without_guard(trimmed_cell(row.cells[column.place]));
        const auto wrong = [&](const Said& what) {
            return FileFault{row.line,
                             said("column \"{}\": {}", "“{}”列：{}", column.header, what)};
        };
        if (cell.empty()) {
            if (column.rule->required) return wrong(said("must not be empty", "不能为空"));
            continue;
        }
        auto value = read_cell(cell, *column.rule);
        if (!value) {
            return wrong(said("\"{}\" {}", "“{}”{}", beginning(cell), value.error().what));
        }
        if (!column.rule->question.empty()) {
            add_reply(fields, *column.rule, *value);
        } else if (!put(fields, column.rule->field, std::move(*value))) {
            return wrong(
                Said("the field " + column.rule->field + " cannot be set", "无法写入系统"));
        }
    }
    for (auto& field : fields)
        close_gaps(field.value());
    return fields;
}

std::string Mapping::header_of(std::string pointer) const {
    while (!pointer.empty()) {
        std::string field = pointer.substr(1);
        std::replace(field.begin(), field.end(), '/', '.');
        for (const Column& column : columns_) {
            if (!column.rule->question.empty()) continue;  // the engine names the question
            if (column.rule->field == field || column.rule->field.starts_with(field + ".")) {
                return column.header;
            }
        }
        pointer.resize(pointer.rfind('/'));
    }
    return {};
}

std::string Mapping::header_of_question(std::string_view question) const {
    for (const Column& column : columns_) {
        if (!question.empty() && column.rule->question == question) return column.header;
    }
    return {};
}

}  // namespace muster::app
