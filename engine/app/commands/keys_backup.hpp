// The keys that a backup is read with: beside it, in a file of their own, of which there is one for
// each log and always the newest. So whoever was erased is gone from every backup of before, too.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "engine/log/error.hpp"

namespace muster::app {

// In the folder of the backups: "keys-<instance of the log>.muster".
[[nodiscard]] std::filesystem::path keys_beside(const std::filesystem::path& backup,
                                                const std::string& instance);

enum class KeysKept {
    none,    // nothing is sealed
    open,    // with the master key, which lies beside the data
    sealed,  // by the master key
    locked   // by the recovery key
};

// Replaces the file. `recovery_key` may be empty.
[[nodiscard]] log::Result<KeysKept> keep_keys(const std::filesystem::path& data,
                                              const std::filesystem::path& file,
                                              const std::string& recovery_key);

// What such a file holds.
[[nodiscard]] log::Result<KeysKept> kind_of_keys(const std::filesystem::path& file);

// Puts them into a folder that has none. `locked`: nothing was done, since that takes the other
// half of the recovery key.
[[nodiscard]] log::Result<KeysKept> put_keys(const std::filesystem::path& file,
                                             const std::filesystem::path& data);

}  // namespace muster::app
