// Reports of a day or a month, from the views of the read model: sections of rows, which become
// JSON, a page, tables or paper elsewhere.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/log/error.hpp"
#include "engine/sqlite/sqlite.hpp"
#include "muster/date.hpp"
#include "muster/ids.hpp"
#include "muster/units.hpp"

namespace muster::reports {

BOOST_DEFINE_ENUM_CLASS(ReportKind, daily, monthly)

// What stands in a column. district: a code; empty = those of which none is known, "*" = all of
// them. word: one of the vocabulary's. service, department: a code of the rules, shown by its name.
// day: as days since 1970.
// permille: shown in per cent. millis: a length of time. minutes: credits, hours.
BOOST_DEFINE_ENUM_CLASS(ColumnKind, district, word, service, department, text, day, count, permille,
                        millis, minutes, hundredths)

struct Column {
    std::string_view key;  // permanent, in JSON
    std::string_view en;
    std::string_view zh;
    ColumnKind kind = ColumnKind::count;
};

// Nothing: there was nothing to measure.
using Cell = std::variant<std::monostate, std::int64_t, std::string>;

// What is true of each section, in one row; the statement gives its columns in order. Its
// parameters: ?1 the first day, ?2 the day after the last, ?3 the district, empty = each and all.
struct SectionRow {
    std::string_view key;  // permanent
    std::string_view en;
    std::string_view zh;
    std::string_view note_en;  // what is counted, and what is not known; may be empty
    std::string_view note_zh;
    const char* sql;
    std::span<const Column> columns;
    // The column that is drawn as bars, of the rows of all districts; empty = none is.
    std::string_view drawn = {};
};

[[nodiscard]] std::span<const SectionRow> section_rows();

struct Section {
    const SectionRow* row = nullptr;
    std::vector<std::vector<Cell>> rows;
};

// In both languages.
struct WordPair {
    std::string en;
    std::string zh;
};
using Names = std::map<std::string, WordPair, std::less<>>;  // by code

struct Report {
    ReportKind kind = ReportKind::monthly;
    Date first;
    Date last;                // included
    Code district;            // empty = all
    std::uint64_t as_of = 0;  // the last record that it knows of
    TimePoint as_of_at;
    Millis offset;  // of the city's clocks
    Names services;
    Names departments;
    std::vector<Section> sections;
};

struct ReportWish {
    ReportKind kind = ReportKind::monthly;
    std::optional<Date> day;  // of the month, any of it; nothing = the one of the last record
    Code district;            // empty = all
    std::string section;      // empty = all
};

// All from one state of the tables. Fails with not_found where no section has that name.
[[nodiscard]] log::Result<Report> make_report(const sqlite::Database& db, const ReportWish& wish);

// "2026-01" or "2026-01-05".
[[nodiscard]] std::string period_text(const Report& report);
// {"kind","period","first_day","last_day","district","as_of","as_of_at","sections":{"on_site":
// {"title_en","title_zh","drawn","columns":[{"key","kind","en","zh"}],"rows":[{"district":"*",
// "urgency":"P1",...}],"shown":[["all",...]]}}}: a cell of which nothing is known is null. `shown`
// has the rows as people read them, in the order of the columns: a text, or {"en","zh"}.
[[nodiscard]] std::string to_json(const Report& report);

// What stands in a cell, for people. A word or a code that is not known is shown as it is.
[[nodiscard]] WordPair shown(const Column& column, const Cell& cell);
// With the names of services and departments.
[[nodiscard]] WordPair shown(const Report& report, const Column& column, const Cell& cell);

}  // namespace muster::reports
