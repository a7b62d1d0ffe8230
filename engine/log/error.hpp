// How every function of the log says that it failed.
#pragma once

#include <cstdlib>
#include <string>
#include <utility>
#include <variant>

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

    [[nodiscard]] explicit operator bool() const { return code != LogErrorCode::none; }
};

// A value or the error that prevented it. value() of a failed result aborts the program.
template <class T>
class [[nodiscard]] Result {
  public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}         // NOLINT
    Result(LogError error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT

    [[nodiscard]] explicit operator bool() const { return state_.index() == 0; }
    [[nodiscard]] T& value() { return *checked(); }
    [[nodiscard]] T& operator*() { return *checked(); }
    [[nodiscard]] T* operator->() { return checked(); }
    // An error with the code none when there is a value.
    [[nodiscard]] LogError error() const {
        const LogError* error = std::get_if<1>(&state_);
        return error ? *error : LogError{};
    }

  private:
    T* checked() {
        T* value = std::get_if<0>(&state_);
        if (!value) std::abort();
        return value;
    }

    std::variant<T, LogError> state_;
};

}  // namespace muster::log
