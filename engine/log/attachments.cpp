#include "engine/log/attachments.hpp"

#include <algorithm>

namespace muster::log {

namespace {

constexpr std::string_view adding = "adding to the backup";
constexpr std::string_view reading = "reading what the backup carries";

// In parts, because SQLite refuses a value beyond its limit of about a gigabyte and holds each
// value in memory as a whole.
constexpr std::size_t part_bytes = 1024 * 1024;

constexpr const char* create_table = R"sql(
    CREATE TABLE IF NOT EXISTS attachment(
        name TEXT NOT NULL,
        part INTEGER NOT NULL,
        bytes BLOB NOT NULL,
        PRIMARY KEY(name, part)
    ) STRICT
)sql";

Result<bool> has_table(const sqlite::Database& db) {
    auto tables =
        sqlite::query_integer(db, "SELECT count(*) FROM sqlite_schema WHERE name = 'attachment'");
    if (!tables) return LogError(tables.error());
    return *tables != 0;
}

LogError insert_parts(const sqlite::Database& db, std::string_view name,
                      std::span<const std::byte> bytes) {
    if (LogError failed = db.exec(create_table, adding)) return failed;
    auto remove = sqlite::Statement::prepare(db, "DELETE FROM attachment WHERE name = ?1");
    if (!remove) return remove.error();
    remove->bind(1, name);
    if (remove->step() != SQLITE_DONE) return sqlite::error_of(db, adding);
    auto insert = sqlite::Statement::prepare(db, "INSERT INTO attachment VALUES(?1, ?2, ?3)");
    if (!insert) return insert.error();
    for (std::int64_t part = 0; !bytes.empty(); ++part) {
        const std::span<const std::byte> piece = bytes.first(std::min(bytes.size(), part_bytes));
        bytes = bytes.subspan(piece.size());
        insert->bind(1, name);
        insert->bind(2, part);
        insert->bind_blob(3, piece.data(), piece.size());
        if (insert->step() != SQLITE_DONE) return sqlite::error_of(db, adding);
        insert->reset();
    }
    return {};
}

}  // namespace

LogError attach(const sqlite::Database& db, std::string_view name,
                std::span<const std::byte> bytes) {
    auto transaction = sqlite::Transaction::begin(db, adding);
    if (!transaction) return transaction.error();
    if (LogError failed = insert_parts(db, name, bytes)) return failed;
    return transaction->commit(adding);
}

Result<std::vector<std::string>> attachment_names(const sqlite::Database& db) {
    std::vector<std::string> names;
    Result<bool> any = has_table(db);
    if (!any) return any.error();
    if (!*any) return names;
    auto select =
        sqlite::Statement::prepare(db, "SELECT DISTINCT name FROM attachment ORDER BY name");
    if (!select) return LogError(select.error());
    int result = SQLITE_OK;
    while ((result = select->step()) == SQLITE_ROW)
        names.emplace_back(select->bytes(0));
    if (result != SQLITE_DONE) return LogError(sqlite::error_of(db, reading));
    return names;
}

Result<std::vector<std::byte>> read_attachment(const sqlite::Database& db, std::string_view name) {
    std::vector<std::byte> bytes;
    Result<bool> any = has_table(db);
    if (!any) return any.error();
    if (!*any) return bytes;
    auto select = sqlite::Statement::prepare(
        db, "SELECT bytes FROM attachment WHERE name = ?1 ORDER BY part");
    if (!select) return LogError(select.error());
    select->bind(1, name);
    int result = SQLITE_OK;
    while ((result = select->step()) == SQLITE_ROW) {
        const auto piece = std::as_bytes(std::span<const char>(select->bytes(0)));
        bytes.insert(bytes.end(), piece.begin(), piece.end());
    }
    if (result != SQLITE_DONE) return LogError(sqlite::error_of(db, reading));
    return bytes;
}

LogError drop_attachments(const sqlite::Database& db) {
    // Their pages stay in the file and serve the records to come.
    return db.exec("DROP TABLE IF EXISTS attachment", "taking the attachments out of the log");
}

}  // namespace muster::log
