// How every function that works on a database says that it failed.
#pragma once

#include <string>

#include "muster/expected.hpp"

namespace muster::sqlite {

enum class ErrorCode {
    none,
    not_a_database,  // the file is of something else, or its first page is lost
    corrupted,       // what is stored cannot be what was written
    busy,            // another connection writes
    full,            // the disk is, or the database has reached its limit
    too_large,       // a text above SQLite's limit
    constraint,      // a key that is there already, or what the table refuses
    read_only,
    io,  // the operating system refused, or anything else
};

// False when all went well: `if (Error error = db.exec(sql, "keeping it")) return error.message;`
// The message says what failed, in which file, and what would be right, in words for an operator.
struct [[nodiscard]] Error {
    ErrorCode code = ErrorCode::none;
    std::string message;

    [[nodiscard]] explicit operator bool() const { return code != ErrorCode::none; }
};

// A value or the error that prevented it.
template <class T>
using Result = Expected<T, Error>;

}  // namespace muster::sqlite
