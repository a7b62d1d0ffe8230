#include "engine/log/sqlite.hpp"

#include <cerrno>

namespace muster::log {

namespace {

LogErrorCode code_of(int result, int error_number) {
    if (error_number == ENOSPC || error_number == EDQUOT) return LogErrorCode::disk_full;
    switch (result & 0xff) {
        case SQLITE_FULL:
            return LogErrorCode::disk_full;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return LogErrorCode::locked;
        case SQLITE_NOTADB:
            return LogErrorCode::not_a_log;
        case SQLITE_CORRUPT:
            return LogErrorCode::corrupted;
        case SQLITE_TOOBIG:
            return LogErrorCode::too_large;
        default:
            return LogErrorCode::io;
    }
}

const char* advice(LogErrorCode code) {
    switch (code) {
        case LogErrorCode::disk_full:
            return "; free space on that disk and start again";
        case LogErrorCode::locked:
            return "; another program writes in this file: close it and start again";
        case LogErrorCode::not_a_log:
            return "; name the folder of a decision log";
        case LogErrorCode::corrupted:
            return "; keep a copy of the file and restore the newest backup";
        case LogErrorCode::io:
            return "; check the disk and the file's permissions";
        case LogErrorCode::none:
        case LogErrorCode::not_found:
        case LogErrorCode::newer_schema:
        case LogErrorCode::not_empty:
        case LogErrorCode::sequence:
        case LogErrorCode::too_large:
        case LogErrorCode::poisoned:
        case LogErrorCode::cancelled:
            return "";
    }
    return "";
}

}  // namespace

LogError sqlite_error(sqlite3* db, std::string_view what) {
    const int result = sqlite3_extended_errcode(db);
    const bool from_system = (result & 0xff) == SQLITE_IOERR || (result & 0xff) == SQLITE_CANTOPEN;
    const LogErrorCode code = code_of(result, from_system ? sqlite3_system_errno(db) : 0);
    const char* file = sqlite3_db_filename(db, "main");
    return {code, std::string(what) + " failed in " + (file ? file : "(no file)") + ": " +
                      sqlite3_errmsg(db) + " (SQLite " + std::to_string(result) + ")" +
                      advice(code)};
}

Result<Database> Database::open(const std::filesystem::path& path, int flags,
                                const std::string& vfs) {
    std::error_code ignored;
    const bool fresh = !std::filesystem::exists(path, ignored);
    sqlite3* handle = nullptr;
    const int result = sqlite3_open_v2(path.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX,
                                       vfs.empty() ? nullptr : vfs.c_str());
    Database db(handle);
    if (!handle) return LogError{LogErrorCode::io, "out of memory opening " + path.string()};
    sqlite3_extended_result_codes(handle, 1);
    if (result != SQLITE_OK) return sqlite_error(handle, "opening the log");
    // It holds names, numbers and places. SQLite gives its helper files the same rights.
    if (fresh) std::filesystem::permissions(path, std::filesystem::perms(0640), ignored);
    return db;
}

LogError Database::exec(const char* sql, std::string_view what) const {
    if (sqlite3_exec(get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK) return {};
    return sqlite_error(get(), what);
}

Result<Statement> Statement::prepare(sqlite3* db, std::string_view sql) {
    sqlite3_stmt* handle = nullptr;
    if (sqlite3_prepare_v3(db, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                           &handle, nullptr) != SQLITE_OK) {
        return sqlite_error(db, "reading the log's tables");
    }
    return Statement(handle);
}

Result<std::int64_t> query_integer(sqlite3* db, std::string_view sql) {
    Result<Statement> statement = Statement::prepare(db, sql);
    if (!statement) return statement.error();
    const int result = statement->step();
    if (result == SQLITE_ROW) return statement->integer(0);
    if (result == SQLITE_DONE) return std::int64_t{0};
    return sqlite_error(db, "reading the log");
}

}  // namespace muster::log
