// How the book asks its file. Internal to this folder.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "adapters/outbox/book.hpp"

namespace muster::outbox {

// One statement. Texts are bound without a copy and must outlive it.
class Book::Query {
  public:
    Query(sqlite3* db, const char* sql) {
        if (sqlite3_prepare_v2(db, sql, -1, &handle_, nullptr) != SQLITE_OK) handle_ = nullptr;
    }
    ~Query() { sqlite3_finalize(handle_); }
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    Query& operator<<(std::int64_t number) {
        sqlite3_bind_int64(handle_, ++bound_, number);
        return *this;
    }
    Query& operator<<(std::string_view text) {
        // A null pointer would bind NULL.
        sqlite3_bind_text64(handle_, ++bound_, text.empty() ? "" : text.data(), text.size(),
                            SQLITE_STATIC, SQLITE_UTF8);
        return *this;
    }
    // SQLITE_ROW, SQLITE_DONE or an error.
    int step() { return handle_ == nullptr ? SQLITE_ERROR : sqlite3_step(handle_); }
    [[nodiscard]] bool done() { return step() == SQLITE_DONE; }

    [[nodiscard]] std::int64_t number(int column) const {
        return sqlite3_column_int64(handle_, column);
    }
    [[nodiscard]] std::string text(int column) const {
        const auto* bytes = static_cast<const char*>(sqlite3_column_blob(handle_, column));
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(handle_, column));
        return bytes == nullptr ? std::string() : std::string(bytes, size);
    }

  private:
    sqlite3_stmt* handle_ = nullptr;
    int bound_ = 0;
};

// Rolled back unless it was committed.
class Book::Transaction {
  public:
    explicit Transaction(Book& book) : book_(book), counts_(book.counts_) {}
    ~Transaction() {
        if (!begun_ || committed_) return;
        sqlite3_exec(book_.db_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
        book_.counts_ = std::move(counts_);
    }
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    [[nodiscard]] BookError begin() {
        BookError wrong = book_.run("BEGIN IMMEDIATE");
        begun_ = !wrong;
        return wrong;
    }
    [[nodiscard]] BookError commit() {
        BookError wrong = book_.run("COMMIT");
        committed_ = !wrong;
        return wrong;
    }

  private:
    Book& book_;
    std::map<std::string, ChannelCounts, std::less<>> counts_;  // as they were
    bool begun_ = false;
    bool committed_ = false;
};

}  // namespace muster::outbox
