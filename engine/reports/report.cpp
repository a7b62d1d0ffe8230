#include "engine/reports/report.hpp"

#include <algorithm>

#include "engine/codec/json_writer.hpp"
#include "engine/reports/model_file.hpp"

namespace muster::reports {
namespace {

Cell cell_of(sqlite3_stmt* row, int column) {
    switch (sqlite3_column_type(row, column)) {
        case SQLITE_NULL:
            return {};
        case SQLITE_INTEGER:
            return std::int64_t{sqlite3_column_int64(row, column)};
        default: {
            const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(row, column));
            return std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(row, column)));
        }
    }
}

log::Result<Section> read_section(const sqlite::Database& db, const SectionRow& row,
                                  const Report& of) {
    auto select = sqlite::Statement::prepare(db, row.sql);
    if (!select) return log::LogError(select.error());
    select->bind(1, std::int64_t{of.first.days});
    // Behind the last day that there is, there is no other Date.
    select->bind(2, std::int64_t{of.last.days} + 1);
    select->bind(3, of.district.view());
    Section section{&row, {}};
    int result = SQLITE_ROW;
    while ((result = select->step()) == SQLITE_ROW) {
        std::vector<Cell>& cells = section.rows.emplace_back();
        for (std::size_t i = 0; i < row.columns.size(); ++i)
            cells.push_back(cell_of(select->get(), static_cast<int>(i)));
    }
    if (result == SQLITE_DONE) return section;
    return log::LogError(sqlite::error_of(db, "making a report"));
}

Date first_of_month(Date date) {
    return date - (year_month_day(date).day - 1);
}

Date day_of(const Cursor& cursor) {
    constexpr std::int64_t day_ms = 86'400'000;
    return {static_cast<std::int32_t>((cursor.at.value + cursor.offset.value) / day_ms)};
}

log::LogError read_names(const sqlite::Database& db, const std::string& table, Names& names) {
    auto select = sqlite::Statement::prepare(db, "SELECT code, name_en, name_zh FROM " + table);
    if (!select) return select.error();
    int result = SQLITE_ROW;
    while ((result = select->step()) == SQLITE_ROW) {
        WordPair name{std::string(select->bytes(1)), std::string(select->bytes(2))};
        names.emplace(select->bytes(0), std::move(name));
    }
    return result == SQLITE_DONE ? log::LogError{} : sqlite::error_of(db, "making a report");
}

log::LogError fill(const sqlite::Database& db, const ReportWish& wish, Report& report) {
    auto cursor = read_cursor(db);
    if (!cursor) return cursor.error();
    report.as_of = cursor->seq;
    report.as_of_at = cursor->at;
    report.offset = cursor->offset;
    if (log::LogError failed = read_names(db, "service", report.services)) return failed;
    if (log::LogError failed = read_names(db, "department", report.departments)) return failed;
    const Date day = wish.day.value_or(day_of(*cursor));
    report.first = report.last = day;
    if (wish.kind == ReportKind::monthly) {
        report.first = first_of_month(day);
        const YearMonthDay parts = year_month_day(day);
        report.last = report.first + (days_in_month(parts.year, parts.month) - 1);
    }
    for (const SectionRow& row : section_rows()) {
        if (!wish.section.empty() && wish.section != row.key) continue;
        auto section = read_section(db, row, report);
        if (!section) return section.error();
        report.sections.push_back(std::move(*section));
    }
    if (!report.sections.empty()) return {};
    std::string known;
    for (const SectionRow& row : section_rows())
        known += (known.empty() ? "" : ", ") + std::string(row.key);
    return {log::LogErrorCode::not_found,
            "a report has no section \"" + wish.section + "\"; it has " + known};
}

void write_cell(std::string& out, const Column& column, const Cell& cell) {
    codec::write(out, std::string(column.key));
    out += ':';
    const auto* const number = std::get_if<std::int64_t>(&cell);
    if (number != nullptr && column.kind == ColumnKind::day) {
        codec::write(out, Date{static_cast<std::int32_t>(*number)});
    } else if (number != nullptr) {
        out += std::to_string(*number);
    } else if (const auto* const text = std::get_if<std::string>(&cell)) {
        codec::write(out, *text);
    } else {
        out += "null";
    }
}

// What is the same in both languages is written once.
void write_words(std::string& out, const WordPair& words) {
    if (words.en == words.zh) return codec::write(out, words.en);
    out += "{\"en\":";
    codec::write(out, words.en);
    out += ",\"zh\":";
    codec::write(out, words.zh);
    out += '}';
}

void write_columns(std::string& out, const SectionRow& row) {
    out += "\"columns\":[";
    for (const Column& column : row.columns) {
        if (out.back() != '[') out += ',';
        out += "{\"key\":";
        codec::write(out, std::string(column.key));
        out += ",\"kind\":\"" + std::string(name_of(column.kind)) + "\",\"en\":";
        codec::write(out, std::string(column.en));
        out += ",\"zh\":";
        codec::write(out, std::string(column.zh));
        out += '}';
    }
    out += "],";
}

// As people read them, in the order of the columns.
void write_shown(std::string& out, const Report& report, const Section& section) {
    out += ",\"shown\":[";
    for (const std::vector<Cell>& cells : section.rows) {
        out += out.back() == '[' ? "[" : ",[";
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (i > 0) out += ',';
            write_words(out, shown(report, section.row->columns[i], cells[i]));
        }
        out += ']';
    }
    out += ']';
}

void write_section(std::string& out, const Report& report, const Section& section) {
    const SectionRow& row = *section.row;
    const auto text = [&](std::string_view key, std::string_view value) {
        codec::write(out, std::string(key));
        out += ':';
        codec::write(out, std::string(value));
        out += ',';
    };
    codec::write(out, std::string(row.key));
    out += ":{";
    text("title_en", row.en);
    text("title_zh", row.zh);
    text("note_en", row.note_en);
    text("note_zh", row.note_zh);
    text("drawn", row.drawn);
    write_columns(out, row);
    out += "\"rows\":[";
    bool first = true;
    for (const std::vector<Cell>& cells : section.rows) {
        out += first ? "{" : ",{";
        first = false;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (i > 0) out += ',';
            write_cell(out, row.columns[i], cells[i]);
        }
        out += '}';
    }
    out += ']';
    write_shown(out, report, section);
    out += '}';
}

}  // namespace

log::Result<Report> make_report(const sqlite::Database& db, const ReportWish& wish) {
    // One read transaction, so that every section knows of the same records.
    if (log::LogError failed = db.exec("BEGIN", "making a report")) return failed;
    Report report;
    report.kind = wish.kind;
    report.district = wish.district;
    const log::LogError failed = fill(db, wish, report);
    const log::LogError ended = db.exec("COMMIT", "making a report");
    if (failed) return failed;
    if (ended) return ended;
    return report;
}

std::string period_text(const Report& report) {
    const auto text = text_of(report.first);
    const std::string day(text.data(), text.size());
    return report.kind == ReportKind::daily ? day : day.substr(0, day.rfind('-'));
}

std::string to_json(const Report& report) {
    std::string out = "{\"kind\":\"" + std::string(name_of(report.kind)) + "\",\"period\":\"" +
                      period_text(report) + "\",\"first_day\":";
    codec::write(out, report.first);
    out += ",\"last_day\":";
    codec::write(out, report.last);
    out += ",\"district\":";
    codec::write(out, report.district);
    out += ",\"as_of\":" + std::to_string(report.as_of) +
           ",\"as_of_at\":" + std::to_string(report.as_of_at.value) + ",\"sections\":{";
    bool first = true;
    for (const Section& section : report.sections) {
        if (!first) out += ',';
        first = false;
        write_section(out, report, section);
    }
    return out + "}}";
}

}  // namespace muster::reports
