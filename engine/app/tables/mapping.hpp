// Which column of a file is which field of a command, and how what stands in it is read: the
// configuration of imports (config/tables.toml).
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/json/object.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/app/tables/csv.hpp"
#include "muster/expected.hpp"
#include "muster/ids.hpp"
#include "muster/setting.hpp"

namespace muster::app {

// How a cell is read. text: as it stands. number: a whole one. degrees: decimal degrees. list:
// words between ; , 、 or ，. date: a day as 1946-03-01, 1946/3/1, 1946.3.1, 19460301 or
// 1946年3月1日. birth: a date of birth, solar as such a day, lunar with 农历 or "lunar" before it,
// 闰 or "leap" before the month.
BOOST_DEFINE_ENUM_CLASS(CellKind, text, number, degrees, list, date, birth)

// What stands in the file, and what it is called here.
struct ValueRule {
    std::string from;
    std::string to;
};
BOOST_DESCRIBE_STRUCT(ValueRule, (), (from, to))

struct ColumnRule {
    std::string field;  // inside of TableRule::fields_of: "name", "home.lat", "contacts.0.phone"
    std::vector<std::string> headers;  // the names that the column may have
    CellKind as = CellKind::text;
    bool required = false;  // the column, and a value in each row
    // A field of `create` itself, beside fields_of; where entities show it: "review.reviewed_on".
    // It is told of who is new, and never changed. Empty = as all others.
    std::string shown_at;
    std::vector<ValueRule>
        values;  // of each cell, or of each word of a list; others stay as they are
    // Not of the configuration: what stands in it is the reply to this question of a survey, and
    // goes into the list `field` (survey_table.hpp).
    std::string question;
};
BOOST_DESCRIBE_STRUCT(ColumnRule, (), (field, headers, as, required, shown_at, values))

// One kind of file.
struct TableRule {
    std::string what;        // "members"
    std::string create;      // the command for who is new
    std::string update;      // ... for who is known; empty = is left as it is
    std::string update_id;   // the field of `update` that says who
    std::string fields_of;   // the field of both commands in which the columns' fields stand
    std::string collection;  // where those that are there are read
    std::string key;         // the field by which two are the same
    // What `create` says of each beside the fields of the row: a field of it, and the value.
    std::vector<ValueRule> with;
    std::vector<ColumnRule> columns;
    bool of_survey = false;  // the rows answer a survey, which the command line names
    std::string filter;      // not of the configuration: "survey=17", of what is read
};
BOOST_DESCRIBE_STRUCT(TableRule, (),
                      (what, create, update, update_id, fields_of, collection, key, with, columns,
                       of_survey))

struct TableConfig {
    std::vector<TableRule> tables;
};
BOOST_DESCRIBE_STRUCT(TableConfig, (), (tables))

[[nodiscard]] std::optional<SettingProblem> check(const TableConfig& config);

// Whether the field stands beside fields_of.
[[nodiscard]] bool is_beside(const TableRule& rule, std::string_view field);

// Where the columns of a file stand.
class Mapping {
  public:
    // Why the header does not do: a required column is missing, or two columns are one field.
    // Columns that no rule names are counted in `unused`.
    [[nodiscard]] static Expected<Mapping, FileFault> of(const TableRule& rule,
                                                         const CsvRow& header);

    // The fields of a row, without those whose cell is empty.
    [[nodiscard]] Expected<boost::json::object, FileFault> fields(const CsvRow& row) const;
    // What the header calls a field, given as a JSON pointer from the row's fields on
    // ("/home/lat"), or the nearest one that holds it; empty when there is none.
    [[nodiscard]] std::string header_of(std::string pointer) const;
    // ... and the question of a survey; empty when there is none.
    [[nodiscard]] std::string header_of_question(std::string_view question) const;
    [[nodiscard]] const std::vector<std::string>& unused() const { return unused_; }

  private:
    struct Column {
        const ColumnRule* rule = nullptr;
        std::size_t place = 0;
        std::string header;
    };
    std::vector<Column> columns_;
    std::vector<std::string> unused_;
};

}  // namespace muster::app
