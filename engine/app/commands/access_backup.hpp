// What people need to log in after a restore, inside a backup: the tokens' hashes, roles and ends
// (access.sqlite), and a demo's card key. The record of accesses (audit.sqlite) is no part of it:
// it may be larger than the log, and a restore must not put an old one in the place of a newer. The
// secrets that a configuration names stand outside the data folder and are no part of it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/log/attachments.hpp"
#include "engine/log/log_reader.hpp"

namespace muster::app {

struct AccessReport {
    std::optional<std::uint64_t> tokens;  // nothing: the copy has none of them
    std::uint64_t valid = 0;              // neither revoked nor at their end
    bool card_key = false;
};

// Adds what the folder has; nothing when it has no tokens yet.
[[nodiscard]] log::LogError attach_access(const std::filesystem::path& folder,
                                          const sqlite::Database& into, AccessReport& report);

// The files that a backup carries, by name, checked against their hashes.
struct AccessFile {
    std::string name;
    std::string bytes;
};
// The bytes of a database of its own, which others may be writing in.
[[nodiscard]] log::Result<std::string> database_bytes(const std::filesystem::path& path);

[[nodiscard]] log::Result<std::vector<AccessFile>> access_inside(const log::LogReader& backup);

// Writes them, readable by their owner only.
[[nodiscard]] log::LogError put_access(const std::vector<AccessFile>& files,
                                       const std::filesystem::path& folder, AccessReport& report);

}  // namespace muster::app
