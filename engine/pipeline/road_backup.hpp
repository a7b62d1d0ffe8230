// Backups that carry the road maps of their log, so that what is restored decides, checks and
// replays by itself.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/log/backup.hpp"
#include "engine/pipeline/road_library.hpp"

namespace muster::pipeline {

// The hashes of all maps that the rules of a log ever named, each once, in the order of their first
// record: deciding the log anew asks for each of them.
[[nodiscard]] log::Result<std::vector<std::string>> maps_of(const log::LogReader& log);

enum class Roads {
    carry,      // all maps of the log, or the copy is refused
    leave_out,  // the log alone
};

struct RoadCopyReport {
    log::ChainReport chain;
    std::vector<std::string> carried;
    std::vector<std::string> left_out;
};

// log::backup with the maps inside the one file, each from the library; what `options` adds goes in
// before them. Fails with not_found, and
// makes no file, when a map is missing or damaged there.
[[nodiscard]] log::Result<RoadCopyReport> backup_with_roads(const std::filesystem::path& folder,
                                                            const std::filesystem::path& target,
                                                            RoadLibrary& library, Roads roads,
                                                            log::BackupOptions options,
                                                            const log::CopyProgress& progress);

// log::restore with the maps in the folder `roads` beside the log, each checked against the hash in
// the log before anything is written. A map that the backup lacks is taken from the library; what
// neither has is not_found, a damaged one corrupted.
[[nodiscard]] log::Result<RoadCopyReport> restore_with_roads(
    const std::filesystem::path& backup_file, const std::filesystem::path& folder,
    RoadLibrary& library, Roads roads, log::BackupOptions options,
    const log::CopyProgress& progress);

// Adds the maps inside a backup to the library, so that the backup can be checked where it lies.
[[nodiscard]] log::LogError add_maps_inside(const std::filesystem::path& backup_file,
                                            RoadLibrary& library);

}  // namespace muster::pipeline
