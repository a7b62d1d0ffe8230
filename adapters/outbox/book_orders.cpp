// Where the orders of 12345 platforms stand, in the book.
#include <utility>
#include <vector>

#include "adapters/outbox/book.hpp"
#include "adapters/outbox/book_transaction.hpp"

namespace muster::outbox {
namespace {

// They are made in a book that has none, beside its other tables, which stay as they are.
//
// A report waits as long as its message does. What becomes of a message is seen here however it
// comes about: taken out, it was delivered, unless it is a dead letter already. What failed is in
// `report_failures` until the desk was told, so that it is, whatever happens in between.
// Of an order that was forgotten a report is kept until its message has come to its end.
constexpr const char* order_tables = R"(
CREATE TABLE IF NOT EXISTS orders (
    channel TEXT NOT NULL, number TEXT NOT NULL, request INTEGER NOT NULL,
    follows INTEGER NOT NULL, stage TEXT NOT NULL, told INTEGER NOT NULL,
    received_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
    PRIMARY KEY (channel, number)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS order_reports (
    channel TEXT NOT NULL, id TEXT NOT NULL, number TEXT NOT NULL, stage TEXT NOT NULL,
    word TEXT NOT NULL, late INTEGER NOT NULL, at INTEGER NOT NULL, state TEXT NOT NULL,
    settled_at INTEGER NOT NULL, reason TEXT NOT NULL,
    PRIMARY KEY (channel, id)) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS order_reports_of ON order_reports (channel, number);
CREATE TRIGGER IF NOT EXISTS report_failed AFTER INSERT ON dead BEGIN
    UPDATE order_reports SET state = 'failed', settled_at = NEW.died_at, reason = NEW.reason
    WHERE channel = NEW.channel AND id = NEW.id;
END;
CREATE TRIGGER IF NOT EXISTS report_confirmed AFTER DELETE ON pending BEGIN
    UPDATE order_reports SET state = 'confirmed', reason = '',
        settled_at = CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)
    WHERE channel = OLD.channel AND id = OLD.id AND state = 'waiting';
END;
CREATE TRIGGER IF NOT EXISTS report_again AFTER INSERT ON pending BEGIN
    UPDATE order_reports SET state = 'waiting', settled_at = 0, reason = ''
    WHERE channel = NEW.channel AND id = NEW.id;
END;
CREATE TABLE IF NOT EXISTS report_failures (
    channel TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (channel, id)) STRICT, WITHOUT ROWID;
CREATE TRIGGER IF NOT EXISTS failure_to_tell AFTER INSERT ON dead BEGIN
    INSERT OR IGNORE INTO report_failures SELECT channel, id FROM order_reports
    WHERE channel = NEW.channel AND id = NEW.id;
END;
CREATE TRIGGER IF NOT EXISTS report_gone AFTER DELETE ON pending BEGIN
    DELETE FROM order_reports WHERE channel = OLD.channel AND id = OLD.id AND state != 'failed'
    AND NOT EXISTS (SELECT 1 FROM orders WHERE orders.channel = order_reports.channel AND
                    orders.number = order_reports.number);
END;
CREATE TRIGGER IF NOT EXISTS failed_report_gone AFTER DELETE ON dead BEGIN
    DELETE FROM order_reports WHERE channel = OLD.channel AND id = OLD.id AND state = 'failed'
    AND NOT EXISTS (SELECT 1 FROM orders WHERE orders.channel = order_reports.channel AND
                    orders.number = order_reports.number);
    DELETE FROM report_failures WHERE channel = OLD.channel AND id = OLD.id AND NOT EXISTS
    (SELECT 1 FROM order_reports WHERE order_reports.channel = OLD.channel AND
     order_reports.id = OLD.id);
END;
CREATE TRIGGER IF NOT EXISTS failure_over AFTER INSERT ON pending BEGIN
    DELETE FROM report_failures WHERE channel = NEW.channel AND id = NEW.id;
END;
)";

}  // namespace

BookError Book::prepare_orders() {
    Transaction transaction(*this);
    if (BookError wrong = transaction.begin()) return wrong;
    if (sqlite::Error wrong = db_.exec(order_tables, "making the tables of orders")) return wrong;
    return transaction.commit();
}

BookError Book::write_order(const OrderRow& row) {
    const OrderState& order = row.change.state;
    if (row.change.forgotten) {
        for (const char* const sql :
             {"DELETE FROM orders WHERE channel = ? AND number = ?",
              "DELETE FROM order_reports WHERE channel = ? AND number = ? "
              "AND state != 'waiting' AND NOT EXISTS (SELECT 1 FROM dead WHERE "
              "dead.channel = order_reports.channel AND "
              "dead.id = order_reports.id)"}) {
            if (sqlite::Error wrong =
                    db_.run("forgetting an order", sql, row.channel, order.number)) {
                return wrong;
            }
        }
        return {};
    }
    if (sqlite::Error wrong =
            db_.run("keeping an order",
                    "INSERT OR REPLACE INTO orders (channel, number, request, follows, stage, "
                    "told, received_at, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    row.channel, order.number, static_cast<std::int64_t>(order.request.value),
                    static_cast<std::int64_t>(order.follows.value), name_of(order.stage),
                    static_cast<std::int64_t>(order.told), order.received_at.value,
                    order.changed_at.value)) {
        return wrong;
    }
    if (row.report.empty()) return {};
    // Told anew from the log after a crash, it is the same report: what became of it stays.
    return db_.run("keeping a report",
                   "INSERT OR IGNORE INTO order_reports (channel, id, number, stage, word, late, "
                   "at, state, settled_at, reason) VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting', 0, '')",
                   row.channel, row.report, order.number, name_of(row.change.tell->stage),
                   row.change.tell->word, std::int64_t{row.change.late}, row.at.value);
}

BookError Book::confirm_report(std::string_view channel, std::string_view id) {
    if (sqlite::Error wrong =
            db_.run("forgetting a failure",
                    "DELETE FROM report_failures WHERE channel = ? AND id = ?", channel, id)) {
        return wrong;
    }
    return db_.run("confirming a report",
                   "UPDATE order_reports SET state = 'confirmed', reason = '', "
                   "settled_at = CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) "
                   "WHERE channel = ? AND id = ?",
                   channel, id);
}

Expected<std::vector<OrderState>, BookError> Book::orders(std::string_view channel) const {
    const sqlite::Statement query = db_.statement(
        "SELECT number, request, follows, stage, told, received_at, changed_at FROM orders "
        "WHERE channel = ? ORDER BY changed_at, number",
        channel);
    std::vector<OrderState> all;
    int found = 0;
    while ((found = query.step()) == SQLITE_ROW) {
        OrderState order;
        order.number = query.text(0);
        order.request = RequestId{static_cast<std::uint64_t>(query.integer(1))};
        order.follows = RequestId{static_cast<std::uint64_t>(query.integer(2))};
        const auto stage = enum_named<OrderStage>(query.text(3));
        if (!stage) {
            return BookError{"order " + order.number + " in " + file_.string() + " stands at \"" +
                             query.text(3) + "\", which is no stage"};
        }
        order.stage = *stage;
        order.told = static_cast<std::uint64_t>(query.integer(4));
        order.received_at = TimePoint{query.integer(5)};
        order.changed_at = TimePoint{query.integer(6)};
        all.push_back(std::move(order));
    }
    if (found != SQLITE_DONE) return failed("reading the orders");
    return all;
}

Expected<std::vector<FailedReport>, BookError> Book::failed_reports(std::size_t most) const {
    const sqlite::Statement query = db_.statement(
        "SELECT f.channel, f.id, r.number, coalesce(o.follows, 0), r.stage, r.reason FROM "
        "report_failures AS f JOIN order_reports AS r ON r.channel = f.channel AND r.id = f.id "
        "LEFT JOIN orders AS o ON o.channel = r.channel AND o.number = r.number "
        "ORDER BY f.channel, f.id LIMIT ?",
        static_cast<std::int64_t>(most));
    std::vector<FailedReport> all;
    int found = 0;
    while ((found = query.step()) == SQLITE_ROW) {
        FailedReport& one = all.emplace_back();
        one.channel = query.text(0);
        one.id = query.text(1);
        one.number = query.text(2);
        one.follows = RequestId{static_cast<std::uint64_t>(query.integer(3))};
        one.stage = query.text(4);
        one.reason = query.text(5);
    }
    if (found != SQLITE_DONE) return failed("reading the reports that failed");
    return all;
}

// One that failed again meanwhile, for another reason, is told once more.
BookError Book::told_of(const FailedReport& report) {
    return db_.run("forgetting a failure that was told",
                   "DELETE FROM report_failures WHERE channel = ?1 AND id = ?2 AND NOT EXISTS "
                   "(SELECT 1 FROM order_reports WHERE channel = ?1 AND id = ?2 AND reason != ?3)",
                   report.channel, report.id, report.reason);
}

Expected<std::optional<ReportState>, BookError> Book::report(std::string_view channel,
                                                             std::string_view id) const {
    const sqlite::Statement query = db_.statement(
        "SELECT r.number, coalesce(o.follows, 0), r.stage, r.state, r.reason FROM "
        "order_reports AS r LEFT JOIN orders AS o ON o.channel = r.channel AND "
        "o.number = r.number WHERE r.channel = ? AND r.id = ?",
        channel, id);
    const int found = query.step();
    if (found == SQLITE_DONE) return std::optional<ReportState>();
    if (found != SQLITE_ROW) return failed("reading a report");
    ReportState out;
    out.number = query.text(0);
    out.follows = RequestId{static_cast<std::uint64_t>(query.integer(1))};
    out.stage = query.text(2);
    out.state = query.text(3);
    out.reason = query.text(4);
    return std::optional<ReportState>(std::move(out));
}

}  // namespace muster::outbox
