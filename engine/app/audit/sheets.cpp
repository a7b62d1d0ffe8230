#include "engine/app/audit/sheets.hpp"

#include <string>

#include "engine/log/hash.hpp"

namespace muster::app {
namespace {

constexpr std::string_view closing = "closing a sheet of the record of accesses";
constexpr std::string_view proving = "proving the record of accesses";
// Of a sheet that is not here: the log knew it.
constexpr std::int64_t rows_elsewhere = -1;

struct Closed {
    AccessSheet sheet;
    std::string previous;  // the digest of the sheet before
    bool here = true;
};

struct Digest {
    std::string text;
    std::uint64_t rows = 0;
};

void add_number(std::string& line, std::int64_t number) {
    line.append(std::to_string(number)).push_back(' ');
}
// Its length first, so that no two rows give the same line.
void add_text(std::string& line, std::string_view text) {
    line.append(std::to_string(text.size())).append(":").append(text).push_back(' ');
}

// Of the rows of a sheet, in their order: each hash covers the one before.
log::Result<Digest> digest_of(const sqlite::Database& db, std::uint64_t sheet,
                              const std::string& previous, const std::function<bool()>& wanted) {
    constexpr std::uint64_t rows_per_look = 4'096;
    auto rows = db.statement(
        "SELECT minute, at, count, record, what, who, about FROM access WHERE sheet = ?"
        " ORDER BY minute, what, who, about, record",
        static_cast<std::int64_t>(sheet));
    log::Hasher hasher;
    Digest digest{previous};
    std::string line;
    int step = SQLITE_ROW;
    while ((step = rows.step()) == SQLITE_ROW) {
        line.assign(digest.text).push_back('\n');
        for (const int number : {0, 1, 2, 3})
            add_number(line, rows.integer(number));
        for (const int text : {4, 5, 6})
            add_text(line, rows.bytes(text));
        digest.text = log::to_hex(hasher.digest(line));
        if (++digest.rows % rows_per_look == 0 && !wanted()) {
            return log::LogError{log::LogErrorCode::cancelled, "nobody waits for it any more"};
        }
    }
    if (step != SQLITE_DONE) return log::LogError(sqlite::error_of(db, proving));
    return digest;
}

constexpr const char* columns = "SELECT number, digest, rows, until, previous FROM sheet ";

Closed read_closed(const sqlite::Statement& row) {
    Closed read;
    read.sheet.number = static_cast<std::uint64_t>(row.integer(0));
    read.sheet.digest = row.text(1);
    read.here = row.integer(2) != rows_elsewhere;
    read.sheet.rows = read.here ? static_cast<std::uint64_t>(row.integer(2)) : 0;
    read.sheet.until.value = row.integer(3);
    read.previous = row.text(4);
    return read;
}

// Nothing when there is none.
log::Result<std::optional<Closed>> one_closed(const sqlite::Database& db,
                                              const sqlite::Statement& rows) {
    const int step = rows.step();
    if (step == SQLITE_DONE) return std::optional<Closed>();
    if (step != SQLITE_ROW) return log::LogError(sqlite::error_of(db, proving));
    return std::optional(read_closed(rows));
}

log::Result<std::optional<Closed>> last_closed(const sqlite::Database& db) {
    return one_closed(db, db.statement(std::string(columns) + "ORDER BY number DESC LIMIT 1"));
}

log::LogError keep(const sqlite::Database& db, const Closed& closed) {
    return db.run(closing,
                  "INSERT INTO sheet(number, digest, rows, until, previous)"
                  " VALUES(?,?,?,?,?)",
                  static_cast<std::int64_t>(closed.sheet.number),
                  std::string_view(closed.sheet.digest),
                  closed.here ? static_cast<std::int64_t>(closed.sheet.rows) : rows_elsewhere,
                  closed.sheet.until.value, std::string_view(closed.previous));
}

bool always() {
    return true;
}

// What is met on the way through the sheets.
class Proving {
  public:
    Proving(const sqlite::Database& db, const std::optional<AccessSheet>& noted,
            const std::function<bool()>& wanted)
        : db_(db), noted_(noted), wanted_(wanted) {}

    [[nodiscard]] log::LogError take(const Closed& closed) {
        const AccessSheet& sheet = closed.sheet;
        if (!closed.here) {
            found(ProofFault::missing, last_ ? last_->number + 1 : 1, sheet.number);
        } else {
            if (proof_.first == 0) proof_.first = sheet.number;
            const auto digest = digest_of(db_, sheet.number, closed.previous, wanted_);
            if (!digest) return digest.error();
            proof_.rows += digest->rows;
            const bool follows = !last_ || closed.previous == last_->digest;
            if (last_ && sheet.number != last_->number + 1) {
                found(ProofFault::missing, last_->number + 1, sheet.number - 1);
            } else if (!follows || digest->text != sheet.digest || digest->rows != sheet.rows) {
                found(ProofFault::changed, sheet.number, sheet.number);
            }
        }
        if (noted_ && noted_->number == sheet.number && noted_->digest != sheet.digest) {
            found(ProofFault::other, sheet.number, sheet.number);
        }
        last_ = sheet;
        return {};
    }

    [[nodiscard]] AccessProof finish() {
        proof_.last = last_ ? last_->number : 0;
        if (noted_) {
            proof_.noted = noted_->number;
            proof_.noted_until = noted_->until;
            if (noted_->number > proof_.last) {
                found(ProofFault::missing, proof_.last + 1, noted_->number);
            }
        }
        return std::move(proof_);
    }

  private:
    void found(ProofFault fault, std::uint64_t first, std::uint64_t last) {
        if (proof_.fault != ProofFault::none) return;
        proof_.fault = fault;
        proof_.fault_first = first;
        proof_.fault_last = last;
    }

    const sqlite::Database& db_;
    const std::optional<AccessSheet>& noted_;
    const std::function<bool()>& wanted_;
    std::optional<AccessSheet> last_;
    AccessProof proof_;
};

}  // namespace

log::Result<std::uint64_t> last_sheet(const sqlite::Database& db) {
    auto last = last_closed(db);
    if (!last) return last.error();
    return *last ? (*last)->sheet.number : 0;
}

log::Result<std::optional<AccessSheet>> close_sheet(const sqlite::Database& db, TimePoint until) {
    auto transaction = sqlite::Transaction::begin(db, closing);
    if (!transaction) return log::LogError(transaction.error());
    auto last = last_closed(db);
    if (!last) return last.error();
    Closed closed;
    if (*last) {
        closed.sheet.number = (*last)->sheet.number;
        closed.previous = (*last)->sheet.digest;
    }
    ++closed.sheet.number;
    const auto digest = digest_of(db, closed.sheet.number, closed.previous, always);
    if (!digest) return digest.error();
    if (digest->rows == 0) return std::optional<AccessSheet>();
    closed.sheet.digest = digest->text;
    closed.sheet.rows = digest->rows;
    closed.sheet.until = until;
    if (log::LogError failed = keep(db, closed)) return failed;
    if (log::LogError failed = transaction->commit(closing)) return failed;
    return std::optional(closed.sheet);
}

log::Result<std::optional<AccessSheet>> sheet_after(const sqlite::Database& db,
                                                    std::uint64_t number) {
    auto found =
        one_closed(db, db.statement(std::string(columns) +
                                        "WHERE number > ? AND rows >= 0 ORDER BY number LIMIT 1",
                                    static_cast<std::int64_t>(number)));
    if (!found) return found.error();
    return *found ? std::optional((*found)->sheet) : std::nullopt;
}

log::LogError go_on_after(const sqlite::Database& db, const AccessSheet& noted) {
    auto transaction = sqlite::Transaction::begin(db, closing);
    if (!transaction) return transaction.error();
    const auto last = last_sheet(db);
    if (!last) return last.error();
    if (*last >= noted.number) return {};
    // What was written meanwhile is on the sheet behind it, too.
    if (log::LogError failed =
            db.run(closing, "UPDATE access SET sheet = ? WHERE sheet > ?",
                   static_cast<std::int64_t>(noted.number + 1), static_cast<std::int64_t>(*last))) {
        return failed;
    }
    if (log::LogError failed = keep(db, {noted, {}, false})) return failed;
    return transaction->commit(closing);
}

log::LogError drop_sheets(const sqlite::Database& db, TimePoint before) {
    constexpr std::string_view dropping = "deleting old sheets of the record of accesses";
    auto transaction = sqlite::Transaction::begin(db, dropping);
    if (!transaction) return transaction.error();
    constexpr std::string_view old =
        " <= (SELECT max(number) FROM sheet WHERE until < ? AND number < (SELECT max(number) FROM"
        " sheet))";
    for (const char* from : {"DELETE FROM access WHERE sheet", "DELETE FROM sheet WHERE number"}) {
        if (log::LogError failed = db.run(dropping, std::string(from).append(old), before.value)) {
            return failed;
        }
    }
    return transaction->commit(dropping);
}

log::Result<AccessProof> prove_sheets(const sqlite::Database& db,
                                      const std::optional<AccessSheet>& noted,
                                      const std::function<bool()>& wanted) {
    Proving proving_all(db, noted, wanted);
    const auto sheets = db.statement(std::string(columns) + "ORDER BY number");
    int step = SQLITE_ROW;
    while ((step = sheets.step()) == SQLITE_ROW) {
        if (log::LogError failed = proving_all.take(read_closed(sheets))) return failed;
    }
    if (step != SQLITE_DONE) return log::LogError(sqlite::error_of(db, proving));
    AccessProof proof = proving_all.finish();
    const auto open = db.statement("SELECT count(*) FROM access WHERE sheet > ?",
                                   static_cast<std::int64_t>(proof.last));
    if (open.step() == SQLITE_ROW) {
        proof.rows_open = static_cast<std::uint64_t>(open.integer(0));
    }
    const auto first = db.statement("SELECT at FROM access ORDER BY sheet, minute LIMIT 1");
    if (first.step() == SQLITE_ROW) proof.since.value = first.integer(0);
    return proof;
}

}  // namespace muster::app
