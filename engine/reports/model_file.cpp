#include "engine/reports/model_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include "engine/reports/schema.hpp"
#include "engine/reports/sealed_column.hpp"

namespace muster::reports {
namespace {

// Writers wait for each other no longer; a transaction takes a fraction of a second.
constexpr int busy_timeout_ms = 30'000;

// After a loss of power the last transactions may be missing, and are told anew from the log: so
// much durability is enough. Readers do not wait for the writer, nor the other way round. What is
// sorted for an index goes to a file for temporary ones: memory has no room for millions of rows.
// What was erased is overwritten, and does not stay for long in the write-ahead file.
constexpr const char* settings =
    "PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864;"
    "PRAGMA cache_size = -65536; PRAGMA temp_store = FILE;"
    "PRAGMA secure_delete = ON";

// While a file is opened, made or thrown away, nobody else does so: SQLite finds its helper files
// by name, and those of a new file must not be taken for those of an old one.
class Turn {
  public:
    explicit Turn(const std::filesystem::path& folder)
        : folder_(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
        while (folder_ >= 0 && ::flock(folder_, LOCK_EX) != 0 && errno == EINTR) {
        }
    }
    ~Turn() {
        if (folder_ >= 0) ::close(folder_);
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

  private:
    int folder_ = -1;
};

void throw_away(const std::filesystem::path& path) {
    for (const char* end : {"", "-wal", "-shm"})
        (void)::unlink((path.string() + end).c_str());
}

log::Result<bool> has_this_version(const sqlite::Database& db) {
    auto application = sqlite::query_integer(db, "PRAGMA application_id");
    if (!application) return log::LogError(application.error());
    auto version = sqlite::query_integer(db, "PRAGMA user_version");
    if (!version) return log::LogError(version.error());
    return *application == application_id && *version == schema_version;
}

log::LogError make_tables(const sqlite::Database& db) {
    const std::string sql =
        "BEGIN IMMEDIATE; PRAGMA application_id = " + std::to_string(application_id) +
        "; PRAGMA user_version = " + std::to_string(schema_version) + ';' + schema_sql() +
        "; COMMIT";
    return db.exec(sql.c_str(), "making the read model");
}

bool is_rotten(const log::LogError& error) {
    return error.code == log::LogErrorCode::not_a_log || error.code == log::LogErrorCode::corrupted;
}

// Nothing where the file has to be thrown away.
log::Result<std::optional<sqlite::Database>> try_open(const std::filesystem::path& path) {
    std::optional<sqlite::Database> none;
    auto db = sqlite::Database::open(path, {.busy_ms = busy_timeout_ms});
    if (!db) return log::LogError(db.error());
    log::LogError failed = db->use_wal(sqlite::Durability::up_to_the_last);
    if (!failed) failed = db->exec(settings, "opening the read model");
    if (!failed) failed = add_seal_functions(*db, path.parent_path());
    if (!failed) {
        const auto tables = sqlite::query_integer(*db, "SELECT count(*) FROM sqlite_master");
        if (!tables) failed = tables.error();
        if (tables && *tables == 0) failed = make_tables(*db);
    }
    if (!failed) {
        const auto current = has_this_version(*db);
        if (current && *current) return std::optional(std::move(*db));
        if (current) return none;
        failed = current.error();
    }
    if (is_rotten(failed)) return none;
    return failed;
}

}  // namespace

std::optional<FileIdentity> ModelFile::present(const std::filesystem::path& folder) {
    struct stat found {};
    if (::stat((folder / model_name).c_str(), &found) != 0) return std::nullopt;
    return FileIdentity{found.st_dev, found.st_ino};
}

log::Result<ModelFile> ModelFile::open_in_turn(const std::filesystem::path& folder) {
    const std::filesystem::path path = folder / model_name;
    for (int attempts = 2;;) {
        auto db = try_open(path);
        if (!db) return db.error();
        const auto identity = present(folder);
        if (*db && identity) return ModelFile(folder, *identity, std::move(**db));
        if (--attempts == 0) {
            return log::LogError{log::LogErrorCode::io,
                                 path.string() + " cannot be made anew; remove it by hand"};
        }
        db = std::optional<sqlite::Database>();
        throw_away(path);
    }
}

log::Result<ModelFile> ModelFile::open(const std::filesystem::path& folder) {
    const Turn turn(folder);
    return open_in_turn(folder);
}

log::Result<ModelFile> ModelFile::made_anew() const {
    const Turn turn(folder_);
    if (in_place()) throw_away(folder_ / model_name);
    return open_in_turn(folder_);
}

log::Result<sqlite::Database> ModelFile::open_to_read(const std::filesystem::path& folder) {
    const std::filesystem::path path = folder / model_name;
    const std::string advice =
        "; run `muster views rebuild`, or start the service with reports.follow";
    const auto identity = present(folder);
    if (!identity) {
        return log::LogError{
            log::LogErrorCode::not_found,
            "there is no read model: " + path.string() + " does not exist" + advice};
    }
    auto db =
        sqlite::Database::open(path, {.access = sqlite::Access::read, .busy_ms = busy_timeout_ms});
    if (!db) return log::LogError(db.error());
    if (log::LogError failed = db->exec("PRAGMA cache_size = -65536", "opening the read model")) {
        return failed;
    }
    if (log::LogError failed = add_seal_functions(*db, folder)) return failed;
    auto current = has_this_version(*db);
    if (!current) return current.error();
    if (!*current || present(folder) != identity) {
        return log::LogError{
            log::LogErrorCode::not_found,
            path.string() + " was made by another version of this program" + advice};
    }
    return std::move(*db);
}

bool ModelFile::is_damaged() const {
    const int code = sqlite3_errcode(db_.get()) & 0xff;
    return code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
}

log::Result<bool> ModelFile::is_current() const {
    return has_this_version(db_);
}

log::LogError ModelFile::begin() const {
    return db_.exec("BEGIN IMMEDIATE", "writing the read model");
}

log::LogError ModelFile::commit() const {
    return db_.exec("COMMIT", "writing the read model");
}

void ModelFile::roll_back() const {
    std::ignore = db_.exec("ROLLBACK", "giving up a transaction of the read model");
}

log::LogError ModelFile::make_indexes() const {
    return db_.exec(index_sql(), "making the indexes of the read model");
}

log::LogError ModelFile::write_cursor(const Cursor& cursor) const {
    const sqlite::Statement update =
        db_.statement("UPDATE cursor SET seq = ?1, at = ?2, offset_ms = ?3, hash = ?4 WHERE id = 1",
                      static_cast<std::int64_t>(cursor.seq), cursor.at.value, cursor.offset.value);
    update.bind_blob(4, cursor.hash.data(), cursor.hash.size());
    if (update.step() == SQLITE_DONE) return {};
    return sqlite::error_of(db_, "writing the cursor of the read model");
}

log::Result<Cursor> read_cursor(const sqlite::Database& db) {
    auto select =
        sqlite::Statement::prepare(db, "SELECT seq, at, hash, offset_ms FROM cursor WHERE id = 1");
    if (!select) return log::LogError(select.error());
    const int result = select->step();
    Cursor cursor;
    if (result != SQLITE_ROW || select->bytes(2).size() != cursor.hash.size()) {
        return log::LogError(sqlite::error_of(db, "reading the cursor of the read model"));
    }
    cursor.seq = static_cast<std::uint64_t>(select->integer(0));
    cursor.at.value = select->integer(1);
    std::memcpy(cursor.hash.data(), select->bytes(2).data(), cursor.hash.size());
    cursor.offset.value = select->integer(3);
    return cursor;
}

}  // namespace muster::reports
