#include "engine/sqlite/sqlite.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace muster::sqlite {

namespace {

ErrorCode code_of(int result, int error_number) {
    if (error_number == ENOSPC || error_number == EDQUOT) return ErrorCode::full;
    switch (result & 0xff) {
        case SQLITE_FULL:
            return ErrorCode::full;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return ErrorCode::busy;
        case SQLITE_NOTADB:
            return ErrorCode::not_a_database;
        case SQLITE_CORRUPT:
            return ErrorCode::corrupted;
        case SQLITE_TOOBIG:
            return ErrorCode::too_large;
        case SQLITE_CONSTRAINT:
            return ErrorCode::constraint;
        case SQLITE_READONLY:
            return ErrorCode::read_only;
        default:
            return ErrorCode::io;
    }
}

const char* advice(ErrorCode code) {
    switch (code) {
        case ErrorCode::full:
            return "; free space on that disk and start again";
        case ErrorCode::busy:
            return "; another program writes in this file: close it and start again";
        case ErrorCode::not_a_database:
            return "; name the right folder, or restore the newest backup";
        case ErrorCode::corrupted:
            return "; keep a copy of the file and restore the newest backup";
        case ErrorCode::read_only:
        case ErrorCode::io:
            return "; check the disk and the file's permissions";
        case ErrorCode::none:
        case ErrorCode::too_large:
        case ErrorCode::constraint:
            return "";
    }
    return "";
}

int flags_of(Access access) {
    switch (access) {
        case Access::read:
            return SQLITE_OPEN_READONLY;
        case Access::write:
            return SQLITE_OPEN_READWRITE;
        case Access::create:
            return SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    }
    return SQLITE_OPEN_READONLY;
}

// Before SQLite does, which asks the umask for the rights. An empty file is an empty database to
// it; what goes wrong here goes wrong there too, and is told by it.
void make_file(const std::filesystem::path& path, std::filesystem::perms rights) {
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0) return;
    (void)::fchmod(file, static_cast<mode_t>(rights));
    ::close(file);
}

Error error_in(const std::string& file, sqlite3* db, std::string_view what) {
    const int result = sqlite3_extended_errcode(db);
    const bool from_system = (result & 0xff) == SQLITE_IOERR || (result & 0xff) == SQLITE_CANTOPEN;
    const int system = from_system ? sqlite3_system_errno(db) : 0;
    const ErrorCode code = code_of(result, system);
    std::string message = std::string(what) + " failed in " + file + ": " + sqlite3_errmsg(db) +
                          " (SQLite " + std::to_string(result);
    if (system != 0) message += ", " + std::generic_category().message(system);
    return {code, message + ")" + advice(code)};
}

}  // namespace

Error error_of(const Database& db, std::string_view what) {
    const char* file = sqlite3_db_filename(db.get(), "main");
    return error_in(file != nullptr && *file != '\0' ? file : in_memory, db.get(), what);
}

Result<Database> Database::open(const std::filesystem::path& path, const OpenOptions& options) {
    if (options.access == Access::create && path != in_memory) make_file(path, options.rights);
    sqlite3* handle = nullptr;
    const int result =
        sqlite3_open_v2(path.c_str(), &handle, flags_of(options.access) | SQLITE_OPEN_NOMUTEX,
                        options.vfs.empty() ? nullptr : options.vfs.c_str());
    Database db(handle);
    if (!handle) return Error{ErrorCode::io, "out of memory opening " + path.string()};
    sqlite3_extended_result_codes(handle, 1);
    if (result != SQLITE_OK) return error_in(path.string(), handle, "opening");
    sqlite3_busy_timeout(handle, options.busy_ms);
    return db;
}

Error Database::use_wal(Durability durability) const {
    constexpr std::string_view what = "beginning a write-ahead file";
    const Statement mode = statement("PRAGMA journal_mode=WAL");
    if (mode.step() != SQLITE_ROW) return error_of(*this, what);
    const bool reached = mode.bytes(0) == "wal";
    // The change itself is written when the statement ends.
    if (mode.step() != SQLITE_DONE) return error_of(*this, what);
    if (!reached) {
        return {ErrorCode::io, std::string("the disk of ") + sqlite3_db_filename(get(), "main") +
                                   " cannot share memory between processes (a network disk?); use "
                                   "a local one"};
    }
    return exec(durability == Durability::every_commit ? "PRAGMA synchronous=FULL"
                                                       : "PRAGMA synchronous=NORMAL",
                what);
}

Error Database::exec(const char* sql, std::string_view what) const {
    if (sqlite3_exec(get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK) return {};
    return error_of(*this, what);
}

Statement::Statement(const Database& db, std::string_view sql, unsigned flags) {
    sqlite3_stmt* handle = nullptr;
    const int result = sqlite3_prepare_v3(db.get(), sql.data(), static_cast<int>(sql.size()), flags,
                                          &handle, nullptr);
    if (result == SQLITE_OK) handle_.reset(handle);
}

Result<Statement> Statement::prepare(const Database& db, std::string_view sql) {
    Statement made(db, sql, SQLITE_PREPARE_PERSISTENT);
    if (!made.handle_) return error_of(db, "preparing a statement");
    return made;
}

Result<Transaction> Transaction::begin(const Database& db, std::string_view what) {
    if (Error failed = db.exec("BEGIN IMMEDIATE", what)) return failed;
    return Transaction(db);
}

Transaction::~Transaction() {
    // After some errors SQLite has rolled back by itself.
    if (db_ == nullptr || sqlite3_get_autocommit(db_->get()) != 0) return;
    sqlite3_exec(db_->get(), "ROLLBACK", nullptr, nullptr, nullptr);
}

Error Transaction::commit(std::string_view what) {
    if (Error failed = db_->exec("COMMIT", what)) return failed;
    db_ = nullptr;
    return {};
}

Result<std::int64_t> query_integer(const Database& db, std::string_view sql) {
    const Statement statement = db.statement(sql);
    const int result = statement.step();
    if (result == SQLITE_ROW) return statement.integer(0);
    if (result == SQLITE_DONE) return std::int64_t{0};
    return error_of(db, "reading");
}

}  // namespace muster::sqlite
