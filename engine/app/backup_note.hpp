// When the newest backup was made, and when one last arrived elsewhere: `muster backup` and `muster
// backups send` leave notes beside the log, and the running service tells how old they are. Whoever
// copies the log by other means touches the files.
#pragma once

#include <filesystem>
#include <optional>

#include "engine/log/error.hpp"
#include "muster/units.hpp"

namespace muster::app {

// Now. The note is durable afterwards.
[[nodiscard]] log::LogError note_backup(const std::filesystem::path& data);

[[nodiscard]] log::LogError note_offsite(const std::filesystem::path& data);

// By the date of the note, so that another user's note counts as well; nothing = none is known.
[[nodiscard]] std::optional<TimePoint> last_backup(const std::filesystem::path& data);
[[nodiscard]] std::optional<TimePoint> last_offsite(const std::filesystem::path& data);

}  // namespace muster::app
