// Where the master key comes from.
#pragma once

#include <filesystem>
#include <string>

#include "engine/seal/box.hpp"
#include "engine/seal/options.hpp"
#include "muster/expected.hpp"

namespace muster::seal {

// In the data folder, where the settings name no other.
inline constexpr const char* master_file_name = "master.key";

struct MasterKey {
    Key key{};
    std::string from;  // the path of its file, or empty
    bool beside_the_data = false;
};

// For the service: as the settings say, whose secret was read; else the folder's own file, which is
// made where nothing was sealed yet. `config_file`: what a relative path is relative to.
[[nodiscard]] Expected<MasterKey, std::string> master_of_service(
    const std::filesystem::path& folder, const SealingOptions& options,
    const std::filesystem::path& config_file);

// For programs beside it: the environment variable MUSTER_MASTER_KEY, else the file `from`.
[[nodiscard]] Expected<Key, std::string> master_of_reader(const std::filesystem::path& folder,
                                                          const std::string& from);

}  // namespace muster::seal
