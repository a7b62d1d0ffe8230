#include "engine/app/reports/statement_text.hpp"

#include <algorithm>
#include <span>
#include <string_view>
#include <vector>

#include "engine/app/reports/sheets.hpp"
#include "engine/app/tables/table_text.hpp"
#include "engine/reports/report.hpp"

namespace muster::app {
namespace {

using reports::Statement;
using reports::StatementEntry;

// Of the account that pays for all there are more than anybody prints, and setting a hundred
// thousand lines takes half a minute.
constexpr std::size_t most_printed = 5'000;

std::string day_text(Date day) {
    const auto text = text_of(day);
    return {text.data(), text.size()};
}

reports::WordPair kind_of(const std::string& kind) {
    constexpr reports::Column column{"kind", "", "", reports::ColumnKind::word};
    return shown(column, kind);
}

// Minutes as hours and minutes: -1:35.
std::string hours_text(std::int64_t minutes) {
    constexpr reports::Column column{"minutes", "", "", reports::ColumnKind::minutes};
    return (minutes < 0 ? "-" : "") + shown(column, std::abs(minutes)).en;
}

std::string number(std::uint64_t value) {
    return value == 0 ? std::string() : std::to_string(value);
}

std::string period(const Statement& statement) {
    if (!statement.first && !statement.last) return {};
    return (statement.first ? day_text(*statement.first) : std::string("…")) + " – " +
           (statement.last ? day_text(*statement.last) : std::string("…"));
}

}  // namespace

std::string statement_csv(const Statement& statement, bool english) {
    std::string out(byte_order_mark);
    using Row = std::vector<std::string>;
    out += csv_line(english ? Row{"Day", "Entry", "Kind", "Other account", "Minutes", "Balance",
                                  "Service", "Service record", "Reverses"}
                            : Row{"日期", "分录", "类别", "对方账户", "分钟", "余额", "服务",
                                  "服务记录", "冲正分录"});
    const auto balance = [&](std::string_view en, std::string_view zh, std::int64_t minutes) {
        out += csv_line(
            {"", "", std::string(english ? en : zh), "", "", std::to_string(minutes), "", "", ""});
    };
    balance("opening balance", "期初余额", statement.opening_min);
    for (const StatementEntry& one : statement.entries) {
        const reports::WordPair kind = kind_of(one.kind);
        out += csv_line({day_text(one.day), number(one.entry), english ? kind.en : kind.zh,
                         number(one.other), std::to_string(one.minutes),
                         std::to_string(one.balance_min), with_guard(one.service),
                         number(one.service_record), number(one.reverses)});
    }
    balance(statement.complete ? "closing balance" : "balance so far; there are more entries",
            statement.complete ? "期末余额" : "截至此处的余额，其后还有分录",
            statement.closing_min);
    return out;
}

std::optional<std::string> write_statement_pdf(const std::string& name,
                                               const Statement& statement) {
    const std::string account = std::to_string(statement.account);
    const std::size_t printed = std::min(statement.entries.size(), most_printed);
    Paper paper(name, a4, "时间银行对账单 " + account);
    Sheets sheets(paper);
    sheets.heading("时间银行对账单 Statement " + account, 18);
    sheets.note(period(statement));
    sheets.note(in_both("收入", "received") + " " + hours_text(statement.received_min) + " · " +
                in_both("支出", "given") + " " + hours_text(statement.given_min));
    sheets.table({{"日期", "Day", 26},
                  {"分录", "Entry", 30},
                  {"类别", "Kind", 34},
                  {"对方账户", "Other account", 30},
                  {"时长", "h:min", 30},
                  {"余额", "Balance", 30}});
    sheets.row({"", "", "期初 opening", "", "", hours_text(statement.opening_min)});
    for (const StatementEntry& one : std::span(statement.entries).first(printed)) {
        const reports::WordPair kind = kind_of(one.kind);
        sheets.row({day_text(one.day), number(one.entry), in_both(kind.zh, kind.en),
                    number(one.other), hours_text(one.minutes), hours_text(one.balance_min)});
    }
    if (printed == statement.entries.size()) {
        sheets.row({"", "", "期末 closing", "", "", hours_text(statement.closing_min)}, true);
    }
    sheets.end_table();
    if (!statement.complete || printed < statement.entries.size()) {
        sheets.note("只列出最早的 " + std::to_string(printed) +
                    " 笔分录，其余见 CSV 或较短的时段 " + "The first " + std::to_string(printed) +
                    " entries only; ask for fewer days, or for CSV");
    }
    sheets.note("数据截至第 " + std::to_string(statement.as_of) + " 条决策记录 As of record " +
                std::to_string(statement.as_of) + " of the log");
    sheets.finish();
    return paper.close();
}

}  // namespace muster::app
