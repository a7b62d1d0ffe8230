#include "adapters/outbox/book.hpp"
#include "adapters/outbox/book_transaction.hpp"

#include <utility>
#include <vector>

#include "engine/gate/crypto.hpp"

namespace muster::outbox {
namespace {

// Says that a file is a book of ours: "MuOb".
constexpr int application_id = 0x4D754F62;
constexpr int schema_version = 1;
constexpr std::size_t id_bytes = 6;
// Somebody may look into it with another program.
constexpr int busy_ms = 2'000;

constexpr const char* tables = R"(
CREATE TABLE state (one INTEGER PRIMARY KEY CHECK (one = 1), id TEXT NOT NULL,
                    cursor INTEGER NOT NULL) STRICT;
CREATE TABLE pending (number INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL,
                      id TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL,
                      text TEXT NOT NULL, body TEXT NOT NULL, kept_at INTEGER NOT NULL,
                      attempts INTEGER NOT NULL, next_at INTEGER NOT NULL,
                      UNIQUE (channel, id)) STRICT;
CREATE INDEX pending_of ON pending (channel);
CREATE INDEX pending_due ON pending (channel, next_at, number);
CREATE TABLE dead (number INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL,
                   id TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL,
                   text TEXT NOT NULL, body TEXT NOT NULL, attempts INTEGER NOT NULL,
                   died_at INTEGER NOT NULL, reason TEXT NOT NULL) STRICT;
CREATE INDEX dead_of ON dead (channel);
)";

}  // namespace

BookError Book::failed(std::string_view what) const {
    return sqlite::error_of(db_, what);
}

std::filesystem::path book_file(const std::filesystem::path& data) {
    return data / "outbox.sqlite";
}

Expected<std::unique_ptr<Book>, std::string> Book::open(const std::filesystem::path& file,
                                                        const BookOptions& options) {
    auto db = sqlite::Database::open(file, {.busy_ms = busy_ms});
    if (!db) return db.error().message;
    std::unique_ptr<Book> book(new Book(std::move(*db), file, options));
    if (BookError wrong = book->prepare()) return wrong.message;
    return book;
}

Book::~Book() = default;

BookError Book::prepare() {
    if (sqlite::Error wrong = db_.use_wal(sqlite::Durability::up_to_the_last)) return wrong;
    // What was delivered is not to be found in the file any longer: it may be about people.
    if (sqlite::Error wrong =
            db_.exec("PRAGMA secure_delete=ON; PRAGMA trusted_schema=OFF", "opening the book")) {
        return wrong;
    }
    const auto pragma = [&](const char* sql) {
        const auto number = sqlite::query_integer(db_, sql);
        return number ? *number : -1;
    };
    const std::int64_t application = pragma("PRAGMA application_id");
    const std::int64_t version = pragma("PRAGMA user_version");
    const std::int64_t objects = pragma("SELECT count(*) FROM sqlite_schema");
    if (objects < 0) return failed("reading");
    if (objects > 0 && (application != application_id || version != schema_version)) {
        return {file_.string() +
                (application == application_id
                     ? " was written by another version of this program; use that one, or move the "
                       "file away: then what waited in it is not sent"
                     : " was not written by this program; move it away")};
    }
    if (objects == 0) {
        Transaction transaction(*this);
        if (BookError wrong = transaction.begin()) return wrong;
        const std::string marks = "PRAGMA application_id=" + std::to_string(application_id) +
                                  ";PRAGMA user_version=" + std::to_string(schema_version) + ";";
        if (sqlite::Error wrong = db_.exec((marks + tables).c_str(), "making the book")) {
            return wrong;
        }
        if (BookError wrong = transaction.commit()) return wrong;
    }
    if (BookError wrong = prepare_orders()) return wrong;
    return read_state();
}

BookError Book::read_state() {
    {
        const sqlite::Statement query = db_.statement("SELECT id, cursor FROM state");
        const int found = query.step();
        if (found != SQLITE_ROW && found != SQLITE_DONE) return failed("reading the cursor");
        if (found == SQLITE_ROW) {
            id_ = query.text(0);
            cursor_ = static_cast<std::uint64_t>(query.integer(1));
        }
    }
    if (id_.empty()) id_ = gate::random_hex(id_bytes);
    return take_up_changes();
}

BookError Book::count_all() {
    std::vector<std::string> channels;
    {
        const sqlite::Statement query =
            db_.statement("SELECT channel FROM pending UNION SELECT channel FROM dead");
        int found = 0;
        while ((found = query.step()) == SQLITE_ROW)
            channels.push_back(query.text(0));
        if (found != SQLITE_DONE) return failed("reading the channels");
    }
    for (auto& [channel, counts] : counts_)
        counts.pending = counts.dead = 0;
    for (const std::string& channel : channels) {
        if (BookError wrong = count_anew(channel)) return wrong;
    }
    return {};
}

BookError Book::take_up_changes() {
    std::int64_t version = 0;
    {
        const sqlite::Statement query = db_.statement("PRAGMA data_version");
        if (query.step() != SQLITE_ROW) return failed("looking for changes");
        version = query.integer(0);
    }
    if (version == data_version_) return {};
    if (BookError wrong = count_all()) return wrong;
    // The first time it is what was found.
    was_changed_ = was_changed_ || data_version_.has_value();
    data_version_ = version;
    return {};
}

Expected<bool, BookError> Book::was_changed() {
    if (BookError wrong = take_up_changes()) return wrong;
    return std::exchange(was_changed_, false);
}

Expected<std::uint64_t, BookError> Book::count(const char* sql, std::string_view channel) const {
    const sqlite::Statement query = db_.statement(sql, channel);
    if (query.step() != SQLITE_ROW) return failed("counting");
    return static_cast<std::uint64_t>(query.integer(0));
}

BookError Book::count_anew(std::string_view channel) {
    const auto pending = count("SELECT count(*) FROM pending WHERE channel = ?", channel);
    if (!pending) return pending.error();
    const auto dead = count("SELECT count(*) FROM dead WHERE channel = ?", channel);
    if (!dead) return dead.error();
    ChannelCounts& counts = counts_[std::string(channel)];
    counts.pending = *pending;
    counts.dead = *dead;
    return {};
}

std::vector<std::string> Book::channels() const {
    std::vector<std::string> all;
    for (const auto& [channel, counts] : counts_) {
        if (counts.pending > 0 || counts.dead > 0) all.push_back(channel);
    }
    return all;
}

ChannelCounts Book::counts(std::string_view channel) const {
    const auto known = counts_.find(channel);
    return known == counts_.end() ? ChannelCounts{} : known->second;
}

BookError Book::write_state(std::string_view id, std::uint64_t cursor) {
    return db_.run("writing the cursor",
                   "INSERT OR REPLACE INTO state (one, id, cursor) VALUES (1, ?, ?)", id,
                   static_cast<std::int64_t>(cursor));
}

BookError Book::begin_anew(std::uint64_t cursor) {
    std::string id = gate::random_hex(id_bytes);
    Transaction transaction(*this);
    if (BookError wrong = transaction.begin()) return wrong;
    // Their requests are others in another log.
    for (const char* const sql :
         {"DELETE FROM orders", "DELETE FROM order_reports WHERE state = 'confirmed'"}) {
        if (sqlite::Error wrong = db_.run("forgetting orders", sql)) return wrong;
    }
    if (BookError wrong = write_state(id, cursor)) return wrong;
    if (BookError wrong = transaction.commit()) return wrong;
    id_ = std::move(id);
    cursor_ = cursor;
    return {};
}

BookError Book::add(std::span<const Message> messages, std::uint64_t cursor, TimePoint now,
                    std::span<const OrderRow> orders) {
    Transaction transaction(*this);
    if (BookError wrong = transaction.begin()) return wrong;
    for (const OrderRow& order : orders) {
        if (BookError wrong = write_order(order)) return wrong;
    }
    for (const Message& message : messages) {
        if (BookError wrong = insert(message, now)) return wrong;
    }
    // Only then: of a batch that is larger than the limit the newest stay.
    for (const Message& message : messages) {
        if (BookError wrong = keep_pending_limit(message.channel, now)) return wrong;
    }
    if (BookError wrong = write_state(id_, cursor)) return wrong;
    if (BookError wrong = transaction.commit()) return wrong;
    cursor_ = cursor;
    return {};
}

BookError Book::insert(const Message& message, TimePoint now) {
    if (sqlite::Error wrong =
            db_.run("keeping a message",
                    "INSERT OR IGNORE INTO pending (channel, id, seq, at, text, body, kept_at, "
                    "attempts, next_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, ?7)",
                    message.channel, message.id, static_cast<std::int64_t>(message.seq),
                    message.at.value, message.text, message.body, now.value)) {
        return wrong;
    }
    counts_[message.channel].pending += static_cast<std::uint64_t>(db_.changed_rows());
    return {};
}

BookError Book::keep_pending_limit(std::string_view channel, TimePoint now) {
    ChannelCounts& counts = counts_[std::string(channel)];
    while (counts.pending > options_.pending_max) {
        std::int64_t oldest = 0;
        {
            const sqlite::Statement query =
                db_.statement("SELECT min(number) FROM pending WHERE channel = ?", channel);
            if (query.step() != SQLITE_ROW) return failed("looking for the oldest message");
            oldest = query.integer(0);
        }
        if (BookError wrong = move_to_dead(oldest, "more waited than pending_max", now)) {
            return wrong;
        }
        --counts.pending;
        ++counts.dead;
        ++counts.crowded_out;
        if (BookError wrong = keep_dead_limit(channel)) return wrong;
    }
    return {};
}

BookError Book::keep_dead_limit(std::string_view channel) {
    ChannelCounts& counts = counts_[std::string(channel)];
    if (counts.dead <= options_.dead_max) return {};
    if (sqlite::Error wrong = db_.run(
            "forgetting a dead letter",
            "DELETE FROM dead WHERE number = (SELECT min(number) FROM dead WHERE channel = ?)",
            channel)) {
        return wrong;
    }
    --counts.dead;
    ++counts.forgotten;
    return {};
}

BookError Book::remove_pending(std::int64_t number) {
    return db_.run("taking out a message", "DELETE FROM pending WHERE number = ?", number);
}

BookError Book::move_to_dead(std::int64_t number, std::string_view reason, TimePoint now) {
    if (sqlite::Error wrong = db_.run(
            "keeping a dead letter",
            "INSERT INTO dead (channel, id, seq, at, text, body, attempts, died_at, reason) "
            "SELECT channel, id, seq, at, text, body, attempts, ?, ? FROM pending "
            "WHERE number = ?",
            now.value, reason, number)) {
        return wrong;
    }
    return remove_pending(number);
}

Expected<std::optional<PendingMessage>, BookError> Book::first(std::string_view channel,
                                                               TimePoint now,
                                                               Millis wait_max) const {
    // CROSS JOIN: in this order, from a report by its order to the few others of that.
    const sqlite::Statement query = db_.statement(
        "SELECT number, id, seq, at, text, body, kept_at, attempts, next_at FROM pending "
        "WHERE channel = ?1 AND NOT EXISTS (SELECT 1 FROM order_reports AS mine "
        "CROSS JOIN order_reports AS earlier ON earlier.channel = mine.channel AND "
        "earlier.number = mine.number CROSS JOIN pending AS prior ON prior.channel = "
        "earlier.channel AND prior.id = earlier.id WHERE mine.channel = ?1 AND "
        "mine.id = pending.id AND prior.number < pending.number) "
        "ORDER BY next_at, number LIMIT 1",
        channel);
    const int found = query.step();
    if (found == SQLITE_DONE) return std::optional<PendingMessage>();
    if (found != SQLITE_ROW) return failed("looking for the next message");
    PendingMessage out;
    out.number = query.integer(0);
    out.message.channel = channel;
    out.message.id = query.text(1);
    out.message.seq = static_cast<std::uint64_t>(query.integer(2));
    out.message.at = TimePoint{query.integer(3)};
    out.message.text = query.text(4);
    out.message.body = query.text(5);
    out.kept_at = TimePoint{query.integer(6)};
    out.attempts = query.integer(7);
    out.next_at = TimePoint{query.integer(8)};
    if (out.next_at > now + wait_max) out.next_at = now;
    return std::optional<PendingMessage>(std::move(out));
}

std::optional<TimePoint> Book::oldest(std::string_view channel) const {
    const sqlite::Statement query =
        db_.statement("SELECT at FROM pending WHERE channel = ? ORDER BY number LIMIT 1", channel);
    if (query.step() != SQLITE_ROW) return std::nullopt;
    return TimePoint{query.integer(0)};
}

BookError Book::delivered(const PendingMessage& message) {
    const Message& is = message.message;
    Transaction transaction(*this);
    if (BookError wrong = transaction.begin()) return wrong;
    ChannelCounts& counts = counts_[is.channel];
    // By its id: while it was under way it may have become a dead letter, which an operator may
    // have put back under another number.
    if (sqlite::Error wrong =
            db_.run("taking out a message", "DELETE FROM pending WHERE channel = ? AND id = ?",
                    is.channel, is.id)) {
        return wrong;
    }
    if (db_.changed_rows() > 0) {
        --counts.pending;
        return transaction.commit();
    }
    if (sqlite::Error wrong =
            db_.run("taking out a dead letter", "DELETE FROM dead WHERE channel = ? AND id = ?",
                    is.channel, is.id)) {
        return wrong;
    }
    counts.dead -= static_cast<std::uint64_t>(db_.changed_rows());
    if (BookError wrong = confirm_report(is.channel, is.id)) return wrong;
    return transaction.commit();
}

BookError Book::postpone(const PendingMessage& message, TimePoint next_at) {
    return db_.run("postponing a message",
                   "UPDATE pending SET attempts = ?, next_at = ? WHERE number = ?",
                   message.attempts + 1, next_at.value, message.number);
}

BookError Book::bury(const PendingMessage& message, std::string_view reason, TimePoint now) {
    Transaction transaction(*this);
    if (BookError wrong = transaction.begin()) return wrong;
    if (BookError wrong = move_to_dead(message.number, reason, now)) return wrong;
    // While it was under way it became one already: more waited than may.
    if (db_.changed_rows() == 0) return transaction.commit();
    ChannelCounts& counts = counts_[message.message.channel];
    --counts.pending;
    ++counts.dead;
    if (BookError wrong = keep_dead_limit(message.message.channel)) return wrong;
    return transaction.commit();
}

Expected<std::vector<DeadLetter>, BookError> Book::dead(std::string_view channel,
                                                        std::size_t most) const {
    const sqlite::Statement query = db_.statement(
        "SELECT id, channel, at, died_at, attempts, reason, text FROM dead "
        "WHERE ?1 = '' OR channel = ?1 ORDER BY number LIMIT ?2",
        channel, static_cast<std::int64_t>(most));
    std::vector<DeadLetter> all;
    int found = 0;
    while ((found = query.step()) == SQLITE_ROW) {
        DeadLetter& one = all.emplace_back();
        one.id = query.text(0);
        one.channel = query.text(1);
        one.at = TimePoint{query.integer(2)};
        one.died_at = TimePoint{query.integer(3)};
        one.attempts = query.integer(4);
        one.reason = query.text(5);
        one.text = query.text(6);
    }
    if (found != SQLITE_DONE) return failed("reading the dead letters");
    return all;
}

Expected<std::uint64_t, BookError> Book::raise(std::string_view channel,
                                               std::span<const std::string> ids, TimePoint now) {
    Transaction transaction(*this);
    if (BookError wrong = transaction.begin()) return wrong;
    std::uint64_t raised = 0;
    if (ids.empty()) {
        const auto all = insert_dead(channel, "", now);
        if (!all) return all.error();
        raised = *all;
    }
    for (const std::string& id : ids) {
        const auto one = insert_dead(channel, id, now);
        if (!one) return one.error();
        raised += *one;
    }
    if (sqlite::Error wrong =
            db_.run("sending dead letters again",
                    "DELETE FROM dead WHERE channel = ?1 AND EXISTS (SELECT 1 FROM pending "
                    "WHERE pending.channel = ?1 AND pending.id = dead.id)",
                    channel)) {
        return BookError(wrong);
    }
    if (BookError wrong = count_anew(channel)) return wrong;
    if (BookError wrong = transaction.commit()) return wrong;
    return raised;
}

Expected<std::uint64_t, BookError> Book::insert_dead(std::string_view channel, std::string_view id,
                                                     TimePoint now) {
    ChannelCounts& counts = counts_[std::string(channel)];
    const std::uint64_t most = options_.pending_max;
    const auto room = static_cast<std::int64_t>(counts.pending < most ? most - counts.pending : 0);
    if (sqlite::Error wrong =
            db_.run("sending dead letters again",
                    "INSERT OR IGNORE INTO pending (channel, id, seq, at, text, body, kept_at, "
                    "attempts, next_at) SELECT channel, id, seq, at, text, body, ?1, 0, ?1 FROM "
                    "(SELECT * FROM dead WHERE channel = ?2 AND (?4 = '' OR id = ?4) "
                    "ORDER BY number DESC LIMIT ?3) ORDER BY number",
                    now.value, channel, room, id)) {
        return BookError(wrong);
    }
    const auto raised = static_cast<std::uint64_t>(db_.changed_rows());
    counts.pending += raised;
    return raised;
}

}  // namespace muster::outbox
