// The file's layout, version by version. A new file takes the same path as an old one, from 0.
#pragma once

#include <span>
#include <string>

#include "engine/log/error.hpp"
#include "engine/sqlite/sqlite.hpp"
#include "muster/units.hpp"

namespace muster::log {

// Set as SQLite's application_id: "MUST".
inline constexpr std::int64_t application_id = 0x4D555354;

// The table meta.
struct LogMeta {
    int schema_version = 0;
    TimePoint created;
    // 32 hexadecimal digits, random when the log was created; the same in every copy.
    std::string instance;
    // 32 hexadecimal digits, random at creation and anew at each restore. A consumer that kept a
    // position must start over when the epoch differs: the numbers after the backup were reused.
    std::string epoch;
};

// One step from the version before. Never changed once released.
struct Migration {
    int version;  // what the file is afterwards: 1, 2, 3...
    const char* sql;
};

[[nodiscard]] std::span<const Migration> migrations();
[[nodiscard]] int schema_version();  // of the newest migration

// Version 0 means an empty file; not_a_log when the file holds anything else; newer_schema when
// its version is above newest.
[[nodiscard]] Result<int> read_version(const sqlite::Database& db, int newest);

// Runs the steps after version `from`, and the note of the new version, in one transaction: all
// or nothing. The caller is the only writer.
[[nodiscard]] LogError migrate(const sqlite::Database& db, int from,
                               std::span<const Migration> steps);

// Precondition: the file's version is at least 1.
[[nodiscard]] Result<LogMeta> read_meta(const sqlite::Database& db);

[[nodiscard]] LogError write_meta(const sqlite::Database& db, std::string_view key,
                                  std::string_view value);

// 32 hexadecimal digits from the operating system's random source.
[[nodiscard]] std::string random_name();

}  // namespace muster::log
