// What travels inside a backup beside its records: named bytes that the log needs and does not
// hold, such as road maps. A log in service has none.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/log/error.hpp"
#include "engine/sqlite/sqlite.hpp"

namespace muster::log {

// Adds or replaces one, in a transaction of its own. Whoever reads it back checks it by a hash of
// his own: the log does not know what it is.
[[nodiscard]] LogError attach(const sqlite::Database& db, std::string_view name,
                              std::span<const std::byte> bytes);

// In the order of the names; none for a log in service and for backups of earlier versions.
[[nodiscard]] Result<std::vector<std::string>> attachment_names(const sqlite::Database& db);

// Empty where there is none with this name.
[[nodiscard]] Result<std::vector<std::byte>> read_attachment(const sqlite::Database& db,
                                                             std::string_view name);

[[nodiscard]] LogError drop_attachments(const sqlite::Database& db);

}  // namespace muster::log
