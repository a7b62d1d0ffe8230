#include "engine/reports/model_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

#include "engine/log/files.hpp"
#include "engine/reports/schema.hpp"

namespace muster::reports {
namespace {

// Writers wait for each other no longer; a transaction takes a fraction of a second.
constexpr int busy_timeout_ms = 30'000;

// After a loss of power the last transactions may be missing, and are told anew from the log: so
// much durability is enough. Readers do not wait for the writer, nor the other way round.
constexpr const char* settings =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000;"
    "PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY";

log::LogError make_file(const std::filesystem::path& path) {
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0) return log::os_error(errno, "open", path);
    ::close(file);
    return {};
}

log::Result<bool> is_current(const log::Database& db) {
    auto application = log::query_integer(db.get(), "PRAGMA application_id");
    if (!application) return application.error();
    auto version = log::query_integer(db.get(), "PRAGMA user_version");
    if (!version) return version.error();
    return *application == application_id && *version == schema_version;
}

log::LogError drop_all(const log::Database& db) {
    auto select = log::Statement::prepare(
        db.get(),
        "SELECT type, name FROM sqlite_master WHERE type IN ('table', 'view') AND"
        " name NOT LIKE 'sqlite_%' ORDER BY type DESC");
    if (!select) return select.error();
    std::vector<std::string> drops;
    while (select->step() == SQLITE_ROW) {
        drops.push_back("DROP " + std::string(select->bytes(0)) + " \"" +
                        std::string(select->bytes(1)) + '"');
    }
    select->reset();
    for (const std::string& drop : drops) {
        if (log::LogError failed = db.exec(drop.c_str(), "emptying the read model")) return failed;
    }
    return {};
}

log::Result<log::Database> open_with(const std::filesystem::path& path, int flags) {
    auto db = log::Database::open(path, flags, "");
    if (db) sqlite3_busy_timeout(db->get(), busy_timeout_ms);
    return db;
}

}  // namespace

log::Result<ModelFile> ModelFile::open(const std::filesystem::path& folder) {
    const std::filesystem::path path = folder / model_name;
    for (bool again = true;; again = false) {
        if (log::LogError failed = make_file(path)) return failed;
        auto db = open_with(path, SQLITE_OPEN_READWRITE);
        if (!db) return db.error();
        ModelFile model(std::move(*db));
        log::LogError failed = model.db_.exec(settings, "opening the read model");
        log::Result<bool> current = failed ? log::Result<bool>(failed) : is_current(model.db_);
        if (current && *current) return model;
        if (current) {
            if (log::LogError wrong = model.begin()) return wrong;
            // Somebody else may have made it meanwhile.
            current = is_current(model.db_);
            if (current && !*current) failed = model.empty();
            if (!failed) failed = model.commit();
            if (!failed) return model;
            model.roll_back();
            return failed;
        }
        const log::LogErrorCode code = current.error().code;
        const bool rotten =
            code == log::LogErrorCode::not_a_log || code == log::LogErrorCode::corrupted;
        if (!rotten || !again) return current.error();
        // What is no database, or a damaged one, holds nothing that is not in the log.
        for (const char* end : {"", "-wal", "-shm"})
            (void)::unlink((path.string() + end).c_str());
    }
}

log::Result<log::Database> ModelFile::open_to_read(const std::filesystem::path& folder) {
    const std::filesystem::path path = folder / model_name;
    const std::string advice =
        "; run `muster views rebuild`, or start the service with reports.follow";
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) {
        return log::LogError{
            log::LogErrorCode::not_found,
            "there is no read model: " + path.string() + " does not exist" + advice};
    }
    auto db = open_with(path, SQLITE_OPEN_READONLY);
    if (!db) return db.error();
    auto current = is_current(*db);
    if (!current) return current.error();
    if (!*current) {
        return log::LogError{
            log::LogErrorCode::not_found,
            path.string() + " was made by another version of this program" + advice};
    }
    return db;
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

log::LogError ModelFile::empty() const {
    if (log::LogError failed = drop_all(db_)) return failed;
    const std::string marks = "PRAGMA application_id = " + std::to_string(application_id) +
                              "; PRAGMA user_version = " + std::to_string(schema_version);
    if (log::LogError failed = db_.exec(marks.c_str(), "making the read model")) return failed;
    return db_.exec(schema_sql(), "making the read model");
}

log::LogError ModelFile::make_indexes() const {
    return db_.exec(index_sql(), "making the indexes of the read model");
}

log::LogError ModelFile::write_cursor(const Cursor& cursor) const {
    auto update = log::Statement::prepare(
        db_.get(), "UPDATE cursor SET seq = ?, at = ?, hash = ?, offset_ms = ? WHERE id = 1");
    if (!update) return update.error();
    update->bind(1, static_cast<std::int64_t>(cursor.seq));
    update->bind(2, cursor.at.value);
    sqlite3_bind_blob(update->get(), 3, cursor.hash.data(), static_cast<int>(cursor.hash.size()),
                      SQLITE_STATIC);
    update->bind(4, cursor.offset.value);
    if (update->step() == SQLITE_DONE) return {};
    return log::sqlite_error(db_.get(), "writing the cursor of the read model");
}

log::Result<Cursor> read_cursor(const log::Database& db) {
    auto select = log::Statement::prepare(
        db.get(), "SELECT seq, at, hash, offset_ms FROM cursor WHERE id = 1");
    if (!select) return select.error();
    const int result = select->step();
    Cursor cursor;
    if (result != SQLITE_ROW || select->bytes(2).size() != cursor.hash.size()) {
        return log::sqlite_error(db.get(), "reading the cursor of the read model");
    }
    cursor.seq = static_cast<std::uint64_t>(select->integer(0));
    cursor.at.value = select->integer(1);
    std::memcpy(cursor.hash.data(), select->bytes(2).data(), cursor.hash.size());
    cursor.offset.value = select->integer(3);
    return cursor;
}

}  // namespace muster::reports
