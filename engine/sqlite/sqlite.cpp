#include "engine/sqlite/sqlite.hpp"

#include <cerrno>

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

}  // namespace

Error error_of(const Database& of, std::string_view what) {
    sqlite3* const db = of.get();
    const int result = sqlite3_extended_errcode(db);
    const bool from_system = (result & 0xff) == SQLITE_IOERR || (result & 0xff) == SQLITE_CANTOPEN;
    const ErrorCode code = code_of(result, from_system ? sqlite3_system_errno(db) : 0);
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
    if (!handle) return Error{ErrorCode::io, "out of memory opening " + path.string()};
    sqlite3_extended_result_codes(handle, 1);
    if (result != SQLITE_OK) return error_of(db, "opening");
    // It holds names, numbers and places. SQLite gives its helper files the same rights.
    if (fresh) std::filesystem::permissions(path, std::filesystem::perms(0640), ignored);
    return db;
}

Error Database::exec(const char* sql, std::string_view what) const {
    if (sqlite3_exec(get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK) return {};
    return error_of(*this, what);
}

Result<Statement> Statement::prepare(const Database& db, std::string_view sql) {
    sqlite3_stmt* handle = nullptr;
    if (sqlite3_prepare_v3(db.get(), sql.data(), static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &handle, nullptr) != SQLITE_OK) {
        return error_of(db, "preparing a statement");
    }
    return Statement(handle);
}

Result<std::int64_t> query_integer(const Database& db, std::string_view sql) {
    Result<Statement> statement = Statement::prepare(db, sql);
    if (!statement) return statement.error();
    const int result = statement->step();
    if (result == SQLITE_ROW) return statement->integer(0);
    if (result == SQLITE_DONE) return std::int64_t{0};
    return error_of(db, "reading");
}

}  // namespace muster::sqlite
