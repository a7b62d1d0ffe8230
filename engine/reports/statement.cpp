#include "engine/reports/statement.hpp"

#include <limits>

#include "engine/codec/json_writer.hpp"
#include "engine/reports/model_file.hpp"

namespace muster::reports {
namespace {

constexpr std::int64_t day_ms = 86'400'000;
constexpr const char* doing = "reading a statement";

struct Span {
    std::int64_t from = std::numeric_limits<std::int64_t>::min();
    std::int64_t until = std::numeric_limits<std::int64_t>::max();
};

log::Result<std::int64_t> balance_before(const sqlite::Database& db, std::uint64_t account,
                                         std::int64_t until) {
    auto select = sqlite::Statement::prepare(
        db,
        "SELECT balance FROM posting WHERE account = ? AND at < ? ORDER BY at DESC, id DESC"
        " LIMIT 1");
    if (!select) return log::LogError(select.error());
    select->bind(1, static_cast<std::int64_t>(account));
    select->bind(2, until);
    const int result = select->step();
    if (result == SQLITE_ROW) return select->integer(0);
    if (result == SQLITE_DONE) return std::int64_t{0};
    return log::LogError(sqlite::error_of(db, doing));
}

log::LogError read_account(const sqlite::Database& db, Statement& out) {
    auto select = sqlite::Statement::prepare(db, "SELECT kind, status FROM account WHERE id = ?");
    if (!select) return select.error();
    select->bind(1, static_cast<std::int64_t>(out.account));
    const int result = select->step();
    if (result == SQLITE_DONE) {
        return {log::LogErrorCode::not_found,
                "no account " + std::to_string(out.account) + " was ever opened"};
    }
    if (result != SQLITE_ROW) return sqlite::error_of(db, doing);
    out.kind = select->bytes(0);
    out.status = select->bytes(1);
    return {};
}

log::LogError read_entries(const sqlite::Database& db, const Span& span, Statement& out) {
    auto select = sqlite::Statement::prepare(
        db,
        "SELECT entry, at, day, kind, coalesce(other, 0), minutes, balance, service,"
        " coalesce(service_record, 0), coalesce(reverses, 0) FROM posting"
        " WHERE account = ? AND at >= ? AND at < ? ORDER BY at, id LIMIT ?");
    if (!select) return select.error();
    select->bind(1, static_cast<std::int64_t>(out.account));
    select->bind(2, span.from);
    select->bind(3, span.until);
    select->bind(4, static_cast<std::int64_t>(most_entries + 1));
    int result = SQLITE_ROW;
    while ((result = select->step()) == SQLITE_ROW) {
        if (out.entries.size() == most_entries) {
            out.complete = false;
            return {};
        }
        StatementEntry& one = out.entries.emplace_back();
        one.entry = static_cast<std::uint64_t>(select->integer(0));
        one.posted_at.value = select->integer(1);
        one.day.days = static_cast<std::int32_t>(select->integer(2));
        one.kind = select->bytes(3);
        one.other = static_cast<std::uint64_t>(select->integer(4));
        one.minutes = select->integer(5);
        one.balance_min = select->integer(6);
        one.service = select->bytes(7);
        one.service_record = static_cast<std::uint64_t>(select->integer(8));
        one.reverses = static_cast<std::uint64_t>(select->integer(9));
        (one.minutes > 0 ? out.received_min : out.given_min) += std::abs(one.minutes);
    }
    if (result == SQLITE_DONE) return {};
    return sqlite::error_of(db, doing);
}

log::LogError fill(const sqlite::Database& db, const StatementWish& wish, Statement& out) {
    const auto cursor = read_cursor(db);
    if (!cursor) return cursor.error();
    out.as_of = cursor->seq;
    if (log::LogError failed = read_account(db, out)) return failed;
    // Days are those of the city's clocks as they go now.
    Span span;
    if (wish.first) span.from = std::int64_t{wish.first->days} * day_ms - cursor->offset.value;
    if (wish.last) {
        span.until = (std::int64_t{wish.last->days} + 1) * day_ms - cursor->offset.value;
    }
    const auto opening = balance_before(db, wish.account, span.from);
    if (!opening) return opening.error();
    out.opening_min = out.closing_min = *opening;
    if (log::LogError failed = read_entries(db, span, out)) return failed;
    if (!out.entries.empty()) out.closing_min = out.entries.back().balance_min;
    return {};
}

}  // namespace

log::Result<Statement> read_statement(const sqlite::Database& db, const StatementWish& wish) {
    if (log::LogError failed = db.exec("BEGIN", doing)) return failed;
    Statement statement;
    statement.account = wish.account;
    statement.first = wish.first;
    statement.last = wish.last;
    const log::LogError failed = fill(db, wish, statement);
    const log::LogError ended = db.exec("COMMIT", doing);
    if (failed) return failed;
    if (ended) return ended;
    return statement;
}

std::string to_json(const Statement& statement) {
    std::string out;
    codec::write(out, statement);
    return out;
}

}  // namespace muster::reports
