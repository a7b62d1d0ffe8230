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

#include "engine/sqlite/error.hpp"

namespace muster::sqlite {

// One connection. It outlives its statements, or they fail.
class Database {
  public:
    // flags: SQLITE_OPEN_*; NOMUTEX is added, so a connection belongs to one thread at a time.
    // vfs: SQLite's name of a file layer, empty for the operating system's.
    [[nodiscard]] static Result<Database> open(const std::filesystem::path& path, int flags,
                                               const std::string& vfs);

    [[nodiscard]] sqlite3* get() const { return handle_.get(); }

    // Runs statements that return no rows of interest.
    [[nodiscard]] Error exec(const char* sql, std::string_view what) const;

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
    [[nodiscard]] static Result<Statement> prepare(const Database& db, std::string_view sql);

    [[nodiscard]] sqlite3_stmt* get() const { return handle_.get(); }

    void bind(int index, std::int64_t number) const { sqlite3_bind_int64(get(), index, number); }
    void bind(int index, std::string_view text) const {
        // A null pointer would bind NULL, where the columns want an empty text.
        sqlite3_bind_text64(get(), index, text.empty() ? "" : text.data(), text.size(),
                            SQLITE_STATIC, SQLITE_UTF8);
    }
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

  private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    };
    explicit Statement(sqlite3_stmt* handle) : handle_(handle) {}

    std::unique_ptr<sqlite3_stmt, Finalize> handle_;
};

// The first column of the first row; 0 when there is no row.
[[nodiscard]] Result<std::int64_t> query_integer(const Database& db, std::string_view sql);

}  // namespace muster::sqlite
