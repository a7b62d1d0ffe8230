// A thin owner for SQLite's handles and one translation of its errors, for whoever keeps a file of
// his own: the log, the read model, tokens, adapters. What a file holds is decided where it is
// used.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "engine/sqlite/error.hpp"

namespace muster::sqlite {

constexpr std::filesystem::perms owner_only =
    std::filesystem::perms::owner_read | std::filesystem::perms::owner_write;

// As a path: a database of this connection alone, which goes with it.
constexpr const char* in_memory = ":memory:";

enum class Access { read, write, create };  // create: write, and make the file where there is none

struct OpenOptions {
    Access access = Access::create;
    // Of a file that is made: nobody else may read it for a moment. SQLite gives its helper files
    // the same. An existing one keeps what it has.
    std::filesystem::perms rights = owner_only;
    // How long a call waits for another connection that writes, before it fails with busy.
    int busy_ms = 0;
    // SQLite's name of a file layer, empty for the operating system's.
    std::string vfs = {};
};

// What survives a loss of power. The death of the process costs nothing either way.
enum class Durability {
    every_commit,   // synchronous=FULL: a commit waits for the disk
    up_to_the_last  // synchronous=NORMAL: the last ones may be missing; the file is whole
};

class Statement;

// One connection, of one thread at a time. It outlives its statements.
class Database {
  public:
    // SQLite reads nothing of the file yet: what is no database fails at the first use.
    [[nodiscard]] static Result<Database> open(const std::filesystem::path& path,
                                               const OpenOptions& options);

    [[nodiscard]] sqlite3* get() const { return handle_.get(); }

    // A write-ahead file, so that reading does not wait for writing, nor the other way round. Fails
    // where the disk cannot share memory between processes.
    [[nodiscard]] Error use_wal(Durability durability) const;

    // Runs statements that return no rows of interest.
    [[nodiscard]] Error exec(const char* sql, std::string_view what) const;

    // A statement for this once, its parameters bound in order; texts are bound without a copy and
    // outlive it. Where it cannot be prepared its first step fails, and error_of says why.
    template <class... Values>
    [[nodiscard]] Statement statement(std::string_view sql, const Values&... values) const;

    // The same, run to its end, for what returns no rows.
    template <class... Values>
    [[nodiscard]] Error run(std::string_view what, std::string_view sql,
                            const Values&... values) const;

    // The rows that the last statement inserted, changed or deleted.
    [[nodiscard]] int changed_rows() const { return sqlite3_changes(get()); }

  private:
    struct Close {
        void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
    };
    explicit Database(sqlite3* handle) : handle_(handle) {}

    std::unique_ptr<sqlite3, Close> handle_;
};

// What SQLite reported last on this connection, as "<what> failed in <file>: <reason>; <advice>".
[[nodiscard]] Error error_of(const Database& db, std::string_view what);

// A prepared statement. Texts are bound without a copy: they must live until reset or step's end.
class Statement {
  public:
    Statement() = default;
    // To be kept and run many times.
    [[nodiscard]] static Result<Statement> prepare(const Database& db, std::string_view sql);

    [[nodiscard]] sqlite3_stmt* get() const { return handle_.get(); }

    void bind(int index, std::int64_t number) const { sqlite3_bind_int64(get(), index, number); }
    void bind(int index, std::string_view text) const {
        // A null pointer would bind NULL, where the columns want an empty text.
        sqlite3_bind_text64(get(), index, text.empty() ? "" : text.data(), text.size(),
                            SQLITE_STATIC, SQLITE_UTF8);
    }
    void bind_blob(int index, const void* bytes, std::size_t size) const {
        sqlite3_bind_blob64(get(), index, bytes, size, SQLITE_STATIC);
    }
    void bind_null(int index) const { sqlite3_bind_null(get(), index); }

    // SQLITE_ROW, SQLITE_DONE or an error.
    [[nodiscard]] int step() const { return sqlite3_step(get()); }
    void reset() const { sqlite3_reset(get()); }

    [[nodiscard]] std::int64_t integer(int column) const {
        return sqlite3_column_int64(get(), column);
    }
    // The column's bytes as stored; lives until the next step or reset. Asking for a blob spares
    // SQLite the terminating zero.
    [[nodiscard]] std::string_view bytes(int column) const {
        const auto* data = static_cast<const char*>(sqlite3_column_blob(get(), column));
        return {data, static_cast<std::size_t>(sqlite3_column_bytes(get(), column))};
    }
    [[nodiscard]] std::string text(int column) const { return std::string(bytes(column)); }

  private:
    friend class Database;
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    };
    explicit Statement(sqlite3_stmt* handle) : handle_(handle) {}
    // Without a handle where it cannot be prepared.
    Statement(const Database& db, std::string_view sql, unsigned flags);

    std::unique_ptr<sqlite3_stmt, Finalize> handle_;
};

// Rolled back unless it was committed. It writes from its beginning on, so that what it reads is
// still so when it writes. The connection outlives it, and stays where it is.
class Transaction {
  public:
    [[nodiscard]] static Result<Transaction> begin(const Database& db, std::string_view what);
    Transaction(Transaction&& other) noexcept : db_(std::exchange(other.db_, nullptr)) {}
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();

    // After a failure it is still to be rolled back, or already is.
    [[nodiscard]] Error commit(std::string_view what);

  private:
    explicit Transaction(const Database& db) : db_(&db) {}

    const Database* db_;  // null once it is over
};

// The first column of the first row; 0 when there is no row.
[[nodiscard]] Result<std::int64_t> query_integer(const Database& db, std::string_view sql);

template <class... Values>
Statement Database::statement(std::string_view sql, const Values&... values) const {
    Statement made(*this, sql, 0);
    int place = 0;
    (made.bind(++place, values), ...);
    return made;
}

template <class... Values>
Error Database::run(std::string_view what, std::string_view sql, const Values&... values) const {
    const Statement made = statement(sql, values...);
    return made.step() == SQLITE_DONE ? Error{} : error_of(*this, what);
}

}  // namespace muster::sqlite
