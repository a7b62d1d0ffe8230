// How every function of the log says that it failed.
#pragma once

#include <string>
#include <utility>

#include "engine/sqlite/error.hpp"
#include "muster/expected.hpp"

namespace muster::log {

enum class LogErrorCode {
    none,
    not_found,     // no log, record or backup where one was named
    not_a_log,     // a file that this program did not write
    newer_schema,  // written by a later version of this program
    locked,        // another process writes here
    not_empty,     // would overwrite something
    disk_full,
    io,         // the operating system refused a read, a write or a sync
    corrupted,  // what is stored cannot be what was written
    sequence,   // the caller skipped or repeated a sequence number
    too_large,  // a record or a batch above its limit
    poisoned,   // an earlier append or commit failed; only a restart helps
    cancelled,  // somebody asked for it to end early
};

// False when all went well: `if (LogError error = log.commit()) stop(error.message);`
// The message says what failed, where, and what would be right, in words for an operator.
struct [[nodiscard]] LogError {
    LogErrorCode code = LogErrorCode::none;
    std::string message;

    LogError() = default;
    LogError(LogErrorCode what, std::string why) : code(what), message(std::move(why)) {}
    // What SQLite said, in the log's own words.
    LogError(sqlite::Error error) : code(code_of(error.code)), message(std::move(error.message)) {}

    [[nodiscard]] explicit operator bool() const { return code != LogErrorCode::none; }

  private:
    [[nodiscard]] static LogErrorCode code_of(sqlite::ErrorCode code);
};

// A value or the error that prevented it.
template <class T>
using Result = Expected<T, LogError>;

}  // namespace muster::log
