#include "engine/log/error.hpp"

namespace muster::log {

LogErrorCode LogError::code_of(sqlite::ErrorCode code) {
    switch (code) {
        case sqlite::ErrorCode::none:
            return LogErrorCode::none;
        case sqlite::ErrorCode::not_a_database:
            return LogErrorCode::not_a_log;
        case sqlite::ErrorCode::corrupted:
            return LogErrorCode::corrupted;
        case sqlite::ErrorCode::busy:
            return LogErrorCode::locked;
        case sqlite::ErrorCode::full:
            return LogErrorCode::disk_full;
        case sqlite::ErrorCode::too_large:
            return LogErrorCode::too_large;
        case sqlite::ErrorCode::constraint:
        case sqlite::ErrorCode::read_only:
        case sqlite::ErrorCode::io:
            return LogErrorCode::io;
    }
    return LogErrorCode::io;
}

}  // namespace muster::log
